"""The rows of a SQLite file: schema, trees, overflow chains, and the order of arrival inside every page."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from bot.audit.images import Image
from bot.audit.pages import Cell, Kind, Page
from bot.audit.records import Malformed, Value, record
from bot.audit.rows import Part, Row, State, Table
from bot.audit.shapes import Shape, shape_of

_SCHEMA = Shape("sqlite_schema", ("type", "name", "tbl_name", "rootpage", "sql"))
_RUN = 4
"""Cells in the order of keys from here on are taken for a page that was rewritten, not for chance."""


class Trees:
    """Reads one state after the other and keeps what the state before had in common with this one."""

    def __init__(self) -> None:
        self._old: dict[object, Part] = {}
        self._new: dict[object, Part] = {}

    def state(self, image: Image) -> State:
        self._old, self._new = self._new, {}
        found: State = {}
        for kind, name, sql, root in self._schema(image):
            shape = shape_of(name, sql) if kind == "table" else Shape(name, (), index=True)
            found[name] = Table(shape, tuple(self._parts(image, root, shape)))
        return found

    def _schema(self, image: Image) -> list[tuple[str, str, str, int]]:
        rows = [row.values for part in self._parts(image, 1, _SCHEMA) for row in part]
        return [
            (str(values[0]), str(values[1]), str(values[4] or ""), values[3])
            for values in rows
            if values[0] in ("table", "index") and isinstance(values[3], int) and values[3]
        ]

    def _parts(self, image: Image, root: int, shape: Shape) -> Iterator[Part]:
        for page in _tree(image, root):
            if page.kind is Kind.TABLE_INTERIOR:
                continue
            chains = {cell.offset: _chain(image, cell) for cell in page.overflowing}
            key = (page, shape, *chains.values())
            part = self._new.get(key) or self._old.get(key)
            if part is None:
                part = _rows(page, chains, shape, image.encoding)
            self._new[key] = part
            yield part


def _tree(image: Image, root: int) -> Iterator[Page]:
    """Every page of a tree once, in the order of keys; a damaged file may have loops."""
    waiting, seen = [root], set()
    while waiting:
        number = waiting.pop()
        page = image.page(number)
        if page is None or number in seen:
            continue
        seen.add(number)
        yield page
        children = [cell.child for cell in page.cells if cell.child] + ([page.right] if page.right else [])
        waiting += reversed(children)


def _chain(image: Image, cell: Cell) -> tuple[Page, ...]:
    found: list[Page] = []
    number, left = cell.overflow, cell.size - len(cell.local)
    while number and left > 0:
        page = image.page(number)
        if page is None:
            break
        found.append(page)
        left -= page.usable - 4
        number = int.from_bytes(page.data[:4], "big")
    return tuple(found)


def payload(cell: Cell, chain: tuple[Page, ...]) -> bytes:
    return (cell.local + b"".join(page.data[4 : page.usable] for page in chain))[: cell.size]


def _rows(page: Page, chains: Mapping[int, tuple[Page, ...]], shape: Shape, encoding: str) -> Part:
    arrivals = arrival(page.cells)
    leaf = hash(page.data)
    found = []
    for cell in page.cells:
        try:
            values = record(payload(cell, chains.get(cell.offset, ())), encoding)
        except Malformed:
            continue
        found.append(Row(_as_declared(values, cell, shape), cell.rowid, arrivals.get(cell.offset), leaf))
    return tuple(found)


def _as_declared(values: tuple[Value, ...], cell: Cell, shape: Shape) -> tuple[Value, ...]:
    if shape.index or not shape.columns:
        return values
    padded = values[: len(shape.columns)] + (None,) * (len(shape.columns) - len(values))
    if shape.alias:
        return tuple(
            cell.rowid if column == shape.alias else value for column, value in zip(shape.columns, padded, strict=True)
        )
    if shape.without_rowid:
        stored = dict(zip(shape.stored, padded, strict=False))
        return tuple(stored.get(column) for column in shape.columns)
    return padded


def arrival(cells: tuple[Cell, ...]) -> dict[int, float]:
    """Offset -> place in the order of arrival, 0 to 1. Cells that the last rewrite of the page laid down in the order
    of their keys (the highest offsets) came at times that cannot be told, so they are left out."""
    place = {cell.offset: number for number, cell in enumerate(cells)}
    oldest_first = sorted(place, reverse=True)
    run = 1
    for older, newer in pairwise(oldest_first):
        if place[newer] < place[older]:
            break
        run += 1
    told = oldest_first[run:] if run >= _RUN else oldest_first
    return {offset: (number + 1) / len(told) for number, offset in enumerate(told)}
