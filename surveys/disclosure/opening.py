"""The gate of a stored campaign, for one outlet on one day."""

from datetime import date

from surveys.anonymity.campaign import Campaign
from surveys.anonymity.keys import RATINGS, Pool
from surveys.disclosure import hiding
from surveys.disclosure.gate import Gate, Published
from surveys.errors import NotFound
from surveys.questionnaires.definition import Questionnaire
from surveys.work import Work


def gate_of(work: Work, campaign: Campaign, outlet: str, today: date) -> Gate:
    """Raises NotFound where the questionnaire of its version is gone."""
    published = Published(
        campaign.code,
        definition_of(work, campaign),
        campaign.cells,
        campaign.parameters,
        campaign.sensitive,
    )
    hidden = hiding.read(work.notes.get(hiding.note_of(campaign.code)))
    blocks = tuple(work.pools.blocks(campaign.code))
    return Gate(published, blocks, work.ledger, outlet, today, not campaign.running, frozenset(hidden))


def definition_of(work: Work, campaign: Campaign) -> Questionnaire:
    """The version that was frozen at the launch, whatever has been published since."""
    definition = work.questionnaires.version(campaign.form_id, campaign.version)
    if definition is None:
        raise NotFound("questionnaire", campaign.form_id)
    return definition


def received(work: Work, gate: Gate, cell: str) -> int:
    """The votes of a cell, waiting ones included: for `Gate.participation` and nothing else."""
    code = gate.published.campaign
    in_blocks = sum(block.n for block in gate.blocks if block.stream == RATINGS and block.place == cell)
    return in_blocks + work.pools.size(Pool(code, RATINGS, cell))
