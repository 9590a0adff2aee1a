"""Why somebody of an audience is not asked. Each person is counted under the first reason that holds, in this order."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from surveys.screens import Phrase

WEEK = timedelta(days=7)


class Exclusion(Enum):
    """What must not be comes before what should not be, and what passes by itself last."""

    ERASED = "erased"
    UNREACHABLE = "unreachable"
    """Blocked the bot or is no more; back as soon as they write."""
    NOT_CONSENTED = "not_consented"
    ASKED_LATELY = "asked_lately"
    """Invited to any survey within the pause."""
    ANSWERED = "answered"
    NOT_DRAWN = "not_drawn"
    """Could be asked, but the sample is of others."""

    @property
    def by_choice(self) -> bool:
        """Whether a coordinator's settings bring it about, so that they could be used to single people out."""
        return self in (Exclusion.ASKED_LATELY, Exclusion.NOT_DRAWN)

    def said(self, count: int) -> Phrase:
        return Phrase(f"campaigns.left_out.{self.value}", {"count": count})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person of an audience, with what speaks against asking them. `stratum` is their unit or service."""

    person: int
    stratum: str = ""
    erased: bool = False
    reachable: bool = True
    consents: bool = True
    asked_at: datetime | None = None
    """When an invitation to any survey was last sent to them, or is to be. Of anonymous ones too: everybody is invited
    to those and it says nothing of who answers. Reminders do not count: they follow who has not answered."""
    answered: bool = False
    """This very survey. Of an anonymous one it is known to nobody and stays False."""


@dataclass(frozen=True, slots=True)
class Rules:
    now: datetime
    pause: timedelta = WEEK
    """Between any two invitations of one person; zero for none."""
    unseen: bool = False
    """The survey is anonymous: who has answered must not show in any count (trust.md 1.3.9)."""


def excluded(candidate: Candidate, rules: Rules) -> Exclusion | None:
    if candidate.erased:
        return Exclusion.ERASED
    if not candidate.reachable:
        return Exclusion.UNREACHABLE
    if not candidate.consents:
        return Exclusion.NOT_CONSENTED
    if candidate.asked_at is not None and rules.now - candidate.asked_at < rules.pause:
        return Exclusion.ASKED_LATELY
    if candidate.answered and not rules.unseen:
        return Exclusion.ANSWERED
    return None
