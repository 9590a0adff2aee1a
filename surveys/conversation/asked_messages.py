"""What couriers send: the first question itself, or the promise that stands before an anonymous survey.

Drawn when it is sent and from what stands then, so that nobody is reminded of what they have begun.
"""

from dataclasses import replace
from datetime import datetime

from surveys.address import Address
from surveys.anonymity.marks import subject
from surveys.answering import engine
from surveys.answering.response import Response
from surveys.answering.session import State
from surveys.campaigns.delivering import Delivery, Status
from surveys.campaigns.outreach import Outreach
from surveys.campaigns.policies import Matter
from surveys.campaigns.reminder_waves import invitation_number
from surveys.campaigns.sending import Sending
from surveys.campaigns.still_wanted import still_wanted
from surveys.chance import Chance, Clock
from surveys.conversation import running, unseen_pages
from surveys.conversation.asked_carriers import ASKED, Carrier, carrying, response_key, with_actions
from surveys.conversation.asked_ending import over
from surveys.conversation.pages import option
from surveys.conversation.unseen_surveys import Held, Surveys
from surveys.errors import NotFound
from surveys.people import Person
from surveys.questionnaires.definition import Questionnaire
from surveys.screens import Action, Phrase, Screen, Tone, Wanted
from surveys.work import Work

SAMPLE = "sample"
"""The verb of every button of a preview: it looks like the real one and does nothing."""
ATTEMPTS = 20
"""Responses of one person to one invitation: each but the last has expired or was stopped."""


class AskedMessages:
    def __init__(self, secret: bytes, surveys: Surveys, chance: Chance, clock: Clock) -> None:
        self._secret = secret
        self._surveys = surveys
        self._chance = chance
        self._clock = clock

    def message(self, work: Work, delivery: Delivery, now: datetime) -> Sending | None:
        """None where it is no longer to be sent: it is over, the person has gone on with it or is nobody to ask."""
        outreach = work.outreaches.find(delivery.outreach)
        person = work.people.numbered(delivery.person)
        if outreach is None or person is None or over(outreach, now) or not _follows(work, delivery):
            return None
        if outreach.unseen:
            screen = self._promise(work, outreach, person, delivery.matter)
        else:
            screen = self._question(work, outreach, person, delivery, now)
        if screen is None:
            return None
        if delivery.matter is Matter.REMINDER and screen.notice is None:
            screen = replace(screen, notice=Phrase("asked.reminder"))
        return Sending(person.address, screen)

    def preview(self, work: Work, outreach: Outreach, language: str) -> Screen:
        """Exactly what people will see, with nobody's data; its buttons do nothing.

        Of an anonymous survey the group is that of its first cell. Raises NotFound where nothing is published or
        promised.
        """
        definition = work.questionnaires.version(outreach.form_id, outreach.version)
        if definition is None:
            raise NotFound("questionnaire")
        if definition.settings.anonymity == "strict":
            campaign = work.campaigns.find(outreach.promise) if outreach.promise else None
            if campaign is None:
                raise NotFound("campaign")
            screen = unseen_pages.promised(campaign, definition, campaign.cells.cells[0], language)
        else:
            now = self._clock.now()
            newcomer = Person(0, Address("", ""), language, now)
            screen = self.drawn(definition, newcomer, Carrier(outreach.code), now)
        inert = with_actions(screen, lambda action: Action(SAMPLE, (outreach.code,)))
        return replace(inert, again=None, wanted=Wanted.NOTHING)

    def drawn(self, definition: Questionnaire, person: Person, carrier: Carrier, now: datetime) -> Screen:
        """The first question as the response will have it that the first tap begins."""
        key = response_key(self._secret, carrier, person.number, 0)
        session, _ = engine.begin(definition, key=key, language=person.language, now=now, chance=self._chance)
        response = Response(session, person.number, outreach=carrier.outreach)
        screen = carrying(running.show(definition, response, (), person), key, carrier)
        if screen.answers is not None:
            return screen
        # Nothing that could be tapped answers it, and what is typed belongs to a survey only once it has begun.
        answer = option("asked.answer", ASKED, str(carrier), tone=Tone.PRIMARY)
        return replace(screen, controls=(answer, *screen.controls), wanted=Wanted.NOTHING)

    def newest(self, work: Work, carrier: Carrier, person: int) -> tuple[int, Response | None]:
        """The person's last response to this invitation, and which attempt it is; a new one would be the next."""
        found: tuple[int, Response | None] = (0, None)
        for attempt in range(ATTEMPTS):
            response = work.responses.find(response_key(self._secret, carrier, person, attempt), person)
            if response is None:
                break
            found = attempt, response
        return found

    def _question(
        self, work: Work, outreach: Outreach, person: Person, delivery: Delivery, now: datetime
    ) -> Screen | None:
        definition = work.questionnaires.version(outreach.form_id, outreach.version)
        if definition is None or not still_wanted(work, outreach, delivery):
            return None
        carrier = Carrier(outreach.code, _invited_by(delivery))
        _, response = self.newest(work, carrier, person.number)
        if response is not None and _needs_nothing(response, delivery.matter):
            return None
        return self.drawn(definition, person, carrier, now)

    def _promise(self, work: Work, outreach: Outreach, person: Person, matter: Matter) -> Screen | None:
        """Who has voted is left alone by reminders. An invitation is the same for all: its row would tell."""
        unit = work.staff.unit_of(person.number) or ""
        try:
            held = self._surveys.held(work, outreach.promise, unit)
        except NotFound:
            return None
        if not isinstance(held, Held):
            return None
        if matter is Matter.REMINDER and held.voted(work, subject(person.address)):
            return None
        return unseen_pages.promised(held.campaign, held.definition, held.cell, person.language)


def _needs_nothing(response: Response, matter: Matter) -> bool:
    """Who has begun has got the invitation, and a reminder is for who has not answered anything yet."""
    if matter is Matter.INVITATION:
        return True
    return bool(response.session.answers) or response.session.state is not State.OPEN


def _follows(work: Work, delivery: Delivery) -> bool:
    """A reminder comes only where its invitation did."""
    if delivery.matter is not Matter.REMINDER:
        return True
    invited = work.deliveries.last_of(delivery.outreach, delivery.person, Matter.INVITATION)
    if invited is None or invited.number != _invited_by(delivery):
        return False
    return invited.status in (Status.SENT, Status.UNSURE)


def _invited_by(delivery: Delivery) -> int:
    return invitation_number(delivery.number) if delivery.matter is Matter.REMINDER else delivery.number
