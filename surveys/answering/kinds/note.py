from surveys.answering.kinds.acknowledge import READ
from surveys.answering.kinds.kind import Accepted, Asking, Drawn, Kind, Outcome, Tap
from surveys.answering.values import Answer
from surveys.screens import Layout, Phrase


class Note(Kind):
    """Something to read. Shown above the next question; asked for a tap only where there is none or it is long."""

    name = "note"

    def confirmed(self, asking: Asking) -> Outcome:
        return Accepted(READ)

    def suggested(self, asking: Asking, text: str) -> Answer | None:
        return None

    def drawn(self, asking: Asking) -> Drawn:
        return Drawn(Layout.LIST, (Tap("ok", "", Phrase("answering.understood")),))
