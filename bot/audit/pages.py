"""One page of a SQLite file, read by itself: its cells, where each lies in it, and where its payload goes on.

Pages are interned: a page that looks the same in hundreds of copies of a file is read once, and "has this page
changed" is a comparison of two objects.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from weakref import WeakValueDictionary

from bot.audit.records import Malformed, varint

FILE_HEADER = 100


class Kind(IntEnum):
    INDEX_INTERIOR = 2
    TABLE_INTERIOR = 5
    INDEX_LEAF = 10
    TABLE_LEAF = 13


@dataclass(frozen=True, slots=True)
class Cell:
    offset: int
    """Where it begins in the page. SQLite fills a page from its end: what lies higher was written earlier."""
    size: int
    """Of the whole payload; 0 in the interior of a table."""
    local: bytes
    overflow: int
    """The page where the payload goes on; 0 for none."""
    rowid: int | None = None
    child: int = 0


class Page:
    """Compared by identity: `Pages` makes one object of equal bytes."""

    def __init__(self, data: bytes, first: bool, usable: int) -> None:
        self.data = data
        self.first = first
        """It begins with the header of the file."""
        self.usable = usable

    @cached_property
    def kind(self) -> Kind | None:
        start = FILE_HEADER if self.first else 0
        try:
            return Kind(self.data[start])
        except ValueError:
            return None  # overflow, freelist, pointer map, or a page of another kind of file

    @cached_property
    def right(self) -> int:
        """The last child of an interior page; 0 elsewhere."""
        start = FILE_HEADER if self.first else 0
        interior = self.kind in (Kind.INDEX_INTERIOR, Kind.TABLE_INTERIOR)
        return int.from_bytes(self.data[start + 8 : start + 12], "big") if interior else 0

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """In the order of keys. A cell that cannot be read is left out: torn pages lie in journals and free space."""
        if self.kind is None:
            return ()
        start = FILE_HEADER if self.first else 0
        count = int.from_bytes(self.data[start + 3 : start + 5], "big")
        pointers = start + (12 if self.right or self.kind in (Kind.INDEX_INTERIOR, Kind.TABLE_INTERIOR) else 8)
        found = []
        for number in range(min(count, (self.usable - pointers) // 2)):
            place = pointers + 2 * number
            offset = int.from_bytes(self.data[place : place + 2], "big")
            try:
                found.append(self._cell(self.kind, offset))
            except Malformed:
                continue
        return tuple(found)

    @cached_property
    def overflowing(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.overflow)

    def _cell(self, kind: Kind, offset: int) -> Cell:
        at, child, rowid = offset, 0, None
        if kind in (Kind.INDEX_INTERIOR, Kind.TABLE_INTERIOR):
            child = int.from_bytes(self.data[at : at + 4], "big")
            at += 4
        if kind is Kind.TABLE_INTERIOR:
            rowid, _ = varint(self.data, at)
            return Cell(offset, 0, b"", 0, rowid, child)
        size, at = varint(self.data, at)
        if kind is Kind.TABLE_LEAF:
            rowid, at = varint(self.data, at)
        local = _local(size, self.usable, kind is Kind.TABLE_LEAF)
        end = at + local
        if size <= 0 or end + (4 if local < size else 0) > self.usable:
            raise Malformed("cell")
        overflow = int.from_bytes(self.data[end : end + 4], "big") if local < size else 0
        return Cell(offset, size, self.data[at:end], overflow, rowid, child)


class Pages:
    """Every page in use, once. `seen` is called with each that was not in use before."""

    def __init__(self, seen: Callable[[Page], None] = lambda page: None) -> None:
        self._known: WeakValueDictionary[tuple[bytes, bool], Page] = WeakValueDictionary()
        self._seen = seen

    def page(self, data: bytes, first: bool, usable: int) -> Page:
        found = self._known.get((data, first))
        if found is None:
            found = self._known[data, first] = Page(data, first, usable)
            self._seen(found)
        return found


def _local(size: int, usable: int, table: bool) -> int:
    """How many bytes of a payload stay in the page (section 1.6 of the file format)."""
    most = usable - 35 if table else (usable - 12) * 64 // 255 - 23
    if size <= most:
        return size
    least = (usable - 12) * 32 // 255 - 23
    surplus = least + (size - least) % (usable - 4)
    return surplus if surplus <= most else least
