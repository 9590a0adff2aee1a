"""The write-ahead log and the rollback journal: pages as they were at earlier moments, in the order of writing."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.audit.pages import Page, Pages

_WAL_MAGIC = (0x377F0682, 0x377F0683)
_WAL_HEADER = 32
_FRAME_HEADER = 24
_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_SECTOR = 512


@dataclass(slots=True)
class Transaction:
    """Frames up to one commit; the first and the last of an old salt may be cut off."""

    salt: bytes
    pages: dict[int, Page] = field(default_factory=dict)
    length: int = 0
    """Pages of the file after the commit; 0 where the commit is missing."""


@dataclass(frozen=True, slots=True)
class WriteAheadLog:
    frames: int
    transactions: tuple[Transaction, ...]
    """In the order of writing, those of older salts (which a checkpoint has left behind) first."""
    salt: bytes

    def live(self) -> tuple[dict[int, Page], int]:
        """Newest committed page of each number, and the length of the file. Checksums are not looked at: an
        attacker reads what is there."""
        pages: dict[int, Page] = {}
        length = 0
        for each in self.transactions:
            if each.salt == self.salt and each.length:
                pages.update(each.pages)
                length = each.length
        return pages, length


def write_ahead_log(data: bytes, pages: Pages, usable: int, size: int) -> WriteAheadLog:
    """Every frame, stale ones included. Empty for anything that is no log of this page size."""
    if len(data) < _WAL_HEADER or int.from_bytes(data[:4], "big") not in _WAL_MAGIC:
        return WriteAheadLog(0, (), b"")
    if int.from_bytes(data[8:12], "big") != size:
        return WriteAheadLog(0, (), b"")
    salt = data[16:24]
    found: list[Transaction] = []
    count, current = 0, None
    for number, length, frame_salt, content in _frames(data, size):
        count += 1
        if current is None or current.salt != frame_salt:
            current = Transaction(frame_salt)
            found.append(current)
        current.pages[number] = pages.page(content, number == 1, usable)
        if length:
            current.length = length
            current = None
    newest = int.from_bytes(salt[:4], "big")
    # Every restart of the log adds one to the first half of the salt.
    found.sort(key=lambda each: -((newest - int.from_bytes(each.salt[:4], "big")) % (1 << 32)))
    return WriteAheadLog(count, tuple(found), salt)


def _frames(data: bytes, size: int) -> Iterator[tuple[int, int, bytes, bytes]]:
    """(page number, length of the file if this commits, salt, page)."""
    step = _FRAME_HEADER + size
    for start in range(_WAL_HEADER, len(data) - step + 1, step):
        header = data[start : start + _FRAME_HEADER]
        number = int.from_bytes(header[:4], "big")
        if number:
            yield number, int.from_bytes(header[4:8], "big"), header[8:16], data[start + _FRAME_HEADER : start + step]


def journalled(data: bytes, pages: Pages, usable: int, size: int) -> list[Page]:
    """What pages held before the transaction of a rollback journal, also one whose header was zeroed at its end."""
    sector = int.from_bytes(data[20:24], "big") if data.startswith(_JOURNAL_MAGIC) else _SECTOR
    sector = sector if _SECTOR <= sector <= 65536 else _SECTOR
    found = []
    step = 4 + size + 4
    for start in range(sector, len(data) - step + 1, step):
        number = int.from_bytes(data[start : start + 4], "big")
        found.append(pages.page(data[start + 4 : start + 4 + size], number == 1, usable))
    return found
