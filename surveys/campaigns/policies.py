"""What each sort of message is worth: a second copy, or rather none."""

from dataclasses import dataclass
from enum import Enum


class Matter(Enum):
    """What a message is for."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    NOTICE = "notice"
    """How feedback was used, to who asked for it."""
    ALERT = "alert"
    """To an officer: somebody is very dissatisfied."""
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Policy:
    repeats: int
    """How often it may be sent again where nobody knows whether it arrived: 0 is at most once, more is at least once
    with so many copies at most."""
    tries: int
    """How often it is tried where it certainly did not arrive."""


POLICIES = {
    # Without the invitation nobody is asked. With one copy, two kills over one person would leave it unsure whether
    # they were; a copy is the same first question, answers the same survey, and is not sent to who has begun.
    Matter.INVITATION: Policy(repeats=2, tries=6),
    # The next reminder comes anyway, and two at once are a nuisance.
    Matter.REMINDER: Policy(repeats=0, tries=4),
    Matter.NOTICE: Policy(repeats=0, tries=6),
    Matter.ALERT: Policy(repeats=2, tries=10),
    # Exactly once per period and person: rather none than two (product.md 2.6).
    Matter.DIGEST: Policy(repeats=0, tries=6),
}


def policy_of(matter: Matter) -> Policy:
    return POLICIES[matter]
