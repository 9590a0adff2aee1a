"""What reading an organisation's workbook will do, shown before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from surveys.anonymity.cells import Cells, TooFewPeople, cells_of
from surveys.anonymity.organisation import Unit, organisation
from surveys.disclosure.parameters import Parameters
from surveys.spreadsheets.sheet import Sheet
from surveys.staff.batches import withdraw_of_units
from surveys.staff.hidden import HiddenWords
from surveys.staff.issue import Issue
from surveys.staff.reading import Reading, Standing, read_organisation, standing
from surveys.staff.roster import counted
from surveys.work import Work

Pair = tuple[Unit, Unit]
"""A unit before and after."""


@dataclass(frozen=True, slots=True)
class Preview:
    new: tuple[Unit, ...] = ()
    removed: tuple[Unit, ...] = ()
    renamed: tuple[Pair, ...] = ()
    moved: tuple[Pair, ...] = ()
    recounted: tuple[Pair, ...] = ()
    untouched: int = 0
    top_made: str = ""
    """The name of a top that no row named, or ""."""
    names: tuple[int, int] = (0, 0)
    """How many hidden names come and how many go."""
    positions: tuple[int, int] = (0, 0)
    by_key: tuple[tuple[str, str], ...] = ()
    """(key, name) of every unit before or after, to name what a unit was moved under."""
    cells: Cells | TooFewPeople | None = None
    """The groups of an anonymous survey that were launched now; None with issues."""
    issues: tuple[Issue, ...] = ()
    """With issues nothing else is filled, and nothing was or will be done."""

    @property
    def changes(self) -> bool:
        units = self.new or self.removed or self.renamed or self.moved or self.recounted
        return bool(units) or self.names != (0, 0) or self.positions != (0, 0)


def preview(reading: Reading, before: Standing) -> Preview:
    if reading.issues:
        return Preview(issues=reading.issues)
    known = {unit.key: unit for unit in before.units}
    after = {unit.key: unit for unit in reading.units}
    pairs = [(known[key], unit) for key, unit in after.items() if key in known]
    hidden = before.hidden if reading.hidden is None else reading.hidden
    tree = organisation(counted(reading.units, before.members))
    return Preview(
        new=tuple(unit for key, unit in after.items() if key not in known),
        removed=tuple(unit for key, unit in known.items() if key not in after),
        renamed=tuple(pair for pair in pairs if pair[0].name != pair[1].name),
        moved=tuple(pair for pair in pairs if pair[0].above != pair[1].above),
        recounted=tuple(pair for pair in pairs if pair[0].people != pair[1].people),
        untouched=sum(one == other for one, other in pairs),
        top_made=tree.top.name if reading.top_made else "",
        names=_differing(before.hidden.names, hidden.names),
        positions=_differing(before.hidden.positions, hidden.positions),
        by_key=tuple({unit.key: unit.name for unit in (*before.units, *reading.units)}.items()),
        cells=cells_of(tree, needed=Parameters().people),
    )


def import_organisation(
    work: Work, sheets: Sequence[Sheet], administration: str, *, actor: int, now: datetime
) -> Preview:
    """Read, compare and save. `Preview.issues` first: with them nothing is saved.

    The comparison is made in the work that saves, so what is returned is what was done, whatever was shown earlier.
    """
    before = standing(work)
    reading = read_organisation(sheets, before, administration)
    plan = preview(reading, before)
    if plan.issues or not plan.changes:
        return plan
    withdraw_of_units(work, (unit.key for unit in plan.removed), actor=actor, now=now)
    work.staff.replace_units(reading.units)
    if reading.hidden is not None:
        work.staff.replace_hidden(reading.hidden)
    work.trail.append("staff.units_replaced", actor, _facts(plan, reading.hidden), now)
    return plan


def _facts(plan: Preview, hidden: HiddenWords | None) -> dict[str, str | int]:
    return {
        "new": len(plan.new),
        "removed": len(plan.removed),
        "renamed": len(plan.renamed),
        "moved": len(plan.moved),
        "recounted": len(plan.recounted),
        "hidden": -1 if hidden is None else len(hidden.names) + len(hidden.positions),
    }


def _differing(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    return len(set(after) - set(before)), len(set(before) - set(after))
