"""Faults on order (trust.md 5.4, rows 12-18 and 26), and the flood limits (TG 2.9)."""

import asyncio
import time

import pytest
from aiohttp import ClientError, ClientPayloadError, ServerDisconnectedError

from bot.emulator.pace import Pace
from bot.emulator.refusals import Refused
from tests.emulator.conftest import ANNA, MakeTelegram, Telegram, until


def seen(telegram: Telegram) -> list[str]:
    chat = telegram.emulator.world.account.people[ANNA].chat
    return [message.content["text"] for message in chat.messages.values() if not message.mine]


async def test_an_error_hits_the_named_method_so_many_times(telegram: Telegram) -> None:
    do = {"kind": "error", "code": 502, "description": "Bad Gateway"}
    await telegram.control("POST", "faults", {"method": "sendMessage", "times": 2, "do": do})
    answers = [await telegram.bot("sendMessage", chat_id=ANNA, text=str(number)) for number in range(3)]
    assert [answer.get("error_code") for answer in answers] == [502, 502, None]
    assert seen(telegram) == ["2"]
    assert [rule["hits"] for rule in await telegram.control("GET", "faults")] == [2]


async def test_a_429_carries_its_wait_in_body_and_header(telegram: Telegram) -> None:
    do = {"kind": "error", "code": 429, "description": "Too Many Requests: retry after 7", "retry_after": 7}
    await telegram.control("POST", "faults", [{"chat": ANNA, "do": do}])
    async with telegram.http.post(telegram.address("sendMessage"), json={"chat_id": ANNA, "text": "x"}) as answer:
        assert answer.headers["Retry-After"] == "7"
        assert (await answer.json())["parameters"] == {"retry_after": 7}
    assert (await telegram.bot("getMe"))["ok"]


@pytest.mark.parametrize(("kind", "arrived"), [("drop_before", []), ("drop_after", ["x"])])
async def test_a_dropped_connection_before_or_after_the_message(
    telegram: Telegram, kind: str, arrived: list[str]
) -> None:
    await telegram.control("POST", "faults", {"method": "sendMessage", "times": 1, "do": {"kind": kind}})
    with pytest.raises((ServerDisconnectedError, ClientError)):
        await telegram.bot("sendMessage", chat_id=ANNA, text="x")
    assert seen(telegram) == arrived


async def test_half_a_response_is_cut_in_the_middle(telegram: Telegram) -> None:
    await telegram.control("POST", "faults", {"times": 1, "do": {"kind": "half_response"}})
    with pytest.raises(ClientPayloadError):
        await telegram.bot("sendMessage", chat_id=ANNA, text="x")
    assert seen(telegram) == ["x"]


async def test_a_slow_call_is_late_but_whole(telegram: Telegram) -> None:
    await telegram.control("POST", "faults", {"method": "getMe", "do": {"kind": "slow", "seconds": 0.2}})
    started = time.monotonic()
    assert (await telegram.bot("getMe"))["ok"]
    assert time.monotonic() - started > 0.19


async def test_chance_is_seeded(make_telegram: MakeTelegram) -> None:
    async def outcomes() -> list[bool]:
        telegram = await make_telegram(seed=7)
        do = {"kind": "error", "code": 500, "description": "Internal Server Error"}
        await telegram.control("POST", "faults", {"probability": 0.5, "do": do})
        return [(await telegram.bot("getMe"))["ok"] for _ in range(20)]

    first = await outcomes()
    assert first == await outcomes()
    assert 0 < sum(first) < 20


async def test_doubled_updates_come_again_though_confirmed(telegram: Telegram) -> None:
    await telegram.control("POST", "faults", {"times": 1, "do": {"kind": "duplicate_updates"}})
    first = await telegram.updates()
    again = await telegram.updates(offset=first[-1]["update_id"] + 1)
    assert again == first


async def test_reordered_updates_are_complete(telegram: Telegram) -> None:
    for number in range(20):
        telegram.emulator.people.say(ANNA, str(number))
    await telegram.control("POST", "faults", {"times": 1, "do": {"kind": "reorder_updates"}})
    found = [update["update_id"] for update in await telegram.updates()]
    assert found != sorted(found)
    assert sorted(found) == list(range(min(found), min(found) + 21))


async def test_delayed_updates_wait_for_the_clock(telegram: Telegram) -> None:
    await telegram.control("POST", "faults", {"times": 1, "do": {"kind": "delay_updates", "seconds": 82_800}})
    telegram.emulator.people.say(ANNA, "поздно")
    telegram.emulator.people.say(ANNA, "вовремя")
    assert [update["message"]["text"] for update in await telegram.updates()] == ["/start", "вовремя"]
    telegram.emulator.clock.advance(82_900)
    late = await telegram.updates(offset=-1)
    assert late[0]["message"]["text"] == "поздно"
    assert telegram.emulator.clock.now() - late[0]["message"]["date"] > 82_800


async def test_a_revoked_token_ends_the_waiting_poll_too(telegram: Telegram) -> None:
    found = await telegram.updates()
    poll = asyncio.create_task(telegram.bot("getUpdates", offset=found[-1]["update_id"] + 1, timeout=30))
    await telegram.poll_waits()
    await telegram.control("POST", "faults", {"do": {"kind": "revoke_token"}})
    for answer in (await poll, await telegram.bot("getMe")):
        assert (answer["error_code"], answer["description"]) == (401, "Unauthorized")
    await telegram.control("DELETE", "faults")
    assert (await telegram.bot("getMe"))["ok"]


async def test_a_foreign_poller_conflicts_for_its_time(telegram: Telegram) -> None:
    await telegram.control("POST", "faults", {"do": {"kind": "conflict", "seconds": 0.2}})
    assert (await telegram.bot("getUpdates"))["error_code"] == 409
    assert (await telegram.bot("getMe"))["ok"]
    await until(lambda: not telegram.emulator.faults.in_conflict())
    assert len(await telegram.updates()) == 1


async def test_an_unknown_fault_is_refused(telegram: Telegram) -> None:
    assert "unknown fault" in (await telegram.control("POST", "faults", {"do": {"kind": "gremlin"}}))["error"]
    assert "needs code" in (await telegram.control("POST", "faults", {"do": {"kind": "error"}}))["error"]
    assert await telegram.control("GET", "faults") == []


async def test_poison_updates_reach_the_bot_as_they_are(telegram: Telegram) -> None:
    deep: object = "x"
    for _ in range(50):
        deep = [deep]
    poison = {"quantum_message": {"text": "\ud800\x00", "deep": deep}}
    await telegram.control("POST", "updates", poison)
    jumped = await telegram.control("POST", "updates", {"next_update_id": 17, "message": {}})
    assert jumped == {"update_id": 17}
    found = await telegram.updates()
    assert found[1]["quantum_message"] == poison["quantum_message"]
    assert found[2] == {"update_id": 17, "message": {}}


def reserve_all(pace: Pace) -> None:
    for _ in range(20):
        pace.reserve(ANNA)


async def test_short_floods_are_slept_and_long_ones_refused(make_telegram: MakeTelegram) -> None:
    telegram = await make_telegram(limits=True)
    started = time.monotonic()
    for number in range(6):
        await telegram.does("sendMessage", chat_id=ANNA, text=str(number))
    assert time.monotonic() - started > 0.9, "the sixth of a burst waits inside the server"
    pace = telegram.emulator.world.account.pace
    assert all(pace.reserve(ANNA) <= 8 for _ in range(7))
    with pytest.raises(Refused):
        reserve_all(pace)
    refused = await telegram.bot("sendMessage", chat_id=ANNA, text="x")
    assert refused == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 9",
        "parameters": {"retry_after": 9},
    }
    telegram.emulator.clock.advance(60)
    await telegram.does("sendMessage", chat_id=ANNA, text="y")


async def test_the_whole_bot_sends_30_a_second(make_telegram: MakeTelegram) -> None:
    pace = (await make_telegram(limits=True)).emulator.world.account.pace
    waits = [pace.reserve(chat) for chat in range(90)]
    assert waits[:30] == [0.0] * 30
    assert 1.8 < waits[-1] < 2.1


async def test_without_limits_nothing_waits(telegram: Telegram) -> None:
    started = time.monotonic()
    for number in range(40):
        await telegram.does("sendMessage", chat_id=ANNA, text=str(number))
    assert time.monotonic() - started < 2
