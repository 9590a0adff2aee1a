"""What waits in the deliveries' queue is sent: claimed a handful at a time, each in its turn of the gate, settled.

Many messages are in flight at once, so that a slow answer costs no pace; what became of them is written down together.
A kill leaves in doubt what was in flight, and what was claimed and not begun.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from bot.gate import Gate, Lane, lane
from bot.logs import frames
from bot.outages import Outages
from bot.settling import Settling
from bot.untraced import Untraced
from surveys.campaigns.backing_off import back_off
from surveys.campaigns.delivering import Delivery, Failed, Later, Outcome, Unsure
from surveys.campaigns.sending import Handful, Message, Result, Sending, Share, again, let_go, take
from surveys.chance import Chance, Clock
from surveys.errors import Unavailable
from surveys.work import Work, Works

log = structlog.get_logger()

Deliver = Callable[[Sending], Awaitable[Outcome]]

HANDFUL = 0.5
"""Claimed at once: what leaves in so many seconds..."""
MOST = 50
"""...at most so many."""
IN_FLIGHT = 100
"""Messages at once whose outcome is not written down, which a kill leaves in doubt: at the usual 30 a second Telegram
may take three seconds for each."""
ROOM = 0.05
"""Seconds between two looks for room, where so many are in flight or storage is away."""
FRESH = 5.0
"""Seconds after its claim in which a message has to leave. What is held up for longer, by the gate or because the
process stood still, goes back into the queue: by then it may be night, too late, or somebody else's."""
LOOK = 1.0
"""Seconds between two looks into an empty queue."""
LONGEST = 30.0
"""Seconds at most between two messages while Telegram is away, and tried with one at a time."""


class Couriers:
    """The couriers of one process, under one `name`. `deliver` sends a message and never raises.

    `rate`: messages a second. `shared`: other processes send under the same rate, which they share through storage.
    `at` is called at the moments "courier_claimed", "courier_sent" and "courier_settled", where a test may kill the
    process.
    """

    def __init__(
        self,
        works: Works,
        gate: Gate,
        deliver: Deliver,
        clock: Clock,
        chance: Chance,
        message: Message,
        *,
        name: str,
        rate: float,
        shared: bool,
        at: Callable[[str], None],
    ) -> None:
        self._works = works
        self._gate = gate
        self._deliver = deliver
        self._clock = clock
        self._chance = chance
        self._message = message
        self._name = name
        self._rate = rate
        self._shared = shared
        self._at = at
        self._handful = max(1, min(MOST, int(rate * HANDFUL)))
        self._settling = Settling(works, clock, chance, at)
        self._untraced = Untraced(gate.now, clock, chance)
        self._flying: set[asyncio.Task[None]] = set()
        self._outages = Outages()
        self._alone = 0
        self._unanswered = False
        self._stop = asyncio.Event()
        self._ended = asyncio.Event()

    @property
    def in_flight(self) -> int:
        """Begun to be sent, and not written down yet."""
        return len(self._flying) + self._settling.waiting

    async def run(self) -> None:
        """Send until `stop`; then wait for what is in flight, and write down what became of it."""
        writing = asyncio.create_task(self._settling.run())
        try:
            while not self._stop.is_set():
                await self._guarded()
            await self._landed()
            writing.cancel()
            await self._settling.written()
        finally:
            for task in (writing, *self._flying):
                task.cancel()
            await asyncio.gather(writing, *self._flying, return_exceptions=True)
            self._ended.set()

    async def stop(self, seconds: float) -> bool:
        """Claim nothing more and let go of nothing that is in flight, at most `seconds`. Whether all was settled."""
        self._stop.set()
        try:
            await asyncio.wait_for(self._ended.wait(), seconds)
        except TimeoutError:
            return False
        return not self._settling.waiting

    # --- a round

    async def _guarded(self) -> None:
        try:
            await self._round()
        except Unavailable as away:
            log.warning("deliveries_postponed", reason=away.reason)
            await self._rest(LOOK)
        except Exception as fault:
            log.error("deliveries_in_trouble", error=type(fault).__name__, frames=frames(fault))
            await self._rest(LOOK)

    async def _round(self) -> None:
        """One handful, once Telegram takes anything."""
        if self._unanswered:
            await self._let_go()
        alone = self._outages.away
        if alone:
            await self._landed()
            pause = back_off(self._alone + 1, self._chance).total_seconds()
            await self._rest(min(pause, LONGEST))
        if (closed := self._gate.closed_for()) > 0:
            await self._rest(closed)
        if self._stop.is_set() or self._gate.closed_for() > 0:
            return
        handful = await self._handed(1 if alone else self._handful)
        since = self._gate.now()
        wait = (handful.begins - self._clock.now()).total_seconds() if handful.claimed else LOOK
        if wait > 0:
            await self._rest(min(wait, LOOK))
        self._alone += 1 if alone and handful.taken else 0
        for delivery, sending in handful.taken:
            await self._begin(delivery, sending, since)
        if alone:
            await self._landed()

    async def _handed(self, limit: int) -> Handful:
        kept = self._untraced.due(limit)
        if kept:
            now = self._clock.now()
            return await self._works.write(lambda work: again(work, kept, now, self._message))
        return await self._taken(limit)

    async def _taken(self, limit: int) -> Handful:
        now = self._clock.now()
        share = Share(self._rate, self._gate.taken()) if self._shared else None

        def claim(work: Work) -> Handful:
            return take(work, self._name, now, limit, message=self._message, chance=self._chance, share=share)

        waits = await self._works.read(lambda work: _waiting(work, now))
        if not waits and not (share is not None and share.used):
            return Handful(now)
        try:
            handful = await self._works.write(claim)
        except Unavailable:
            self._unanswered = True
            raise
        for defect in handful.defects:
            log.error("message_not_drawn", error=defect)
        if handful.claimed:
            self._at("courier_claimed")
        return handful

    async def _let_go(self) -> None:
        """A claim that was not answered may have been carried out: then it stands under our name in nobody's hand, and
        no other process takes it over for as long as we live. Raises Unavailable."""
        while self.in_flight and not self._stop.is_set():  # noqa: ASYNC110 - it is rare
            await asyncio.sleep(ROOM)
        if self.in_flight:
            return
        count = await self._works.write(lambda work: let_go(work, self._name))
        self._unanswered = False
        if count:
            log.warning("claims_let_go", count=count)

    # --- one message

    async def _begin(self, delivery: Delivery, sending: Sending, since: float) -> None:
        """Wait for its turn and let it go; or give it back."""
        while self.in_flight >= IN_FLIGHT and not self._given_up(since):  # noqa: ASYNC110 - it is rare
            await asyncio.sleep(ROOM)
        has_turn = not self._given_up(since) and await self._gate.turn(since + FRESH)
        if not has_turn or self._given_up(since):
            self._give_back(delivery, sending)
            return
        task = asyncio.create_task(self._fly(delivery, sending, since + FRESH))
        self._flying.add(task)
        task.add_done_callback(self._flying.discard)

    def _given_up(self, since: float) -> bool:
        away = self._outages.away and not self._alone
        return self._stop.is_set() or away or self._gate.now() - since > FRESH

    def _give_back(self, delivery: Delivery, sending: Sending) -> None:
        if delivery.untraced:
            self._untraced.keep(delivery, Later(0.0))
        else:
            self._settling.put(Result(delivery, None, sending.address))

    async def _fly(self, delivery: Delivery, sending: Sending, until: float) -> None:
        number = self._outages.leaves()
        with lane(Lane.CAMPAIGNS, until=until, booked=True):
            outcome = await self._deliver(sending)
        self._at("courier_sent")
        if isinstance(outcome, Failed | Unsure):
            self._outages.failed(number)
        else:
            self._outages.taken(number)
            self._alone = 0
        if delivery.untraced:
            self._untraced.keep(delivery, outcome)
        else:
            self._settling.put(Result(delivery, outcome, sending.address))

    # --- waiting

    async def _landed(self) -> None:
        while self._flying:
            await asyncio.wait(self._flying)

    async def _rest(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stop.wait(), seconds)
        except TimeoutError:
            return


def _waiting(work: Work, now: datetime) -> bool:
    """Whether anything may be ready: looked at before each claim, so that an empty queue costs no write."""
    first = work.deliveries.next_at()
    return first is not None and first <= now
