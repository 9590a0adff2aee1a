"""The one gate: what Telegram says about waiting holds for whom it concerns, exactly, and drops nothing."""

import asyncio
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage, TelegramMethod

from bot.gate import Gate, Lane, lane
from tests.bot.virtual_time import VirtualTime

BOT = Bot("42:no-such-token")


class Telegram:
    """Answers with what it was told to answer, and remembers when each request came."""

    def __init__(self, time: VirtualTime) -> None:
        self.time = time
        self.refusals: list[Any] = []
        self.requests: list[tuple[float, Any]] = []

    async def __call__(self, bot: Bot, method: TelegramMethod[Any]) -> Any:
        self.requests.append((self.time.now(), getattr(method, "chat_id", None)))
        await asyncio.sleep(0)
        for refusal in self.refusals:
            chat, make = refusal
            if chat in (None, getattr(method, "chat_id", None)):
                self.refusals.remove(refusal)
                raise make(method)
        return "carried out"


def told_to_wait(seconds: int) -> Any:
    return lambda method: TelegramRetryAfter(method=method, message="Too Many Requests", retry_after=seconds)


def edit(chat: int) -> EditMessageText:
    return EditMessageText(chat_id=chat, message_id=1, text="x")


@pytest.fixture
def time() -> VirtualTime:
    return VirtualTime()


@pytest.fixture
def telegram(time: VirtualTime) -> Telegram:
    return Telegram(time)


@pytest.fixture
def gate(time: VirtualTime) -> Gate:
    return Gate(rate=25, now=time.now, pause=time.pause)


@pytest.mark.parametrize("seconds", [1, 60, 3600])
async def test_a_chat_told_to_wait_waits_exactly_that_long(
    gate: Gate, time: VirtualTime, telegram: Telegram, seconds: int
) -> None:
    telegram.refusals = [(7, told_to_wait(seconds))]
    assert await time.run(gate(telegram, BOT, edit(7))) == "carried out"
    assert [moment for moment, _ in telegram.requests] == [0, seconds]


async def test_other_chats_go_on_while_one_waits(gate: Gate, time: VirtualTime, telegram: Telegram) -> None:
    telegram.refusals = [(7, told_to_wait(60))]

    async def both() -> None:
        await asyncio.gather(gate(telegram, BOT, edit(7)), gate(telegram, BOT, edit(8)), gate(telegram, BOT, edit(9)))

    await time.run(both())
    assert (0, 8) in telegram.requests
    assert (0, 9) in telegram.requests
    assert telegram.requests[-1] == (60, 7)


async def test_a_second_chat_told_to_wait_closes_the_gate_for_everybody(
    gate: Gate, time: VirtualTime, telegram: Telegram
) -> None:
    telegram.refusals = [(7, told_to_wait(60)), (8, told_to_wait(50))]

    async def story() -> None:
        waiting = [asyncio.ensure_future(gate(telegram, BOT, edit(chat))) for chat in (7, 8)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await asyncio.gather(gate(telegram, BOT, edit(9)), *waiting)

    await time.run(story())
    assert [moment for moment, chat in telegram.requests if chat == 9] == [50]


async def test_a_request_in_flight_does_not_reopen_the_gate_by_finishing(
    gate: Gate, time: VirtualTime, telegram: Telegram
) -> None:
    telegram.refusals = [(6, told_to_wait(30)), (7, told_to_wait(30))]

    async def story() -> None:
        told = [asyncio.ensure_future(gate(telegram, BOT, edit(chat))) for chat in (6, 7)]
        await asyncio.sleep(0)
        await gate(telegram, BOT, edit(8))  # in flight while the others are told to wait
        assert gate.closed_for(9) == 30
        await asyncio.gather(*told, gate(telegram, BOT, edit(9)))

    await time.run(story())
    assert [moment for moment, chat in telegram.requests if chat == 9] == [30]


async def test_taps_told_to_wait_do_not_hold_up_what_is_shown(
    gate: Gate, time: VirtualTime, telegram: Telegram
) -> None:
    telegram.refusals = [(None, told_to_wait(30))]

    async def story() -> None:
        tap = asyncio.ensure_future(gate(telegram, BOT, AnswerCallbackQuery(callback_query_id="1")))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await asyncio.gather(tap, gate(telegram, BOT, edit(9)))

    await time.run(story())
    assert telegram.requests[1] == (0, 9)
    assert telegram.requests[-1][0] == 30


async def test_new_messages_to_one_chat_keep_one_a_second_after_a_burst(
    gate: Gate, time: VirtualTime, telegram: Telegram
) -> None:
    async def story() -> None:
        await asyncio.gather(*(gate(telegram, BOT, SendMessage(chat_id=7, text="x")) for _ in range(8)))

    await time.run(story())
    assert [round(moment) for moment, _ in telegram.requests] == [0, 0, 0, 0, 0, 1, 2, 3]


async def test_campaigns_keep_the_rate_and_answers_never_wait_for_it(
    gate: Gate, time: VirtualTime, telegram: Telegram
) -> None:
    async def story() -> None:
        with lane(Lane.CAMPAIGNS):
            invitations = [
                asyncio.ensure_future(gate(telegram, BOT, SendMessage(chat_id=1000 + number, text="x")))
                for number in range(100)
            ]
        await asyncio.sleep(0)
        await gate(telegram, BOT, edit(7))
        await asyncio.gather(*invitations)

    await time.run(story())
    answered = [moment for moment, chat in telegram.requests if chat == 7]
    assert answered == [0]
    assert time.now() == pytest.approx(100 / 25, abs=0.1)


async def test_a_lost_connection_is_tried_again_for_who_waits_and_left_unsure_for_a_campaign(
    gate: Gate, time: VirtualTime, telegram: Telegram
) -> None:
    lost = (None, lambda method: TelegramNetworkError(method=method, message="reset"))
    broken = (None, lambda method: TelegramServerError(method=method, message="Bad Gateway"))
    telegram.refusals = [lost, broken]
    assert await time.run(gate(telegram, BOT, edit(7))) == "carried out"
    assert len(telegram.requests) == 3
    telegram.refusals = [lost]
    with lane(Lane.CAMPAIGNS), pytest.raises(TelegramNetworkError):
        await time.run(gate(telegram, BOT, SendMessage(chat_id=8, text="x")))
