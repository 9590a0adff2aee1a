import re

from surveys.answering.kinds.kind import Accepted, Asking, Kind, Outcome, Rejected
from surveys.answering.values import Answer
from surveys.questionnaires.definition import Question
from surveys.screens import Wanted

_SPACES = dict.fromkeys(map(ord, " \t\u00a0\u2009\u202f"))
_WHOLE = re.compile(r"[+-]?\d{1,15}", re.ASCII)
"""Fifteen digits: beyond them spreadsheets and floating point no longer keep every unit."""


class Integer(Kind):
    """A whole number, typed with or without spaces between thousands."""

    name = "integer"
    wanted = Wanted.NUMBER

    def typed(self, asking: Asking, text: str) -> Outcome:
        digits = bare(text)
        return Accepted(int(digits)) if _WHOLE.fullmatch(digits) else Rejected("not_whole")

    def kept(self, question: Question, options: object, answer: Answer) -> Answer | None:
        return answer if isinstance(answer, int) else None


def bare(text: str) -> str:
    """`text` without spaces and with the minus sign that phones type: «−1 000» reads as -1000."""
    return text.translate(_SPACES).strip().replace("\u2212", "-")
