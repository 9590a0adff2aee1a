from collections.abc import Callable
from datetime import date

from surveys.answering.kinds.kind import Accepted, Asking, Kind, Outcome, Rejected
from surveys.answering.kinds.typed_dates import day_said
from surveys.answering.values import Answer
from surveys.screens import Wanted


class Date(Kind):
    """A day, typed as people type days; kept as ISO 8601."""

    name = "date"
    wanted = Wanted.DATE

    def typed(self, asking: Asking, text: str) -> Outcome:
        day = day_said(text, asking.now.date())
        return Accepted(day.isoformat()) if day else Rejected("not_date")

    def said(self, answer: Answer, label: Callable[[str], str], language: str) -> str:
        try:
            day = date.fromisoformat(str(answer))
        except ValueError:
            return str(answer)
        return day.strftime("%d.%m.%Y") if language == "ru" else day.isoformat()
