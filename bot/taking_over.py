"""Claims of couriers that died are taken over: a kill must not keep their people waiting, nor a slow life cost a copy.

A courier that is alone needs to ask nobody. Of several, each holds its name at the database for as long as it lives
(`Storage.alive`); who is missing at two looks in a row is dead: a connection that broke is made again in between. A
process that stands still keeps its name, so a claim that was watched for a whole LEASE is taken over as well; when that
process goes on, it finds its claims too old to be sent (`bot.couriers.FRESH`). Only the monotonic clock counts here.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from storage.opening import Storage
from surveys.campaigns.delivering import LEASE, Delivery
from surveys.campaigns.sending import clear_up
from surveys.chance import Clock
from surveys.errors import Unavailable

log = structlog.get_logger()

EVERY = 3.0
"""Seconds between two looks."""
EVER = timedelta(days=3650)
"""A claim may stand in the future, after a clock was set back."""

Claim = tuple[str, int, str, int, datetime | None]


class TakingOver:
    """`name` is our own courier's, `shared` whether there may be others."""

    def __init__(
        self, storage: Storage, clock: Clock, *, name: str, shared: bool, monotonic: Callable[[], float]
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._name = name
        self._shared = shared
        self._monotonic = monotonic
        self._missing: set[str] = set()
        self._watched: dict[Claim, float] = {}

    async def recover(self) -> None:
        """At the start, before anything is claimed. Raises Unavailable."""
        if self._shared:
            await self.look()
        else:
            await self._clear(await self._left())

    async def run(self) -> None:
        """Look for ever; storage that is away is waited for."""
        while self._shared:
            await asyncio.sleep(EVERY)
            try:
                await self.look()
            except Unavailable as away:
                log.warning("claims_not_looked_at", reason=away.reason)

    async def look(self) -> None:
        """Take over what belongs to nobody any more."""
        left = [each for each in await self._left() if each.courier != self._name]
        if not left:
            self._missing, self._watched = set(), {}
            return
        alive = await self._storage.alive({each.courier for each in left})
        missing = {each.courier for each in left} - alive
        now = self._monotonic()
        self._watched = {_claim(each): self._watched.get(_claim(each), now) for each in left}
        gone, self._missing = missing & self._missing, missing
        lease = LEASE.total_seconds()
        await self._clear([each for each in left if each.courier in gone or now - self._watched[_claim(each)] >= lease])

    async def _left(self) -> list[Delivery]:
        ever = self._clock.now() + EVER
        return await self._storage.read(lambda work: work.deliveries.held_since(ever))

    async def _clear(self, left: Sequence[Delivery]) -> None:
        if not left:
            return
        now = self._clock.now()
        count = await self._storage.write(lambda work: clear_up(work, left, now))
        log.warning("claims_of_the_dead", count=count)


def _claim(delivery: Delivery) -> Claim:
    return delivery.outreach, delivery.person, delivery.matter.value, delivery.number, delivery.claimed_at
