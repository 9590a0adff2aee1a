"""One person's phone in the emulated Telegram, as a script holds it: what is on it, and what can be done with it."""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.demo.people import Dweller
from bot.emulator.server import Emulator

PATIENCE = 10.0
"""Seconds until what should have appeared counts as missing."""

Message = dict[str, Any]


class Missing(Exception):
    """What should have appeared did not: `step` is the key of what was waited for."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


class Phone:
    def __init__(self, emulator: Emulator, owner: Dweller) -> None:
        self._emulator = emulator
        self._owner = owner

    def scan(self, payload: str) -> None:
        self._emulator.people.start(self._owner.number, payload)

    def tap(self, button: str) -> None:
        """Raises ImpossibleAct when the newest message has no such button."""
        self._emulator.people.tap(self._owner.number, self.newest()["message_id"], button)

    def say(self, text: str) -> None:
        self._emulator.people.say(self._owner.number, text)

    def newest(self) -> Message:
        """The bot's last message; {} before its first."""
        chat = self._emulator.people.get(self._owner.number).chat
        return next((message.shown() for message in reversed(chat.messages.values()) if not message.mine), {})

    def buttons(self) -> list[list[str]]:
        rows = self.newest().get("reply_markup", {}).get("inline_keyboard", [])
        return [[button["text"] for button in row] for row in rows]

    def labels(self) -> list[str]:
        return [button for row in self.buttons() for button in row]

    def text(self) -> str:
        return str(self.newest().get("text", ""))

    async def until(self, step: str, holds: Callable[[], bool]) -> None:
        """Wait until `holds`. Raises Missing."""
        chat = self._emulator.people.get(self._owner.number).chat
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while not holds():
            if (left := end - loop.time()) <= 0:
                raise Missing(step)
            await chat.changed(chat.revision, min(left, 1.0))
