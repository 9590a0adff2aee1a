"""One reply as a value, and which of several that wait are worth showing."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any

from handlers.telegram.only_newest import WORDS, quotes
from surveys.address import Address
from surveys.screens import Reply


@dataclass(frozen=True, slots=True)
class Outgo:
    """One reply to one input.

    `tap` is the callback query to acknowledge, `placement` the message to draw in, `subject` what the screen is about
    (screens of one subject supersede each other), `retire` a former message of the subject.

    `wipe` are messages of the person's own to take away, written at `since` (seconds since the epoch, 0 where nobody
    knows). `lasting`: what stands at `placement` and at `retire` shows an answer and must go, whatever it costs.
    `alone`: of screens with this name only the newest stays in the chat.
    """

    address: Address
    reply: Reply
    language: str
    tap: str = ""
    placement: str = ""
    page: int = 0
    subject: str = ""
    retire: str = ""
    wipe: tuple[str, ...] = ()
    lasting: bool = False
    alone: str = ""
    since: float = 0.0
    sent: "asyncio.Future[None]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    @property
    def kind(self) -> str:
        """Of which kind it is the only one that may stay in the chat; "" for none."""
        repeats = (self.wipe or self.lasting) and self.reply.screen is not None and quotes(self.reply.screen)
        return WORDS if repeats else self.alone

    @property
    def replaces(self) -> set[str]:
        """Where something stands that must not stay as it is."""
        return {self.placement, self.retire} - {""} if self.lasting else set()


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """`tried`: the reply; whoever confirms the update may lose patience. `firm`: what must be done before, if any."""

    tried: "asyncio.Future[Any]"
    firm: "asyncio.Future[Any] | None" = None

    @property
    def done(self) -> bool:
        return self.tried.done() and (self.firm is None or self.firm.done())


def place_of(outgo: Outgo, places: dict[str, str]) -> str:
    """A tap is answered where it was made; anything else where its subject stands by now."""
    if outgo.lasting:
        return outgo.placement
    if outgo.reply.afresh:
        return ""
    return outgo.placement if outgo.tap else places.get(outgo.subject, outgo.placement)


def worth_showing(batch: list[Outgo]) -> list[Outgo]:
    """Those that nothing later in the batch draws over, in order."""
    shown: list[Outgo] = []
    for outgo in batch:
        if shown and _supersedes(outgo, shown[-1]):
            outgo = _taking_over(shown.pop(), outgo)
        shown.append(outgo)
    return shown


def at_most(most: int, batch: list[Outgo]) -> list[Outgo]:
    """The newest, and whatever must be drawn."""
    return [outgo for place, outgo in enumerate(batch) if outgo.lasting or place >= len(batch) - most]


def _supersedes(later: Outgo, earlier: Outgo) -> bool:
    if earlier.reply.screen is None or earlier.reply.screen.exhibit is not None:
        return False
    same_message = bool(later.placement) and later.placement == earlier.placement
    if earlier.lasting:
        # Only what is drawn into the very same message replaces what must not stay there.
        drawn_there = same_message and (later.lasting or not later.reply.afresh)
        return drawn_there and earlier.retire in ("", later.retire)
    return same_message or (bool(later.subject) and later.subject == earlier.subject)


def _taking_over(earlier: Outgo, later: Outgo) -> Outgo:
    """The later one, which must not forget what the earlier one was to take away."""
    if earlier.lasting:
        return replace(later, lasting=True)
    if later.retire or not earlier.retire:
        return later
    return replace(later, reply=replace(later.reply, afresh=True), retire=earlier.retire)
