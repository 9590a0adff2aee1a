"""A campaign in real time under Telegram's limits, while people answer other surveys."""

import asyncio
import gc
import os
from typing import Any

import pytest

from surveys.campaigns.tallies import Count
from tests.soak_report import SoakReport
from tests.stories.answerers import Answerers, Waits
from tests.stories.campaigns import Sleeps, hired, longest_gap, paced, told_to_wait, with_limits
from tests.stories.conftest import Town

PEOPLE = int(os.environ.get("OTKLIK_SOAK_PEOPLE", "10000"))
A_SECOND = 30
"""Messages that Telegram takes, edits included as the emulator counts them."""


async def _beside(town: Town, people: int, answering: float, citizens: int = 200) -> dict[str, Any]:
    """A campaign to so many; twenty taps a second in its first `answering` seconds. What was counted and timed."""
    campaign, answerers = await hired(town, people), Answerers(town, citizens)
    await town.bot.start()
    await answerers.begin()
    with_limits(town)
    # Telegram lives in this process: it must not stand still while thousands of chats are looked through for garbage.
    gc.collect()
    gc.freeze()
    undisturbed = await _answered(answerers, answering / 4)
    sleeps, before = Sleeps(town), len(paced(town))
    await campaign.launch()
    answers = asyncio.create_task(_answered(answerers, answering))
    tally = await campaign.finished(3 * people / A_SECOND + 2 * answering)
    disturbed = await answers
    moments = paced(town)[before:]
    seconds, least = max(moments) - min(moments), len(moments) / A_SECOND
    await town.bot.stop()
    gc.unfreeze()
    return {
        "people": people,
        "delivered": tally[Count.DELIVERED],
        "messages": len(moments),
        "taps": disturbed.taps,
        "seconds": round(seconds, 1),
        "minimum": round(least, 1),
        "ratio": round(seconds / least, 3),
        "told_to_wait": told_to_wait(town),
        "held_up_by_telegram": sum(each > 0 for each in sleeps.seconds),
        "lost": campaign.lost,
        "copies": campaign.copies,
        "longest_gap": round(longest_gap(moments), 2),
        "tap_to_edited_median": disturbed.median,
        "tap_to_edited_p95": disturbed.p95,
        "tap_to_edited_median_before": undisturbed.median,
        "tap_to_edited_p95_before": undisturbed.p95,
    }


async def _answered(answerers: Answerers, seconds: float) -> Waits:
    """Twenty taps a second for so long."""
    over = asyncio.Event()
    asyncio.get_running_loop().call_later(seconds, over.set)
    return await answerers.answer(20, while_=over)


def _clean(figures: dict[str, Any]) -> bool:
    return (figures["delivered"], figures["lost"], figures["copies"], figures["told_to_wait"]) == (
        figures["people"],
        0,
        0,
        0,
    )


async def test_a_campaign_and_answers_beside_it_come_through_without_a_refusal(town: Town) -> None:
    assert _clean(await _beside(town, 45, 2, citizens=40))


@pytest.mark.soak
async def test_ten_thousand_employees_are_asked_while_twenty_people_a_second_answer(town: Town) -> None:
    with SoakReport("campaign to 10,000 beside answers") as report:
        figures = report.figures = await _beside(town, PEOPLE, 100)  # type: ignore[attr-defined]
        assert _clean(figures), figures
        assert figures["ratio"] <= 1.05, figures
        assert figures["tap_to_edited_p95"] < 1.0, figures
