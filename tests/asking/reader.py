"""Somebody with the conversation in their hand, without a channel: every screen they see, and every button on it."""

from dataclasses import dataclass, field

from surveys.address import Address
from surveys.campaigns.delivering import Delivery
from surveys.conversation.conversation import Conversation
from surveys.conversation.incoming import Incoming, Outcome
from surveys.screens import Action, Option, Screen
from surveys.texts import Texts
from tests.asking.city import City

TEXTS = Texts()


@dataclass
class Reader:
    city: City
    key: str
    person: int
    placement: str = "100"
    seen: list[Outcome] = field(default_factory=list)
    number: int = 0

    @property
    def screen(self) -> Screen:
        found = [each.reply.screen for each in self.seen if each.reply.screen is not None]
        return found[-1]

    @property
    def text(self) -> str:
        return said(self.screen)

    @property
    def toast(self) -> str:
        words = self.seen[-1].reply.toast
        return TEXTS.say(words, "ru") if words is not None else ""

    @property
    def labels(self) -> list[str]:
        return labels(self.screen)

    async def receives(self, code: str = "lunch", delivery: Delivery | None = None) -> Screen | None:
        """The message that a courier would send now: by default the invitation as it was queued."""
        row = delivery or await self.city.last_of(code, self.person)
        assert row is not None
        asked = self._conversation.asked
        found = await self.city.works.read(lambda work: asked.message(work, row, self.city.now))
        assert found is None or found.address == Address("chat", self.key)
        return found.screen if found is not None else None

    async def taps(self, screen: Screen, label: str, placement: str = "100") -> None:
        await self.acts(_option(screen, label).action, placement)

    async def acts(self, action: Action, placement: str = "100", *, again: bool = False) -> None:
        """`again`: the same input is delivered once more."""
        self.number += not again
        incoming = Incoming(Address("chat", self.key), "ru", "chat", self._source, placement)
        conversation = self._conversation
        self.seen.append(await self.city.works.write(lambda work: conversation.tapped(work, incoming, action)))

    async def types(self, text: str, replied: Action | None = None) -> None:
        self.number += 1
        incoming = Incoming(Address("chat", self.key), "ru", "chat", self._source, replied=replied)
        conversation = self._conversation
        self.seen.append(await self.city.works.write(lambda work: conversation.typed(work, incoming, text)))

    @property
    def _source(self) -> int:
        return self.person * 1_000 + self.number

    @property
    def _conversation(self) -> Conversation:
        return self.city.conversation


def said(screen: Screen) -> str:
    """Every word of a screen but its buttons."""
    notice = [TEXTS.say(screen.notice, "ru")] if screen.notice is not None else []
    return "\n".join([*notice, *(TEXTS.say(span.words, "ru") for each in screen.paragraphs for span in each)])


def labels(screen: Screen) -> list[str]:
    return [TEXTS.say(each.words, "ru") for each in _options(screen)]


def _options(screen: Screen) -> list[Option]:
    return [*(screen.answers.options if screen.answers else ()), *screen.controls]


def _option(screen: Screen, label: str) -> Option:
    found = [each for each in _options(screen) if label in TEXTS.say(each.words, "ru")]
    assert found, f"no button {label!r} among {labels(screen)}"
    return found[0]
