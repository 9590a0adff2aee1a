"""What keeps anonymous surveys going beside the conversations: draws at fixed times, closes, and the way back after a
crash. Each change is one write; what has to follow its commit (keys dropped, the log cut off) is done here, in order.

Nothing of it depends on who answered just now: the tick looks at every pool, at times of its own.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any

import structlog

from bot.campaign_keys import FileKeys
from storage.opening import Storage
from surveys.anonymity.campaign import Act
from surveys.anonymity.draw import (
    Afterwards,
    CrashPoint,
    CutOff,
    DropBlockKey,
    DropCampaignKeys,
    KeepBlockKeys,
    Rewrite,
)
from surveys.anonymity.holding import (
    REWRITING,
    SCHEDULE,
    advance,
    close,
    close_without_key,
    completed,
    key_lost,
    overdue,
    recover,
    unfinished,
)
from surveys.anonymity.keys import Pool
from surveys.anonymity.losses import untold
from surveys.chance import Chance, Clock
from surveys.errors import OtklikError, Unavailable
from surveys.mailbox.letters import STANDING
from surveys.work import Work

log = structlog.get_logger()

EVERY = 300.0
"""Seconds between two ticks."""


class CampaignKeeping:
    """`at` is called with a label at each moment where a test may kill the process.

    `tell` takes the losses to every administrator; it is awaited by nobody.
    """

    def __init__(
        self,
        storage: Storage,
        keys: FileKeys,
        clock: Clock,
        chance: Chance,
        *,
        at: Callable[[str], None],
        tell: Callable[[], None],
        every: float = EVERY,
    ) -> None:
        self._storage = storage
        self._keys = keys
        self._clock = clock
        self._chance = chance
        self._label = at
        self._tell = tell
        self._every = every
        self._wanted = asyncio.Event()

    def soon(self) -> None:
        """Tick now instead of in some minutes, because somebody closed a campaign: never because somebody answered."""
        self._wanted.set()

    async def run(self) -> None:
        """Tick for ever; storage that is away is waited for."""
        while True:
            self._wanted.clear()
            try:
                await self.tick()
            except Unavailable as away:
                log.warning("draws_postponed", reason=away.reason)
            try:
                await asyncio.wait_for(self._wanted.wait(), self._every)
            except TimeoutError:
                continue

    async def recover(self) -> None:
        """Before anybody can answer: finish what a kill left, write off what nothing opens, drop keys of nothing."""
        running = await self._storage.read(lambda work: [each.code for each in work.campaigns.running()])
        for code in running:
            await self._recover(code)
        await self._finish_closes()
        await self._drop_orphans()
        if running:
            await self._storage.cut_off()

    async def tick(self) -> None:
        """Everything that is due now. One pool or campaign in trouble does not keep the others from it."""
        now = self._clock.now()
        for code in await self._storage.read(lambda work: overdue(work, now)):
            await self._guarded(self.close(code, asked_by=SCHEDULE))
        await self._finish_closes()
        for code in await self._storage.read(self._without_key):
            await self._guarded(self._close_without_key(code))
        for pool in await self._storage.read(_all_pools):
            await self._guarded(self._advance(pool))
        lost = await self._storage.read(untold)
        if lost:
            log.error("answers_lost", count=len(lost))
            self._tell()

    async def close(self, code: str, *, asked_by: str, confirmed_by: str = "", actor: int = 0) -> Act:
        """Close a campaign now and destroy its keys. One that is closed already stays as it is. Raises NotFound."""

        act, afterwards = await self._storage.write(
            lambda work: close(
                work,
                self._keys,
                self._chance,
                self._clock.now(),
                code,
                asked_by=asked_by,
                confirmed_by=confirmed_by,
                actor=actor,
                at=self._at,
            )
        )
        if not afterwards:
            return act
        self._at(CrashPoint.COMMITTED)
        await self._follow(afterwards)
        return await self._completed(code) or act

    async def carry_out(self, function: Callable[[Work], Sequence[Afterwards]]) -> None:
        """One write, then what has to follow it."""
        afterwards = await self._storage.write(function)
        if afterwards:
            self._at(CrashPoint.COMMITTED)
            await self._follow(afterwards)

    # --- parts

    async def _advance(self, pool: Pool) -> None:
        now = self._clock.now()
        await self.carry_out(lambda work: advance(work, self._keys, self._chance, now, pool, self._at))

    async def _recover(self, code: str) -> None:
        now = self._clock.now()
        await self.carry_out(lambda work: recover(work, self._keys, self._chance, now, code, self._at))

    async def _close_without_key(self, code: str) -> None:
        now = self._clock.now()
        await self.carry_out(lambda work: close_without_key(work, self._keys, self._chance, now, code, self._at))

    async def _follow(self, afterwards: Iterable[Afterwards]) -> None:
        steps = list(afterwards)
        for step in steps:
            if isinstance(step, DropBlockKey):
                await asyncio.to_thread(self._keys.drop_block, step.pool, step.generation)
            elif isinstance(step, KeepBlockKeys):
                await asyncio.to_thread(self._keys.keep_blocks, step.campaign, step.kept)
            elif isinstance(step, DropCampaignKeys):
                await asyncio.to_thread(self._keys.drop_campaign, step.campaign)
        self._at(CrashPoint.KEY_DROPPED)
        if any(isinstance(step, Rewrite) for step in steps):
            await self._rewrite()
        elif any(isinstance(step, CutOff) for step in steps) and not await self._storage.cut_off():
            log.warning("log_not_cut_off")
        self._at(CrashPoint.CUT_OFF)

    async def _rewrite(self) -> None:
        """A rewrite needs room for a second database: where there is none the act is finished without, and each tick
        tries again. The keys are gone already, and what lies in the file is sealed under them."""
        try:
            done = await self._storage.rewrite()
        except Unavailable as away:
            log.warning("rewrite_postponed", reason=away.reason)
            return
        if done:
            await self._storage.write(lambda work: work.notes.put(REWRITING, None))

    async def _finish_closes(self) -> None:
        """Closes that were asked for in a conversation, and those that a kill interrupted."""
        for code in await self._storage.read(self._to_finish):
            await asyncio.to_thread(self._keys.drop_campaign, code)
            await self._completed(code)
        if await self._storage.read(lambda work: work.notes.get(REWRITING)):
            await self._rewrite()

    async def _completed(self, code: str) -> Act | None:
        now = self._clock.now()
        act = await self._storage.write(lambda work: completed(work, code, now))
        log.info("campaign_closed")
        return act

    async def _drop_orphans(self) -> None:
        """Keys of a launch that was rolled back: no answer was sealed and nobody marked under them."""
        known = await self._storage.read(lambda work: {each.code for each in work.campaigns.all()})
        for code in self._keys.codes() - known - {STANDING}:
            if self._keys.block_keys(code):
                log.warning("keys_of_nothing")
            else:
                await asyncio.to_thread(self._keys.drop_campaign, code)

    def _to_finish(self, work: Work) -> list[str]:
        kept = self._keys.codes()
        closed = [each.code for each in work.campaigns.all() if not each.running]
        waiting = set(unfinished(work))
        return [code for code in closed if code in waiting or code in kept]

    def _without_key(self, work: Work) -> list[str]:
        return [campaign.code for campaign in work.campaigns.running() if key_lost(self._keys, campaign)]

    async def _guarded(self, doing: Coroutine[Any, Any, object]) -> None:
        try:
            await doing
        except Unavailable:
            raise
        except OtklikError as fault:
            log.error("campaign_in_trouble", error=type(fault).__name__)

    def _at(self, point: CrashPoint) -> None:
        self._label(f"anonymity_{point.value}")


def _all_pools(work: Work) -> list[Pool]:
    return [pool for campaign in work.campaigns.running() for pool in work.pools.pools(campaign.code)]
