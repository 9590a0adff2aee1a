"""A SQLite file as pages, alone or with the committed frames of its write-ahead log laid over it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.audit.copies import Copy
from bot.audit.pages import Page, Pages

MAGIC = b"SQLite format 3\0"
ENCODINGS = {1: "utf-8", 2: "utf-16-le", 3: "utf-16-be"}


class NotADatabase(ValueError):
    """The bytes are no SQLite file."""


@dataclass(frozen=True, slots=True)
class Image:
    pages: tuple[Page, ...]
    size: int
    """Bytes of a page."""
    usable: int
    """Bytes of a page that hold data."""
    encoding: str

    def page(self, number: int) -> Page | None:
        """Counted from one, as the file does. None outside of the file."""
        return self.pages[number - 1] if 0 < number <= len(self.pages) else None


def image(data: bytes, pages: Pages, previous: Image | None = None) -> Image:
    """Read a file. Pages equal to those of `previous` in the same place are taken from there. Raises NotADatabase."""
    if len(data) < 512 or not data.startswith(MAGIC):
        raise NotADatabase("no SQLite file")
    size = int.from_bytes(data[16:18], "big")
    size = 65536 if size == 1 else size
    if size < 512 or size & (size - 1):
        raise NotADatabase("page size")
    usable = size - data[20]
    known = previous.pages if previous is not None and previous.size == size else ()
    found = []
    for number, start in enumerate(range(0, len(data) - size + 1, size)):
        content = data[start : start + size]
        if number < len(known) and known[number].data == content:
            found.append(known[number])
        else:
            found.append(pages.page(content, number == 0, usable))
    encoding = ENCODINGS.get(int.from_bytes(data[56:60], "big"), "utf-8")
    return Image(tuple(found), size, usable, encoding)


def overlaid(below: Image, frames: Mapping[int, Page], length: int) -> Image:
    """With `frames` (page number -> page) in place of what lies below, `length` pages long."""
    numbers = range(1, (length or len(below.pages)) + 1)
    blank = Page(bytes(below.size), False, below.usable)
    pages = tuple(frames.get(number) or below.page(number) or blank for number in numbers)
    return Image(pages, below.size, below.usable, below.encoding)


def following(copy: Copy, pages: Pages, previous: Image | None) -> Image:
    """The next of many copies: what changed over what the copy before had. Raises NotADatabase."""
    head = copy.changed.get(1) or (previous.pages[0].data if previous is not None and previous.pages else b"")
    if not head.startswith(MAGIC):
        raise NotADatabase("no SQLite file")
    usable = copy.size - head[20]
    found = list(previous.pages[: copy.length]) if previous is not None else []
    found += [Page(bytes(copy.size), False, usable)] * (copy.length - len(found))
    for number, content in copy.changed.items():
        found[number - 1] = pages.page(content, number == 1, usable)
    return Image(tuple(found), copy.size, usable, ENCODINGS.get(int.from_bytes(head[56:60], "big"), "utf-8"))
