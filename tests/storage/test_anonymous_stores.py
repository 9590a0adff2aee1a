"""Campaigns, pools and the ledger in tables: what the core asks of them, and the core's own stories over them."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from storage.opening import Storage
from surveys.anonymity.campaign import Loss
from surveys.anonymity.draw import CrashPoint
from surveys.anonymity.keys import RATINGS, Pool
from surveys.anonymity.pool import Change
from surveys.disclosure.figures import (
    Band,
    Banded,
    Bound,
    Comments,
    Count,
    Distribution,
    Figure,
    Index,
    Mean,
    Rate,
    Share,
)
from surveys.disclosure.figures import Change as Changed
from surveys.disclosure.ledger import Release
from surveys.disclosure.scopes import Scope
from surveys.disclosure.stored import comments_digest
from surveys.errors import Conflict, NotFound
from surveys.work import Work
from tests.anonymity import office, test_kills, test_pool
from tests.anonymity.test_kills import (
    test_a_kill_at_any_point_of_a_draw_costs_nobody_an_answer_and_leaves_no_old_key as killed_in_a_draw,
)
from tests.storage.examples import NOON
from tests.storage.staff_examples import (
    ACT,
    POOL,
    TEXTS,
    TODAY,
    TOMORROW,
    WITHHELD,
    box,
    campaign,
    entry,
    mean,
    ratings,
    texts,
)

# --- campaigns


async def test_a_campaign_comes_back_as_it_was_launched(storage: Storage) -> None:
    one, older, third = campaign(), campaign("b9x3", days=-9), campaign("c2q8", days=1)
    for each in (one, older, third):
        await storage.write(lambda w, c=each: w.campaigns.add(c))
    assert await storage.read(lambda w: w.campaigns.find("k7m2")) == one
    assert one.cells.fingerprint == (await storage.read(lambda w: w.campaigns.all()))[1].cells.fingerprint
    assert await storage.read(lambda w: w.campaigns.all()) == [third, one, older]
    with pytest.raises(Conflict, match="code"):
        await storage.write(lambda w: w.campaigns.add(replace(one, order="")))
    assert await storage.read(lambda w: w.campaigns.find("none")) is None
    await storage.write(lambda w: w.campaigns.close("k7m2", ACT))
    assert await storage.read(lambda w: w.campaigns.running()) == [third, older]


async def test_an_act_is_written_once_and_completed_by_the_destruction_of_the_key(storage: Storage) -> None:
    await storage.write(lambda w: w.campaigns.add(campaign()))
    await storage.write(lambda w: w.campaigns.close("k7m2", ACT))
    done = replace(ACT, key_destroyed=True)
    for other in (ACT, replace(ACT, lost=0), replace(done, lost=0)):
        with pytest.raises(Conflict, match="closed"):
            await storage.write(lambda w, act=other: w.campaigns.close("k7m2", act))
    await storage.write(lambda w: w.campaigns.close("k7m2", done))
    assert await storage.read(lambda w: w.campaigns.find("k7m2")) == replace(campaign(), act=done)
    for other in (ACT, done):
        with pytest.raises(Conflict, match="closed"):
            await storage.write(lambda w, act=other: w.campaigns.close("k7m2", act))


async def test_losses_add_up(storage: Storage) -> None:
    losses = [Loss(RATINGS, "cell", 6), Loss("text:q7", "other", 1)]
    await storage.write(lambda w: w.campaigns.add(campaign()))
    for each in losses:
        await storage.write(lambda w, loss=each: w.campaigns.lose("k7m2", [loss]))
    found = await storage.read(lambda w: w.campaigns.find("k7m2"))
    assert found == replace(campaign(), losses=tuple(losses))
    for act in (lambda w: w.campaigns.lose("none", losses), lambda w: w.campaigns.close("none", ACT)):
        with pytest.raises(NotFound):
            await storage.write(act)


# --- pools


class TableRows:
    """The rows of a work, with what the stories look at in the twin."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def __getattr__(self, name: str) -> Any:
        return getattr(self._work.pools, name)

    @property
    def marks(self) -> bool:
        """Whether anybody of the stories' people is marked."""
        rows = self._work._connection.exec_driver_sql("SELECT count(*) FROM mark")  # type: ignore[attr-defined]
        return bool(rows.scalar())


STORIES: list[Callable[[], None]] = [
    test_pool.test_nobody_votes_twice_and_the_second_vote_leaves_nothing,
    test_pool.test_a_draw_waits_for_2k_and_for_t_and_never_for_a_person,
    test_pool.test_a_draw_writes_a_block_of_k_and_seals_everybody_else_anew,
    test_pool.test_a_block_tells_nothing_of_who_came_when_or_of_whole_rows,
    test_pool.test_marks_are_counted_and_several_choices_one_by_one,
    test_pool.test_two_draws_of_one_generation_cannot_both_be_written,
    test_pool.test_the_close_lets_nobody_out_alone_and_leaves_no_key_no_mark_no_box,
    test_pool.test_a_campaign_of_fewer_than_k_shows_nothing_and_says_so,
    test_pool.test_texts_leave_in_groups_of_their_own_size,
    *(partial(killed_in_a_draw, kill) for kill in CrashPoint),
    partial(test_kills.test_a_kill_during_the_close_is_finished_by_closing_again, CrashPoint.COMMITTED),
    partial(test_kills.test_random_kills_between_votes_lose_and_double_nothing, 3),
    test_kills.test_a_lost_key_folder_costs_what_waited_and_is_told,
    test_kills.test_a_campaign_whose_keys_are_all_gone_can_still_be_closed,
]


@pytest.mark.parametrize("story", STORIES)
async def test_pools_in_tables_tell_the_stories_of_those_in_memory(
    story: Callable[[], None], storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tell(work: Work) -> None:
        monkeypatch.setattr(office, "MemoryRows", lambda: TableRows(work))
        story()

    await storage.write(tell)


async def test_a_pool_that_nothing_lies_in_yet_is_at_generation_nought(storage: Storage) -> None:
    assert await storage.read(lambda w: (w.pools.generation(POOL), w.pools.drawn_at(POOL), w.pools.size(POOL))) == (
        0,
        None,
        0,
    )
    assert await storage.read(lambda w: (w.pools.pools("k7m2"), w.pools.boxes(POOL), w.pools.blocks("k7m2"))) == (
        [],
        [],
        [],
    )


async def test_boxes_come_by_slot_and_pools_by_name_whoever_came_first(storage: Storage) -> None:
    luck, other = random.Random(5), Pool("b9x3", RATINGS, "cell")
    marks = list(range(1, 9))
    luck.shuffle(marks)
    await storage.write(lambda w: [w.pools.put(pool, box(mark)) for mark in marks for pool in (TEXTS, POOL, other)])
    assert await storage.read(lambda w: w.pools.boxes(POOL)) == [box(mark) for mark in range(1, 9)]
    assert await storage.read(lambda w: w.pools.size(POOL)) == 8
    assert await storage.read(lambda w: w.pools.pools("k7m2")) == [POOL, TEXTS]


async def test_a_change_is_written_whole_and_blocks_come_back_as_they_were(storage: Storage) -> None:
    def change(w: Work) -> None:
        for mark in (1, 2):
            w.pools.put(POOL, box(mark))
            w.pools.mark("k7m2", bytes([mark]))
        w.pools.mark("b9x3", b"kept")
        gone = ((POOL, (box(2).slot, box(1).slot)),)
        kept = ((POOL, (box(4, 1), box(3, 1))),)
        w.pools.apply(Change((texts(9), ratings(8)), gone, kept, ((POOL, 1), (TEXTS, 1)), "k7m2"), NOON)

    await storage.write(change)
    assert await storage.read(lambda w: w.pools.boxes(POOL)) == [box(3, 1), box(4, 1)]
    assert await storage.read(lambda w: (w.pools.generation(POOL), w.pools.drawn_at(POOL))) == (1, NOON)
    assert await storage.read(lambda w: w.pools.blocks("k7m2")) == [ratings(8), texts(9)]
    assert await storage.read(lambda w: w.pools.pools("k7m2")) == [POOL, TEXTS]
    marked = [("k7m2", b"\x01"), ("k7m2", b"\x02"), ("b9x3", b"kept")]
    assert await storage.read(lambda w: [w.pools.marked(*each) for each in marked]) == [False, False, True]


async def test_a_change_planned_before_the_last_answer_came_is_refused_whole(storage: Storage) -> None:
    """Its key would be dropped with the answer still sealed under it."""
    await storage.write(lambda w: [w.pools.put(POOL, box(mark)) for mark in (1, 2)])
    stale = Change((ratings(8),), ((POOL, (box(1).slot,)),), (), ((POOL, 1),))
    for wrong in (stale, replace(stale, gone=((POOL, (box(1).slot, box(2).slot)),), generations=((POOL, 2),))):
        with pytest.raises(Conflict, match="generation"):
            await storage.write(lambda w, c=wrong: w.pools.apply(c, NOON))
    assert await storage.read(lambda w: (w.pools.size(POOL), w.pools.blocks("k7m2"))) == (2, [])


# --- the ledger

FIGURES: list[Figure] = [
    Mean(4.2),
    Band(20, 40),
    Share("", 90, Bound.AT_LEAST),
    Distribution((Share("a", 60), Share("b", 10, Bound.AT_MOST))),
    Banded((("calm", Band(80, 100)), ("fear", Band(0, 20)))),
    Index(-90, Bound.AT_MOST),
    Count(20),
    Rate(90),
    Rate(0, 40),
    Changed(Mean(4.0), Mean(4.8, Bound.AT_LEAST)),
]


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: type(figure).__name__)
async def test_every_figure_comes_back_as_it_was_released(figure: Figure, storage: Storage) -> None:
    release = Release("kind", "q", Scope(unit="top"), figure, blocks=frozenset({b"1" * 16}))
    await storage.write(lambda w: w.ledger.record(entry(release)))
    assert await storage.read(lambda w: w.ledger.released("k7m2", "kind", release.scope, TODAY)) == release


async def test_of_comments_only_their_number_and_a_digest_are_kept(storage: Storage) -> None:
    """Which say later whether these texts were shown, and no word of them."""

    def everything(w: Work) -> str:
        rows = w._connection.exec_driver_sql("SELECT * FROM release_entry")  # type: ignore[attr-defined]
        return repr(rows.all())

    texts = ("Душно", "Тепло\0", "\ud800")
    release = Release("comments", "q7", Scope(unit="top"), Comments(texts), blocks=frozenset({b"1" * 16}))
    await storage.write(lambda w: w.ledger.record(entry(release)))
    stored = await storage.read(everything)
    assert f'["Comments",3,"{comments_digest(reversed(texts))}"]' in stored
    assert not [text for text in texts if text in stored or json.dumps(text)[1:-1] in stored]
    with pytest.raises(KeyError):
        await storage.read(lambda w: w.ledger.released("k7m2", "comments", release.scope, TODAY))


async def test_the_days_first_figure_stays_and_equal_entries_are_one(storage: Storage) -> None:
    def count(w: Work) -> int:
        return int(w._connection.exec_driver_sql("SELECT count(*) FROM release_entry").scalar())  # type: ignore[attr-defined]

    recorded = [entry(mean(4.9)), entry(WITHHELD), entry(mean(1.1)), entry(mean(0.7), outlet="digest")]
    recorded += [entry(mean(3.3), day=TOMORROW), entry(mean(2.2, cell="other")), *recorded]
    for each in recorded:
        await storage.write(lambda w, e=each: w.ledger.record(e))
    assert await storage.read(count) == 6
    cell = Scope(cell="cell")
    days = await storage.read(lambda w: [w.ledger.released("k7m2", "mean", cell, day) for day in (TODAY, TOMORROW)])
    assert days == [mean(4.9), mean(3.3)]
    for code, kind, scope, day in (
        ("b9x3", "mean", cell, TODAY),
        ("k7m2", "nps", cell, TODAY),
        ("k7m2", "mean", Scope(unit="cell"), TODAY),
        ("k7m2", "mean", cell, TOMORROW + timedelta(days=1)),
    ):
        assert await storage.read(lambda w, a=(code, kind, scope, day): w.ledger.released(*a)) is None


async def test_a_day_that_began_with_a_refusal_keeps_it(storage: Storage) -> None:
    """Else who asks every minute learns the minute in which somebody answered."""
    for each in (WITHHELD, mean(4.9)):
        await storage.write(lambda w, e=each: w.ledger.record(entry(e)))
    assert await storage.read(lambda w: w.ledger.released("k7m2", "mean", Scope(cell="cell"), TODAY)) == WITHHELD
