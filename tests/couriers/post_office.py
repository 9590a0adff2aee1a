"""Couriers at work on a real database and an emulated Telegram, without conversations: what they send is given."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.composition import telegram_bot
from bot.couriers import Couriers
from bot.emulator.server import Emulator
from bot.gate import Gate
from bot.taking_over import TakingOver
from handlers.telegram.initiative import deliver
from storage.opening import Storage, open_storage
from surveys.address import Address
from surveys.campaigns.audiences import Subscribers
from surveys.campaigns.delivering import Delivery, Outcome, Status
from surveys.campaigns.outreach import Kind, Outreach, State
from surveys.campaigns.policies import Matter
from surveys.campaigns.quiet import NEVER
from surveys.campaigns.sending import Sending
from surveys.campaigns.tallies import Count, Tally, of_queueing
from surveys.chance import SystemChance
from surveys.screens import Screen, Span
from surveys.work import Work
from tests.couriers.test_outcomes import TOKEN, messenger

FIRST = 7_100_000
SPRING = "spring"
NOON = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""In Moscow."""
PATIENCE = 30.0
FAST = 2000.0
"""Messages a second, where the rate is not what is asked about."""


class HandClock:
    """Stands still but for what a story says."""

    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        return self.moment

    def advance(self, by: timedelta) -> None:
        self.moment += by


def written(work: Work, delivery: Delivery, now: datetime) -> Sending | None:
    """The same to everybody."""
    person = work.people.numbered(delivery.person)
    return Sending(person.address, Screen("ru", ((Span("Как вам работается?"),),))) if person is not None else None


class PostOffice:
    def __init__(self, emulator: Emulator, storage: Storage, clock: HandClock) -> None:
        self.emulator = emulator
        self.storage = storage
        self.clock = clock
        self.people: list[int] = []
        """Numbers of the database; the chat of the n-th is FIRST + n."""
        self.message: Callable[[Work, Delivery, datetime], Sending | None] = written

    async def settle(self, people: int, matter: Matter = Matter.INVITATION, **changes: Any) -> None:
        """So many people, a running outreach, a delivery to each. `changes` are of the outreach or the deliveries."""
        for number in range(people):
            self.emulator.people.add("Анна", person_id=FIRST + number).started = True
        of_rows = {name: changes.pop(name) for name in ("untraced", "not_before", "not_after") if name in changes}
        outreach = Outreach(
            SPRING,
            Kind.PERMANENT,
            "Весна",
            "counter",
            "1",
            Subscribers(),
            "Europe/Moscow",
            **{"quiet": NEVER, "state": State.RUNNING, "launched_at": NOON} | changes,
        )
        number = 1 if matter is Matter.REMINDER else 0

        def put(work: Work) -> list[int]:
            found = [
                work.people.enter(Address("telegram", str(FIRST + each)), "ru", NOON).number for each in range(people)
            ]
            work.outreaches.add(outreach)
            fields = {"not_before": NOON, "not_after": None} | of_rows
            work.deliveries.enqueue(Delivery(SPRING, each, matter, number, **fields) for each in found)
            work.tallies.count(SPRING, of_queueing(matter, people))
            return found

        self.people = await self.storage.write(put)

    @asynccontextmanager
    async def at_work(self, *, rate: float = FAST, name: str = "", stop_in: float = 5.0) -> AsyncIterator[Couriers]:
        """One process of couriers until the block ends, in good order."""
        gate = Gate(rate=rate)
        bot = telegram_bot(TOKEN, self.emulator.url, gate)
        sends = messenger(bot)

        async def delivered(sending: Sending) -> Outcome:
            return await deliver(sends, sending.address.key, sending.screen)

        couriers = Couriers(
            self.storage,
            gate,
            delivered,
            self.clock,
            SystemChance(),
            lambda work, delivery, now: self.message(work, delivery, now),
            name=name or self.storage.name,
            rate=rate,
            shared=self.storage.kind == "postgresql",
            at=lambda label: None,
        )
        running = asyncio.create_task(couriers.run())
        try:
            yield couriers
        finally:
            try:
                assert await couriers.stop(stop_in)
                await running
            finally:
                running.cancel()
                await bot.session.close()

    def taking_over(self, *, shared: bool = False, monotonic: Callable[[], float] = lambda: 0.0) -> TakingOver:
        return TakingOver(self.storage, self.clock, name=self.storage.name, shared=shared, monotonic=monotonic)

    @property
    def received(self) -> Counter[int]:
        """How many messages stand in whose chat, by place in `people`."""
        people = enumerate(self.people)
        return Counter({number: len(self.emulator.people.get(FIRST + number).chat.messages) for number, _ in people})

    async def rows(self) -> Counter[Status]:
        """How many deliveries stand how, of those that there are."""
        statement = "SELECT status, COUNT(*) FROM delivery GROUP BY status"

        def counted(work: Any) -> Counter[Status]:
            found = work._connection.exec_driver_sql(statement)
            return Counter({Status(status): count for status, count in found})

        return await self.storage.read(counted)

    async def tally(self) -> Tally:
        return await self.storage.read(lambda work: work.tallies.of(SPRING))

    async def counted(self, *counts: Count) -> list[int]:
        tally = await self.tally()
        return [tally[each] for each in counts]

    async def until(self, wanted: Callable[[Counter[Status]], bool], seconds: float = PATIENCE) -> Counter[Status]:
        """Until the rows are as wanted. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not wanted(rows := await self.rows()):  # noqa: ASYNC110 - the database tells nobody
                await asyncio.sleep(0.02)
        return rows

    async def finished(self, seconds: float = PATIENCE) -> Counter[Status]:
        """Until nothing waits."""
        return await self.until(lambda rows: not rows[Status.QUEUED] + rows[Status.CLAIMED], seconds)

    def fault(
        self, do: dict[str, Any], *, times: int | None = None, chance: float = 1.0, chat: int | None = None
    ) -> Any:
        return self.emulator.faults.add(
            {"method": "sendMessage", "do": do, "times": times, "probability": chance, "chat": chat}
        )

    def blocks(self, places: Sequence[int]) -> None:
        """They blocked the bot, and it has not been told yet."""
        for place in places:
            self.emulator.people.get(FIRST + place).blocked = True


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[PostOffice]:
    clock = HandClock()
    async with Emulator(token=TOKEN) as emulator, open_storage(url, clock=clock, exclusive=False) as storage:
        yield PostOffice(emulator, storage, clock)
