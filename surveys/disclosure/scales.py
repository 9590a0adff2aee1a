"""Questions whose answers are numbers on a scale."""

from dataclasses import dataclass
from fractions import Fraction

from surveys.answering.kinds.range import bounds
from surveys.questionnaires.definition import Question


@dataclass(frozen=True, slots=True)
class Scale:
    lowest: Fraction
    highest: Fraction

    @property
    def favourable(self) -> Fraction:
        """The least value that counts as satisfied: 4 of 1-5 (domain.md M-2), 8 of 0-10."""
        return self.lowest + (self.highest - self.lowest) * Fraction(3, 4)


def scale_of(question: Question) -> Scale | None:
    """None where a mean means nothing."""
    if question.kind != "range":
        return None
    lowest, highest, _ = bounds(question)
    return Scale(Fraction(lowest), Fraction(highest)) if lowest < highest else None
