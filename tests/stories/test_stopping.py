"""Row 5: SIGTERM drains and loses nothing. Row 15: a revoked token ends the bot, a second poller does not."""

import asyncio
import signal
import time
from typing import Any

import pytest

from tests.soak_report import SoakReport
from tests.stories.bots import until
from tests.stories.citizens import COMMENT, PATIENCE, RATING, Citizen, together
from tests.stories.conftest import Town

DRAIN = 20.0
"""Seconds in which a stop must be over (trust.md 5.4, row 5)."""


async def _stopped_under_load(town: Town, citizens: int, stops: int) -> None:
    town.settles(citizens)
    await town.bot.start()
    done = asyncio.Event()

    async def nemesis() -> None:
        for _ in range(stops):
            await asyncio.sleep(town.chance.uniform(0.05, 0.8))
            assert await town.bot.stop() < DRAIN
            await town.bot.start()
        done.set()

    await together(nemesis(), town.live(lambda visits: not done.is_set() or visits < 1))
    await town.drained()
    await town.bot.stop()


async def test_a_stop_under_load_drains_in_time_and_loses_nothing(town: Town) -> None:
    """Row 5."""
    await _stopped_under_load(town, citizens=6, stops=2)
    await town.kept()
    assert "unfinished=0" in town.bot.told


@pytest.mark.soak
async def test_forty_stops_under_load_lose_nothing(town: Town) -> None:
    with SoakReport("SIGTERM under load") as report:
        await _stopped_under_load(town, citizens=40, stops=report.kill(40))
        report.judge(town.history.promises, await town.check())


async def test_a_stop_is_heard_while_telegram_is_away_at_the_start(town: Town) -> None:
    """Rows 5 and 12."""
    town.emulator.faults.add({"method": "getMe", "do": {"kind": "error", "code": 502, "description": "Bad Gateway"}})
    town.bot.launch()
    await until(lambda: town.emulator.faults.rules[0].hits, 20, "the bot asks who it is")
    assert await town.bot.stop(5.0) < 5.0


async def _stopped_while_owing(town: Town, trouble: dict[str, Any]) -> Citizen:
    """Somebody taps, the reply cannot leave, the bot is stopped and started: it must not wait for that reply."""
    (anna,) = town.settles(1)
    point, carried = next(iter(town.payloads.items()))
    await town.bot.start(OTKLIK_DRAIN_SECONDS="1.5")
    await anna.scans(carried, point)
    await anna.sees(RATING)
    town.emulator.faults.add({"method": "editMessageText", "do": trouble})
    anna.tap("5 ★")
    await until(lambda: town.emulator.faults.rules[0].hits, 5, "the reply fails")
    assert await town.bot.stop() < 5.0
    assert "owed=1" in town.bot.told
    town.emulator.faults.clear()
    await town.bot.start()
    return anna


async def test_a_reply_that_could_not_leave_before_the_stop_comes_after_the_start(town: Town) -> None:
    """Rows 5 and 12."""
    anna = await _stopped_while_owing(town, {"kind": "error", "code": 502, "description": "Bad Gateway"})
    await anna.sees(COMMENT, 10)
    await town.bot.stop()


async def test_a_stop_does_not_wait_for_a_chat_closed_for_an_hour_and_the_person_goes_on_by_a_tap(town: Town) -> None:
    """Rows 5 and 13."""
    words = "Too Many Requests: retry after 3600"
    closed = {"kind": "error", "code": 429, "description": words, "retry_after": 3600}
    anna = await _stopped_while_owing(town, closed)
    if not anna.reads(COMMENT):
        anna.tap("5 ★")
    await anna.sees(COMMENT, 10)
    await town.bot.stop()


async def test_a_revoked_token_ends_the_bot_with_a_clear_line(town: Town) -> None:
    """Row 15."""
    await town.bot.start()
    town.emulator.faults.add({"do": {"kind": "revoke_token"}})
    town.emulator.world.account.revoke()
    begun = time.monotonic()
    assert await town.bot.ended(60) == 1
    assert time.monotonic() - begun < 60
    assert "ask @BotFather for a new token" in town.bot.told
    assert "Traceback" not in town.bot.told


async def _second_poller(town: Town, seconds: float) -> None:
    (anna,) = town.settles(1)
    await town.bot.start()
    await until(lambda: town.emulator.world.account.polling.waiting, 20, "the bot polls")
    town.emulator.world.account.order_fault({"do": {"kind": "conflict", "seconds": seconds}})
    point, carried = next(iter(town.payloads.items()))
    await anna.rates(point, carried)
    assert any((entry.get("answer") or {}).get("error_code") == 409 for entry in town.emulator.journal.since())
    assert town.bot.exit_code is None
    await town.drained()
    await town.bot.stop()


async def test_a_second_poller_is_survived(town: Town) -> None:
    """Row 15: answers wait until the other one has gone."""
    await _second_poller(town, 0.3)
    await town.kept()


@pytest.mark.soak
async def test_a_second_poller_is_survived_for_ninety_seconds(town: Town) -> None:
    with SoakReport("409 for 90 s") as report:
        town.history.storming = True
        async with asyncio.timeout(90.0 + PATIENCE):
            await _second_poller(town, 90.0)
        report.judge(town.history.promises, await town.check())


async def test_a_stop_signal_that_comes_twice_is_one_stop(town: Town) -> None:
    await town.bot.start()
    town.bot.send(signal.SIGTERM)
    town.bot.send(signal.SIGINT)
    assert await town.bot.ended(10) == 0
