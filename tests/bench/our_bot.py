"""Our bot as a process: over the database that OTKLIK_DATABASE_URL names, or with `--memory` over none."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from bot.installation import Installation, open_installation
from bot.lifecycle import run_bot, stop_on_signals
from bot.logs import configure
from bot.settings import read_settings
from storage.migrating import upgrade
from surveys.chance import Clock
from surveys.points.links import payload
from surveys.points.point import Point
from surveys.work import Work
from tests.bench.memory import MemoryWorks
from tests.bench.survey import questionnaire

POINTS = tuple(
    Point(f"mfc{number}", str(100000 + number), f"МФЦ № {number}", f"mfc-{number}", questionnaire="bench")
    for number in range(40)
)


def furnish(work: Work, clock: Clock) -> None:
    """The survey and the points at which it is asked."""
    work.questionnaires.publish(questionnaire(), clock.now())
    work.points.save(POINTS)


def _answers(work: Work) -> int:
    return sum(len(response.session.answers) for response in work.responses.newest(1_000_000))


@asynccontextmanager
async def _opened(in_memory: bool) -> AsyncIterator[Installation]:
    async with open_installation(exclusive=not in_memory) as installation:
        yield replace(installation, works=MemoryWorks()) if in_memory else installation


async def _main(in_memory: bool) -> None:
    settings = read_settings()
    configure(settings.log_level, as_json=settings.log_json)
    stop = asyncio.Event()
    stop_on_signals(stop)
    await upgrade(settings.database_url)
    async with _opened(in_memory) as installation:
        await installation.works.write(lambda work: furnish(work, installation.clock))
        payloads = [payload(point, installation.secret) for point in POINTS]

        def announce(_: str, __: str | None) -> None:
            sys.stdout.write(json.dumps({"payloads": payloads}) + "\n")
            sys.stdout.flush()

        await run_bot(installation, stop, announce=announce)
        answers = await installation.works.read(_answers)
    sys.stdout.write(json.dumps({"answers": answers}) + "\n")


if __name__ == "__main__":
    asyncio.run(_main("--memory" in sys.argv))
