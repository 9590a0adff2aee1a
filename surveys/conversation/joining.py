"""An employee comes in by a code, moves to another unit, leaves. Nobody's name is asked, and no moment is kept."""

from datetime import datetime

from surveys.conversation.climate_pages import RUNS
from surveys.conversation.deeds import ANALYSTS, DESK, EMPLOYEE, EVERYBODY, Deed
from surveys.conversation.incoming import Incoming, Outcome
from surveys.conversation.pages import first, option, page
from surveys.errors import NotFound
from surveys.people import Person
from surveys.screens import Option, Phrase, Reply, Tone
from surveys.staff.admitting import Admission, Asked, Granted, Joined, Wait, admit, stands
from surveys.staff.hiring import written
from surveys.staff.invitation import read_code, resembles_code, start_code
from surveys.work import Work


class Joining:
    def commands(self) -> dict[str, Deed]:
        return {
            "leave": Deed(
                lambda work, incoming, person, *_: self.asked_to_leave(work, incoming, person),
                frozenset({EMPLOYEE}),
                shows=True,
            )
        }

    def taps(self) -> dict[str, Deed]:
        return {
            "leave": self.commands()["leave"],
            # Not for employees only: who tapped twice is none any more at the second tap, and is told so.
            "left": Deed(lambda work, incoming, person, *_: self.leave(work, incoming, person), EVERYBODY, shows=True),
            "place": Deed(
                lambda work, incoming, person, *_: self.place(work, incoming, person),
                frozenset({EMPLOYEE}),
                shows=True,
            ),
            "move": Deed(
                lambda work, incoming, person, args, now: self.move(work, incoming, person, first(args), now),
                frozenset({EMPLOYEE}),
                instead="place",
            ),
        }

    def linked(self, work: Work, incoming: Incoming, person: Person, payload: str, now: datetime) -> Outcome | None:
        """None for a start link of another kind."""
        code = start_code(payload)
        if code is None:
            return None
        return self._told(work, incoming, person, admit(work, person.number, code, now), code)

    def typed(self, work: Work, incoming: Incoming, person: Person, text: str, now: datetime) -> Outcome | None:
        """None for a text that is no attempt at a code."""
        code = read_code(text)
        if code is not None:
            return self._told(work, incoming, person, admit(work, person.number, code, now), code)
        return self._said(incoming, person, "joining.length") if resembles_code(text) else None

    def again(self, work: Work, incoming: Incoming, person: Person, text: str, now: datetime) -> Outcome | None:
        """A code that had its effect before, of which the person may not have heard. None where there was none."""
        code = start_code(text) or read_code(text)
        if code is None:
            return None
        stood = stands(work, person.number, code, now)
        return self._told(work, incoming, person, stood, code) if stood is not None else None

    def move(self, work: Work, incoming: Incoming, person: Person, code: str, now: datetime) -> Outcome:
        return self._told(work, incoming, person, admit(work, person.number, code, now, moving=True), code)

    def place(self, work: Work, incoming: Incoming, person: Person) -> Outcome:
        """Where this person belongs. Raises NotFound for who is no employee."""
        unit = work.staff.unit_of(person.number)
        if unit is None:
            raise NotFound("unit")
        return self._welcome(work, incoming, person, unit)

    def asked_to_leave(self, work: Work, incoming: Incoming, person: Person) -> Outcome:
        unit = _name(work, work.staff.unit_of(person.number) or "")
        return self._said(
            incoming,
            person,
            "joining.leave_question",
            option("joining.leave_yes", "left", tone=Tone.GRAVE),
            option("joining.leave_no", "place"),
            unit=unit,
        )

    def leave(self, work: Work, incoming: Incoming, person: Person) -> Outcome:
        work.staff.leave(person.number)
        return self._said(incoming, person, "joining.left", option("arriving.other_surveys", "surveys"))

    def _told(self, work: Work, incoming: Incoming, person: Person, admission: Admission, code: str) -> Outcome:
        match admission:
            case Joined(unit):
                return self._welcome(work, incoming, person, unit)
            case Granted(role):
                return self._said(incoming, person, "joining.granted", *_doors(role), role=Phrase(f"staff.role.{role}"))
            case Asked(here, there):
                return self._said(
                    incoming,
                    person,
                    "joining.move_question",
                    option("joining.move_yes", "move", code, tone=Tone.PRIMARY),
                    option("joining.move_no", "place"),
                    here=_name(work, here),
                    there=_name(work, there),
                )
            case Wait():
                return self._said(incoming, person, "joining.wait")
            case _:
                return self._said(incoming, person, "joining.wrong")

    def _welcome(self, work: Work, incoming: Incoming, person: Person, unit: str) -> Outcome:
        language = person.language or incoming.language
        hired = work.staff.hired_on(person.number)
        screen = page(
            language,
            Phrase("joining.stored"),
            *([Phrase("hiring.stored", {"day": written(hired)})] if hired is not None else []),
            Phrase("joining.what_next"),
            title=Phrase("joining.joined", {"unit": _name(work, unit)}),
            options=[option("joining.surveys", "surveys", tone=Tone.PRIMARY)],
            footnote=Phrase("joining.commands"),
        )
        return Outcome(Reply(screen, afresh=not incoming.placement), language)

    def _said(self, incoming: Incoming, person: Person, key: str, *controls: Option, **args: str | Phrase) -> Outcome:
        language = person.language or incoming.language
        screen = page(language, Phrase(key, args), controls=controls)
        return Outcome(Reply(screen, afresh=not incoming.placement), language)


def _doors(role: str) -> tuple[Option, ...]:
    """Where the new holder of a role may go on."""
    doors = [option("staff.desk.open", "staff"), option("outreach.title", "camps")] if role in DESK else []
    if role in RUNS:
        doors.append(option("climate.title", "climate"))
    if role in ANALYSTS:
        doors.append(option("letter_desk.title", "letters"))
    return tuple(doors)


def _name(work: Work, key: str) -> str:
    return next((unit.name for unit in work.staff.units() if unit.key == key), "—")
