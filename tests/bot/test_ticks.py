"""What comes round comes round: in its time, one at a time, whatever becomes of the others."""

import asyncio

from bot.ticks import Tick, Ticks
from surveys.errors import Unavailable


class Counted:
    def __init__(self, *ends: BaseException | None) -> None:
        self.calls = 0
        self.side_by_side = 0
        self._running = 0
        self._ends = list(ends)
        self.called = asyncio.Event()

    async def __call__(self) -> None:
        self.calls += 1
        self._running += 1
        self.side_by_side = max(self.side_by_side, self._running)
        self.called.set()
        await asyncio.sleep(0)
        self._running -= 1
        if self._ends and (end := self._ends.pop(0)) is not None:
            raise end

    async def times(self, wanted: int) -> None:
        async with asyncio.timeout(5):
            while self.calls < wanted:
                self.called.clear()
                await self.called.wait()


async def test_each_is_called_again_and_again_whatever_it_raises() -> None:
    well, ill = Counted(), Counted(Unavailable("locked"), ValueError("a defect"))
    ticks = Ticks((Tick("well", 0.001, well), Tick("ill", 0.001, ill)))
    running = asyncio.create_task(ticks.run())
    await well.times(4)
    await ill.times(4)
    running.cancel()
    assert ill.side_by_side == 1


async def test_what_became_due_need_not_wait_for_its_time() -> None:
    yearly = Counted()
    ticks = Ticks((Tick("yearly", 1e6, yearly),))
    running = asyncio.create_task(ticks.run())
    await yearly.times(1)
    ticks.soon("yearly")
    await yearly.times(2)
    running.cancel()
