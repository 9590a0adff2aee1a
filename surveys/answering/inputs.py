"""What a respondent can do.

A tap names the step it was drawn for; an input of another step is stale and changes nothing.
"""

from dataclasses import dataclass

from surveys.answering.values import Attachment, GeoPoint


@dataclass(frozen=True, slots=True)
class Chose:
    """One option of the current question, by its key on the screen."""

    step: str
    option: str


@dataclass(frozen=True, slots=True)
class Toggled:
    """An option of several put on or off. It says the wanted state, so that a doubled tap changes nothing."""

    step: str
    option: str
    on: bool


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Done with toggling; also «понятно» under a note."""

    step: str


@dataclass(frozen=True, slots=True)
class DeclaredNotApplicable:
    step: str


@dataclass(frozen=True, slots=True)
class Skipped:
    step: str


@dataclass(frozen=True, slots=True)
class WentBack:
    step: str


@dataclass(frozen=True, slots=True)
class Changed:
    """From the summary to one question, by its step key."""

    step: str
    question: str


@dataclass(frozen=True, slots=True)
class Submitted:
    step: str


@dataclass(frozen=True, slots=True)
class Typed:
    text: str


@dataclass(frozen=True, slots=True)
class Sent:
    attachment: Attachment


@dataclass(frozen=True, slots=True)
class Located:
    point: GeoPoint


@dataclass(frozen=True, slots=True)
class Spoke:
    """Chose a language for this questionnaire."""

    language: str


Input = (
    Chose
    | Toggled
    | Confirmed
    | DeclaredNotApplicable
    | Skipped
    | WentBack
    | Changed
    | Submitted
    | Typed
    | Sent
    | Located
    | Spoke
)
