"""Row 12: Telegram fails. Row 13: it says "too many requests". Row 14: it refuses for good."""

import asyncio
from typing import Any

import pytest
from aiogram import Bot
from aiogram.methods import AnswerCallbackQuery, SendMessage

from bot.composition import telegram_bot
from bot.gate import Gate
from tests.soak_report import SoakReport
from tests.stories.bots import until
from tests.stories.citizens import COMMENT, PATIENCE, RATING, THANKS, together
from tests.stories.conftest import TOKEN, Town

TROUBLES: list[dict[str, Any]] = [
    {"kind": "error", "code": 500, "description": "Internal Server Error"},
    {"kind": "error", "code": 502, "description": "Bad Gateway"},
    {"kind": "gateway_page", "code": 502},
    {"kind": "drop_before"},
    {"kind": "drop_after"},
    {"kind": "half_response"},
    {"kind": "slow", "seconds": 0.3},
]


async def _answering_through(town: Town, citizens: int, visits: int, troubles: list[dict[str, Any]]) -> None:
    """Every fifth call goes wrong, each time in another way, polls included."""
    for trouble in troubles:
        town.emulator.faults.add({"do": trouble, "probability": 0.2 / len(troubles)})
    await town.live(lambda number: number < visits)
    assert {rule.kind for rule in town.emulator.faults.rules if rule.hits} == {one["kind"] for one in troubles}
    town.emulator.faults.clear()
    await town.drained()


async def test_answers_come_through_whatever_telegram_answers(town: Town) -> None:
    """Row 12: 500, 502, a gateway's page, dropped before and after the call was accepted, half answers, slowness."""
    town.settles(12)
    await town.bot.start()
    await _answering_through(town, 12, 2, TROUBLES)
    assert town.bot.exit_code is None
    await town.bot.stop()
    await town.kept()


@pytest.mark.soak
async def test_a_thousand_visits_come_through_whatever_telegram_answers(town: Town) -> None:
    with SoakReport("Telegram 5xx, drops, half answers") as report:
        town.settles(40)
        await town.bot.start()
        await _answering_through(town, 40, 25, TROUBLES)
        await town.bot.stop()
        report.judge(town.history.promises, await town.check())


@pytest.mark.soak
async def test_an_answer_that_never_comes_is_given_up_and_asked_for_again(town: Town) -> None:
    """Row 12, a timeout: the call is carried out, its answer takes longer than we wait."""
    with SoakReport("Telegram timeout") as report:
        (anna, boris) = town.settles(2)
        await town.bot.start()
        town.emulator.faults.add({"method": "sendMessage", "times": 1, "do": {"kind": "slow", "seconds": 90}})
        visits = list(town.payloads.items())
        town.history.storming = True
        async with asyncio.timeout(90.0 + PATIENCE):
            await together(anna.rates(*visits[0]), boris.rates(*visits[1]))
        await town.bot.stop()
        report.judge(town.history.promises, await town.check())


def _closed(seconds: int) -> dict[str, Any]:
    words = f"Too Many Requests: retry after {seconds}"
    return {"kind": "error", "code": 429, "description": words, "retry_after": seconds}


async def test_a_chat_told_to_wait_waits_while_others_are_answered(town: Town) -> None:
    """Row 13, one chat."""
    anna, boris = town.settles(2)
    visits = list(town.payloads.items())
    await town.bot.start()
    await anna.scans(visits[0][1], visits[0][0])
    await anna.sees(RATING)
    town.emulator.faults.add({"method": "editMessageText", "chat": anna.id, "times": 1, "do": _closed(3)})
    anna.tap("4 ★")
    await until(lambda: town.emulator.faults.rules[0].hits, 5, "Telegram closes the chat")
    await boris.rates(*visits[1])
    assert RATING in anna.text, "the closed chat was not left in peace"
    await anna.sees(COMMENT)
    calls = [
        entry
        for entry in town.emulator.journal.since()
        if entry["kind"] == "call" and str(anna.id) in str(entry["parameters"].get("chat_id"))
    ]
    refused = next(entry for entry in calls if not entry["answer"]["ok"])
    after = next(entry for entry in calls if entry["seq"] > refused["seq"])
    assert after["monotonic"] - refused["monotonic"] >= 3.0
    await town.bot.stop()


async def test_everybody_told_to_wait_is_answered_in_the_end(town: Town) -> None:
    """Row 13, the whole bot."""
    town.settles(6)
    await town.bot.start()
    town.emulator.faults.add({"method": "editMessageText", "times": 3, "do": _closed(1)})
    await town.live(lambda number: number < 1)
    assert town.emulator.faults.rules[0].hits == 3
    await town.drained()
    await town.bot.stop()
    await town.kept()


class EmulatedTime:
    """A clock that a pause moves on, for waits of an hour."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.paused: list[float] = []

    def now(self) -> float:
        return self.seconds

    async def pause(self, seconds: float) -> None:
        self.paused.append(seconds)
        self.seconds += seconds
        await asyncio.sleep(0)


async def _gated(town: Town) -> tuple[Bot, Gate, EmulatedTime]:
    time = EmulatedTime()
    gate = Gate(now=time.now, pause=time.pause)
    return telegram_bot(TOKEN, town.emulator.url, gate), gate, time


@pytest.mark.parametrize("seconds", [1, 35, 3600])
async def test_a_wait_is_exactly_as_long_as_telegram_says_and_no_request_is_dropped(town: Town, seconds: int) -> None:
    """Row 13: retry_after from 1 to 3600."""
    (anna,) = town.settles(1)
    town.emulator.people.start(anna.id)
    bot, _gate, time = await _gated(town)
    town.emulator.faults.add({"method": "sendMessage", "times": 1, "do": _closed(seconds)})
    await bot(SendMessage(chat_id=anna.id, text="привет"))
    assert time.paused == [float(seconds)]
    assert anna.text == "привет"
    await bot.session.close()


async def test_a_flood_of_taps_that_telegram_refuses_closes_nobodys_chat(town: Town) -> None:
    """Row 13: answerCallbackQuery has no chat; an hour for it is not an hour for everybody."""
    (anna,) = town.settles(1)
    town.emulator.people.start(anna.id)
    bot, gate, _time = await _gated(town)
    town.emulator.faults.add({"method": "answerCallbackQuery", "times": 1, "do": _closed(3600)})
    telling = asyncio.create_task(bot(AnswerCallbackQuery(callback_query_id="1")))
    await until(lambda: town.emulator.faults.rules[0].hits, 5, "Telegram refuses")
    assert gate.closed_for(anna.id) == 0
    await asyncio.gather(telling, return_exceptions=True)
    await bot.session.close()


REFUSALS = [
    ("editMessageText", 400, "Bad Request: message to edit not found"),
    ("editMessageText", 400, "Bad Request: message can't be edited"),
    ("editMessageText", 400, "Bad Request: MESSAGE_ID_INVALID"),
    ("editMessageText", 400, "Bad Request: there is no text in the message to edit"),
    ("editMessageText", 400, "Bad Request: something that Telegram says since yesterday"),
    ("editMessageText", 400, "Bad Request: can't parse entities: unsupported start tag"),
    ("deleteMessage", 400, "Bad Request: message can't be deleted for everyone"),
    ("answerCallbackQuery", 400, "Bad Request: query is too old and response timeout expired or query ID is invalid"),
]


async def test_a_refused_call_leaves_everybody_a_way_on(town: Town) -> None:
    """Row 14: what can be done otherwise is done otherwise."""
    people = town.settles(len(REFUSALS))
    await town.bot.start()
    for anna, (method, code, words) in zip(people, REFUSALS, strict=True):
        chat = None if method == "answerCallbackQuery" else anna.id
        error = {"kind": "error", "code": code, "description": words}
        town.emulator.faults.add({"method": method, "chat": chat, "times": 1, "do": error})
    await town.live(lambda number: number < 2)
    assert all(rule.hits for rule in town.emulator.faults.rules if rule.method != "deletemessage")
    await town.drained()
    await town.bot.stop()
    await town.kept()


async def test_who_blocked_the_bot_is_marked_and_welcome_again(town: Town) -> None:
    """Row 14, 403: blocked in the middle of a survey, and deactivated for good; others go on."""
    anna, boris, vera = town.settles(3)
    visits = list(town.payloads.items())
    await town.bot.start()
    for one, visit in zip((anna, boris), visits, strict=False):
        await one.scans(visit[1], visit[0])
        await one.sees(RATING)
    anna.tap("2 ★")
    town.emulator.people.block(anna.id)
    boris.tap("2 ★")
    town.emulator.people.deactivate(boris.id)
    await vera.rates(*visits[2])
    await town.drained()
    town.emulator.people.unblock(anna.id)
    anna.writes("/start")
    await anna.sees("Продолжаем с того места")
    await town.bot.stop()
    verdict = await town.check()
    assert verdict.stored[(str(anna.id), visits[0][0])] == {"rating": 2}
    assert verdict.stored[(str(boris.id), visits[1][0])] == {"rating": 2}
    assert THANKS in vera.text
