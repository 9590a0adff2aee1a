"""Somebody was invited: the first tap on the invitation begins their response and answers at once.

There is no response before that tap, so an invitation never takes for itself what somebody types in another survey.
"""

from datetime import datetime

from surveys.answering.inputs import Input, Typed
from surveys.answering.response import Response
from surveys.answering.session import State
from surveys.campaigns.delivering import Delivery
from surveys.campaigns.outreach import Outreach
from surveys.campaigns.policies import Matter
from surveys.campaigns.sending import Sending
from surveys.chance import Chance, Clock
from surveys.conversation import running
from surveys.conversation.answering import Answering
from surveys.conversation.asked_carriers import ASKED, Carrier, carrier_of, read_carrier, response_key
from surveys.conversation.asked_ending import ended, over
from surveys.conversation.asked_messages import SAMPLE, AskedMessages
from surveys.conversation.deeds import DESK, EVERYBODY, Deed
from surveys.conversation.incoming import Incoming, Outcome, only_toast
from surveys.conversation.pages import first
from surveys.conversation.unseen_surveys import Surveys
from surveys.errors import NotFound
from surveys.people import Person
from surveys.screens import Reply, Screen
from surveys.work import Work


class Asked:
    def __init__(self, secret: bytes, surveys: Surveys, chance: Chance, clock: Clock, answering: Answering) -> None:
        self._secret = secret
        self._chance = chance
        self._answering = answering
        self._messages = AskedMessages(secret, surveys, chance, clock)

    def commands(self) -> dict[str, Deed]:
        return {}

    def taps(self) -> dict[str, Deed]:
        return {
            ASKED: Deed(self._opened, EVERYBODY, shows=True),
            SAMPLE: Deed(
                lambda work, incoming, person, *_: only_toast("asked.sample", person.language or incoming.language),
                DESK,
                shows=True,
            ),
        }

    def message(self, work: Work, delivery: Delivery, now: datetime) -> Sending | None:
        """What a courier sends; None where it is no longer to be sent."""
        return self._messages.message(work, delivery, now)

    def preview(self, work: Work, outreach: Outreach, language: str) -> Screen:
        """What people will see. Raises NotFound where nothing is published or promised yet."""
        return self._messages.preview(work, outreach, language)

    def tapped(
        self, work: Work, incoming: Incoming, person: Person, carrier: Carrier, given: Input | None, now: datetime
    ) -> Outcome:
        """`given` is None where nothing is answered: the input had its effect before, or turns a page of options."""
        outreach = self._invited(work, carrier, person)
        if outreach is None:
            return only_toast("conversation.gone", person.language or incoming.language, alert=True)
        _, response = self._messages.newest(work, carrier, person.number)
        if over(outreach, now) and (response is None or response.session.state is not State.SUBMITTED):
            return ended(work, incoming, person, response, now)
        if response is None and given is None:
            return self._shown(work, incoming, person, outreach, carrier, now)
        if response is None:
            response = self._begun(work, incoming, person, outreach, carrier, now)
        return self._answering.tapped(work, incoming, person, response.session.key, given, now)

    def replied(self, work: Work, incoming: Incoming, person: Person, text: str, now: datetime) -> Outcome | None:
        """A text that replies to an invitation answers it. None where it does not, or where its survey has begun: that
        waits for texts by itself."""
        carrier = carrier_of(incoming.replied)
        outreach = self._invited(work, carrier, person) if carrier is not None else None
        if carrier is None or outreach is None or self._messages.newest(work, carrier, person.number)[1] is not None:
            return None
        if over(outreach, now):
            return ended(work, incoming, person, None, now, afresh=True)
        self._begun(work, incoming, person, outreach, carrier, now)
        return self._answering.heard(work, incoming, person, Typed(text), now)

    def _opened(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        """«Ответить» and «Начать заново»: begins where nothing was begun, or where what was begun has expired."""
        carrier = read_carrier(first(args))
        newest = work.deliveries.last_of(carrier.outreach, person.number, Matter.INVITATION) if carrier else None
        if carrier is None or newest is None:
            raise NotFound("invitation")
        carrier = Carrier(carrier.outreach, carrier.number or newest.number)
        outreach = self._invited(work, carrier, person)
        if outreach is None:
            raise NotFound("invitation")
        _, response = self._messages.newest(work, carrier, person.number)
        if not over(outreach, now) and (response is None or _may_begin_anew(response)):
            response = self._begun(work, incoming, person, outreach, carrier, now)
        return self.tapped(work, incoming, person, carrier, None, now)

    def _invited(self, work: Work, carrier: Carrier, person: Person) -> Outreach | None:
        """The outreach where this person was invited to it and it keeps names."""
        outreach = work.outreaches.find(carrier.outreach)
        if outreach is None or outreach.unseen:
            return None
        newest = work.deliveries.last_of(carrier.outreach, person.number, Matter.INVITATION)
        return outreach if newest is not None and carrier.number <= newest.number else None

    def _shown(
        self, work: Work, incoming: Incoming, person: Person, outreach: Outreach, carrier: Carrier, now: datetime
    ) -> Outcome:
        """The invitation once more, at another page of its options."""
        definition = work.questionnaires.version(outreach.form_id, outreach.version)
        if definition is None:
            raise NotFound("questionnaire")
        screen = self._messages.drawn(definition, person, carrier, now)
        return Outcome(Reply(screen, afresh=not incoming.placement), screen.language)

    def _begun(
        self, work: Work, incoming: Incoming, person: Person, outreach: Outreach, carrier: Carrier, now: datetime
    ) -> Response:
        definition = work.questionnaires.version(outreach.form_id, outreach.version)
        if definition is None:
            raise NotFound("questionnaire")
        attempt, before = self._messages.newest(work, carrier, person.number)
        key = response_key(self._secret, carrier, person.number, attempt + 1 if before is not None else 0)
        return running.begin(
            work,
            definition,
            person,
            now=now,
            chance=self._chance,
            channel=incoming.address.channel,
            language=person.language or incoming.language,
            invited=running.Invited(carrier, key),
        )


def _may_begin_anew(response: Response) -> bool:
    return response.session.state in (State.EXPIRED, State.STOPPED)
