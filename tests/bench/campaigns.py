"""The queue of a campaign: putting in, taking out, and looking at the progress of a small one and of a large one."""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import Connection

from storage.migrating import in_transaction, upgrade
from storage.opening import Storage, open_storage
from surveys.campaigns.audiences import Subscribers
from surveys.campaigns.delivering import Delivered, Delivery, settled
from surveys.campaigns.outreach import Kind, Outreach, State
from surveys.campaigns.policies import Matter
from surveys.campaigns.quiet import NEVER
from surveys.campaigns.tallies import Count, of_delivery, of_queueing
from surveys.chance import SystemChance, SystemClock
from surveys.work import Work
from tests.bench.contenders import server_database
from tests.bench.figures import Figure, against

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SMALL, LAUNCH, LARGE = 100, 100_000, 1_000_000
HANDFUL = 30
HANDFULS = 100
LOOKS = 300

SQLITE_PEOPLE = """
WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < {size})
INSERT INTO person (channel, key, language, since, last_point, consent, notices)
SELECT 'chat', n, 'ru', '2026-01-01 00:00:00.000000', '', '', 0 FROM counted
"""
POSTGRES_PEOPLE = """
INSERT INTO person (channel, key, language, since, last_point, consent, notices)
SELECT 'chat', n, 'ru', now(), '', '', false FROM generate_series(1, {size}) AS n
"""
BARE_INSERT = f"""
INSERT INTO delivery
    (outreach, person_id, matter, number, not_before, not_after, status, failures, repeats, courier, untraced)
SELECT
    'bare', id, 'invitation', 0, '2026-11-22 09:00:00.000000', '2026-12-06 09:00:00.000000', 'queued', 0, 0, '', false
FROM person WHERE id <= {LAUNCH}
"""
"""What the database itself takes for the rows of a launch, without us."""


async def campaigns(server: str, *, quick: bool) -> list[Figure]:
    """`quick` makes the large campaign as large as the launch."""
    large = LAUNCH if quick else LARGE
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as folder:
        figures = await _measured(f"sqlite:///{folder}/otklik.db", large)
    if server:
        async with server_database(server) as url:
            figures += await _measured(url, large)
    return figures


async def _measured(url: str, large: int) -> list[Figure]:
    await upgrade(url)
    await in_transaction(url, lambda connection: _people(connection, large))
    bare = await _bare_insert(url)
    async with open_storage(url, clock=SystemClock()) as storage:
        name = f"campaign.{storage.kind}"
        await storage.write(lambda w: [w.outreaches.add(_outreach(code)) for code in ("small", "large")])
        await _enqueued(storage, "small", 0, SMALL)
        small = await _progress(storage, "small", f"{name}.progress_{SMALL}")
        took, memory = await _enqueued(storage, "large", 0, LAUNCH)
        launch = Figure(f"{name}.enqueue_{LAUNCH}", took, "s")
        for first in range(LAUNCH, large, LAUNCH):
            await _enqueued(storage, "large", first, LAUNCH)
        rate = await _sent(storage)
        looks = await _progress(storage, "large", f"{name}.progress_{large}")
    return [
        against(launch, Figure(f"{name}.enqueue_{LAUNCH}.bare_insert", bare, "s"), "< 5 s"),
        Figure(f"{name}.enqueue_{LAUNCH}.bare_insert", bare, "s"),
        Figure(f"{name}.enqueue_{LAUNCH}.memory", memory, "MiB", aim="< 16 MiB"),
        Figure(f"{name}.claim_and_settle_of_{large}", rate, "messages/s", aim="> 30"),
        against(looks, small, "< 5 ms"),
        small,
    ]


async def _bare_insert(url: str) -> float:
    """Seconds."""
    begun = time.perf_counter()
    await in_transaction(url, lambda connection: connection.exec_driver_sql(BARE_INSERT))
    return time.perf_counter() - begun


async def _enqueued(storage: Storage, code: str, first: int, size: int) -> tuple[float, float]:
    """Seconds, and by how many MiB the process grew at its peak."""

    def launch(w: Work) -> None:
        new = w.deliveries.enqueue(_invitations(code, first, size))
        w.tallies.count(code, of_queueing(Matter.INVITATION, new))

    _count_the_peak_anew()
    before, begun = _mebibytes("VmRSS"), time.perf_counter()
    await storage.write(launch)
    took = time.perf_counter() - begun
    return took, max(0.0, _mebibytes("VmHWM") - before)


async def _sent(storage: Storage) -> float:
    """Messages a second that couriers could claim and settle, if sending took no time."""
    chance = SystemChance()

    def settle(w: Work, claimed: list[Delivery]) -> None:
        pairs = [(each, settled(each, Delivered(), NOW, chance)) for each in claimed]
        w.deliveries.settle_all(pairs)
        for before, after in pairs:
            w.tallies.count(before.outreach, of_delivery(before, after))

    done, begun = 0, time.perf_counter()
    for _ in range(HANDFULS):
        claimed = await storage.write(lambda w: w.deliveries.claim("bench", NOW, HANDFUL))
        await storage.write(lambda w, handful=claimed: settle(w, handful))
        done += len(claimed)
    return done / (time.perf_counter() - begun)


async def _progress(storage: Storage, code: str, name: str) -> Figure:
    """Milliseconds of a look at the figures, the median of many."""
    looks = []
    for _ in range(LOOKS):
        begun = time.perf_counter()
        await storage.read(lambda w: w.tallies.of(code)[Count.QUEUED])
        looks.append((time.perf_counter() - begun) * 1000)
    return Figure(name, median(looks), "ms", spread=(min(looks), max(looks)))


def _people(connection: Connection, size: int) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(SQLITE_PEOPLE.format(size=size))
    else:
        connection.exec_driver_sql(POSTGRES_PEOPLE.format(size=size))
        connection.exec_driver_sql("ANALYZE person")


def _outreach(code: str) -> Outreach:
    draft = Outreach(code, Kind.ONE_OFF, code, "counter", "1", Subscribers(), "Europe/Moscow", quiet=NEVER)
    return replace(draft, state=State.RUNNING)


def _invitations(code: str, first: int, size: int) -> Iterator[Delivery]:
    end = NOW + timedelta(days=14)
    for person in range(first + 1, first + size + 1):
        yield Delivery(code, person, Matter.INVITATION, 0, NOW, end)


def _count_the_peak_anew() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _mebibytes(line: str) -> float:
    """Of this process, by /proc."""
    for each in Path("/proc/self/status").read_text().splitlines():
        if each.startswith(f"{line}:"):
            return int(each.split()[1]) / 1024
    raise ValueError(line)
