"""The poller confirms to Telegram only what is finished, and hands everything over once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot

from bot.composition import telegram_bot
from bot.emulator.server import Emulator
from bot.gate import Gate
from bot.polling import Poller, RawUpdate, TokenRevoked

TOKEN = "4242:emulated"


class Hands:
    """Takes updates and finishes them when the test says so."""

    def __init__(self, *, at_once: bool) -> None:
        self.at_once = at_once
        self.taken: list[RawUpdate] = []
        self.finish: dict[str, Callable[[], None]] = {}
        self.changed = asyncio.Event()

    def accept(self, raw: RawUpdate, finished: Callable[[], None]) -> None:
        self.taken.append(raw)
        self.finish[raw.get("message", {}).get("text", "")] = finished
        if self.at_once:
            finished()
        self.changed.set()

    async def has(self, count: int) -> None:
        async with asyncio.timeout(10):
            while len(self.taken) < count:
                self.changed.clear()
                await self.changed.wait()

    @property
    def texts(self) -> list[str]:
        return [raw["message"]["text"] for raw in self.taken]


@asynccontextmanager
async def polling(emulator: Emulator, hands: Hands) -> AsyncIterator[Poller]:
    bot = telegram_bot(TOKEN, emulator.url, Gate())
    poller = Poller(bot, hands.accept, kinds=["message"], poll_seconds=5)
    running = asyncio.create_task(poller.run())
    try:
        yield poller
    finally:
        poller.stop()
        await running
        await bot.session.close()


async def redelivered(emulator: Emulator) -> list[str]:
    """What a new process would be given."""
    hands = Hands(at_once=False)
    bot = telegram_bot(TOKEN, emulator.url, Gate())
    poller = Poller(bot, hands.accept, kinds=["message"], poll_seconds=1)
    running = asyncio.create_task(poller.run())
    await poller.connected.wait()
    poller.stop()
    await running
    await bot.session.close()
    return hands.texts


async def test_what_is_not_finished_is_delivered_again_and_what_is_finished_below_it_is_not() -> None:
    async with Emulator(token=TOKEN) as emulator:
        anna = emulator.people.add("Анна")
        for number in range(5):
            emulator.people.say(anna.id, str(number))
        hands = Hands(at_once=False)
        async with polling(emulator, hands) as poller:
            await hands.has(5)
            for text in ("0", "1", "3", "4"):
                hands.finish[text]()
            emulator.people.say(anna.id, "5")
            await hands.has(6)
            assert poller.unfinished == 2
        assert await redelivered(emulator) == ["2", "3", "4", "5"]


async def test_a_clean_stop_confirms_everything_that_is_finished() -> None:
    async with Emulator(token=TOKEN) as emulator:
        anna = emulator.people.add("Анна")
        emulator.people.say(anna.id, "x")
        hands = Hands(at_once=True)
        bot = telegram_bot(TOKEN, emulator.url, Gate())
        poller = Poller(bot, hands.accept, kinds=["message"], poll_seconds=5)
        running = asyncio.create_task(poller.run())
        await hands.has(1)
        poller.stop()
        await running
        await poller.confirm()
        await bot.session.close()
        assert await redelivered(emulator) == []


async def test_a_stuck_update_neither_stops_the_others_nor_is_handed_over_twice() -> None:
    async with Emulator(token=TOKEN) as emulator:
        anna = emulator.people.add("Анна")
        hands = Hands(at_once=False)
        async with polling(emulator, hands):
            emulator.people.say(anna.id, "stuck")
            await hands.has(1)
            for number in range(3):
                emulator.people.say(anna.id, str(number))
                await hands.has(number + 2)
                hands.finish[str(number)]()
        assert hands.texts == ["stuck", "0", "1", "2"]


async def test_ids_that_start_lower_after_a_quiet_week_are_handed_over() -> None:
    async with Emulator(token=TOKEN) as emulator:
        anna = emulator.people.add("Анна")
        hands = Hands(at_once=True)
        async with polling(emulator, hands):
            emulator.people.say(anna.id, "before")
            await hands.has(1)
            emulator.world.account.updates.next_id = 1000
            emulator.people.say(anna.id, "after")
            await hands.has(2)
        assert hands.texts == ["before", "after"]
        assert hands.taken[1]["update_id"] < hands.taken[0]["update_id"]


async def test_a_revoked_token_ends_the_polling() -> None:
    async def at_once(_: float) -> None:
        await asyncio.sleep(0)

    async with Emulator(token=TOKEN) as emulator:
        bot: Bot = telegram_bot("4242:somebody-else", emulator.url, Gate())
        poller = Poller(bot, Hands(at_once=True).accept, kinds=["message"], poll_seconds=5, pause=at_once)
        with pytest.raises(TokenRevoked):
            await poller.run()
        await bot.session.close()
