"""Button presses that wait for `answerCallbackQuery`."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from bot.emulator.chats import Person

REMEMBERED = 50_000


@dataclass(slots=True, eq=False)
class Tap:
    """One press. `answer` is what the bot answered: text, show_alert, url; None so far."""

    id: str
    person: Person
    pressed: float
    answer: dict[str, Any] | None = None
    _waiter: asyncio.Future[None] | None = field(default=None, repr=False)

    def settle(self, answer: dict[str, Any]) -> None:
        self.answer = answer
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def answered(self, seconds: float) -> dict[str, Any] | None:
        """The answer, or None when it did not come within `seconds` of real time."""
        if self.answer is None:
            if self._waiter is None:
                self._waiter = asyncio.get_running_loop().create_future()
            await asyncio.wait((self._waiter,), timeout=seconds)
        return self.answer


class Taps:
    """The newest presses by id; one that has fallen out is as unknown as one never made."""

    def __init__(self) -> None:
        self._taps: dict[str, Tap] = {}

    def add(self, tap: Tap) -> None:
        self._taps[tap.id] = tap
        if len(self._taps) > REMEMBERED:
            del self._taps[next(iter(self._taps))]

    def get(self, tap_id: str) -> Tap | None:
        return self._taps.get(tap_id)
