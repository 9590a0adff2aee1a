"""Row 3: the process dies between any two steps of a draw or of a close."""

import signal

import pytest

from surveys.anonymity.campaign import Campaign
from tests.anonymity.held import Survey, people
from tests.soak_report import SoakReport
from tests.stories.conftest import Town
from tests.stories.history import rows
from tests.stories.staff_surveys import POINTS, Judgement, asleep, launched_long_ago, waits_for

A_CELL = 11
"""Answers that wait in each cell: one block of five leaves six."""


async def _killed_at(town: Town, label: str) -> None:
    await town.bot.start(OTKLIK_CRASH_AT=label)
    assert await town.bot.ended(30) == -signal.SIGKILL


async def _draws_killed(town: Town, labels: tuple[str, ...]) -> tuple[int, Judgement]:
    """One kill for each label while cells are drawn from. How many had answered, and what became of them."""
    cells = len(labels)
    async with asleep(town, cells) as survey:
        campaign = await launched_long_ago(survey)
        for cell in range(cells):
            await survey.votes(campaign, people(A_CELL, since=cell * A_CELL), cell)
    for label in labels:
        await _killed_at(town, label)
    await town.bot.start()
    await waits_for(town, "SELECT count(*) FROM answer_block", cells)
    await town.bot.stop()
    verdict = Judgement()
    async with asleep(town, cells) as survey:
        came = people(cells * A_CELL)
        verdict.judge(came, await survey.accounted(campaign))
        for cell in range(cells):
            assert survey.keys.generations(survey.pool(campaign, cell)) == {1}, "a key that opens what was drawn from"
    return len(came), verdict


async def _closes_killed(town: Town, labels: tuple[str, ...]) -> tuple[int, Judgement]:
    """One kill for each label while campaigns are closed whose time is over."""
    campaigns: list[Campaign] = []
    async with asleep(town) as survey:
        for _ in labels:
            campaigns.append(await launched_long_ago(survey, over=True))
            await survey.votes(campaigns[-1], people(A_CELL))
    for label in labels:
        await _killed_at(town, label)
    await town.bot.start()
    destroyed = "SELECT count(*) FROM anonymous_campaign WHERE act LIKE '%\"key_destroyed\":true%'"
    await waits_for(town, destroyed, len(labels))
    await waits_for(town, "SELECT count(*) FROM note WHERE name = 'rewrite_owed'", 0)
    await town.bot.stop()
    verdict = Judgement()
    async with asleep(town) as survey:
        for campaign in campaigns:
            verdict.judge(people(A_CELL), await survey.accounted(campaign))
            await _is_gone(survey, campaign)
    return len(labels) * A_CELL, verdict


async def _is_gone(survey: Survey, campaign: Campaign) -> None:
    """Nothing opens or names anything any more, and the act says so."""
    act = (await survey.of(campaign)).act
    assert act is not None
    assert (act.asked_by, act.key_destroyed, act.counted) == ("schedule", True, (("ratings", A_CELL),))
    assert not survey.folder(campaign).exists()
    left = await survey.works.read(
        lambda work: [box for pool in work.pools.pools(campaign.code) for box in work.pools.boxes(pool)]
    )
    assert left == []
    closes = await survey.works.read(
        lambda work: [each.act for each in work.trail.entries() if each.facts.get("campaign") == campaign.code]
    )
    assert closes == ["campaign.launched", "campaign.closed", "campaign.key_destroyed"]


async def test_a_kill_at_any_step_of_a_draw_loses_nobody_and_counts_nobody_twice(town: Town) -> None:
    _, verdict = await _draws_killed(town, POINTS)
    assert not verdict.lost + verdict.doubled, str(verdict)


async def test_a_kill_at_any_step_of_a_close_is_finished_by_the_next_start(town: Town) -> None:
    _, verdict = await _closes_killed(town, POINTS)
    assert not verdict.lost + verdict.doubled, str(verdict)
    assert not await marks_of(town)


async def test_a_kill_at_any_step_of_a_draw_on_postgresql_loses_nobody(postgres_town: Town) -> None:
    _, verdict = await _draws_killed(postgres_town, POINTS)
    assert not verdict.lost + verdict.doubled, str(verdict)


@pytest.mark.soak
async def test_twenty_kills_at_each_step_of_a_draw(town: Town) -> None:
    with SoakReport("kill -9 during a draw") as report:
        labels = POINTS * report.kill(20)
        report.kills *= len(POINTS)
        report.judge(*await _draws_killed(town, labels))


@pytest.mark.soak
async def test_twenty_kills_at_each_step_of_a_close(town: Town) -> None:
    with SoakReport("kill -9 during a close") as report:
        labels = POINTS * report.kill(20)
        report.kills *= len(POINTS)
        report.judge(*await _closes_killed(town, labels))


async def marks_of(town: Town) -> list[object]:
    return await rows(town.database, "SELECT campaign FROM mark")
