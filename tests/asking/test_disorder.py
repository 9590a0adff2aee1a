"""Days in any order: ticks, couriers, pauses, answers, people who block the bot. What must never happen does not."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from storage.opening import Storage
from surveys.campaigns.delivering import Delivery
from surveys.campaigns.outreach import State
from surveys.campaigns.policies import Matter
from surveys.campaigns.reminding import Reminders
from surveys.campaigns.states import Step
from surveys.campaigns.tallies import Count
from surveys.screens import Action
from tests.anonymity.world import SeededChance
from tests.asking.city import DAY, NOON, City, lunch
from tests.asking.reader import Reader

HOUR = timedelta(hours=1)
RULES = Reminders(2, 2 * DAY)
END = NOON + 9 * DAY
STEPS = 150
ENDS = (Count.QUEUED, Count.DELIVERED, Count.UNSURE, Count.GONE, Count.REFUSED, Count.EXPIRED)


class Days:
    """One run by a seed. `sent` is what went out, with when; `begun`: after how many of those somebody had
    answered."""

    def __init__(self, city: City, seed: int) -> None:
        self.city = city
        self.lot = SeededChance(seed)
        self.sent: list[tuple[datetime, Delivery]] = []
        self.begun: dict[int, int] = {}
        self.taps = 0

    async def live(self) -> None:
        await self.city.settled(a=8)
        await self.city.drafted(lunch(opens_at=NOON + DAY, closes_at=END, reminders=RULES))
        await self.city.steps("lunch", Step.SCHEDULE)
        for _ in range(STEPS):
            await self._something()

    async def _something(self) -> None:
        lot = self.lot.fraction()
        if lot < 0.3:
            await self.city.passes(HOUR * (1 + int(self.lot.fraction() * 12)))
        elif lot < 0.55:
            await self.city.ticks(limit=3)
        elif lot < 0.75:
            blocked = [each for each in self.city.staff["a"] if self.lot.fraction() < 0.1]
            state, now = await self.city.state("lunch"), self.city.now
            sent = await self.city.sends(blocked, limit=4)
            self.sent += [(now, each) for each in sent]
            assert not sent or (state is State.RUNNING and now < END)
        elif lot < 0.93:
            await self._answered()
        else:
            await self.city.steps("lunch", Step.PAUSE if self.lot.fraction() < 0.5 else Step.RESUME)

    async def _answered(self) -> None:
        """Somebody who got a message taps it, the first time or once more."""
        if not self.sent:
            return
        person = self.sent[int(self.lot.fraction() * len(self.sent))][1].person
        self.taps += 1
        reader = Reader(self.city, f"a{self.city.staff['a'].index(person)}", person, number=self.taps)
        await reader.acts(Action("a", ("@lunch", "0", "1")))
        if self.city.now < END and await self.city.state("lunch") is not State.CLOSED:
            self.begun.setdefault(person, len(self.sent))


async def _lived(storage: Storage, seed: int) -> Days:
    days = Days(City(storage), seed)
    await days.live()
    by_person = defaultdict(list)
    for place, (at, each) in enumerate(days.sent):
        by_person[each.person].append((at, each))
        assert place < days.begun.get(each.person, len(days.sent)), "written to after answering"
    for person, messages in by_person.items():
        kinds = Counter((each.matter, each.number) for _, each in messages)
        assert max(kinds.values()) == 1, (seed, person, kinds)
        assert len(messages) <= 1 + RULES.count
        assert messages[0][1].matter is Matter.INVITATION
        moments = [at for at, _ in messages]
        assert all(later - earlier >= RULES.spacing for earlier, later in pairwise(moments))
    tally = await days.city.tally("lunch")
    assert sum(tally[end] for end in ENDS) == tally[Count.INVITED]
    assert tally[Count.OPENED] == tally[Count.STARTED] == len(days.begun)
    assert tally[Count.REMINDED] == sum(each.matter is Matter.REMINDER for _, each in days.sent)
    return days


@pytest.mark.parametrize("seed", range(3))
async def test_in_any_order_of_days_nobody_is_asked_twice_late_or_in_vain(storage: Storage, seed: int) -> None:
    await _lived(storage, seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 160))
async def test_in_many_orders_of_days_nobody_is_asked_twice_late_or_in_vain(storage: Storage, seed: int) -> None:
    await _lived(storage, seed)


async def test_the_days_are_eventful(storage: Storage) -> None:
    """Guards the runs above: days on which nothing happens would prove nothing."""
    days = await _lived(storage, 1)
    assert {each.matter for _, each in days.sent} == {Matter.INVITATION, Matter.REMINDER}
    assert days.begun
