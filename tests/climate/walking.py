"""Screens as somebody at the desk reads and taps them, without a messenger between: quick enough to walk them all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.installation import Installation
from surveys.address import Address
from surveys.conversation.conversation import Conversation
from surveys.conversation.incoming import Incoming, Outcome
from surveys.screens import Action, Screen
from tests.security.town import Citizen

SOURCE = "walk"


def said(at: Installation, screen: Screen) -> str:
    """Everything that a screen says, its buttons too."""
    texts = at.texts
    lines = ["".join(texts.say(span.words, screen.language) for span in spans) for spans in screen.paragraphs]
    lines += [texts.say(words, screen.language) for words in (screen.notice, screen.footnote) if words]
    options = [*(screen.answers.options if screen.answers else ()), *screen.controls]
    return "\n".join([*lines, *(texts.say(option.words, screen.language) for option in options)])


def actions(screen: Screen) -> list[Action]:
    options = [*(screen.answers.options if screen.answers else ()), *screen.controls]
    return [option.action for option in options]


@dataclass
class Walker:
    """`number` counts what this person did, as update numbers would."""

    at: Installation
    citizen: Citizen
    number: int = 1_000
    conversation: Conversation = field(init=False)

    def __post_init__(self) -> None:
        at = self.at
        self.conversation = Conversation(at.policy, at.clock, at.chance, at.secret, at.keys)

    async def taps(self, verb: str, *args: str) -> Outcome:
        self.number += 1
        incoming = Incoming(Address("telegram", str(self.citizen.id)), "ru", SOURCE, self.number, placement="1")
        return await self.at.works.write(lambda work: self.conversation.tapped(work, incoming, Action(verb, args)))

    async def sees(self, verb: str, *args: str) -> str:
        """The screen's words, "" where there is none to see."""
        screen = (await self.taps(verb, *args)).reply.screen
        return said(self.at, screen) if screen is not None else ""

    async def everything(self, begin: Action, verbs: frozenset[str]) -> dict[Action, Screen]:
        """Every screen that `begin` leads to over buttons with these verbs."""
        found: dict[Action, Screen] = {}
        waiting = [begin]
        while waiting:
            action = waiting.pop()
            screen = (await self.taps(action.verb, *action.args)).reply.screen if action not in found else None
            if screen is not None:
                found[action] = screen
                waiting += [each for each in actions(screen) if each.verb in verbs and each not in found]
        return found


def numbers_in(text: str) -> Iterator[str]:
    """Numbers with their decimals and signs, as a reader takes them."""
    yield from re.findall(r"−?\d+(?:[.,]\d+)?", text)
