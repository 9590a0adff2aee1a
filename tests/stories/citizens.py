"""People as they are: they look at the screen, tap what they see, write, get impatient, and remember what they saw."""

import asyncio
import random
import time
from typing import Any

from bot.emulator.messages import Message
from bot.emulator.server import Emulator
from tests.stories.bots import Late
from tests.stories.history import History

RATING = "Как мы вас обслужили?"
REASONS = "Что помешало?"
COMMENT = "Хотите добавить пару слов?"
THANKS = "Спасибо!"
PATIENCE = 60.0
"""Seconds after the end of the faults until a person counts as stuck: the queue must have drained by then (I7)."""


class Citizen:
    """`canary` is in everything they are called and write, so that it can be searched for where it must not be."""

    def __init__(self, emulator: Emulator, history: History, number: int, chance: random.Random) -> None:
        self.id = 7_351_900_000 + number
        self.canary = f"Канарейкин{number:03}"
        self._emulator = emulator
        self._history = history
        self._chance = chance
        self._since = 0
        self._texts = 0
        emulator.people.add(self.canary, username=f"canary_{number:03}", person_id=self.id)
        self.chat = emulator.people.get(self.id).chat

    @property
    def shown(self) -> list[Message]:
        """What the bot has sent since the last scan, newest first: all of it is before their eyes."""
        return [one for one in reversed(self.chat.messages.values()) if one.id > self._since and not one.mine]

    @property
    def screen(self) -> Message | None:
        """The newest message."""
        return next(iter(self.shown), None)

    @property
    def text(self) -> str:
        screen = self.screen
        return "" if screen is None else str(screen.content.get("text", ""))

    @property
    def buttons(self) -> list[str]:
        """What can be tapped, newest message first."""
        return [button["text"] for one in self.shown for row in one.inline or () for button in row]

    def reads(self, what: str, below: int = 0) -> bool:
        """Whether any message since the scan says `what`, perhaps only those below message number `below`."""
        return any(what in str(one.content.get("text", "")) for one in self.shown if one.id > below)

    async def scans(self, payload: str, point: str) -> None:
        self._history.did(self.id, "scan", point=point)
        self._since = self._emulator.people.start(self.id, payload).id

    def tap(self, label: str) -> Any:
        """Tap the button that begins with `label` on the newest message that has one."""
        for message in reversed(self.chat.messages.values()):
            for row in message.inline or ():
                for button in row:
                    if button["text"].startswith(label) and not message.mine:
                        self._history.did(self.id, "tap", button=button["text"])
                        return self._emulator.people.tap(self.id, message.id, button["text"])
        raise AssertionError(f"no button {label!r} on the screen: {self.buttons}")

    async def taps(self, label: str, *, until: Any, impatience: float = 1.5) -> None:
        """Tap, look, tap again when nothing happens, until `until()` holds."""
        self.tap(label)
        await self._insists(label, until, impatience)

    async def _insists(self, label: str, until: Any, impatience: float) -> None:
        end = time.monotonic() + PATIENCE
        while not await self._saw(until, impatience):
            if self._history.storming:
                end = time.monotonic() + PATIENCE
            if time.monotonic() > end:
                raise Late(f"tapped {label!r} and nothing changed: {self.text[:60]!r} {self.buttons}")
            impatience = min(10.0, impatience * 2)
            if any(button.startswith(label) for button in self.buttons):
                self.tap(label)

    def writes(self, text: str) -> int:
        """The number of the message."""
        self._history.did(self.id, "write")
        return self._emulator.people.say(self.id, text)[-1].id

    async def sees(self, what: str, seconds: float = PATIENCE) -> None:
        """Wait until a message of the bot since the scan says `what`. Raises Late."""
        if not await self._saw(lambda: self.reads(what), seconds):
            raise Late(f"does not see {what!r} within {seconds:g} s, but {self.text[:80]!r} {self.buttons}")

    async def rates(self, point: str, payload: str, *, writes: bool = True) -> None:
        """One visit from the scan to the thanks. Whatever the screen has moved past is written down as promised."""
        await self.scans(payload, point)
        await self.sees(RATING)
        rating = self._chance.randint(1, 5)
        await self.taps(f"{rating} ★", until=lambda: self.reads(REASONS if rating <= 3 else COMMENT))
        self._history.shown(self.id, point, rating=rating)
        if rating <= 3:
            await self._gives_reasons(point)
        await self.sees(COMMENT)
        await self._comments(point, writes)

    async def _gives_reasons(self, point: str) -> None:
        await self.sees(REASONS)
        await self.taps("☐ Долгая", until=lambda: any("☑ Долгая" in button for button in self.buttons))
        await self.taps("Готово", until=lambda: self.reads(COMMENT))
        self._history.shown(self.id, point, reasons=["queue"])

    async def _comments(self, point: str, writes: bool) -> None:
        if writes:
            self._texts += 1
            text = f"{self.canary} говорит <{self._texts}> & кланяется"
            written = self.writes(text)
            # A copy of the question may stand below the thanks after a kill: they tap what they see, and read on.
            await self._insists("Пропустить", lambda: self._thanked(written), 5.0)
            self._history.shown(self.id, point, comment=text)
        else:
            await self.taps("Пропустить", until=self._thanked)
        self._history.thanks(self.id, point)

    def _thanked(self, written: int | None = None) -> bool:
        """Thanks for an earlier visit may come again after a kill: what counts stands below one's own words, or
        where nothing is asked any more."""
        below = written is not None and self.reads(THANKS, below=written)
        return below or (self.reads(THANKS) and "Пропустить" not in self.buttons)

    async def _saw(self, true: Any, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not true():
            if self._history.storming and seconds == PATIENCE:
                end = time.monotonic() + seconds
            if (left := end - time.monotonic()) <= 0:
                return False
            await self.chat.changed(self.chat.revision, min(1.0, left))
        return True


async def together(*lives: Any) -> None:
    """All at once; the first failure ends the others."""
    async with asyncio.TaskGroup() as group:
        for life in lives:
            group.create_task(life)
