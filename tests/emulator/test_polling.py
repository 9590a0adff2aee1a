"""getUpdates, point by point (TG 2.7)."""

import asyncio
import time

import pytest

from bot.emulator.updates import MAX_UPDATE_BYTES
from tests.emulator.conftest import ANNA, MakeTelegram, Telegram

DAY = 86_400


def ids(updates: list[dict[str, int]]) -> list[int]:
    return [update["update_id"] for update in updates]


async def several(telegram: Telegram, count: int) -> list[int]:
    """Ids of the waiting updates when `count` messages have come after Анна's start."""
    for number in range(count):
        telegram.emulator.people.say(ANNA, f"Сообщение {number}")
    return [event.id for event in telegram.emulator.world.account.updates.waiting()]


async def test_the_first_id_is_random_and_the_next_ones_follow(make_telegram: MakeTelegram) -> None:
    firsts = []
    for seed in (1, 2):
        found = await several(await make_telegram(seed=seed), 2)
        assert found == list(range(found[0], found[0] + 3))
        assert 2_000_001 <= found[0] <= 10**9
        firsts.append(found[0])
    assert firsts[0] != firsts[1]


async def test_an_offset_confirms_what_is_below_it(telegram: Telegram) -> None:
    all_ids = await several(telegram, 4)
    assert ids(await telegram.updates(offset=all_ids[2])) == all_ids[2:]
    assert ids(await telegram.updates(offset=0)) == all_ids[2:]


async def test_without_an_offset_nothing_is_confirmed(telegram: Telegram) -> None:
    all_ids = await several(telegram, 2)
    assert ids(await telegram.updates(limit=1)) == all_ids[:1]
    assert ids(await telegram.updates(offset=0, timeout=1)) == all_ids[:1]  # hasty: limit 1
    assert [event.id for event in telegram.emulator.world.account.updates.waiting()] == all_ids


async def test_a_negative_offset_drops_all_but_the_newest(telegram: Telegram) -> None:
    all_ids = await several(telegram, 4)
    assert ids(await telegram.updates(offset=-2)) == all_ids[-2:]
    assert ids(await telegram.updates(offset=0)) == all_ids[-2:]


async def test_a_negative_offset_beyond_the_queue_drops_nothing(telegram: Telegram) -> None:
    all_ids = await several(telegram, 2)
    assert ids(await telegram.updates(offset=-50)) == all_ids


@pytest.mark.parametrize(("beyond", "left"), [(10, 0), (11, 3)])
async def test_an_offset_more_than_10_beyond_the_end_confirms_nothing(
    telegram: Telegram, beyond: int, left: int
) -> None:
    all_ids = await several(telegram, 2)
    assert len(await telegram.updates(offset=all_ids[-1] + 1 + beyond)) == left


async def test_a_waiting_poll_wakes_with_the_whole_burst(telegram: Telegram) -> None:
    last = (await several(telegram, 0))[-1]
    poll = asyncio.create_task(telegram.updates(offset=last + 1, timeout=30))
    await telegram.poll_waits()
    for number in range(5):
        telegram.emulator.people.say(ANNA, str(number))
    assert [update["message"]["text"] for update in await poll] == ["0", "1", "2", "3", "4"]


async def test_an_empty_poll_ends_after_its_timeout(telegram: Telegram) -> None:
    last = (await several(telegram, 0))[-1]
    started = time.monotonic()
    assert await telegram.updates(offset=last + 1, timeout=1) == []
    assert 0.9 < time.monotonic() - started < 2


async def test_a_second_poller_throws_the_first_out(telegram: Telegram) -> None:
    last = (await several(telegram, 0))[-1]
    first = asyncio.create_task(telegram.bot("getUpdates", offset=last + 1, timeout=30))
    await telegram.poll_waits()
    second = asyncio.create_task(telegram.updates(offset=last + 1, timeout=30))
    assert await first == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    }
    telegram.emulator.people.say(ANNA, "Кто тут?")
    assert len(await second) == 1


async def test_a_busy_poller_gets_one_update_at_a_time(telegram: Telegram) -> None:
    await several(telegram, 3)
    assert len(await telegram.updates()) == 4
    assert len(await telegram.updates()) == 1


async def test_a_busy_poller_of_an_empty_queue_is_made_to_wait(telegram: Telegram) -> None:
    last = (await several(telegram, 0))[-1]
    assert await telegram.updates(offset=last + 1) == []
    again = asyncio.create_task(telegram.updates(offset=last + 1))
    await telegram.poll_waits()
    assert not again.done()
    telegram.emulator.people.say(ANNA, "Привет")
    assert len(await again) == 1


@pytest.mark.bad_requests
async def test_only_allowed_kinds_become_updates(telegram: Telegram) -> None:
    await telegram.updates(offset=-1, allowed_updates=["callback_query"])
    before = await several(telegram, 2)
    assert len(before) == 1
    await telegram.updates(allowed_updates="[not json")
    assert await several(telegram, 1) == before
    await telegram.updates(allowed_updates=["no_such_kind"])
    assert len(await several(telegram, 1)) == 2


async def test_messages_expire_after_a_day_and_taps_after_150_seconds(telegram: Telegram) -> None:
    button = {"text": "1", "callback_data": "x"}
    sent = await telegram.does("sendMessage", chat_id=ANNA, text="?", reply_markup={"inline_keyboard": [[button]]})
    telegram.emulator.people.tap(ANNA, sent["message_id"], "1")
    queue = telegram.emulator.world.account.updates
    telegram.emulator.clock.advance(149)
    assert len(queue) == 2
    telegram.emulator.clock.advance(2)
    assert len(queue) == 1
    telegram.emulator.clock.advance(DAY)
    assert await telegram.updates() == []


async def test_after_a_silent_week_ids_begin_anew(telegram: Telegram) -> None:
    last = (await several(telegram, 0))[-1]
    telegram.emulator.clock.advance(8 * DAY)
    assert len(telegram.emulator.world.account.updates) == 0
    telegram.emulator.people.say(ANNA, "Снова я")
    fresh = [event.id for event in telegram.emulator.world.account.updates.waiting()]
    assert fresh != [last + 1]


async def test_an_update_over_512_kilobytes_is_dropped(telegram: Telegram) -> None:
    queue = telegram.emulator.world.account.updates
    assert queue.push({"message": {"text": "x" * MAX_UPDATE_BYTES}}, "raw") is None
    assert (len(queue), queue.dropped) == (1, 1)


async def test_an_answer_stops_at_4_megabytes(telegram: Telegram) -> None:
    for _ in range(12):
        telegram.emulator.world.account.updates.push({"message": {"text": "x" * 500_000}}, "raw")
    assert len(await telegram.updates()) == 9


async def test_polling_and_a_webhook_exclude_each_other(telegram: Telegram) -> None:
    last = (await several(telegram, 0))[-1]
    poll = asyncio.create_task(telegram.bot("getUpdates", offset=last + 1, timeout=30))
    await telegram.poll_waits()
    answer = await telegram.bot("setWebhook", url="http://127.0.0.1:9/")
    assert answer["description"] == "Webhook was set"
    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"
    refused = await telegram.bot("getUpdates")
    assert (refused["error_code"], refused["description"]) == (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
    assert (await telegram.bot("deleteWebhook"))["description"] == "Webhook was deleted"
    assert (await telegram.bot("deleteWebhook"))["description"] == "Webhook is already deleted"
