"""Anonymous surveys in a story: held in the town's own installation while its bot sleeps, and judged afterwards."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta

from surveys.anonymity.campaign import Campaign
from surveys.anonymity.organisation import Unit
from surveys.chance import SystemClock
from tests.anonymity.held import SetClock, Survey, survey_in
from tests.stories.bots import Late
from tests.stories.conftest import Town
from tests.stories.history import rows

LONG_AGO = timedelta(hours=13)
"""A pool of a campaign launched then may be drawn from now."""
POINTS = tuple(f"anonymity_{point}" for point in ("key_made", "applied", "committed", "key_dropped", "cut_off"))
"""The labels at which a process may be killed during a draw and during a close."""


class Judgement:
    """What became of everybody's one answer."""

    def __init__(self) -> None:
        self.lost: list[str] = []
        self.doubled: list[str] = []

    def judge(self, came: Iterable[str], found: Iterable[str]) -> None:
        counted = Counter(found)
        for who in came:
            self.lost += [f"the answer of {who}"] if not counted[who] else []
            self.doubled += [f"the answer of {who}"] if counted[who] > 1 else []

    def __str__(self) -> str:
        return "; ".join([*self.lost[:5], *self.doubled[:5]]) or "kept"


@asynccontextmanager
async def asleep(town: Town, departments: int = 2) -> AsyncIterator[Survey]:
    """The town's installation while its bot does not run, with departments of twenty."""
    clock = SetClock(SystemClock().now())
    folder = town.folder
    async with survey_in(folder, clock, folder.name, database_url=town.database, keys=folder / "keys") as survey:
        units = [Unit(f"d{n}", f"Отдел {n:03}", "top", 20) for n in range(departments)]
        await survey.settled([Unit("top", "Администрация"), *units])
        yield survey


async def launched_long_ago(survey: Survey, *, over: bool = False) -> Campaign:
    """A campaign whose pools may be drawn from; with `over` its time has run out."""
    lasting = LONG_AGO - timedelta(minutes=1) if over else timedelta(days=14)
    return await survey.launched(lasting, since=survey.clock.now() - LONG_AGO)


async def waits_for(town: Town, statement: str, wanted: object, seconds: float = 60.0) -> None:
    """Until a statement of the story's own finds one row with `wanted`. Raises Late."""
    end = time.monotonic() + seconds
    while (found := await rows(town.database, statement)) != [(wanted,)]:
        if time.monotonic() > end:
            raise Late(f"not within {seconds:g} s: {statement} gives {found}")
        await asyncio.sleep(0.05)
