"""Many exact strings looked for at once, in anything: bytes of a page, a value, a log."""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")

_Look = Callable[[bytes], Iterable[tuple[int, bytes]]]
"""(offset, a string of the right length that may be a needle)."""

HEAD = 4
"""Bytes by which needles that look like chance are told from chance."""
_BROAD = 0.02


class Needles(Generic[T]):
    """Needles of one length are alike (hexadecimal canaries, ten digits): one expression lets through what has the
    right kind of byte in every place, and what it lets through is looked up. Keyed hashes are alike in nothing: of
    those the first bytes are looked up at every offset."""

    def __init__(self, wanted: Mapping[bytes, T]) -> None:
        self._wanted = {needle: label for needle, label in wanted.items() if needle}
        lengths: dict[int, list[bytes]] = defaultdict(list)
        for needle in self._wanted:
            lengths[len(needle)].append(needle)
        self._looks = [_look(needles) for _, needles in sorted(lengths.items())]

    def found(self, text: bytes) -> list[tuple[int, T]]:
        """(offset, what the needle stands for) of every occurrence, in order."""
        return sorted(self._hits(text), key=lambda hit: hit[0])

    def _hits(self, text: bytes) -> Iterator[tuple[int, T]]:
        for look in self._looks:
            for offset, candidate in look(text):
                label = self._wanted.get(candidate)
                if label is not None:
                    yield offset, label

    def __bool__(self) -> bool:
        return bool(self._wanted)


def _look(needles: list[bytes]) -> _Look:
    places = [sorted(set(place)) for place in zip(*needles, strict=True)]
    if len(places) >= HEAD and math.prod(len(place) / 256 for place in places[:HEAD]) > _BROAD:
        return _by_head(needles)
    return _by_kind(places)


def _by_kind(places: Sequence[Sequence[int]]) -> _Look:
    classes = b"".join(b"[" + b"".join(b"\\x%02x" % byte for byte in place) + b"]" for place in places)
    pattern = re.compile(b"(?=(" + classes + b"))", re.DOTALL)
    return lambda text: ((match.start(), match[1]) for match in pattern.finditer(text))


def _by_head(needles: list[bytes]) -> _Look:
    length = len(needles[0])
    heads = {needle[:HEAD] for needle in needles}

    def look(text: bytes) -> list[tuple[int, bytes]]:
        return [(at, text[at : at + length]) for at in range(len(text) - length + 1) if text[at : at + HEAD] in heads]

    return look
