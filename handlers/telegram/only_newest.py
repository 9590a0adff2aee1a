"""Screens of which only the newest stays in a chat, because they show or carry what is not to be found there later.

Somebody who words an anonymous comment anew sees it shown back anew; somebody who begins a survey anew leaves buttons
behind that carry answers. Nobody would think of removing the former ones. Where they stand is known in memory only: a
restart forgets, and then they stay until one of their buttons is tapped.
"""

from collections import OrderedDict

from surveys.address import Address
from surveys.screens import Emphasis, Screen

MOST = 10_000
"""Chats remembered at once; the oldest are forgotten first."""
WORDS = "words"
"""The kind of screens that repeat what the person typed; others are named by who draws them."""


def quotes(screen: Screen) -> bool:
    """Whether words of somebody's are repeated on it."""
    return any(span.emphasis is Emphasis.QUOTE for paragraph in screen.paragraphs for span in paragraph)


class OnlyNewest:
    def __init__(self) -> None:
        self._standing: OrderedDict[Address, dict[str, str]] = OrderedDict()

    def shown(self, address: Address, kind: str, placement: str) -> str:
        """Something was drawn at `placement`, of no `kind` or of one. Where the former one of its kind stands, which
        has to go; "" for none."""
        standing = {each: at for each, at in self._standing.pop(address, {}).items() if at != placement}
        former = standing.pop(kind, "")
        if kind:
            standing[kind] = placement
        if standing:
            self._standing[address] = standing
        if len(self._standing) > MOST:
            self._standing.popitem(last=False)
        return former
