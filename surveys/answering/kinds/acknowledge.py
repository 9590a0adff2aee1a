from collections.abc import Callable

from surveys.answering.kinds.kind import Accepted, Asking, Drawn, Kind, Outcome, Tap
from surveys.answering.values import Answer
from surveys.screens import Layout, Phrase

READ = "OK"
"""What XLSForm's clients store for an acknowledgement."""


class Acknowledge(Kind):
    """Something to agree to: one tap."""

    name = "acknowledge"

    def confirmed(self, asking: Asking) -> Outcome:
        return Accepted(READ)

    def suggested(self, asking: Asking, text: str) -> Answer | None:
        return None

    def said(self, answer: Answer, label: Callable[[str], str], language: str) -> str | Phrase:
        return Phrase("answering.acknowledged")

    def drawn(self, asking: Asking) -> Drawn:
        return Drawn(Layout.LIST, (Tap("ok", "", Phrase("answering.agree")),))
