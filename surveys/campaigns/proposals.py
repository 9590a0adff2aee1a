"""When an extra quarterly collection is proposed to the coordinator (R-C3, M-14). It is proposed, never begun.

The thresholds are our defaults: no source fixes them. Every figure is of citizens' surveys and of complaints;
figures of anonymous surveys come from `surveys.disclosure` alone and are not fed in here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Sign(Enum):
    MANY_DISSATISFIED = "many_dissatisfied"
    MORE_DISSATISFIED = "more_dissatisfied"
    """Than in the quarter before."""
    PAIN = "pain"
    COMPLAINTS = "complaints"
    """On one theme, far more than usual."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Shares in per cent."""

    dissatisfied: int = 30
    answers: int = 30
    """Below so many no share is looked at."""
    rise: int = 10
    """In percentage points."""
    prevalence: int = 15
    mentions: int = 10
    complaints: int = 10
    times_usual: int = 2


USUAL = Thresholds()


@dataclass(frozen=True, slots=True)
class Quarter:
    """`dissatisfied` of `answers` to the question of satisfaction."""

    answers: int
    dissatisfied: int


@dataclass(frozen=True, slots=True)
class Pain:
    code: str
    mentions: int
    asked: int


@dataclass(frozen=True, slots=True)
class Theme:
    """`before` are the four quarters before; with fewer nobody knows what is usual."""

    code: str
    complaints: int
    before: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    sign: Sign
    subject: str = ""
    """The code of the pain or of the theme."""


def signs(
    this: Quarter,
    before: Quarter | None,
    pains: Iterable[Pain] = (),
    themes: Iterable[Theme] = (),
    thresholds: Thresholds = USUAL,
) -> tuple[Found, ...]:
    """Everything that speaks for an extra collection, empty where nothing does. Compared in whole numbers: 30 % is
    reached by 9 of 30."""
    found = []
    enough = this.answers >= thresholds.answers
    if enough and 100 * this.dissatisfied >= thresholds.dissatisfied * this.answers:
        found.append(Found(Sign.MANY_DISSATISFIED))
    if enough and before is not None and before.answers >= thresholds.answers and _risen(this, before, thresholds):
        found.append(Found(Sign.MORE_DISSATISFIED))
    found += (Found(Sign.PAIN, pain.code) for pain in pains if _widespread(pain, thresholds))
    found += (Found(Sign.COMPLAINTS, theme.code) for theme in themes if _unusual(theme, thresholds))
    return tuple(found)


def _risen(this: Quarter, before: Quarter, thresholds: Thresholds) -> bool:
    rise = 100 * (this.dissatisfied * before.answers - before.dissatisfied * this.answers)
    return rise >= thresholds.rise * this.answers * before.answers


def _widespread(pain: Pain, thresholds: Thresholds) -> bool:
    return pain.mentions >= thresholds.mentions and 100 * pain.mentions >= thresholds.prevalence * pain.asked


def _unusual(theme: Theme, thresholds: Thresholds) -> bool:
    quarters = len(theme.before)
    if quarters < 4 or theme.complaints < thresholds.complaints:
        return False
    return theme.complaints * quarters >= thresholds.times_usual * sum(theme.before)
