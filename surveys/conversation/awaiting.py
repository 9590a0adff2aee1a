"""A text that a screen of the desk has just asked for, e.g. the number of an order.

Who sits at the desk is an employee too. Without this, a date typed for the desk would look like a comment to an
anonymous survey that nobody can place. The wait is short, and what is remembered is only which deed it is for.
"""

import json
from datetime import datetime, timedelta

from surveys.people import Person
from surveys.screens import Action
from surveys.work import Work

LONG = timedelta(minutes=15)


def expect(work: Work, person: Person, verb: str, *args: str, now: datetime, within: timedelta = LONG) -> None:
    """The next text of this person is for the typed deed `verb`, its arguments followed by the text."""
    until = (now + within).isoformat()
    work.notes.put(_name(person), json.dumps([verb, list(args), until]))


def expected(work: Work, person: Person, now: datetime) -> Action | None:
    written = work.notes.get(_name(person))
    if written is None:
        return None
    verb, args, until = json.loads(written)
    return Action(verb, tuple(args)) if now < datetime.fromisoformat(until) else None


def expect_nothing(work: Work, person: Person) -> None:
    if work.notes.get(_name(person)) is not None:
        work.notes.put(_name(person), None)


def _name(person: Person) -> str:
    return f"expected:{person.number}"
