"""The whole loop: taps in the emulator, polled, committed and answered by a bot in another process."""

import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.emulator.server import Emulator
from tests.bench.contenders import Running, running, server_database
from tests.bench.crowd import Crowd, Taps
from tests.bench.figures import Figure, against, best
from tests.bench.survey import TAPS

AIM = ">= 0.5"
P95_MS = 150
"""Aim for the latency at 200 taps a second."""


class AnswersLost(Exception):
    """What was confirmed on the screen is not what the bot has stored: no speed counts then."""


@dataclass(frozen=True, slots=True)
class Contender:
    """`database`: sqlite, postgresql or memory. `share` of the crowd that taps: fewer keep a slower bot as busy."""

    name: str
    module: str
    database: str
    arguments: tuple[str, ...] = ()
    share: float = 1.0


MEMORY = Contender("loop.memory", "tests.bench.our_bot", "memory", ("--memory",))
SQLITE = Contender("loop.sqlite", "tests.bench.our_bot", "sqlite")
POSTGRES = Contender("loop.postgresql", "tests.bench.our_bot", "postgresql")
PTB = Contender("loop.ptb", "tests.bench.their_bot", "memory", share=0.25)
PTB_LANES = Contender("loop.ptb_lanes", "tests.bench.their_bot", "memory", ("--lanes",), share=0.25)


@dataclass(frozen=True, slots=True)
class Round:
    """`processor_ms`: of the bot's process, for each tap."""

    taps: Taps
    processor_ms: float


class Loop:
    """`server` names the PostgreSQL server, or is empty."""

    def __init__(self, server: str) -> None:
        self._server = server

    async def throughput(self, contenders: Sequence[Contender], people: int, rounds: int) -> list[Figure]:
        """Taps a second of each contender, best of alternating rounds, against our loop without a database."""
        measured: dict[str, list[Round]] = {contender.name: [] for contender in contenders}
        for _ in range(rounds):
            for contender in contenders:
                measured[contender.name].append(await self._round(contender, int(people * contender.share), rate=None))
        taps = {name: best(name, [each.taps.per_second for each in rows], "taps/s") for name, rows in measured.items()}
        cost = {
            name: best(f"{name}.processor", [each.processor_ms for each in rows], "ms/tap", least=True)
            for name, rows in measured.items()
        }
        figures = []
        for contender in contenders:
            ours = contender.module == MEMORY.module
            aim = AIM if contender in (SQLITE, POSTGRES) else ""
            figures.append(against(taps[contender.name], taps[MEMORY.name], aim))
            figures.append(against(cost[contender.name], cost[MEMORY.name]))
            if not ours:
                figures.append(
                    against(_renamed(taps[SQLITE.name], f"{contender.name}.ours_over"), taps[contender.name])
                )
        return figures

    async def latency(self, contender: Contender, rate: int, people: int) -> list[Figure]:
        """Tap to edit, carried out, in the emulator's process, at a given rate."""
        taps = (await self._round(contender, people, rate=rate)).taps
        name = f"latency.{contender.database}.{rate}"
        aim = {95: f"< {P95_MS} ms"} if rate == 200 else {}
        first = Figure(f"{name}.p50", taps.percentile(50) * 1000, "ms")
        rest = [Figure(f"{name}.p{p}", taps.percentile(p) * 1000, "ms", aim=aim.get(p, "")) for p in (95, 99)]
        return [first, *(against(each, first, each.aim) for each in rest)]

    async def _round(self, contender: Contender, people: int, rate: int | None) -> Round:
        async with self._place(contender) as place, Emulator(journal_limit=1000) as emulator:
            environment = {
                "OTKLIK_TELEGRAM_API": emulator.url,
                "OTKLIK_BOT_TOKEN": emulator.token,
                "OTKLIK_LOG_LEVEL": "warning",
                **place,
            }
            async with running(contender.module, *contender.arguments, environment=environment) as bot:
                crowd = Crowd(emulator, people, bot.payloads)
                await crowd.arrive()
                measured = await _measured(bot, crowd, rate)
            if bot.report["answers"] != people * TAPS:
                raise AnswersLost(f"{contender.name}: {bot.report['answers']} of {people * TAPS}")
            return measured

    @asynccontextmanager
    async def _place(self, contender: Contender) -> AsyncIterator[dict[str, str]]:
        with tempfile.TemporaryDirectory(prefix="otklik-bench-") as folder:
            place = {
                "OTKLIK_KEYS": f"{folder}/keys",
                "OTKLIK_DATABASE_URL": f"sqlite:///{folder}/otklik.db",
                "BENCH_DATABASE": f"{folder}/theirs.db",
            }
            if contender.database == "postgresql":
                async with server_database(self._server) as url:
                    yield place | {"OTKLIK_DATABASE_URL": url}
            else:
                yield place


async def _measured(bot: Running, crowd: Crowd, rate: int | None) -> Round:
    before = bot.processor_seconds()
    taps = await (crowd.rush(TAPS) if rate is None else crowd.stream(rate, TAPS))
    return Round(taps, (bot.processor_seconds() - before) / len(taps.latencies) * 1000)


def _renamed(figure: Figure, name: str) -> Figure:
    return Figure(name, figure.value, figure.unit, spread=figure.spread)
