import re
from collections.abc import Callable
from decimal import Decimal

from surveys.answering.kinds.integer import bare
from surveys.answering.kinds.kind import Accepted, Asking, Kind, Outcome, Rejected
from surveys.answering.values import Answer
from surveys.questionnaires.definition import Question
from surveys.screens import Wanted

_DECIMAL = re.compile(r"[+-]?(?=[\d.])\d{0,15}(?:\.\d{1,15})?", re.ASCII)


class DecimalNumber(Kind):
    """A number; the comma and the point both separate the fraction."""

    name = "decimal"
    wanted = Wanted.NUMBER

    def typed(self, asking: Asking, text: str) -> Outcome:
        digits = bare(text).replace(",", ".")
        return Accepted(float(digits)) if _DECIMAL.fullmatch(digits) else Rejected("not_number")

    def kept(self, question: Question, options: object, answer: Answer) -> Answer | None:
        return answer if isinstance(answer, int | float) else None

    def said(self, answer: Answer, label: Callable[[str], str], language: str) -> str:
        text = format(Decimal(str(answer)).normalize(), "f") if isinstance(answer, int | float) else str(answer)
        return text.replace(".", ",") if language == "ru" else text
