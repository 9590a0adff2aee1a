"""A response begun, moved and stored: the engine's steps turned into rows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from surveys.answering import drawing, engine
from surveys.answering.events import Answered, Completed, Event, Refused, Restored, Stale, Withdrawn
from surveys.answering.inputs import Input, Spoke
from surveys.answering.response import Response
from surveys.answering.session import Session, State
from surveys.answering.values import Answer
from surveys.campaigns.tallies import Count
from surveys.chance import Chance
from surveys.conversation import asked_stages
from surveys.conversation.asked_carriers import Carrier
from surveys.conversation.incoming import CONSENT, Policy
from surveys.people import Person
from surveys.points import bursts
from surveys.points.point import Point
from surveys.questionnaires.definition import Questionnaire
from surveys.screens import Action, Phrase, Screen, Words
from surveys.work import Work

Events = tuple[Event, ...]

SEE = "see"
"""The verb that draws a survey's screen again, at another page of its options."""
OPT_IN = "notice_opt_in"
"""The effect of a question that asks whether to tell the person what changed; the answer "yes" is consent to that."""


@dataclass(frozen=True, slots=True)
class Invited:
    """By which invitation somebody comes, and the key that their response has from it."""

    carrier: Carrier
    key: str


def begin(
    work: Work,
    definition: Questionnaire,
    person: Person,
    *,
    now: datetime,
    chance: Chance,
    channel: str,
    language: str,
    point: Point | None = None,
    replaces: str = "",
    invited: Invited | None = None,
) -> Response:
    """A new response of this person, stored and not answered yet."""
    context: Mapping[str, str | tuple[tuple[str, str], ...]] = {}
    if point is not None:
        services = tuple((service.code, service.label) for service in point.services)
        context = {"point": point.key, "unit": point.unit, "point_services": services}
    if invited is not None:
        context = {asked_stages.INVITATION: str(invited.carrier)}
    key = chance.key(8) if invited is None else invited.key
    session, _ = engine.begin(definition, key=key, language=language, now=now, context=context, chance=chance)
    response = Response(
        session,
        person.number,
        point.key if point else "",
        channel,
        replaces=replaces,
        outreach=invited.carrier.outreach if invited else "",
    )
    work.responses.add(response)
    asked_stages.reached(work, response, Count.OPENED)
    return response


def move(
    work: Work,
    definition: Questionnaire,
    response: Response,
    person: Person,
    given: Input,
    *,
    now: datetime,
    today: date,
    chance: Chance,
) -> tuple[Response, Events]:
    """One input's effect, stored: the answer, the funnel of its point, consent, and what a first answer replaces."""
    before = response.session
    session, events = engine.advance(definition, before, given, now=now, chance=chance)
    if session == before:
        return response, events
    response = replace(response, session=session)
    if isinstance(given, Spoke) and person.language != given.language:
        person = replace(person, language=given.language)
        work.people.save(person)
    changes = changed_answers(events)
    if changes and not before.answers:
        response = _first_answer(work, response, person, now, today)
        # What the situation gave at the start (a hidden value, the only service) becomes a row with the first answer.
        changes = {**dict(engine.settled(definition, session)), **changes}
    work.responses.save(response)
    if changes:
        work.responses.record(session.key, changes, now)
    for event in events:
        if isinstance(event, Completed):
            _completed(work, definition, response, dict(event.answers), today)
    return response, events


def changed_answers(events: tuple[Event, ...]) -> dict[str, Answer | None]:
    """What the rows of a response must become after these events."""
    changes: dict[str, Answer | None] = {}
    for event in events:
        match event:
            case Answered(question, answer) | Restored(question, answer):
                changes[question] = answer
            case Withdrawn(question):
                changes[question] = None
            case Completed(answers):
                changes |= dict(answers)
    return changes


def show(
    definition: Questionnaire,
    response: Response,
    events: Events,
    person: Person,
    *,
    notice: Words | None = None,
) -> Screen:
    """The screen of a response as it stands, with what the events have to say and consent before the first answer."""
    screen = drawing.screen(definition, response.session, notice=refusal(events) or notice)
    screen = replace(screen, again=Action(SEE, (response.session.key,)))
    if response.session.state is State.OPEN and not response.session.answers and person.consent != CONSENT:
        return replace(screen, footnote=Phrase("conversation.consent", {"version": CONSENT}))
    return screen


def refusal(events: tuple[Event, ...]) -> Words | None:
    """Why the last input did not fit, in words for the respondent."""
    return next((event.reason for event in events if isinstance(event, Refused)), None)


def is_stale(events: tuple[Event, ...]) -> bool:
    return any(isinstance(event, Stale) for event in events)


def is_overdue(session: Session, policy: Policy, now: datetime) -> bool:
    return session.state is State.OPEN and now - session.touched_at > policy.session_time


def expire(work: Work, response: Response, now: datetime) -> Response:
    """Close an unfinished response. What was answered stays as a partial one; one without an answer goes."""
    over = replace(response, session=engine.expired(response.session, now))
    if response.session.answers:
        work.responses.save(over)
    else:
        work.responses.discard(response.session.key)
    return over


def _first_answer(work: Work, response: Response, person: Person, now: datetime, today: date) -> Response:
    if person.consent != CONSENT or (response.point and person.last_point != response.point):
        work.people.save(replace(person, consent=CONSENT, last_point=response.point or person.last_point))
    asked_stages.reached(work, response, Count.STARTED)
    if response.replaces:
        _take_the_place_of(work, response, today)
    if rates_its_point(work, response):
        work.funnel.count(response.point, "started", today)
        bursts.watch(work.funnel, response.point, now, today)
    return replace(response, replaces="")


def _take_the_place_of(work: Work, response: Response, today: date) -> None:
    """The earlier rating of the same visit goes, and so does its step in the funnel: one visit counts once."""
    earlier = work.responses.find(response.replaces, response.person)
    if earlier is None:
        return
    work.funnel.count(earlier.point, "started", today, -1)
    if earlier.session.state is State.SUBMITTED:
        work.funnel.count(earlier.point, "finished", today, -1)
    work.responses.discard(response.replaces)


def _completed(
    work: Work, definition: Questionnaire, response: Response, answers: Mapping[str, Answer], today: date
) -> None:
    asked_stages.reached(work, response, Count.FINISHED)
    if rates_its_point(work, response):
        work.funnel.count(response.point, "finished", today)
    for placed in definition.placed():
        if placed.question.effect == OPT_IN:
            wants = answers.get(placed.question.name) == "yes"
            person = work.people.numbered(response.person)
            if person is not None and person.notices != wants:
                work.people.save(replace(person, notices=wants))


def rates_its_point(work: Work, response: Response) -> bool:
    """Whether this is the visit's rating: the longer questionnaire after it is no second step in the funnel."""
    point = work.points.by_key(response.point) if response.point else None
    return point is not None and response.session.form_id == point.questionnaire
