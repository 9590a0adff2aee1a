"""What one question can hold while it is being answered, as one digit of a number.

Digit 0 is «nothing yet», then come the marks it can take, then its values in the order of the frozen definition. A
kind that is not here takes what cannot be counted question by question (a date, a photo, an order) and cannot ride.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import combinations
from math import comb

from surveys.answering.inputs import Chose
from surveys.answering.kinds import kind_of
from surveys.answering.kinds.acknowledge import READ
from surveys.answering.kinds.kind import Accepted, Asking
from surveys.answering.plan import Step
from surveys.answering.values import Answer, Mark

Names = tuple[str, ...]

MOST_SUBSETS = 1 << 16
"""Choices of several options are counted one by one up to here; above it every option takes a bit of its own."""


@dataclass(frozen=True)
class Subsets:
    """Several of `names` in their order, at most `most`; an exclusive one alone. The empty one comes first."""

    names: Names
    exclusive: frozenset[str]
    most: int

    @property
    def count(self) -> int:
        return 1 << len(self.names) if self._by_bits else len(self._listed)

    def number(self, chosen: Names) -> int:
        """Raises ValueError for what cannot be chosen."""
        if self._by_bits:
            return sum(1 << self.names.index(name) for name in chosen)
        try:
            return self._listed[tuple(sorted(chosen, key=self.names.index))]
        except KeyError as unknown:
            raise ValueError("not a choice of these") from unknown

    def chosen(self, number: int) -> Names:
        if self._by_bits:
            return tuple(name for place, name in enumerate(self.names) if number >> place & 1)
        return self._in_order[number]

    @cached_property
    def _by_bits(self) -> bool:
        free = len(self.names) - len(self.exclusive)
        return sum(comb(free, size) for size in range(min(self.most, free) + 1)) > MOST_SUBSETS

    @cached_property
    def _in_order(self) -> tuple[Names, ...]:
        free = [name for name in self.names if name not in self.exclusive]
        several = [chosen for size in range(min(self.most, len(free)) + 1) for chosen in combinations(free, size)]
        return (*several, *((name,) for name in self.names if name in self.exclusive))

    @cached_property
    def _listed(self) -> dict[Names, int]:
        return {chosen: number for number, chosen in enumerate(self._in_order)}


@dataclass(frozen=True)
class Digit:
    """`several` is there for the kind that is toggled: its drafts and its answers are counted alike."""

    marks: tuple[Mark, ...]
    single: tuple[Answer, ...] = ()
    several: Subsets | None = None

    @property
    def count(self) -> int:
        values = self.several.count - 1 if self.several else len(self.single)
        return 1 + len(self.marks) + values

    def number(self, answer: Answer | None) -> int:
        """Raises ValueError for an answer this question cannot have."""
        if answer is None:
            return 0
        if isinstance(answer, Mark):
            return 1 + self.marks.index(answer)
        if self.several is None:
            return 1 + len(self.marks) + self.single.index(answer)
        if not isinstance(answer, tuple) or not answer:
            raise ValueError("not several choices")
        return len(self.marks) + self.several.number(answer)

    def answer(self, number: int) -> Answer | None:
        if number == 0:
            return None
        if number <= len(self.marks):
            return self.marks[number - 1]
        if self.several is None:
            return self.single[number - 1 - len(self.marks)]
        return self.several.chosen(number - len(self.marks))


def digit_of(step: Step) -> Digit | None:
    """None where the question's answers cannot be counted."""
    question = step.question
    names = tuple(offered.choice.name for offered in step.offered)
    marks = tuple(_marks(step))
    if question.options_from:
        return None
    match question.kind:
        case "select_one" | "range" if names:
            return Digit(marks, single=tuple(_taken(step)))
        case "select_multiple" if names:
            exclusive = frozenset(offered.choice.name for offered in step.offered if offered.choice.exclusive)
            return Digit(marks, several=Subsets(names, exclusive, question.max_choices or len(names)))
        case "acknowledge" | "note":
            return Digit(marks, single=(READ,))
    return None


def _marks(step: Step) -> Iterator[Mark]:
    """Skipping leaves no mark where the question is always required: the engine refuses it."""
    if step.question.required != "true()":
        yield Mark.SKIPPED
    if step.question.not_applicable:
        yield Mark.NOT_APPLICABLE


def _taken(step: Step) -> Iterator[Answer]:
    """The answer that the kind itself makes of each option."""
    asking = Asking(step.question, step.offered, lambda choice: choice.name, datetime(1970, 1, 1, tzinfo=UTC))
    for offered in step.offered:
        outcome = kind_of(step.question).take(asking, Chose("", offered.key))
        if isinstance(outcome, Accepted):
            yield outcome.answer
