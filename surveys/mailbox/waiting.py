"""How long authors have been waiting for an answer, by days alone."""

from collections.abc import Iterable
from datetime import date, timedelta

from surveys.mailbox.letters import Side, Standing, Thread
from surveys.mailbox.posting import About
from surveys.questionnaires.definition import Questionnaire

REPLY_CODE = "reply_code"
"""The effect of the question whether an answer is wanted."""
PATIENCE = timedelta(days=14)
"""After which whoever answers is reminded..."""
AGAIN = timedelta(days=7)
"""...and how often from then on."""


def wants_answer(definition: Questionnaire | None, about: About) -> bool:
    """Yes, unless the author said no."""
    placed = definition.placed() if definition else ()
    asking = {each.question.name for each in placed if each.question.effect == REPLY_CODE}
    return not any(name in asking and option == "no" for name, option in about)


def waits_since(thread: Thread) -> date | None:
    """The day of the oldest letter that nobody has answered; None where nobody waits."""
    if thread.standing is not Standing.NEW:
        return None
    since = None
    for letter in reversed(thread.letters):
        if letter.side is Side.DESK:
            break
        since = letter.day
    return since


def to_remind_of(threads: Iterable[Thread], definition: Questionnaire | None, last: date | None, today: date) -> int:
    """How many wait longer than PATIENCE, 0 unless one of them came to a day of reminding after `last`."""
    waiting = [
        since
        for thread in threads
        if (since := waits_since(thread)) is not None and wants_answer(definition, thread.about)
    ]
    late = [since for since in waiting if today - since >= PATIENCE]
    return len(late) if any(_came(since, last, today) for since in late) else 0


def _came(since: date, last: date | None, today: date) -> bool:
    """Whether a day of reminding of a letter of `since` lies after `last`, today included."""
    reached = (today - since - PATIENCE) // AGAIN
    return last is None or since + PATIENCE + reached * AGAIN > last
