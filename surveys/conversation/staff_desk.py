"""The units at the desk: who belongs to whom, how many joined, what they would be in an anonymous survey.

Members are counted here however few they are: that is registration, which the desk must see to invite; it says
nothing of any answer. Who they are is shown nowhere.
"""

from surveys.anonymity.cells import TooFewPeople, cells_of
from surveys.anonymity.organisation import Organisation, Unit, organisation
from surveys.conversation.deeds import ADMIN, DESK, Deed, allowed
from surveys.conversation.desk_rights import require_desk
from surveys.conversation.incoming import Errand, Incoming, Outcome
from surveys.conversation.pages import first, option, page
from surveys.disclosure.parameters import Parameters
from surveys.errors import NotFound
from surveys.people import Person
from surveys.screens import Action, Option, Phrase, Reply, Words
from surveys.staff.roster import counted
from surveys.work import Work


class StaffDesk:
    def commands(self) -> dict[str, Deed]:
        return {
            "staff": Deed(lambda work, incoming, person, *_: self.unit(work, incoming, person, ""), DESK, shows=True)
        }

    def taps(self) -> dict[str, Deed]:
        return {
            "staff": self.commands()["staff"],
            "unit": Deed(
                lambda work, incoming, person, args, _: self.unit(work, incoming, person, first(args)),
                DESK,
                shows=True,
            ),
            "sheet": Deed(lambda work, incoming, person, *_: self.sheet(work, incoming, person), DESK),
            "plant": Deed(
                lambda work, incoming, person, args, _: self.apply(work, incoming, person, first(args)), DESK
            ),
        }

    def unit(self, work: Work, incoming: Incoming, person: Person, key: str) -> Outcome:
        """The card of a unit with the units directly below it; "" is the top. Raises NotFound."""
        require_desk(work, person)
        language = person.language or incoming.language
        units = work.staff.units()
        if not units:
            return self._empty(work, incoming, person)
        members = work.staff.members()
        tree = organisation(units)
        unit = tree.units.get(key) if key else tree.top
        if unit is None:
            raise NotFound("unit", key)
        screen = page(
            language,
            *_facts(tree, unit, members),
            title=unit.name,
            options=[Option(_label(tree, each, members), Action("unit", (each.key,))) for each in tree.below[unit.key]],
            controls=[
                option("staff.desk.codes", "codes", unit.key),
                option("staff.desk.shared", "share", unit.key),
                *([option("staff.desk.move", "mv", unit.key)] if members.get(unit.key) and len(units) > 1 else []),
                *_further(work, person, unit),
            ],
            again=Action("unit", (unit.key,)),
        )
        return Outcome(Reply(screen, afresh=not incoming.placement), language)

    def sheet(self, work: Work, incoming: Incoming, person: Person) -> Outcome:
        require_desk(work, person)
        language = person.language or incoming.language
        return Outcome(Reply(toast=Phrase("staff.desk.sheet_coming")), language, errand=Errand("staff_sheet"))

    def apply(self, work: Work, incoming: Incoming, person: Person, draft: str) -> Outcome:
        """The workbook that was read and previewed under this key becomes the organisation."""
        require_desk(work, person)
        return Outcome(Reply(), person.language or incoming.language, errand=Errand("staff_apply", (draft,)))

    def _empty(self, work: Work, incoming: Incoming, person: Person) -> Outcome:
        language = person.language or incoming.language
        controls = [option("staff.desk.template", "sheet")]
        if allowed(work, person, frozenset({ADMIN})):
            controls.append(option("staff.desk.roles", "roles"))
        screen = page(language, Phrase("staff.desk.empty"), title=Phrase("staff.desk.title"), controls=controls)
        return Outcome(Reply(screen, afresh=not incoming.placement), language)


def _facts(tree: Organisation, unit: Unit, members: dict[str, int]) -> list[Words]:
    own = members.get(unit.key, 0)
    facts: list[Words] = [Phrase("staff.desk.own", {"members": own, "people": unit.people or "—"})]
    below = _all_below(tree, unit)
    if len(below) > 1:
        whole = {"members": _joined(below, members), "people": sum(each.people for each in below) or "—"}
        facts.append(Phrase("staff.desk.whole", whole))
    if 0 < unit.people < own:
        facts.append(Phrase("staff.desk.too_many"))
    facts += _group(tree, unit, members)
    if not unit.above:
        facts.append(Phrase("staff.desk.how"))
    return facts


def _group(tree: Organisation, unit: Unit, members: dict[str, int]) -> list[Words]:
    """The group that answers of this unit would be counted in."""
    cells = cells_of(organisation(counted(tree.units.values(), members)), needed=Parameters().people)
    if isinstance(cells, TooFewPeople):
        return [cells.said] if not unit.above else []
    cell = cells.of_unit(unit.key)
    if cell is None:
        return []
    if len(cell.units) == 1:
        return [Phrase("staff.desk.group_alone", {"people": cell.people})]
    others = [tree.units[key].name for key in cell.units if key != unit.key]
    named = ", ".join(others[:5]) + (" …" if len(others) > 5 else "")
    return [Phrase("staff.desk.group_joined", {"names": named, "people": cell.people})]


def _further(work: Work, person: Person, unit: Unit) -> list[Option]:
    controls = [option("staff.desk.invitations", "invs")]
    if unit.above:
        controls.append(Option(Phrase("staff.desk.up"), Action("unit", (unit.above,))))
        return controls
    controls.append(option("staff.desk.sheet", "sheet"))
    controls.append(option("lists.title", "lists"))
    if allowed(work, person, frozenset({ADMIN})):
        controls.append(option("staff.desk.roles", "roles"))
    return controls


def _label(tree: Organisation, unit: Unit, members: dict[str, int]) -> Phrase:
    below = _all_below(tree, unit)
    people = sum(each.people for each in below)
    return Phrase("staff.desk.line", {"name": unit.name, "members": _joined(below, members), "people": people or "—"})


def _all_below(tree: Organisation, unit: Unit) -> list[Unit]:
    """The unit and everything below it."""
    found, waiting = [], [unit]
    while waiting:
        found.append(each := waiting.pop())
        waiting += tree.below[each.key]
    return found


def _joined(units: list[Unit], members: dict[str, int]) -> int:
    return sum(members.get(unit.key, 0) for unit in units)
