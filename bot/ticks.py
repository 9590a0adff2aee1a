"""What comes round: functions that are called every so many seconds, one at a time, each under its name.

A clock and nothing else: what is due stands in tables, and is taken once under a unique key (`surveys.campaigns.due`),
so calling a function too often, twice at once in two processes, or late does no harm. It goes by the monotonic clock:
the wall's may be set back by an hour, and what became due meanwhile must not wait for it (docs/decisions/0031).
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bot.logs import frames
from surveys.errors import Unavailable

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Tick:
    """`does` is called every `seconds`, the first time at once; never again before it has ended."""

    name: str
    seconds: float
    does: Callable[[], Awaitable[None]]


class Ticks:
    def __init__(self, ticks: tuple[Tick, ...]) -> None:
        self._ticks = ticks
        self._wanted = {each.name: asyncio.Event() for each in ticks}

    def soon(self, name: str) -> None:
        """Call it now, because something has become due. Raises KeyError for a name that is not there."""
        self._wanted[name].set()

    async def run(self) -> None:
        """For ever. One that fails is called again in its time, and keeps no other from being called."""
        await asyncio.gather(*(self._come_round(each) for each in self._ticks))

    async def _come_round(self, tick: Tick) -> None:
        wanted = self._wanted[tick.name]
        while True:
            wanted.clear()
            await _called(tick)
            try:
                await asyncio.wait_for(wanted.wait(), tick.seconds)
            except TimeoutError:
                continue


async def _called(tick: Tick) -> None:
    try:
        await tick.does()
    except Unavailable as away:
        log.warning("tick_postponed", tick=tick.name, reason=away.reason)
    except Exception as fault:
        log.error("tick_failed", tick=tick.name, error=type(fault).__name__, frames=frames(fault))
