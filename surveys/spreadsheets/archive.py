"""Whether a workbook's archive is safe to unpack: sizes, entries and ratio are read before anything is inflated.

Limits are of `trust.md` 4, row 9; a file of 145 kB inside the size limit still cost openpyxl 9.5 s, so cells are
counted too. An honest questionnaire or register stays below each by far.
"""

import re
import zipfile
from io import BytesIO

from surveys.errors import OtklikError

LIMIT_PACKED = 5 * 1024 * 1024
LIMIT_UNPACKED = 20 * 1024 * 1024
LIMIT_ENTRIES = 200
LIMIT_RATIO = 100
LIMIT_CELLS = 200_000

# Small parts compress far better than 100:1 harmlessly (an empty drawing, repeated styles).
RATIO_FREE = 64 * 1024
_CHUNK = 256 * 1024
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class UnsafeWorkbook(OtklikError):
    """`reason`: not_a_workbook, too_big, too_many_parts, bomb, too_many_cells, macros, doctype, encrypted, damaged."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def inspect(content: bytes) -> None:
    """Raises UnsafeWorkbook for an archive that must not be opened."""
    if len(content) > LIMIT_PACKED:
        raise UnsafeWorkbook("too_big")
    # Excel keeps a workbook with a password in an OLE container.
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnsafeWorkbook("encrypted")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            _measure(parts)
            if not any(part.filename == "[Content_Types].xml" for part in parts):
                raise UnsafeWorkbook("not_a_workbook")
            _look_inside(archive, parts)
    except zipfile.BadZipFile as wrong:
        raise UnsafeWorkbook("not_a_workbook") from wrong
    except (OSError, EOFError, ValueError, RuntimeError, NotImplementedError) as wrong:
        # A wrong checksum, an unknown method or a lying header: zipfile has no common class for them.
        raise UnsafeWorkbook("damaged") from wrong


def _measure(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > LIMIT_ENTRIES:
        raise UnsafeWorkbook("too_many_parts")
    if sum(part.file_size for part in parts) > LIMIT_UNPACKED:
        raise UnsafeWorkbook("too_big")
    for part in parts:
        if part.file_size > RATIO_FREE and part.file_size > LIMIT_RATIO * max(part.compress_size, 1):
            raise UnsafeWorkbook("bomb")
        if part.flag_bits & 1:
            raise UnsafeWorkbook("encrypted")
        if part.external_attr >> 16 & 0o170000 == 0o120000:
            raise UnsafeWorkbook("damaged")
        if "vbaproject" in part.filename.lower():
            raise UnsafeWorkbook("macros")


def _look_inside(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Streams the XML parts once. zipfile gives no more of a part than its header states: a lie ends in `damaged`."""
    cells = 0
    for part in parts:
        if not part.filename.lower().endswith((".xml", ".rels")):
            continue
        tail = b""
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                window = tail + chunk
                if _DOCTYPE.search(window):
                    raise UnsafeWorkbook("doctype")
                cells += sum(1 for _ in _CELL.finditer(chunk))
                if cells > LIMIT_CELLS:
                    raise UnsafeWorkbook("too_many_cells")
                tail = chunk[-16:]
