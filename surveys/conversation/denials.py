"""Somebody without the right used a button of the privileged: one line in the trail (trust.md 4, row 3).

Such a button was drawn for this very person, or it would not have reached us: the right was taken away since. Buttons
of employees are no privilege, so nothing an employee does can ever lead here.
"""

from datetime import datetime, timedelta

from surveys.conversation.deeds import GRANTED, Deed
from surveys.people import Person
from surveys.work import Work

MOST_AN_HOUR = 5
"""Per person: a trail that anybody can fill hides what matters."""


def note_denial(work: Work, person: Person, verb: str, deed: Deed, now: datetime) -> None:
    """For a deed that was refused to the person."""
    if not deed.roles <= GRANTED:
        return
    subject = f"denied:{person.number}"
    if work.attempts.count_since(subject, now - timedelta(hours=1)) >= MOST_AN_HOUR:
        return
    work.attempts.add(subject, now)
    work.trail.append("denied", person.number, {"verb": verb}, now)
