from surveys.answering.kinds.kind import Accepted, Asking, Kind, Outcome, Rejected
from surveys.answering.kinds.typed_dates import time_said
from surveys.screens import Wanted


class Time(Kind):
    """A time of day; kept as ISO 8601 without seconds."""

    name = "time"
    wanted = Wanted.TIME

    def typed(self, asking: Asking, text: str) -> Outcome:
        moment = time_said(text)
        return Accepted(moment.isoformat("minutes")) if moment else Rejected("not_time")
