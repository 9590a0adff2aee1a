import re
from collections.abc import Callable

from surveys.answering.kinds.kind import Accepted, Asking, Kind, Outcome
from surveys.answering.values import Answer, GeoPoint
from surveys.questionnaires.definition import Question
from surveys.screens import Phrase, Wanted

_PAIR = re.compile(r"\s*(-?\d{1,3}(?:\.\d{1,12})?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d{1,12})?)\s*", re.ASCII)


class Geopoint(Kind):
    """A place on the map: a location of the messenger, or two numbers copied from a map."""

    name = "geopoint"
    wanted = Wanted.LOCATION

    def located(self, asking: Asking, point: GeoPoint) -> Outcome:
        on_earth = -90 <= point.latitude <= 90 and -180 <= point.longitude <= 180
        return Accepted(point) if on_earth else self.unfit()

    def typed(self, asking: Asking, text: str) -> Outcome:
        match = _PAIR.fullmatch(text)
        if match is None:
            return self.unfit()
        return self.located(asking, GeoPoint(float(match.group(1)), float(match.group(2))))

    def kept(self, question: Question, options: object, answer: Answer) -> Answer | None:
        return answer if isinstance(answer, GeoPoint) else None

    def said(self, answer: Answer, label: Callable[[str], str], language: str) -> str | Phrase:
        if not isinstance(answer, GeoPoint):
            return ""
        return f"{answer.latitude:.5f}, {answer.longitude:.5f}"
