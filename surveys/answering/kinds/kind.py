"""What the engine asks of every kind of question, and how the answers to most of these questions look.

A kind reads one input (`take`), says which stored answers still fit (`kept`), how an answer reads (`said`) and what
can be tapped (`drawn`). Constraints, requiredness and the path are the engine's business.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from surveys.answering.inputs import (
    Chose,
    Confirmed,
    DeclaredNotApplicable,
    Input,
    Located,
    Sent,
    Skipped,
    Toggled,
    Typed,
)
from surveys.answering.values import Answer, Attachment, GeoPoint, Mark
from surveys.questionnaires.definition import Choice, Question
from surveys.screens import Layout, Option, Options, Phrase, Wanted


@dataclass(frozen=True, slots=True)
class Offered:
    """An option that can be chosen now. `key` stands in actions."""

    key: str
    choice: Choice


@dataclass(frozen=True, slots=True)
class Accepted:
    answer: Answer


@dataclass(frozen=True, slots=True)
class Drafted:
    """Other names are toggled now; nothing is answered yet."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """`code` is the end of a text's key, `answering.refused.<code>`, and stands in the event."""

    code: str
    args: Mapping[str, str | int | Phrase] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def reason(self) -> Phrase:
        return Phrase(f"answering.refused.{self.code}", self.args)


@dataclass(frozen=True, slots=True)
class Misplaced:
    """Not an input that this question's screen can give: the tap of another screen."""


Outcome = Accepted | Drafted | Rejected | Misplaced


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as it stands before a respondent."""

    question: Question
    options: tuple[Offered, ...]
    label: Callable[[Choice], str]
    """An option's label in the respondent's language, piped."""
    now: datetime
    draft: tuple[str, ...] = ()
    answer: Answer | None = None
    suggestion: Answer | None = None
    """What the author's default gives: one tap accepts it."""

    def chosen(self, key: str) -> Choice | None:
        return next((offered.choice for offered in self.options if offered.key == key), None)


class Kind:
    """The common case: a question that is asked and answered in one go. Kinds override what differs."""

    name: str
    asked = True
    wanted = Wanted.NOTHING

    def listed(self, question: Question, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """All options there can be; `choices` is the author's list."""
        return ()

    def take(self, asking: Asking, given: Input) -> Outcome:
        match given:
            case Typed(text):
                return self.typed(asking, text)
            case Chose(_, option):
                return self.chose(asking, option)
            case Toggled(_, option, on):
                return self.toggled(asking, option, on)
            case Confirmed():
                return self.confirmed(asking)
            case Sent(attachment):
                return self.sent(asking, attachment)
            case Located(point):
                return self.located(asking, point)
            case Skipped():
                return Accepted(Mark.SKIPPED)
            case DeclaredNotApplicable() if asking.question.not_applicable:
                return Accepted(Mark.NOT_APPLICABLE)
        return Misplaced()

    def typed(self, asking: Asking, text: str) -> Outcome:
        return self.unfit()

    def chose(self, asking: Asking, option: str) -> Outcome:
        return Misplaced()

    def toggled(self, asking: Asking, option: str, on: bool) -> Outcome:
        return Misplaced()

    def confirmed(self, asking: Asking) -> Outcome:
        """Keeps the answer there is, else accepts the suggestion."""
        kept = asking.suggestion if asking.answer is None else asking.answer
        return Misplaced() if kept is None else Accepted(kept)

    def sent(self, asking: Asking, attachment: Attachment) -> Outcome:
        return self.unfit()

    def located(self, asking: Asking, point: GeoPoint) -> Outcome:
        return self.unfit()

    def unfit(self) -> Rejected:
        """Something arrived that cannot answer this: says what can."""
        return Rejected(f"want_{self.wanted.value}")

    def kept(self, question: Question, options: tuple[Offered, ...], answer: Answer) -> Answer | None:
        """What remains of a stored value (never a Mark) while `options` are offered; None where nothing does."""
        return answer

    def suggested(self, asking: Asking, text: str) -> Answer | None:
        """The answer that the author's default `text` means."""
        outcome = self.typed(asking, text)
        return outcome.answer if isinstance(outcome, Accepted) else None

    def drafted(self, answer: Answer | None) -> tuple[str, ...]:
        """What is toggled when the question is shown."""
        return ()

    def said(self, answer: Answer, label: Callable[[str], str], language: str) -> str | Phrase:
        """A stored value as people read it; `label` says an option by its name."""
        return str(answer)

    def drawn(self, asking: Asking) -> "Drawn | None":
        """What can be tapped to answer."""
        return None


@dataclass(frozen=True, slots=True)
class Tap:
    """An option before it knows its session: `verb` is that of `surveys.screens.Action`."""

    verb: str
    key: str
    words: str | Phrase
    selected: bool | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    layout: Layout
    taps: tuple[Tap, ...]

    def options(self, act: "Callable[[Tap], Option]") -> Options:
        return Options(self.layout, tuple(map(act, self.taps)))
