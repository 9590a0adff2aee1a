"""Rows of the units' sheet made into one tree: who belongs where, which key each has, who is at the top.

Where several rows name no unit above them and none of them is known as the top, the administration itself becomes
the top: a list of departments is what most people have. Nothing here recurses: a chain of 5,000 units is refused by
a sentence and not by a full stack.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from surveys.anonymity.organisation import Unit
from surveys.questionnaires.similar import nearest
from surveys.staff.columns import plain
from surveys.staff.issue import Issues

TOP = "top"
"""The key of a top that no row names."""
MOST_LEVELS = 40
"""No administration has a fourth of them; deeper is a column filled in by dragging, and costs the square of its depth
wherever groups are made."""
MOST_SUGGESTED = 12
"""Near misses that are looked for: each costs a comparison with every name."""


@dataclass(slots=True)
class Draft:
    """A row that is being placed. `row` is 0 for a top that no row names."""

    row: int
    code: str
    name: str
    above: str
    people: int
    key: str = ""
    parent: "Draft | None" = None
    lost: bool = False
    """It names a unit above that is none: told once, and not again as a twin or a circle."""
    below: list["Draft"] = field(default_factory=list)


class Planting:
    """`existing` are the units as they stand, `administration` is the name of who is at the top of them all."""

    def __init__(self, drafts: list[Draft], existing: Collection[Unit], administration: str, issues: Issues) -> None:
        self.drafts = drafts
        self.existing = existing
        self.issues = issues
        former = next((unit for unit in existing if not unit.above), None)
        named = {plain(draft.code) for draft in drafts if draft.code}
        keeps = former is not None and plain(former.key) not in named
        if keeps and former is not None:
            self.made = Draft(0, former.key, former.name, "", former.people)
        else:
            self.made = Draft(0, made_key("", administration) if TOP in named else TOP, administration, "", 0)
        self.known_as_top = {plain(administration), plain(self.made.name)}
        self.former = former
        self.suggested = 0
        self.by_code = {plain(draft.code): draft for draft in reversed(drafts) if draft.code}
        self.by_name: dict[str, list[Draft]] = defaultdict(list)
        for draft in drafts:
            self.by_name[plain(draft.name)].append(draft)

    def units(self) -> tuple[tuple[Unit, ...], bool]:
        """The tree from its top down, and whether its top was made. Nothing of it holds where there are issues."""
        orphans = [draft for draft in self.drafts if not self._placed(draft)]
        top = self._top(orphans)
        for draft in (self.made, *self.drafts):
            if draft.parent is not None:
                draft.parent.below.append(draft)
        self._refuse_circles()
        self._refuse_twins()
        return self._keyed(top), top is self.made

    def _placed(self, draft: Draft) -> bool:
        """False for who names nobody above; whoever is named and not found is an issue."""
        if not draft.above:
            return False
        wanted = plain(draft.above)
        found = self.by_code.get(wanted)
        named = self.by_name.get(wanted, [])
        if found is None and len(named) > 1:
            rows = ", ".join(str(one.row) for one in named[:5])
            self.issues.note("above_ambiguous", draft.row, "above", value=draft.above, rows=rows)
            draft.parent, draft.lost = self.made, True
            return True
        draft.parent = found or (named[0] if named else None)
        if draft.parent is None and wanted in self.known_as_top | {plain(self.made.code)}:
            draft.parent = self.made
        if draft.parent is None:
            self._refuse_unknown(draft)
            draft.parent, draft.lost = self.made, True
        return True

    def _refuse_unknown(self, draft: Draft) -> None:
        near = ""
        if self.suggested < MOST_SUGGESTED:
            self.suggested += 1
            near = nearest(draft.above, [*(one.name for one in self.drafts if one is not draft), self.made.name], 0.6)
        self.issues.note("above_near" if near else "above_unknown", draft.row, "above", value=draft.above, near=near)

    def _top(self, orphans: list[Draft]) -> Draft:
        tops = [draft for draft in orphans if self._leads(draft)]
        if not tops and len(orphans) == 1 and not self._under_made() and not self._stands_below(orphans[0]):
            tops = orphans
        if not tops:
            for draft in orphans:
                draft.parent = self.made
            return self.made
        for extra in orphans:
            if extra is not tops[0]:
                self.issues.note("tops", extra.row, "above", value=extra.name, top=tops[0].name, first=tops[0].row)
        for draft in self.drafts:
            draft.parent = tops[0] if draft.parent is self.made else draft.parent
        return tops[0]

    def _leads(self, draft: Draft) -> bool:
        """Whether this row is the administration itself, shortened perhaps, or the top that stands already."""
        if self.former is not None and draft.code and plain(draft.code) == plain(self.former.key):
            return True
        name = plain(draft.name)
        return any(name.startswith(known) or known.startswith(name) for known in self.known_as_top if len(name) > 4)

    def _stands_below(self, draft: Draft) -> bool:
        """Whether the only row that names nobody above is a unit below the present top, which the file leaves out."""
        standing = {plain(unit.key) for unit in self.existing if unit.above}
        below = {plain(unit.name) for unit in self.existing if self.former and unit.above == self.former.key}
        return plain(draft.code) in standing if draft.code else plain(draft.name) in below

    def _under_made(self) -> bool:
        return any(draft.parent is self.made for draft in self.drafts)

    def _refuse_circles(self) -> None:
        """One issue for each circle, at its first row."""
        settled: set[int] = {id(self.made)}
        for start in self.drafts:
            path: list[Draft] = []
            at: Draft | None = start
            walked: set[int] = set()
            while at is not None and id(at) not in settled and id(at) not in walked:
                path.append(at)
                walked.add(id(at))
                at = at.parent
            if at is not None and id(at) in walked:
                circle = path[next(place for place, one in enumerate(path) if one is at) :]
                first = min(circle, key=lambda one: one.row)
                names = [one.name for one in circle[:4]]
                shown = " → ".join([*names, "…"] if len(circle) > 4 else [*names, names[0]])
                self.issues.note("circle", first.row, "above", value=first.name, circle=shown)
            settled |= walked

    def _refuse_twins(self) -> None:
        first: dict[tuple[int, str], Draft] = {}
        for draft in self.drafts:
            if draft.lost or not draft.name:
                continue
            twin = first.setdefault((id(draft.parent), plain(draft.name)), draft)
            if twin is not draft:
                self.issues.note("twin", draft.row, "name", value=draft.name, first=twin.row)

    def _keyed(self, top: Draft) -> tuple[Unit, ...]:
        """A row without a code is the unit that stands at its place already, or gets a key made of its place."""
        standing = {(unit.above, plain(unit.name)): unit.key for unit in self.existing}
        taken = {draft.code for draft in self.drafts if draft.code}
        units: list[Unit] = []
        waiting = [(top, 1)]
        deepest, levels = top, 1
        while waiting:
            draft, level = waiting.pop()
            if level > levels:
                deepest, levels = draft, level
            above = draft.parent.key if draft.parent is not None and draft is not top else ""
            draft.key = draft.code or _free(standing.get((above, plain(draft.name)), ""), above, draft.name, taken)
            taken.add(draft.key)
            units.append(Unit(draft.key, draft.name, above, draft.people))
            waiting += [(each, level + 1) for each in reversed(draft.below)]
        if levels > MOST_LEVELS:
            self.issues.note("deep", deepest.row, "above", value=deepest.name, levels=levels, most=MOST_LEVELS)
        return tuple(units)


def _free(standing: str, above: str, name: str, taken: Collection[str]) -> str:
    if standing and standing not in taken:
        return standing
    tries = 0
    while (key := made_key(above, name, tries)) in taken:
        tries += 1
    return key


def made_key(above: str, name: str, tries: int = 0) -> str:
    """The same for the same name at the same place; 40 bits tell 5,000 units apart."""
    said = "\n".join((above, plain(name), str(tries)))
    return "u" + hashlib.sha256(said.encode()).hexdigest()[:10]
