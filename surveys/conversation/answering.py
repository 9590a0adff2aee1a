"""Somebody answers: taps an option, types, sends a photo or a place."""

from dataclasses import replace
from datetime import datetime

from surveys.answering.inputs import Input, Typed
from surveys.answering.response import Response
from surveys.answering.session import State
from surveys.chance import Chance
from surveys.conversation import asked_ending, running
from surveys.conversation.arriving import Arriving
from surveys.conversation.asked_carriers import ASKED, Carrier
from surveys.conversation.incoming import Incoming, Outcome, Policy, only_toast
from surveys.conversation.pages import option
from surveys.conversation.subscribing import offer
from surveys.people import Person
from surveys.points.point import Point
from surveys.questionnaires.definition import Questionnaire
from surveys.screens import Option, Phrase, Reply, Screen, Tone, Wanted, Words
from surveys.work import Work


class Answering:
    """Use cases of answering. `given` is None where an input had its effect before: the screen is drawn again."""

    def __init__(self, policy: Policy, chance: Chance, arriving: Arriving) -> None:
        self._policy = policy
        self._chance = chance
        self._arriving = arriving

    def tapped(
        self, work: Work, incoming: Incoming, person: Person, key: str, given: Input | None, now: datetime
    ) -> Outcome:
        """A button of a survey's message. Whatever the button was, the message ends up showing the present state."""
        response = work.responses.find(key, person.number)
        definition = _definition(work, response)
        if response is None or definition is None:
            return only_toast("conversation.gone", person.language or incoming.language, alert=True)
        if response.session.state is State.OPEN and asked_ending.too_late(work, response, now):
            return asked_ending.ended(work, incoming, person, response, now)
        if running.is_overdue(response.session, self._policy, now):
            response = running.expire(work, response, now)
        if response.session.state is State.EXPIRED:
            return self._over(incoming, definition, response, person)
        former = response.placement if response.placement != incoming.placement else ""
        if response.placement != incoming.placement:
            response = replace(response, placement=incoming.placement)
            work.responses.save(response)
        toast: Words | None = None
        events: running.Events = ()
        first = not response.session.answers
        if given is not None:
            response, events = self._move(work, definition, response, person, given, now)
            toast = running.refusal(events)
        # The first tap is a stored rating already, and who stops here should know it.
        rated = first and bool(response.session.answers) and running.rates_its_point(work, response)
        notice = Phrase("conversation.rated") if rated else None
        screen = self._screen(work, definition, response, events, person, notice)
        return Outcome(Reply(screen, toast), response.session.language, subject=key, retire=former)

    def again(self, work: Work, incoming: Incoming, person: Person, key: str) -> Outcome:
        """A button that had its effect before."""
        response = work.responses.find(key, person.number)
        outcome = self.stands(work, incoming, person, response) if response is not None else None
        return outcome or only_toast("conversation.gone", person.language or incoming.language, alert=True)

    def stands(self, work: Work, incoming: Incoming, person: Person, response: Response) -> Outcome | None:
        """A survey as it stands, drawn where it stands (what was tapped may be gone by now), or anew where it stands
        nowhere: the reply that was to show it never left. None when its questionnaire is gone."""
        definition = _definition(work, response)
        if definition is None:
            return None
        reply = Reply(self._screen(work, definition, response, (), person))
        placement = response.placement or incoming.placement
        return Outcome(reply, response.session.language, subject=response.session.key, placement=placement)

    def heard(self, work: Work, incoming: Incoming, person: Person, given: Input, now: datetime) -> Outcome | None:
        """Something typed or sent, for the question this person stands at. None where nothing is being asked.

        A text that is a point's code leaves the survey only where the question does not want a text.
        """
        response = work.responses.open_of(person.number)
        definition = _definition(work, response)
        if response is None or definition is None:
            return None
        if asked_ending.too_late(work, response, now):
            return asked_ending.ended(work, incoming, person, response, now, afresh=True)
        if running.is_overdue(response.session, self._policy, now):
            running.expire(work, response, now)
            return None
        wanted = running.show(definition, response, (), person).wanted
        if isinstance(given, Typed) and wanted is Wanted.NOTHING:
            arrived = self._arriving.by_code(work, incoming, person, given.text, now)
            if arrived is not None:
                return arrived
        former = response.placement
        # It will stand in a new message; until that has left, it stands nowhere.
        response = replace(response, placement="")
        response, events = self._move(work, definition, response, person, given, now)
        screen = self._screen(work, definition, response, events, person)
        reply = Reply(screen, afresh=True)
        return Outcome(reply, response.session.language, subject=response.session.key, retire=former)

    def _move(
        self,
        work: Work,
        definition: Questionnaire,
        response: Response,
        person: Person,
        given: Input,
        now: datetime,
    ) -> tuple[Response, running.Events]:
        return running.move(
            work, definition, response, person, given, now=now, today=self._policy.day(now), chance=self._chance
        )

    def _screen(
        self,
        work: Work,
        definition: Questionnaire,
        response: Response,
        events: running.Events,
        person: Person,
        notice: Words | None = None,
    ) -> Screen:
        if response.session.state is not State.SUBMITTED:
            return running.show(definition, response, events, person, notice=notice)
        screen = running.show(definition, response, events, person)
        return replace(screen, controls=(*screen.controls, *self._what_next(work, response)))

    def _what_next(self, work: Work, response: Response) -> tuple[Option, ...]:
        """After the thanks: the point's longer questionnaire, and to be asked again some day."""
        point = work.points.by_key(response.point) if response.point else None
        if point is None:
            return ()
        return (*self._tell_more(work, response, point), *offer(work, response.person, point))

    def _tell_more(self, work: Work, response: Response, point: Point) -> tuple[Option, ...]:
        """For who has two minutes more and has not given them."""
        if not point.follow_up or response.session.form_id == point.follow_up:
            return ()
        if work.questionnaires.current(point.follow_up) is None:
            return ()
        since = response.session.touched_at - self._policy.visit_window
        if work.responses.latest_at(point.key, response.person, point.follow_up, since) is not None:
            return ()
        return (option("conversation.tell_more", "more", point.key, tone=Tone.PRIMARY),)

    def _over(self, incoming: Incoming, definition: Questionnaire, response: Response, person: Person) -> Outcome:
        screen = running.show(definition, response, (), person)
        if response.outreach:
            verb, arg = ASKED, str(Carrier(response.outreach))
        elif response.point:
            verb, arg = "point", response.point
        else:
            verb, arg = "survey", response.session.form_id
        again = option("conversation.start_again", verb, arg)
        screen = replace(screen, controls=(*screen.controls, again))
        return Outcome(Reply(screen, Phrase("conversation.expired_toast")), response.session.language)


def _definition(work: Work, response: Response | None) -> Questionnaire | None:
    if response is None:
        return None
    return work.questionnaires.version(response.session.form_id, response.session.version)
