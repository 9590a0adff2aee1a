"""One thing to mend in an organisation's workbook, and where it stands."""

from dataclasses import dataclass, field

from surveys.questionnaires.place import Place
from surveys.screens import Phrase


@dataclass(frozen=True, slots=True)
class Issue:
    """Its texts are `staff.sheet.<code>` and `staff.sheet.<code>.hint`."""

    code: str
    place: Place
    args: dict[str, str | int] = field(default_factory=dict)

    @property
    def where(self) -> Phrase | None:
        """None where the whole workbook is meant."""
        if not self.place.sheet:
            return None
        if not self.place.column:
            return Phrase("staff.place_sheet", {"sheet": self.place.sheet})
        return Phrase("staff.place", {"sheet": self.place.sheet, "row": self.place.row, "column": self.place.column})

    @property
    def message(self) -> Phrase:
        return Phrase(f"staff.sheet.{self.code}", self.args)

    @property
    def hint(self) -> Phrase:
        return Phrase(f"staff.sheet.{self.code}.hint", self.args)


SHOWN = 60
"""Signs of a cell that are quoted back."""


class Issues:
    """Collects everything wrong in one sheet."""

    def __init__(self, sheet: str = "") -> None:
        self.sheet = sheet
        self.found: list[Issue] = []
        self.headers: dict[str, str] = {}
        """What each column is called in this sheet, by field."""

    def note(self, code: str, row: int = 0, column: str = "", **args: str | int) -> None:
        """`column` is a field of a column that the sheet has, or a header."""
        header = self.headers.get(column, column)
        shown = {name: value[:SHOWN] if isinstance(value, str) else value for name, value in args.items()}
        self.found.append(Issue(code, Place(self.sheet, row, header), {"column": header, **shown}))
