"""Somebody answers an invitation whose time is over: nothing more is taken, and what was answered before stays."""

from datetime import datetime

from surveys.answering.response import Response
from surveys.campaigns.outreach import Outreach, State
from surveys.conversation import running
from surveys.conversation.incoming import Incoming, Outcome
from surveys.conversation.pages import option, page
from surveys.people import Person
from surveys.screens import Phrase, Reply
from surveys.work import Work


def over(outreach: Outreach, now: datetime) -> bool:
    """A paused one takes answers: only its couriers rest."""
    return outreach.state is State.CLOSED or (outreach.closes_at is not None and outreach.closes_at <= now)


def too_late(work: Work, response: Response, now: datetime) -> bool:
    """Whether the outreach that invited to this response is over. One that is gone ended nothing."""
    outreach = work.outreaches.find(response.outreach) if response.outreach else None
    return outreach is not None and over(outreach, now)


def ended(
    work: Work, incoming: Incoming, person: Person, response: Response | None, now: datetime, *, afresh: bool = False
) -> Outcome:
    """A kind sentence. An unfinished response is closed as it stands."""
    answered = response is not None and bool(response.session.answers)
    if response is not None:
        running.expire(work, response, now)
    language = person.language or incoming.language
    screen = page(
        language,
        Phrase("asked.ended_answered" if answered else "asked.ended"),
        controls=[option("arriving.other_surveys", "surveys")],
    )
    retire = response.placement if afresh and response is not None else ""
    return Outcome(Reply(screen, afresh=afresh or not incoming.placement), language, retire=retire)
