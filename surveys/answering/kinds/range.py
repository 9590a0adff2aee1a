from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from surveys.answering.kinds.decimal import DecimalNumber
from surveys.answering.kinds.kind import Accepted, Asking, Drawn, Kind, Misplaced, Offered, Outcome, Rejected, Tap
from surveys.answering.values import Answer
from surveys.questionnaires.definition import Choice, Localized, Question
from surveys.screens import Layout, Wanted

MOST_BUTTONS = 21
"""Values that are offered to tap; a longer range is typed."""


class Range(Kind):
    """A number between `start` and `end` by `step`: stars, faces, or a scale."""

    name = "range"
    wanted = Wanted.NUMBER

    def listed(self, question: Question, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        start, end, step = bounds(question)
        count = int((end - start) / step) + 1
        if not 1 <= count <= MOST_BUTTONS:
            return ()
        values = (start + step * index for index in range(count))
        return tuple(Choice(format(value, "f"), Localized((("", format(value, "f")),))) for value in values)

    def chose(self, asking: Asking, option: str) -> Outcome:
        choice = asking.chosen(option)
        return Accepted(_number(Decimal(choice.name))) if choice else Misplaced()

    def typed(self, asking: Asking, text: str) -> Outcome:
        read = DecimalNumber().typed(asking, text)
        if isinstance(read, Accepted) and self.kept(asking.question, (), read.answer) is not None:
            return Accepted(_number(Decimal(str(read.answer))))
        start, end, _ = bounds(asking.question)
        return Rejected("not_in_range", {"least": format(start, "f"), "most": format(end, "f")})

    def kept(self, question: Question, options: tuple[Offered, ...], answer: Answer) -> Answer | None:
        if not isinstance(answer, int | float):
            return None
        start, end, step = bounds(question)
        value = Decimal(str(answer))
        return answer if start <= value <= end and (value - start) % step == 0 else None

    def said(self, answer: Answer, label: Callable[[str], str], language: str) -> str:
        return DecimalNumber().said(answer, label, language)

    def drawn(self, asking: Asking) -> Drawn | None:
        marked = asking.suggestion if asking.answer is None else asking.answer
        shape = layout(asking.question)
        taps = []
        for offered in asking.options:
            value = _number(Decimal(offered.choice.name))
            words = _FACES[int(value) - 1] if shape is Layout.FACES else offered.choice.name
            taps.append(Tap("a", offered.key, words, None if marked is None else value == marked))
        return Drawn(shape, tuple(taps)) if taps else None


_FACES = ("😠", "🙁", "😐", "🙂", "😍")


def bounds(question: Question) -> tuple[Decimal, Decimal, Decimal]:
    """start, end and step; XLSForm's defaults (1, 10, 1) where a parameter is missing or is no such thing."""
    written = question.parameters
    return _bounds(written.get("start", ""), written.get("end", ""), written.get("step", ""))


@lru_cache(maxsize=256)
def _bounds(start: str, end: str, step: str) -> tuple[Decimal, Decimal, Decimal]:
    first, last = _parameter(start, Decimal(1)), _parameter(end, Decimal(10))
    return min(first, last), max(first, last), abs(_parameter(step, Decimal(1))) or Decimal(1)


def layout(question: Question) -> Layout:
    """Stars for one to five, faces if the author says so, else a scale of numbers."""
    if bounds(question) != (Decimal(1), Decimal(5), Decimal(1)):
        return Layout.SCALE
    words = question.appearance.split()
    if "faces" in words:
        return Layout.FACES
    return Layout.SCALE if "scale" in words else Layout.STARS


def _parameter(written: str, otherwise: Decimal) -> Decimal:
    try:
        value = Decimal(written.strip())
    except InvalidOperation:
        return otherwise
    return value if value.is_finite() and abs(value) < 10**9 and value == round(value, 9) else otherwise


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
