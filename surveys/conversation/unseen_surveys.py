"""An anonymous survey as its respondents meet it: the promise, the ratings that ride in buttons, the texts after."""

from dataclasses import dataclass, field

from surveys.anonymity.campaign import Campaign
from surveys.anonymity.cells import Cell
from surveys.anonymity.keys import KeyLost, Keys
from surveys.anonymity.marks import text_mark, vote_mark
from surveys.anonymity.riding import CAMPAIGN_SIGNS, Conductor, Ride
from surveys.anonymity.riding import campaign_of as campaign_of_ticket
from surveys.anonymity.separable import is_text, texts_after
from surveys.anonymity.texts import Slips
from surveys.anonymity.texts import campaign_of as campaign_of_slip
from surveys.answering.plan import plan_of
from surveys.answering.session import Session
from surveys.errors import NotFound
from surveys.questionnaires.definition import Question, Questionnaire
from surveys.work import Work


@dataclass(frozen=True, slots=True)
class Held:
    """One running survey as one employee meets it."""

    campaign: Campaign
    definition: Questionnaire
    ride: Ride
    key: bytes = field(repr=False)
    cell: Cell | None
    """None for who belongs to a unit that came after the launch, or to none."""

    @property
    def conductor(self) -> Conductor:
        return Conductor(self.ride, self.campaign.code, self.key)

    @property
    def texts(self) -> tuple[Question, ...]:
        return tuple(step.question for step in plan_of(self.definition).steps if is_text(step))

    @property
    def slips(self) -> Slips:
        return Slips(self.campaign.code, self.key, tuple(question.name for question in self.texts))

    def voted(self, work: Work, subject: str) -> bool:
        return work.pools.marked(self.campaign.code, vote_mark(self.key, subject))

    def said(self, work: Work, subject: str, question: str) -> bool:
        return work.pools.marked(self.campaign.code, text_mark(self.key, subject, question))

    def unsaid(self, work: Work, subject: str, names: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the texts that this person has not sent."""
        return tuple(name for name in names if not self.said(work, subject, name))

    def after_vote(self, session: Session) -> tuple[str, ...]:
        """The texts that the rated answers lead to."""
        return tuple(question.name for question in texts_after(self.definition, session))

    def question(self, name: str) -> Question:
        return next(question for question in self.texts if question.name == name)


@dataclass(frozen=True, slots=True)
class Silent:
    """A survey that takes nothing (any more). `reason`: "closed", "key_lost" or "no_cell"."""

    campaign: Campaign
    reason: str


class Surveys:
    """Finds running surveys and what is needed to answer them. Rides are kept: the engine's plans go by identity."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._rides: dict[tuple[str, str], Ride] = {}

    def held(self, work: Work, code: str, unit: str) -> Held | Silent:
        """Raises NotFound for a campaign that never was."""
        campaign = work.campaigns.find(code)
        if campaign is None:
            raise NotFound("campaign")
        return self._held(work, campaign, unit)

    def running(self, work: Work, unit: str) -> list[Held]:
        """Those that this unit's people can answer now."""
        found = (self._held(work, campaign, unit) for campaign in work.campaigns.running())
        return [each for each in found if isinstance(each, Held)]

    def _held(self, work: Work, campaign: Campaign, unit: str) -> Held | Silent:
        if not campaign.running:
            return Silent(campaign, "closed")
        cell = campaign.cells.of_unit(unit)
        if cell is None:
            return Silent(campaign, "no_cell")
        definition = work.questionnaires.version(campaign.form_id, campaign.version)
        if definition is None:
            raise NotFound("questionnaire")
        try:
            key = self._keys.campaign(campaign.code)
        except KeyLost:
            return Silent(campaign, "key_lost")
        return Held(campaign, definition, self._ride(definition), key, cell)

    def _ride(self, definition: Questionnaire) -> Ride:
        at = (definition.settings.form_id, definition.settings.version)
        ride = self._rides.get(at)
        if ride is None or ride.definition is not definition:
            ride = self._rides[at] = Ride.of(definition)
        return ride


def code_of(carrier: str) -> str | None:
    """The campaign of a ticket, of a slip, or of the bare head that is remembered of a ticket."""
    return campaign_of_ticket(carrier) or campaign_of_slip(carrier)


def remembered_of_ticket(ticket: str) -> str:
    """What memory keeps of a ticket: which survey, and nothing of the answers in it."""
    return ticket[: 1 + CAMPAIGN_SIGNS]


__all__ = ["Held", "Silent", "Surveys", "code_of", "remembered_of_ticket"]
