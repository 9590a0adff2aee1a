"""The organisation as sheets that `read_organisation` reads back equal, with a page that says how to fill them in."""

from collections import Counter
from collections.abc import Iterable

from surveys.anonymity.organisation import Unit, organisation
from surveys.screens import Phrase
from surveys.spreadsheets.sheet import Cell, Sheet
from surveys.staff.columns import GUIDE, HIDDEN, HIDDEN_COLUMNS, UNIT_COLUMNS, UNITS, Column, plain
from surveys.staff.hidden import HiddenWords
from surveys.texts import Texts


def organisation_sheets(units: Iterable[Unit], hidden: HiddenWords, texts: Texts, language: str) -> tuple[Sheet, ...]:
    """Without units: a template. From the top down, as one would tell it."""
    ordered = _from_the_top(list(units))
    rows = tuple(
        (unit.key, unit.name, above, unit.people or None) for unit, above in zip(ordered, _aboves(ordered), strict=True)
    )
    longest = max(len(hidden.names), len(hidden.positions))
    hides = tuple((_at(hidden.names, row), _at(hidden.positions, row)) for row in range(longest))
    return (
        Sheet(UNITS[language], (_header(UNIT_COLUMNS, language), *rows)),
        Sheet(HIDDEN[language], (_header(HIDDEN_COLUMNS, language), *hides)),
        Sheet(GUIDE[language], _guide(texts, language)),
    )


def _header(columns: Iterable[Column], language: str) -> tuple[str, ...]:
    return tuple(column.header(language) for column in columns)


def _from_the_top(units: list[Unit]) -> list[Unit]:
    if not units:
        return []
    tree = organisation(units)
    found, waiting = [], [tree.top]
    while waiting:
        found.append(unit := waiting.pop())
        waiting += reversed(tree.below[unit.key])
    return found


def _aboves(units: list[Unit]) -> list[str]:
    """The name of the unit above, or its code where the name alone would not tell."""
    named = Counter(plain(unit.name) for unit in units)
    codes = {plain(unit.key) for unit in units}
    by_key = {unit.key: unit for unit in units}
    aboves = []
    for unit in units:
        above = by_key.get(unit.above)
        clear = above is not None and named[plain(above.name)] == 1 and plain(above.name) not in codes
        aboves.append("" if above is None else above.name if clear else above.key)
    return aboves


def _at(texts: tuple[str, ...], row: int) -> str:
    return texts[row] if row < len(texts) else ""


def _guide(texts: Texts, language: str) -> tuple[tuple[Cell, ...], ...]:
    def say(key: str) -> str:
        return texts.say(Phrase(f"staff.guide.{key}"), language)

    def about(sheet: str, columns: Iterable[Column]) -> list[tuple[Cell, ...]]:
        return [(sheet, column.header(language), say(column.field)) for column in columns]

    head = (say("sheet"), say("column"), say("meaning"))
    rows = [head, *about(UNITS[language], UNIT_COLUMNS)]
    for column, key in zip(HIDDEN_COLUMNS, ("full_name", "position"), strict=True):
        rows.append((HIDDEN[language], column.header(language), say(key)))
    rows += [("", "", ""), (say("example"), "", "")]
    rows += [tuple(say(f"example_{number}").split("; ")) for number in (1, 2, 3)]
    return tuple(rows)
