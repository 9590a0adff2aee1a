"""What is done now and then: unfinished surveys expire, what is past its use goes, the trail's head is published."""

import asyncio
from datetime import datetime, timedelta

import structlog

from bot.trail_heads import publish_head
from surveys.campaigns import list_keeping
from surveys.chance import Clock
from surveys.conversation import running
from surveys.conversation.incoming import Policy
from surveys.errors import Unavailable
from surveys.staff import hiring
from surveys.staff.batches import KEPT
from surveys.work import Work, Works

log = structlog.get_logger()

EVERY = 600.0
"""Seconds."""
RECEIPTS = timedelta(days=2)
"""Telegram delivers an update again for 24 hours at most (telegram.md 2.7)."""
AT_ONCE = 200


def tidy(work: Work, policy: Policy, now: datetime) -> int:
    """One round; the number of surveys that expired. Run again while it is AT_ONCE."""
    work.receipts.forget_before(now - RECEIPTS)
    work.invitations.forget_before(now - KEPT)
    hiring.forget_past(work, policy.day(now))
    list_keeping.forget_expired(work, policy.day(now))
    overdue = work.responses.stale_before(now - policy.session_time, AT_ONCE)
    for response in overdue:
        running.expire(work, response, now)
    return len(overdue)


async def housekeeping(works: Works, policy: Policy, clock: Clock) -> None:
    """Tidy for ever; storage that is away is waited for."""
    while True:
        try:
            while (count := await works.write(lambda work: tidy(work, policy, clock.now()))) == AT_ONCE:
                log.info("surveys_expired", count=count)
            await publish_head(works, policy.day(clock.now()))
        except Unavailable as away:
            log.warning("housekeeping_postponed", reason=away.reason)
        await asyncio.sleep(EVERY)
