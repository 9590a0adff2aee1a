"""One lane per person: in order for one, side by side for many, gone when empty."""

import asyncio

from bot.lanes import Lanes


async def test_jobs_of_one_person_run_one_after_another_in_order() -> None:
    lanes, seen, at_once = Lanes(), [], 0
    running = 0

    async def job(number: int) -> None:
        nonlocal running, at_once
        running += 1
        at_once = max(at_once, running)
        await asyncio.sleep(0)
        seen.append(number)
        running -= 1

    for number in range(20):
        lanes.put("anna", lambda number=number: job(number))
    assert await lanes.drain(5) == 0
    assert seen == list(range(20))
    assert at_once == 1


async def test_people_do_not_wait_for_each_other() -> None:
    lanes, open_door, seen = Lanes(), asyncio.Event(), []

    async def slow() -> None:
        await open_door.wait()
        seen.append("slow")

    async def quick() -> None:
        seen.append("quick")
        open_door.set()

    lanes.put("anna", slow)
    lanes.put("boris", quick)
    assert await lanes.drain(5) == 0
    assert seen == ["quick", "slow"]


async def test_lanes_of_five_thousand_people_leave_nothing_behind() -> None:
    lanes = Lanes()

    async def nothing() -> None:
        await asyncio.sleep(0)

    for person in range(5000):
        lanes.put(person, nothing)
    assert await lanes.drain(10) == 0
    assert len(lanes) == 0


async def test_a_drain_that_takes_too_long_says_how_many_are_left() -> None:
    lanes, never = Lanes(), asyncio.Event()

    async def stuck() -> None:
        await never.wait()

    lanes.put("anna", stuck)
    assert await lanes.drain(0.01) == 1
    lanes.cancel()
