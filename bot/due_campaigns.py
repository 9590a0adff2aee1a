"""What time alone does to campaigns: launches, ends, reminders, what comes again (`surveys.campaigns.due`)."""

from collections.abc import Awaitable, Callable

import structlog

from surveys.campaigns.due import tick
from surveys.chance import Chance, Clock
from surveys.work import Works

log = structlog.get_logger()

EVERY = 5.0
"""Seconds between two looks."""
AT_ONCE = 500
"""Messages put into the queue in one work: people's answers wait for no more."""


def due_campaigns(works: Works, clock: Clock, chance: Chance) -> Callable[[], Awaitable[None]]:
    """A tick: everything that is due, a short work at a time."""

    async def ticked() -> None:
        while (done := await works.write(lambda work: tick(work, clock.now(), AT_ONCE, chance))).more:
            log.info("campaigns_ticked", stepped=len(done.stepped), queued=done.queued)
        if done.drafted:
            log.info("campaigns_drafted", count=len(done.drafted))

    return ticked
