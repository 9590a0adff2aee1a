"""The sheet of names and one-person positions that are masked in comments."""

from surveys.spreadsheets.sheet import Sheet
from surveys.staff.columns import HIDDEN_COLUMNS
from surveys.staff.hidden import HiddenWords
from surveys.staff.issue import Issues
from surveys.staff.table import read_rows


def read_hidden(sheet: Sheet, issues: Issues) -> HiddenWords:
    """Without repetitions, in the sheet's order. An empty sheet hides nothing."""
    if not any(sheet.rows):
        return HiddenWords()
    names: dict[str, None] = {}
    positions: dict[str, None] = {}
    longest = {column.field: column.longest for column in HIDDEN_COLUMNS}
    for row in read_rows(sheet, HIDDEN_COLUMNS, issues):
        for field, kept in (("name", names), ("position", positions)):
            text = row.cell(field)
            if len(text) > longest[field]:
                issues.note("too_long", row.number, field, length=len(text), most=longest[field])
            elif text and not (_is_name(text) if field == "name" else any(sign.isalpha() for sign in text)):
                issues.note("full_name" if field == "name" else "position", row.number, field, value=text)
            elif text:
                kept[text] = None
    return HiddenWords(tuple(names), tuple(positions))


def _is_name(text: str) -> bool:
    """A surname with at least one more word: a single word would mask a common one, or a name that many have."""
    words = text.split()
    return len(words) > 1 and all(sign.isalpha() or sign in "-'.’" for word in words for sign in word)
