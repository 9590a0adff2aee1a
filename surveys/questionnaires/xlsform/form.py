"""A spreadsheet form before anything is understood: sheets of headers and rows, whatever container they came in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from surveys.questionnaires.place import Place
from surveys.spreadsheets.sheet import Sheet, as_text

KNOWN_SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
LIMIT_EMPTY_COLUMNS = 20


@dataclass(frozen=True, slots=True)
class Row:
    """`number` as the spreadsheet program shows it; `cells` by header, without empty ones."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]

    def filled(self) -> Iterator[Row]:
        return (row for row in self.rows if row.cells)

    def place(self, row: Row, header: str = "") -> Place:
        return Place(self.name, row.number, header)


@dataclass(frozen=True, slots=True)
class Form:
    """`tables` by lower-case name; `sheet_names` as written, those of other sheets too."""

    tables: Mapping[str, Table] = field(default_factory=dict)
    sheet_names: tuple[str, ...] = ()
    doubled: tuple[Place, ...] = ()
    """Headers written twice in one sheet; the first one counts."""

    def table(self, name: str) -> Table:
        return self.tables.get(name) or Table(name, (), ())


def form_of(sheets: tuple[Sheet, ...]) -> Form:
    """The form in a workbook. A lone sheet of any name is the survey, as pyxform has it."""
    tables: dict[str, Table] = {}
    doubled: list[Place] = []
    for sheet in sheets:
        name = sheet.name.strip().lower()
        if name not in KNOWN_SHEETS:
            if len(sheets) > 1:
                continue
            name = "survey"
        tables[name] = _table(name, sheet, doubled)
    return Form(tables, tuple(sheet.name for sheet in sheets), tuple(doubled))


def _table(name: str, sheet: Sheet, doubled: list[Place]) -> Table:
    headers: dict[int, str] = {}
    last = -1
    for index, cell in enumerate(sheet.rows[0] if sheet.rows else ()):
        header = " ".join(as_text(cell).split())
        if not header:
            if index - last > LIMIT_EMPTY_COLUMNS:
                break
            continue
        last = index
        if header in headers.values():
            doubled.append(Place(name, 1, header))
        else:
            headers[index] = header
    rows = []
    for number, cells in enumerate(sheet.rows[1:], start=2):
        texts = ((header, as_text(cells[index])) for index, header in headers.items() if index < len(cells))
        rows.append(Row(number, {header: text for header, text in texts if text}))
    return Table(name, tuple(headers.values()), tuple(rows))
