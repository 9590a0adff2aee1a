"""What works on PostgreSQL have to survive: connections that end at any moment, a held lock, a server that is gone."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import asyncpg
import pytest

from storage.opening import open_storage
from surveys.errors import Unavailable
from surveys.work import Work
from tests.storage.examples import FixedClock

END_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'otklik' AND datname = $1"


def _increment(w: Work) -> int:
    number = int(w.notes.get("n") or 0) + 1
    w.notes.put("n", str(number))
    return number


def ending_connections(url: str) -> None:
    """End every connection of ours on the server, from a thread of its own, as an administrator would."""

    async def end() -> None:
        other: Any = await asyncpg.connect(url)
        await other.execute(END_OTHERS.replace("$1", "current_database()"))
        await other.close()

    thread = threading.Thread(target=lambda: asyncio.run(end()))
    thread.start()
    thread.join()


class Once:
    """Does something at the first moment with this label, and never again."""

    def __init__(self, label: str, act: Callable[[], None]) -> None:
        self.label = label
        self.act = act
        self.times = 0

    def __call__(self, moment: str) -> None:
        if moment == self.label:
            self.times += 1
            if self.times == 1:
                self.act()


@pytest.mark.parametrize("label", ["begun", "worked", "before_commit"])
async def test_a_connection_that_ends_within_a_work_costs_a_second_run_and_no_second_effect(
    label: str, postgres_url: str
) -> None:
    at = Once(label, lambda: ending_connections(postgres_url))
    async with open_storage(postgres_url, clock=FixedClock(), at=at) as storage:
        told = await asyncio.gather(*(storage.write(_increment) for _ in range(5)))
        assert sorted(told) == [1, 2, 3, 4, 5]
        assert await storage.read(lambda w: w.notes.get("n")) == "5"
    assert at.times > 1


async def test_a_commit_whose_answer_was_lost_is_not_repeated(postgres_url: str) -> None:
    """The server is asked for the transaction by its name: it was committed, so the work is not run again."""

    def lose_the_answer() -> None:
        raise ConnectionResetError

    at = Once("after_commit", lose_the_answer)
    async with open_storage(postgres_url, clock=FixedClock(), at=at) as storage:
        told = await asyncio.gather(*(storage.write(_increment) for _ in range(5)))
        assert sorted(told) == [1, 2, 3, 4, 5]
        assert await storage.read(lambda w: w.notes.get("n")) == "5"
        assert await storage.write(_increment) == 6


async def test_idle_connections_that_were_dropped_are_replaced(postgres_url: str) -> None:
    async with open_storage(postgres_url, clock=FixedClock()) as storage:
        for expected in (1, 2, 3):
            assert await storage.write(_increment) == expected
            assert await storage.read(lambda w: w.notes.get("n")) == str(expected)
            ending_connections(postgres_url)


async def test_a_held_lock_makes_writes_wait_and_then_give_up(postgres_url: str) -> None:
    other: Any = await asyncpg.connect(postgres_url)
    held = "SELECT pg_advisory_lock(7311, hashtext(current_schema()))"
    async with open_storage(postgres_url, clock=FixedClock(), patience=0.3) as storage:
        await other.execute(held)
        with pytest.raises(Unavailable, match="locked"):
            await storage.write(_increment)
        assert await storage.read(lambda w: w.notes.get("n")) is None
        waiting = asyncio.create_task(storage.write(_increment))
        await asyncio.sleep(0)
        await other.close()
        assert await waiting == 1


async def test_a_server_that_is_not_there_is_unreachable(unused_tcp_port: int) -> None:
    url = f"postgresql://nobody:secret@127.0.0.1:{unused_tcp_port}/none"
    with pytest.raises(Unavailable, match="unreachable") as raised:
        async with open_storage(url, clock=FixedClock(), patience=0.2):
            pass
    assert "secret" not in str(raised.value)
