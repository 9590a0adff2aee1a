"""What a campaign shows when it is opened: a draft its settings, a scheduled one its beginning, others figures."""

from surveys.campaigns.held_launches import held
from surveys.campaigns.outreach import Outreach, State
from surveys.conversation import awaiting
from surveys.conversation.incoming import Outcome
from surveys.conversation.outreach_draft_page import draft_page
from surveys.conversation.outreach_progress import progress_page
from surveys.conversation.outreach_sitting import Sitting
from surveys.conversation.outreach_watching import watch
from surveys.conversation.outreach_words import moment, zone_of
from surveys.screens import Phrase, Words

LIVE = frozenset({State.SCHEDULED, State.RUNNING, State.PAUSED})


def card(sitting: Sitting, outreach: Outreach, notice: Words | None = None) -> Outcome:
    awaiting.expect_nothing(sitting.work, sitting.person)
    if outreach.state is State.DRAFT:
        return sitting.drawn(draft_page(sitting, outreach, notice or _held(sitting, outreach)))
    work, incoming, now = sitting.work, sitting.incoming, sitting.now
    screen = progress_page(work, outreach, sitting.language, now, sitting.policy.a_second, notice)
    if outreach.state in LIVE:
        watch(work, incoming.address, incoming.placement, outreach.code, screen, now)
    return sitting.drawn(screen)


def _held(sitting: Sitting, outreach: Outreach) -> Words | None:
    """Its launch was planned and did not take place; why is told by the check."""
    at = next((each.at for each in held(sitting.work) if each.outreach.code == outreach.code), None)
    return None if at is None else Phrase("outreach.was_held", {"at": moment(at, zone_of(outreach))})
