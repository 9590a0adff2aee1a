"""The desk moves everybody of one unit to another: choose where, confirm, done once."""

from datetime import datetime

from surveys.anonymity.organisation import Organisation, Unit, organisation
from surveys.conversation.deeds import DESK, Deed
from surveys.conversation.incoming import Incoming, Outcome
from surveys.conversation.pages import option, page
from surveys.errors import NotFound
from surveys.people import Person
from surveys.screens import Action, Option, Phrase, Reply, Screen, Tone
from surveys.staff.moving import transfer
from surveys.work import Work


class Moving:
    def commands(self) -> dict[str, Deed]:
        return {}

    def taps(self) -> dict[str, Deed]:
        return {
            "mv": Deed(lambda work, incoming, person, args, _: self.choose(work, incoming, person, args), DESK, True),
            "mvto": Deed(lambda work, incoming, person, args, _: self.sure(work, incoming, person, args), DESK, True),
            "moved": Deed(
                lambda work, incoming, person, args, now: self.move(work, incoming, person, args, now),
                DESK,
                instead="staff",
            ),
        }

    def choose(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...]) -> Outcome:
        """`args`: the unit to be left, and the one that is looked at. Raises NotFound."""
        tree, unit, here = _both(work, args)
        options = [Option(each.name, Action("mv", (unit.key, each.key))) for each in tree.below[here.key]]
        controls = [option("staff.desk.back", "unit", unit.key)]
        if here.key != unit.key:
            there = Phrase("staff.move.here", {"unit": here.name})
            controls.insert(0, Option(there, Action("mvto", (unit.key, here.key)), tone=Tone.PRIMARY))
        if here.above:
            controls.append(Option(Phrase("staff.desk.up"), Action("mv", (unit.key, here.above))))
        question = Phrase("staff.move.question", {"unit": unit.name, "members": _members(work, unit)})
        screen = page(
            person.language or incoming.language,
            question,
            title=here.name,
            options=options,
            controls=controls,
            again=Action("mv", (unit.key, here.key)),
        )
        return _said(screen, incoming)

    def sure(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...]) -> Outcome:
        _, unit, target = _both(work, args)
        facts: dict[str, str | int | Phrase] = {
            "unit": unit.name,
            "target": target.name,
            "members": _members(work, unit),
        }
        screen = page(
            person.language or incoming.language,
            Phrase("staff.move.sure", facts),
            controls=[
                option("staff.move.yes", "moved", unit.key, target.key, tone=Tone.GRAVE),
                option("staff.move.no", "unit", unit.key),
            ],
        )
        return _said(screen, incoming)

    def move(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        """A doubled tap finds nobody left to move, and says so."""
        _, unit, target = _both(work, args)
        count = transfer(work, unit.key, target.key, actor=person.number, now=now)
        screen = page(
            person.language or incoming.language,
            Phrase("staff.move.done", {"count": count}),
            controls=[option("staff.desk.back", "unit", target.key)],
        )
        return _said(screen, incoming)


def _both(work: Work, args: tuple[str, ...]) -> tuple[Organisation, Unit, Unit]:
    units = work.staff.units()
    known = {unit.key: unit for unit in units}
    if not args or args[0] not in known:
        raise NotFound("unit")
    tree = organisation(units)
    here = known.get(args[1]) if len(args) > 1 else tree.top
    if here is None:
        raise NotFound("unit", args[1])
    return tree, known[args[0]], here


def _members(work: Work, unit: Unit) -> int:
    return work.staff.members().get(unit.key, 0)


def _said(screen: Screen, incoming: Incoming) -> Outcome:
    return Outcome(Reply(screen, afresh=not incoming.placement), screen.language)
