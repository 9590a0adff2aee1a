"""Many copies of one SQLite file in one file: of each copy only the pages that differ from the copy before.

An insider copies after every answer; hundreds of whole files would be gigabytes that say the same.

    otklik-audit-copies 1\\n, then for each copy: bytes of a page, pages in the file, pages that follow (4 bytes each,
    big-endian), and those pages, each after its number
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MAGIC = b"otklik-audit-copies 1\n"
_HEAD = struct.Struct(">III")
_NUMBER = struct.Struct(">I")


class NotCopies(ValueError):
    """The file was not written by `Copies`, or is cut off."""


@dataclass(frozen=True, slots=True)
class Copy:
    size: int
    """Bytes of a page."""
    length: int
    """Pages."""
    changed: dict[int, bytes]
    """Number, counted from one -> contents."""


class Copies:
    """Writes such a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._last: list[bytes] = []
        path.write_bytes(MAGIC)

    def take(self, image: bytes) -> None:
        """One more copy: the whole file as bytes. Raises OSError."""
        size = int.from_bytes(image[16:18], "big")
        size = 65536 if size == 1 else size
        pages = [image[start : start + size] for start in range(0, len(image) - size + 1, size)]
        known = self._last
        changed = [number for number, page in enumerate(pages) if number >= len(known) or known[number] != page]
        with self.path.open("ab") as file:
            file.write(_HEAD.pack(size, len(pages), len(changed)))
            for number in changed:
                file.write(_NUMBER.pack(number + 1) + pages[number])
        self._last = pages
        self.count += 1


def read_copies(path: Path) -> Iterator[Copy]:
    """Raises NotCopies, OSError."""
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise NotCopies("another format")
        while head := file.read(_HEAD.size):
            if len(head) < _HEAD.size:
                raise NotCopies("cut off")
            size, length, count = _HEAD.unpack(head)
            changed = {}
            for _ in range(count):
                record = file.read(_NUMBER.size + size)
                if len(record) < _NUMBER.size + size:
                    raise NotCopies("cut off")
                changed[_NUMBER.unpack_from(record)[0]] = record[_NUMBER.size :]
            yield Copy(size, length, changed)
