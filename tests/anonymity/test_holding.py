"""From the launch to the act: draws at fixed times, closes in two halves, and losses that are told."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from surveys.anonymity.holding import close
from surveys.anonymity.keys import RATINGS, KeyLost, texts_of
from surveys.anonymity.losses import told, untold
from surveys.anonymity.pool import Vote
from surveys.errors import Unavailable
from surveys.trail import verified
from tests.anonymity.held import MONTH, Survey, people, survey_in
from tests.anonymity.test_campaign_keys import room_for
from tests.anonymity.world import LAUNCH, after


async def test_a_tick_draws_when_both_people_and_hours_are_enough(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        campaign = await survey.launched()
        await survey.votes(campaign, people(12))
        survey.clock.moment = after(11.9)
        await survey.keeping.tick()
        assert await survey.blocks(campaign) == []
        survey.clock.moment = after(12)
        await survey.keeping.tick()
        assert await survey.blocks(campaign) == [5]
        assert await survey.accounted(campaign) == people(12)
        assert survey.keys.generations(survey.pool(campaign)) == {1}
        await survey.votes(campaign, people(4, since=12))
        survey.clock.moment = after(23.9)
        await survey.keeping.tick()
        assert await survey.blocks(campaign) == [5]
        survey.clock.moment = after(24)
        await survey.keeping.tick()
        assert await survey.blocks(campaign) == [5, 5]
        assert await survey.accounted(campaign) == people(16)


async def test_the_program_closes_a_campaign_when_its_time_is_over(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        campaign = await survey.launched()
        await survey.votes(campaign, people(13), says=True)
        await survey.votes(campaign, people(3, since=13), cell=1)
        survey.clock.moment = LAUNCH + MONTH - timedelta(seconds=1)
        await survey.keeping.tick()
        assert (await survey.of(campaign)).running
        survey.clock.moment = LAUNCH + MONTH
        await survey.keeping.tick()
        act = (await survey.of(campaign)).act
        assert act is not None
        assert (act.asked_by, act.confirmed_by, act.marks_deleted, act.key_destroyed) == ("schedule", "", True, True)
        assert act.counted == ((RATINGS, 13), (texts_of("why"), 13))
        assert act.not_shown == ((RATINGS, 3), (texts_of("why"), 0))
        assert act.blocks == (("Отдел 1", 2, 13),)
        assert act.lost == 0
        assert survey.keys.codes() == frozenset()
        assert await survey.acts() == ["campaign.launched", "campaign.closed", "campaign.key_destroyed"]
        assert verified(await survey.works.read(lambda work: work.trail.entries())) is None


async def test_leftovers_of_small_groups_stand_in_the_act_under_the_unit_above(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        campaign = await survey.launched()
        await survey.votes(campaign, people(3))
        await survey.votes(campaign, people(4, since=3), cell=1)
        act = await survey.keeping.close(campaign.code, asked_by="admin", confirmed_by="coordinator")
        assert act.blocks == (("~Администрация", 1, 7),)
        assert (act.asked_by, act.confirmed_by, act.key_destroyed) == ("admin", "coordinator", True)


async def test_a_close_asked_for_twice_is_one_close(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        campaign = await survey.launched()
        await survey.votes(campaign, people(6))
        first = await survey.keeping.close(campaign.code, asked_by="admin")
        assert await survey.keeping.close(campaign.code, asked_by="coordinator") == first
        assert await survey.blocks(campaign) == [6]
        assert (await survey.acts()).count("campaign.closed") == 1


async def test_a_close_in_a_conversation_is_finished_by_the_next_tick(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        campaign = await survey.launched()
        await survey.votes(campaign, people(6))
        now = survey.clock.now()
        act, _ = await survey.works.write(
            lambda work: close(
                work, survey.keys, survey.installation.chance, now, campaign.code, asked_by="admin", actor=3
            )
        )
        assert not act.key_destroyed
        assert survey.folder(campaign).exists()
        await survey.keeping.tick()
        done = (await survey.of(campaign)).act
        assert done is not None
        assert done.key_destroyed
        assert not survey.folder(campaign).exists()


async def test_nobody_votes_after_the_close_and_every_mark_is_gone(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        campaign = await survey.launched()
        await survey.votes(campaign, people(6))
        await survey.keeping.close(campaign.code, asked_by="admin")
        with pytest.raises(KeyLost):
            await survey.votes(campaign, ["late"])
        boxes = await survey.works.read(lambda work: [*map(work.pools.boxes, work.pools.pools(campaign.code))])
        assert not any(boxes)


# --- lost keys


async def test_a_lost_key_of_one_pool_is_told_and_does_not_stop_the_others(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        campaign = await survey.launched()
        await survey.votes(campaign, people(12))
        await survey.votes(campaign, people(12, since=20), cell=1)
        _lose_key(survey, campaign, 0)
        survey.clock.moment = after(13)
        await survey.keeping.tick()
        assert await survey.blocks(campaign) == [5]
        assert await survey.accounted(campaign) == people(12, since=20)
        losses = (await survey.of(campaign)).losses
        assert [(loss.stream, loss.cell, loss.people) for loss in losses] == [
            (RATINGS, campaign.cells.cells[0].key, 12)
        ]
        assert survey.told == 1
        assert "campaign.answers_lost" in await survey.acts()
        assert await survey.votes(campaign, people(12)) == [Vote.TWICE] * 12, "their marks stand"
        assert await survey.votes(campaign, people(3, since=40)) == [Vote.TAKEN] * 3


async def test_losses_are_told_until_somebody_was_told_and_in_whole_blocks(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        campaign = await survey.launched()
        await survey.votes(campaign, people(12), says=True)
        for stream in (RATINGS, texts_of("why")):
            _lose_key(survey, campaign, 0, stream)
        await survey.keeping.tick()
        await survey.keeping.tick()
        assert survey.told == 2
        said = await survey.works.read(untold)
        assert [(each.people, each.closed) for each in said] == [(12, False)], "twelve people, not 24"
        await survey.votes(campaign, people(2, since=30))
        _lose_key(survey, campaign, 0)
        await survey.keeping.tick()
        await survey.works.write(lambda work: told(work, said))
        assert [each.people for each in await survey.works.read(untold)] == [2]


async def test_where_the_whole_folder_is_away_a_tick_gives_nothing_up(tmp_path: Path) -> None:

    async with survey_in(tmp_path) as survey:
        campaign = await survey.launched()
        await survey.votes(campaign, people(12))
        survey.clock.moment = after(13)
        keys = tmp_path / "keys"
        keys.rename(tmp_path / "unmounted")
        with pytest.raises(Unavailable, match="keys"):
            await survey.keeping.tick()
        (tmp_path / "unmounted").rename(keys)
        await survey.keeping.tick()
        assert await survey.accounted(campaign) == people(12)
        assert await survey.blocks(campaign) == [5]


async def test_a_campaign_whose_own_key_is_lost_is_closed_and_its_act_never_says_destroyed(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        campaign = await survey.launched()
        await survey.votes(campaign, people(12))
        (survey.folder(campaign) / "campaign.key").unlink()
        await survey.keeping.recover()
        await survey.keeping.tick()
        act = (await survey.of(campaign)).act
        assert act is not None
        assert (act.asked_by, act.key_destroyed, act.counted) == ("key_lost", False, ((RATINGS, 12),))
        assert not survey.folder(campaign).exists()
        assert [(each.people, each.closed) for each in await survey.works.read(untold)] == [(0, True)]


async def test_a_close_that_is_asked_for_after_the_key_was_lost_never_says_destroyed_either(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        campaign = await survey.launched()
        (survey.folder(campaign) / "campaign.key").unlink()
        act = await survey.keeping.close(campaign.code, asked_by="admin", confirmed_by="coordinator")
        await survey.keeping.tick()
        assert (act.asked_by, act.confirmed_by, act.key_destroyed) == ("key_lost", "coordinator", False)
        assert (await survey.of(campaign)).act == act


async def test_answers_found_lost_at_the_close_are_written_down_by_group_and_counted_in_the_act(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        campaign = await survey.launched()
        await survey.votes(campaign, people(7))
        await survey.votes(campaign, people(6, since=20), cell=1)
        _lose_key(survey, campaign, 0)
        act = await survey.keeping.close(campaign.code, asked_by="admin")
        assert (act.lost, act.counted, act.key_destroyed) == (7, ((RATINGS, 6),), True)
        assert [loss.people for loss in (await survey.of(campaign)).losses] == [7]
        assert [each.people for each in await survey.works.read(untold)] == [7]


async def test_another_key_than_the_published_one_is_no_key(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        campaign = await survey.launched()
        (survey.folder(campaign) / "campaign.key").write_bytes(b"x" * 32)
        await survey.keeping.tick()
        act = (await survey.of(campaign)).act
        assert act is not None
        assert act.asked_by == "key_lost"


async def test_a_box_that_its_key_does_not_open_is_lost_alone(tmp_path: Path) -> None:
    """As after two restores: the key of this number is another one than the box was sealed under."""
    async with survey_in(tmp_path) as survey:
        campaign = await survey.launched()
        await survey.votes(campaign, people(3))
        pool = survey.pool(campaign)
        key = survey.keys.block(pool, 0)
        _lose_key(survey, campaign, 0)
        survey.keys.make_block(pool, 0)
        await survey.votes(campaign, people(11, since=3))
        survey.clock.moment = after(13)
        await survey.keeping.tick()
        assert [loss.people for loss in (await survey.of(campaign)).losses] == [3]
        await survey.keeping.tick()
        assert await survey.blocks(campaign) == [5]
        assert await survey.accounted(campaign) == people(11, since=3)
        assert key not in [path.read_bytes() for path in survey.folder(campaign).iterdir()]


async def test_a_vote_that_finds_no_room_for_a_key_is_not_taken_and_leaves_no_mark(tmp_path: Path) -> None:

    async with survey_in(tmp_path) as survey:
        campaign = await survey.launched()
        with room_for(8), pytest.raises(Unavailable, match="full"):
            await survey.votes(campaign, ["anna"])
        assert await survey.votes(campaign, ["anna"]) == [Vote.TAKEN]


async def test_a_wiped_folder_is_found_at_the_next_start(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        campaign = await survey.launched()
        await survey.votes(campaign, people(12))
        survey.clock.moment = after(13)
        await survey.keeping.tick()
        shutil.rmtree(survey.folder(campaign))
    async with survey_in(tmp_path, survey.clock) as survey:
        await survey.keeping.recover()
        done = await survey.of(campaign)
        assert done.act is not None
        assert (done.act.counted, done.act.lost) == (((RATINGS, 5),), 7)


def _lose_key(survey: Survey, campaign: object, cell: int, stream: str = RATINGS) -> None:
    pool = survey.pool(campaign, cell, stream)  # type: ignore[arg-type]
    for generation in survey.keys.generations(pool):
        survey.keys.drop_block(pool, generation)
