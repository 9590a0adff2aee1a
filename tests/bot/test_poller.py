"""The poller takes every update once, whatever part of them Telegram repeats."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod

from bot import polling
from bot.polling import Poller, RawUpdate


class ScriptedTelegram(BaseSession):
    """Answers each poll with the next batch of the script, then says nothing more. `offsets` is what was asked."""

    def __init__(self, *batches: list[int]) -> None:
        super().__init__()
        self._batches = list(batches)
        self.offsets: list[int | None] = []
        self.read_out = asyncio.Event()

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109 - the parent's own signature
    ) -> Any:
        self.offsets.append(method.offset)  # type: ignore[attr-defined]  # only polls are made here
        if not self._batches:
            self.read_out.set()
            await asyncio.Event().wait()
        return [{"update_id": number} for number in self._batches.pop(0)]

    async def close(self) -> None: ...

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield b""


async def _taken(telegram: ScriptedTelegram, slow: set[int]) -> list[int]:
    """Which updates were handed over, in order. All are finished at once, but the slow ones never."""
    taken: list[int] = []

    def accept(raw: RawUpdate, finished: Callable[[], None]) -> None:
        taken.append(raw["update_id"])
        if raw["update_id"] not in slow:
            finished()

    poller = Poller(Bot("42:token", session=telegram), accept, kinds=[], poll_seconds=1)
    running = asyncio.create_task(poller.run())
    await telegram.read_out.wait()
    poller.stop()
    await running
    return taken


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "SETTLING", 0.01)


async def test_an_update_left_out_of_one_batch_and_repeated_in_the_next_is_taken_once() -> None:
    telegram = ScriptedTelegram([1, 2, 3], [1], [1, 2, 3, 4])
    assert await _taken(telegram, slow={1}) == [1, 2, 3, 4]
    assert telegram.offsets == [None, 1, 1, 1]


async def test_nothing_unfinished_is_confirmed_and_everything_finished_is() -> None:
    telegram = ScriptedTelegram([7, 8], [9])
    await _taken(telegram, slow=set())
    assert telegram.offsets == [None, 9, 10]


async def test_ids_that_start_again_lower_are_taken_and_confirmed() -> None:
    telegram = ScriptedTelegram([900], [], [5, 6])
    assert await _taken(telegram, slow=set()) == [900, 5, 6]
    assert telegram.offsets == [None, 901, 901, 7]
