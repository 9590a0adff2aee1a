"""What lanes are for: the same campaign and the same answers, once with lanes and once in one queue."""

import asyncio
import time
from statistics import quantiles

import pytest
from aiogram import Bot

from bot.composition import telegram_bot
from bot.emulator.server import Emulator
from bot.gate import Gate, Lane, Passage, lane
from handlers.telegram.initiative import deliver
from surveys.campaigns.delivering import Delivered
from tests.couriers.test_outcomes import INVITATION, TOKEN, messenger
from tests.soak_report import SoakReport

FIRST = 7_200_000
ANSWERING = 100
"""People whose taps are answered with an edit, one after another."""


class OneQueue(Gate):
    """No lanes: whatever comes first leaves first, at the rate."""

    def __init__(self) -> None:
        super().__init__()
        self._turns = asyncio.Lock()

    async def turn(self, until: float | None = None) -> bool:
        """Everything waits in `_pass`."""
        return True

    async def _pass(self, chat: object, passage: Passage, name: str) -> None:
        async with self._turns:
            await super().turn()


async def _waits(gate: Gate, people: int, seconds: float) -> list[float]:
    """A campaign to so many, twenty edits a second beside it: from a tap to its edit."""
    async with Emulator(token=TOKEN, limits=True) as emulator:
        for each in range(people + ANSWERING):
            emulator.people.add("Анна", person_id=FIRST + each).started = True
        bot = telegram_bot(TOKEN, emulator.url, gate)
        try:
            shown = [
                emulator.world.account.post(emulator.people.get(FIRST + people + each), {"text": "?"}, mine=False)
                for each in range(ANSWERING)
            ]
            campaign = asyncio.create_task(_campaign(gate, bot, people))
            found = await _answers(bot, [(one.chat["id"], one.id) for one in shown], seconds)
            await campaign
        finally:
            await bot.session.close()
    return found


async def _campaign(gate: Gate, bot: Bot, people: int) -> None:
    sends = messenger(bot)

    async def one(chat: int) -> None:
        with lane(Lane.CAMPAIGNS, booked=True):
            assert await deliver(sends, str(chat), INVITATION) == Delivered()

    async with asyncio.TaskGroup() as flying:
        for each in range(people):
            await gate.turn()
            flying.create_task(one(FIRST + each))


async def _answers(bot: Bot, places: list[tuple[int, int]], seconds: float) -> list[float]:
    waits: list[float] = []
    begun = time.monotonic()

    async def answer(number: int) -> None:
        chat, message = places[number % len(places)]
        tapped = time.monotonic()
        await bot.edit_message_text(f"Вопрос {number}", chat_id=chat, message_id=message)
        waits.append(time.monotonic() - tapped)

    async with asyncio.TaskGroup() as taps:
        for number in range(int(20 * seconds)):
            taps.create_task(answer(number))
            await asyncio.sleep(max(0.0, begun + (number + 1) / 20 - time.monotonic()))
    return waits


def _p95(waits: list[float]) -> float:
    return round(quantiles(waits, n=20)[18], 3)


@pytest.mark.soak
async def test_answers_wait_for_no_campaign_and_for_all_of_it_where_there_are_no_lanes() -> None:
    with SoakReport("p95 of answers with and without lanes") as report:
        with_lanes, without = await _waits(Gate(), 900, 30), await _waits(OneQueue(), 900, 30)
        report.figures = {"with_lanes": _p95(with_lanes), "without": _p95(without)}  # type: ignore[attr-defined]
        assert _p95(with_lanes) < 1.0
        assert _p95(without) > 10.0
