"""How an employee stands in one anonymous survey, as far as anything stored can tell it: nothing here is written."""

from dataclasses import dataclass
from datetime import date

from surveys.anonymity.campaign import Campaign
from surveys.anonymity.holding import key_lost
from surveys.anonymity.keys import Keys
from surveys.anonymity.marks import text_mark, vote_mark
from surveys.anonymity.separable import is_text
from surveys.answering.plan import plan_of
from surveys.disclosure.gate import Gate, Published
from surveys.disclosure.ledger import Release
from surveys.disclosure.scopes import Scope
from surveys.disclosure.unrecorded import Unrecorded
from surveys.questionnaires.definition import Questionnaire
from surveys.work import Work

OUTLET = "privacy"


@dataclass(frozen=True, slots=True)
class Marks:
    """What the campaign's key says of one person: took part or not, and how many of the free texts are in."""

    voted: bool
    texts: int
    of: int


@dataclass(frozen=True, slots=True)
class Group:
    """The person's cell: its people on the roster, and what of it and of all is out in whole blocks."""

    people: int
    counted: Release
    whole: Release


@dataclass(frozen=True, slots=True)
class Standing:
    campaign: Campaign
    definition: Questionnaire
    marks: Marks | None
    """None where the campaign's key is lost: nobody can say it any more."""
    group: Group | None
    """None for who was in none of the groups at the launch, and is not asked."""
    lost_here: bool
    lost_elsewhere: bool
    """How many answers were lost is not told: it may be fewer than k of one group."""


def standings(work: Work, keys: Keys, unit: str, subject: str, today: date) -> list[Standing]:
    """In every running survey, the newest first. `subject`: `surveys.anonymity.marks.subject`."""
    found = []
    for campaign in work.campaigns.running():
        definition = work.questionnaires.version(campaign.form_id, campaign.version)
        if definition is not None:
            found.append(_standing(work, keys, campaign, definition, unit, subject, today))
    return found


def _standing(
    work: Work, keys: Keys, campaign: Campaign, definition: Questionnaire, unit: str, subject: str, today: date
) -> Standing:
    cell = campaign.cells.of_unit(unit)
    group = None
    if cell is not None:
        published = Published(
            campaign.code, definition, campaign.cells, campaign.parameters, sensitive=campaign.sensitive
        )
        gate = Gate(published, tuple(work.pools.blocks(campaign.code)), Unrecorded(), OUTLET, today)
        group = Group(cell.people, gate.count(Scope(cell=cell.key)), gate.count(published.scopes.top))
    here = cell.key if cell else ""
    return Standing(
        campaign,
        definition,
        _marks(work, keys, campaign, definition, subject),
        group,
        lost_here=any(loss.cell == here for loss in campaign.losses),
        lost_elsewhere=any(loss.cell != here for loss in campaign.losses),
    )


def _marks(work: Work, keys: Keys, campaign: Campaign, definition: Questionnaire, subject: str) -> Marks | None:
    if key_lost(keys, campaign):
        return None
    key = keys.campaign(campaign.code)
    texts = [step.name for step in plan_of(definition).steps if is_text(step)]
    given = [name for name in texts if work.pools.marked(campaign.code, text_mark(key, subject, name))]
    return Marks(work.pools.marked(campaign.code, vote_mark(key, subject)), len(given), len(texts))
