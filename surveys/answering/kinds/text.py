from surveys.answering.kinds.kind import Accepted, Asking, Kind, Outcome, Rejected
from surveys.questionnaires.definition import Question
from surveys.screens import Wanted

MAX_LENGTH = 4_000
"""Code points, where the author sets no `max`: a message of 4,096 holds it with the question around it."""


class Text(Kind):
    """Free text, kept exactly as it was typed."""

    name = "text"
    wanted = Wanted.TEXT

    def typed(self, asking: Asking, text: str) -> Outcome:
        if not text.strip():
            return Rejected("empty")
        limit = longest(asking.question)
        if len(text) > limit:
            return Rejected("too_long", {"count": limit, "length": len(text)})
        return Accepted(text)


def longest(question: Question) -> int:
    """Code points that an answer may have."""
    written = question.parameters.get("max", "").strip()
    if not (written.isascii() and written.isdigit() and len(written) < 6):
        return MAX_LENGTH
    return min(int(written) or MAX_LENGTH, MAX_LENGTH)
