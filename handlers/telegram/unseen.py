"""What a conversation must offer so that answers can pass through without a trace.

Where nothing is to be stored its use cases run in transactions that cannot write, and no receipt of the input is
written: delivered again, they give the same.
"""

from typing import Literal, Protocol

from surveys.conversation.incoming import Incoming, Outcome
from surveys.screens import Action
from surveys.work import Work


class Unseen(Protocol):
    @property
    def reads_back(self) -> frozenset[str]:
        """Verbs whose taps need the quotations and codes of the screen that was tapped (`Incoming.shown`)."""
        ...

    def unseen(self, action: Action) -> Literal["reads", "writes"] | None:
        """Whether this is `unseen_tapped`'s, and whether it stores something; None: it is `tapped`'s."""
        ...

    def may_be_unseen(self, incoming: Incoming) -> bool:
        """Whether a text of this person may be an anonymous answer. Cheap: it is asked for every text."""
        ...

    def unseen_tapped(self, work: Work, incoming: Incoming, action: Action) -> Outcome: ...

    def unseen_typed(self, work: Work, incoming: Incoming, text: str) -> Outcome | None:
        """None: the text is `typed`'s."""
        ...

    def unseen_sent(self, work: Work, incoming: Incoming) -> Outcome | None:
        """Something that is no typed text, whatever it is. None: it goes the usual way."""
        ...
