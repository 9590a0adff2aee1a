"""The one gate: what Telegram says about waiting holds for whom it concerns, exactly, and drops nothing."""

import asyncio
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage, TelegramMethod

from bot.gate import Gate, Lane, lane
from handlers.telegram.failing import Held
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


async def test_what_answers_use_of_the_rate_campaigns_do_not(gate: Gate, time: VirtualTime, telegram: Telegram) -> None:
    """Twenty answers a second, each a tap's acknowledgement and an edit: only the edit counts (telegram.md 2.9)."""

    async def answers() -> None:
        for number in range(100):
            await gate(telegram, BOT, AnswerCallbackQuery(callback_query_id="1"))
            await gate(telegram, BOT, edit(number))
            await time.pause(1 / 20)

    async def campaign() -> None:
        while time.now() < 5:
            await gate.turn()
            with lane(Lane.CAMPAIGNS, booked=True):
                await gate(telegram, BOT, SendMessage(chat_id=1000 + len(telegram.requests), text="x"))

    async def both() -> None:
        await asyncio.gather(answers(), campaign())

    await time.run(both())
    sent = [chat for moment, chat in telegram.requests if moment < 5 and chat is not None and chat >= 1000]
    assert len(sent) == pytest.approx(5 * (25 - 20), abs=2)
    assert gate.taken() == 100
    assert gate.taken() == 0


async def test_a_campaign_that_woke_late_catches_up_but_never_in_a_burst(gate: Gate, time: VirtualTime) -> None:
    moments: list[float] = []

    async def story() -> None:
        for number in range(40):
            if number == 20:
                await time.pause(3.0)  # the process stood still
            await gate.turn()
            moments.append(time.now())

    await time.run(story())
    after = moments[20]
    assert sum(moment == after for moment in moments) == 13  # half a second's worth, and the one whose turn it is


async def test_a_campaign_message_that_must_wait_too_long_is_held_instead(
    gate: Gate, time: VirtualTime, telegram: Telegram
) -> None:
    telegram.refusals = [(7, told_to_wait(60))]

    async def story() -> None:
        with lane(Lane.CAMPAIGNS, until=time.now() + 5), pytest.raises(TelegramRetryAfter):
            await gate(telegram, BOT, edit(7))
        with lane(Lane.CAMPAIGNS, until=time.now() + 5), pytest.raises(Held) as held:
            await gate(telegram, BOT, edit(7))
        assert held.value.seconds == 60
        assert gate.closed_for(7) == 60

    await time.run(story())
    assert time.now() == 0


async def test_a_message_whose_process_stood_still_between_its_turn_and_its_request_does_not_leave(
    gate: Gate, time: VirtualTime, telegram: Telegram
) -> None:
    async def story() -> None:
        with lane(Lane.CAMPAIGNS, until=time.now() + 5, booked=True):
            await time.pause(60)
            with pytest.raises(Held):
                await gate(telegram, BOT, edit(7))

    await time.run(story())
    assert telegram.requests == []


async def test_turns_wait_while_the_gate_is_closed_for_everybody(
    gate: Gate, time: VirtualTime, telegram: Telegram
) -> None:
    telegram.refusals = [(7, told_to_wait(40)), (8, told_to_wait(40))]

    async def story() -> None:
        told = [asyncio.ensure_future(gate(telegram, BOT, edit(chat))) for chat in (7, 8)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await gate.turn()
        assert time.now() == 40
        await asyncio.gather(*told)

    await time.run(story())


async def test_what_is_paid_for_has_a_rate_of_its_own(time: VirtualTime, telegram: Telegram) -> None:
    gate = Gate(rate=25, paid=500, now=time.now, pause=time.pause)

    async def story() -> None:
        await asyncio.gather(*(gate(telegram, BOT, edit(chat)) for chat in range(100)))
        for _ in range(500):
            await gate.turn()

    await time.run(story())
    assert time.now() == pytest.approx(1.0, abs=0.05)


async def test_campaigns_give_way_while_telegram_holds_messages_up_and_learn_a_slow_network(
    gate: Gate, time: VirtualTime
) -> None:
    """Each answer takes so long, a hundred messages each time: how many seconds until the last one has its turn."""

    async def sends(takes: float) -> float:
        async def telegram(bot: Bot, method: TelegramMethod[Any]) -> Any:
            await time.pause(takes)

        begun, last = time.now(), 0.0
        flying = []
        for number in range(100):
            await gate.turn()
            last = time.now()
            with lane(Lane.CAMPAIGNS, booked=True):
                request = gate(telegram, BOT, SendMessage(chat_id=1000 + number, text="x"))
                flying.append(asyncio.ensure_future(request))
        await asyncio.gather(*flying)
        return last - begun

    async def story() -> None:
        as_usual, held_up = await sends(0.1), await sends(0.6)
        assert as_usual == pytest.approx(4, abs=0.6)
        assert held_up == pytest.approx(as_usual * 1.1, abs=0.3)
        for _ in range(20):
            await sends(0.6)
        assert await sends(0.6) <= as_usual

    await time.run(story())
