"""Once a day the head of the trail goes into the log, which leaves the machine: a rewritten chain no longer has it."""

from datetime import date

import structlog

from surveys.trail import Broken
from surveys.trail_head import publish
from surveys.work import Works

log = structlog.get_logger()


async def publish_head(works: Works, day: date) -> None:
    """Passing over a day that has one. Raises Unavailable."""
    match await works.write(lambda work: publish(work, day)):
        case None:
            return
        case Broken() as broken:
            log.error("trail_broken", count=broken.number, reason=broken.reason)
        case head:
            log.info("trail_head", count=head.number, head=head.digest.hex())
