"""Units of staff picked from the tree, each with all below it, and services picked from those that have subscribers.

A unit is chosen or not; what hangs below a chosen one is chosen with it and cannot be taken out alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from surveys.anonymity.organisation import Organisation, Unit, organisation
from surveys.campaigns.audiences import AllStaff, Subscribers, Units, with_children
from surveys.campaigns.outreach import Outreach
from surveys.conversation.climate_pages import arguments, number_in
from surveys.conversation.outreach_people import asking, whole
from surveys.conversation.outreach_setting import OPEN, Tapped, choice, opening, titled
from surveys.conversation.outreach_sitting import Sitting
from surveys.conversation.outreach_words import service_labels
from surveys.conversation.pages import option, page
from surveys.errors import NotFound
from surveys.screens import Action, Option, Phrase, Screen, Words
from surveys.work import Work

LEAF = 8
"""Rows of a page above its controls."""


class PickedUnits(Tapped):
    """Arguments of its page: the unit whose children it shows, and which page of them."""

    def page(self, sitting: Sitting, outreach: Outreach, args: tuple[str, ...]) -> Screen:
        if not sitting.work.staff.units():
            return _nothing(sitting, outreach, "units", Phrase("outreach.no_units"))
        tree = _Tree.of(sitting.work, outreach)
        key, at = arguments(args, 2)
        unit = tree.shown(key)
        children = [self._row(outreach.code, tree, each, at or "0") for each in tree.organisation.below[unit.key]]
        rows, turns = leaves(children, number_in(at or "0"), outreach.code, "units", unit.key)
        controls: list[Option] = [*turns]
        if unit.above:
            whole_of_it = Phrase("outreach.unit_whole", {"name": unit.name})
            rows.insert(0, choice(whole_of_it, outreach.code, "units", unit.key, "0", selected=tree.has(unit)))
            controls.append(opening("outreach.units_up", outreach.code, "units", unit.above))
        return page(
            sitting.language,
            tree.said,
            title=unit.name,
            options=rows,
            controls=[*controls, opening("outreach.done", outreach.code, "who")],
        )

    def chosen(self, sitting: Sitting, outreach: Outreach, values: tuple[str, ...]) -> Outreach:
        tree = _Tree.of(sitting.work, outreach)
        keys = set(tree.keys)
        key = tree.unit(arguments(values, 1)[0] or "-").key
        if key in keys:
            keys.remove(key)
        else:
            # What hangs below goes with it; named twice it would have to be taken out twice.
            keys = {each for each in keys if key not in tree.organisation.chain(each)} | {key}
        return asking(outreach, Units(frozenset(keys)) if keys else AllStaff())

    def after(self, values: tuple[str, ...]) -> tuple[str, ...] | None:
        return arguments(values, 2)

    def _row(self, code: str, tree: "_Tree", unit: Unit, at: str) -> Option:
        """A unit with units below it opens; one without is ticked where it stands."""
        if tree.organisation.below[unit.key]:
            return Option(tree.marked(unit), Action(OPEN, (code, "units", unit.key)))
        return choice(tree.label(unit), code, "units", unit.key, at, selected=tree.has(unit))


class PickedServices(Tapped):
    def page(self, sitting: Sitting, outreach: Outreach, args: tuple[str, ...]) -> Screen:
        counts = sitting.work.subscriptions.services()
        named = sorted(key for key in counts if key)
        if not named:
            return _nothing(sitting, outreach, "services", Phrase("outreach.no_services"))
        at = arguments(args, 2)[1]
        labels, chosen = service_labels(sitting.work), _services(outreach)
        options = [
            choice(
                Phrase("outreach.service_row", {"name": labels.get(key, key), "people": counts[key]}),
                outreach.code,
                "services",
                key,
                at or "0",
                selected=key in chosen,
            )
            for key in named
        ]
        rows, turns = leaves(options, number_in(at or "0"), outreach.code, "services", "")
        return page(
            sitting.language,
            Phrase("outreach.services_how"),
            title=titled("services"),
            options=rows,
            controls=[*turns, opening("outreach.done", outreach.code, "who")],
        )

    def chosen(self, sitting: Sitting, outreach: Outreach, values: tuple[str, ...]) -> Outreach:
        key = arguments(values, 1)[0]
        if key not in sitting.work.subscriptions.services() or not key:
            raise NotFound("button")
        return asking(outreach, Subscribers(_services(outreach) ^ {key}))

    def after(self, values: tuple[str, ...]) -> tuple[str, ...] | None:
        return "", arguments(values, 2)[1]


def leaves(rows: Sequence[Option], at: int, code: str, name: str, shown: str) -> tuple[list[Option], list[Option]]:
    """The rows of a page, and the way to the pages around it."""
    pages = max(1, -(-len(rows) // LEAF))
    at = min(at, pages - 1)
    turns = []
    if at > 0:
        turns.append(option("climate.earlier", OPEN, code, name, shown, str(at - 1)))
    if at < pages - 1:
        turns.append(option("climate.later", OPEN, code, name, shown, str(at + 1)))
    return list(rows[at * LEAF : (at + 1) * LEAF]), turns


@dataclass(frozen=True, slots=True)
class _Tree:
    organisation: Organisation
    members: dict[str, int]
    keys: frozenset[str]
    covered: frozenset[str]

    @classmethod
    def of(cls, work: Work, outreach: Outreach) -> "_Tree":
        tree, of = organisation(work.staff.units()), whole(outreach.audience)
        keys = of.keys & frozenset(tree.units) if isinstance(of, Units) else frozenset[str]()
        return cls(tree, work.staff.members(), keys, with_children(keys, tree))

    @property
    def said(self) -> Phrase:
        if not self.keys:
            return Phrase("outreach.units_none")
        people = sum(self.members.get(key, 0) for key in self.covered)
        return Phrase("outreach.units_how", {"count": len(self.covered), "people": people})

    def unit(self, key: str) -> Unit:
        """The top for "". Raises NotFound."""
        found = self.organisation.units.get(key) if key else self.organisation.top
        if found is None:
            raise NotFound("unit", key)
        return found

    def shown(self, key: str) -> Unit:
        """The unit whose children are shown: of one that has none the unit above it."""
        unit = self.unit(key)
        return unit if self.organisation.below[unit.key] or not unit.above else self.unit(unit.above)

    def has(self, unit: Unit) -> bool:
        return unit.key in self.covered

    def label(self, unit: Unit) -> Words:
        below = with_children([unit.key], self.organisation)
        count = sum(self.members.get(key, 0) for key in below)
        return Phrase("outreach.unit_row", {"name": unit.name, "people": count})

    def marked(self, unit: Unit) -> Words:
        """With a sign that it is chosen, or something below it."""
        below = with_children([unit.key], self.organisation)
        count = sum(self.members.get(key, 0) for key in below)
        state = "all" if self.has(unit) else "some" if below & self.covered else "none"
        return Phrase(f"outreach.unit_opens_{state}", {"name": unit.name, "people": count})


def _services(outreach: Outreach) -> frozenset[str]:
    of = whole(outreach.audience)
    return of.services if isinstance(of, Subscribers) else frozenset()


def _nothing(sitting: Sitting, outreach: Outreach, name: str, words: Phrase) -> Screen:
    return page(sitting.language, words, title=titled(name), controls=[opening("outreach.done", outreach.code, "who")])
