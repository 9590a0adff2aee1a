"""Looks now and then whether figures speak for an extra collection, and writes down what is new."""

from datetime import tzinfo

from surveys.campaigns.extra_proposals import due, propose
from surveys.chance import Clock
from surveys.work import Works

EVERY = 3600.0
"""Seconds between two looks: what it looks at are quarters."""


class ExtraProposing:
    def __init__(self, works: Works, clock: Clock, zone: tzinfo) -> None:
        self._works = works
        self._clock = clock
        self._zone = zone

    async def look(self) -> None:
        """The figures are gathered in a work that only reads: nobody's answer waits for them. Raises Unavailable."""
        now = self._clock.now()
        found = await self._works.read(lambda work: due(work, now, self._zone))
        if found:
            await self._works.write(lambda work: propose(work, found, now))
