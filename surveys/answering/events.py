"""What happened to a session, in the past tense. Storage and views act on events, never on guesses."""

from dataclasses import dataclass

from surveys.answering.values import Answer
from surveys.screens import Words


@dataclass(frozen=True, slots=True)
class Answered:
    """`question` now has `answer` and stands on the path."""

    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """`question` left the path: its answer is kept in the session and not in the response."""

    question: str


@dataclass(frozen=True, slots=True)
class Restored:
    """`question` came back to the path with the answer it had."""

    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Refused:
    """The input did not fit; the session is unchanged. `reason` is for the respondent."""

    question: str
    code: str
    reason: Words


@dataclass(frozen=True, slots=True)
class Stale:
    """A tap of another step: nothing changed, the current screen is drawn again."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Asks something else now, or shows other toggles."""

    step: str


@dataclass(frozen=True, slots=True)
class Completed:
    """Submitted. `answers` are those on the path, in its order."""

    answers: tuple[tuple[str, Answer], ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """Input to a session that is over (submitted, expired or stopped): nothing changed."""


Event = Answered | Withdrawn | Restored | Refused | Stale | Moved | Completed | Closed
