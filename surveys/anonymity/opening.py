"""What waits in a pool, opened, and what nothing opens any more."""

from collections.abc import Iterable

from surveys.anonymity.boxes import Box, NotOurs, opened
from surveys.anonymity.keys import KeyLost, Keys, Pool


def contents_of(boxes: Iterable[Box], pool: Pool, keys: Keys) -> tuple[list[bytes], tuple[bytes, ...]]:
    """The contents, and the slots of boxes whose key is lost or is not the one they were sealed under.

    One that does not open must not keep the others from being drawn and counted.
    """
    found: dict[int, bytes | None] = {}
    contents: list[bytes] = []
    closed: list[bytes] = []
    for box in boxes:
        if box.generation not in found:
            found[box.generation] = _key(keys, pool, box.generation)
        content = _content(box, pool, found[box.generation])
        if content is None:
            closed.append(box.slot)
        else:
            contents.append(content)
    return contents, tuple(closed)


def _key(keys: Keys, pool: Pool, generation: int) -> bytes | None:
    try:
        return keys.block(pool, generation)
    except KeyLost:
        return None


def _content(box: Box, pool: Pool, key: bytes | None) -> bytes | None:
    try:
        return None if key is None else opened(box, pool=pool, key=key)
    except NotOurs:
        return None
