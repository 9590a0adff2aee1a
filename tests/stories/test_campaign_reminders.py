"""Row 4 where the policy is never twice: a process that dies over its reminders sends no one of them a second time."""

import asyncio
import os
import random
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest

from surveys.campaigns.reminder_waves import waves_of
from surveys.campaigns.reminding import Reminders
from surveys.campaigns.tallies import Count
from surveys.work import Work
from tests.soak_report import SoakReport
from tests.stories.bots import until
from tests.stories.campaigns import CODE, Campaign, hired
from tests.stories.conftest import Town
from tests.stories.wall import Wall

PEOPLE = int(os.environ.get("OTKLIK_SOAK_PEOPLE", "1000"))
DAY = timedelta(days=1)
RANDOM = ""
"""A death at no labelled moment."""


async def invited(town: Town, people: int, reminders: int) -> tuple[Campaign, Wall]:
    """A campaign whose invitations have all arrived, with reminders a day apart, on a clock that is set."""
    wall = Wall(town.folder / "wall")
    town.bot.wall = wall.file
    campaign = await hired(town, people)
    await town.bot.start()
    await campaign.launch(reminders=Reminders(reminders, DAY))
    await campaign.finished(20 + people / 10)
    await town.bot.stop()
    return campaign, wall


async def _wave(campaign: Campaign, wall: Wall, number: int, deaths: Sequence[str]) -> int:
    """A day later: one wave, in a process that dies at these moments. How many reminders were in doubt then."""
    bot, in_doubt = campaign.town.bot, 0
    wall.move(DAY)
    for moment in deaths:
        sent = campaign.reminded.total()
        await bot.start(OTKLIK_CRASH_AT=moment)
        if moment == RANDOM:
            more = random.randint(1, 20)
            await until(lambda more=more, sent=sent: campaign.reminded.total() >= sent + more, 60, "they go on")  # type: ignore[misc]
            await bot.kill()
        await bot.ended(60)
        in_doubt += await campaign.in_flight()
    await bot.start()
    await _over(campaign, wall, number, 20 + campaign.people / 10)
    await bot.stop()
    return in_doubt


async def _over(campaign: Campaign, wall: Wall, number: int, seconds: float) -> None:
    """Until wave `number` has gone through everybody and nothing of it waits."""

    def waits(work: Work) -> bool:
        waves, first = waves_of(work, CODE), work.deliveries.next_at()
        queued = first is not None and first <= wall.now()
        return waves.made < number or waves.after is not None or queued or bool(work.deliveries.held_since(wall.now()))

    async with asyncio.timeout(seconds), campaign.looked_into() as storage:
        while await storage.read(waits):  # noqa: ASYNC110 - storage tells nobody
            await asyncio.sleep(0.2)


async def _tallied(campaign: Campaign, count: Count) -> int:
    async with campaign.looked_into() as storage:
        return (await storage.read(lambda work: work.tallies.of(CODE)))[count]


async def test_a_reminder_in_doubt_is_not_sent_again(town: Town) -> None:
    campaign, wall = await invited(town, 45, 1)
    in_doubt = await _wave(campaign, wall, 1, ["courier_sent:20"])
    assert in_doubt
    assert set(campaign.reminded.values()) <= {0, 1}
    assert sum(not each for each in campaign.reminded.values()) <= in_doubt
    assert await _tallied(campaign, Count.REMINDED) == 45 - in_doubt


@pytest.mark.soak
async def test_deaths_at_every_moment_send_no_reminder_twice(town: Town) -> None:
    """Two waves, each in a process that dies at ten labelled moments and five at random."""
    with SoakReport("reminders killed thirty times") as report:
        campaign, wall = await invited(town, PEOPLE, 2)
        before, in_doubt, missed = Counter[int](), [], []
        for number in (1, 2):
            in_doubt.append(await _wave(campaign, wall, number, _deaths(report, PEOPLE // 60)))
            of_this_wave = campaign.reminded
            of_this_wave.subtract(before)
            before = campaign.reminded
            report.duplicated += sum(each > 1 for each in of_this_wave.values())
            missed.append(sum(not each for each in of_this_wave.values()))
            assert set(of_this_wave.values()) <= {0, 1}, f"wave {number}: the same reminder twice"
            # The price of never twice: of what was in doubt some did not arrive. Nobody else was left out.
            assert missed[-1] <= in_doubt[-1]
        reminded = await _tallied(campaign, Count.REMINDED)
        report.lost = campaign.lost
        report.figures = {  # type: ignore[attr-defined]
            "people": PEOPLE,
            "waves": 2,
            "in_doubt_at_the_kills": sum(in_doubt),
            "not_reminded_in_a_wave": sum(missed),
            "counted_as_reminded": reminded,
        }
        assert reminded == 2 * PEOPLE - sum(in_doubt)
        assert (campaign.lost, report.duplicated) == (0, 0)


def _deaths(report: SoakReport, most: int) -> list[str]:
    """Up to fifteen, each within the next few dozen messages of its life, so that there is something left for all."""
    moments = [f"courier_claimed:{random.randint(1, 2)}" for _ in range(3)]
    moments += [f"courier_sent:{random.randint(1, 30)}" for _ in range(4)]
    moments += [f"courier_settled:{random.randint(1, 4)}" for _ in range(3)]
    moments += [RANDOM] * 5
    random.shuffle(moments)
    return moments[: report.kill(min(most, len(moments)))]
