"""A respondent's way through one questionnaire, as a value that survives a restart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from types import MappingProxyType

from surveys.answering.values import Answer

SUMMARY = "summary"
"""The step after the last question: everything answered, each line changeable, and «Отправить»."""


class State(Enum):
    OPEN = "open"
    SUBMITTED = "submitted"
    EXPIRED = "expired"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Session:
    """`step` is the name of the question asked now, or SUMMARY.

    `answers` keeps those that fell off the path too: they come back with the path and are never submitted off it.
    `draft` holds the names toggled so far in a question of several choices that is not confirmed yet.
    """

    key: str
    """Short (8 characters), stands in buttons; not a secret."""
    form_id: str
    version: str
    language: str
    started_at: datetime
    touched_at: datetime
    step: str
    state: State = State.OPEN
    answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    draft: tuple[str, ...] = ()
    returning: bool = False
    """Went back from the summary to change one answer: the next step is the summary again where the path allows."""
    context: Mapping[str, str | tuple[tuple[str, str], ...]] = field(default_factory=lambda: MappingProxyType({}))
    """What the situation gives: hidden values by name, and option lists by `options_from` as (code, label) pairs."""
