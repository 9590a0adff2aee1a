"""The pool, the draw and the close."""

from collections import Counter

import pytest

from surveys.anonymity.blocks import rest_of
from surveys.anonymity.boxes import Box, NotOurs, TooLong, opened, seal
from surveys.anonymity.draw import DropBlockKey, draw, due
from surveys.anonymity.keys import RATINGS, KeyLost, Pool, texts_of
from surveys.anonymity.marks import LENGTH, text_mark, vote_mark
from surveys.anonymity.pool import Vote, vote
from surveys.answering.values import Mark
from surveys.chance import SystemChance
from surveys.errors import Conflict
from tests.anonymity.office import FIVE, POOL, Office, members, one
from tests.anonymity.world import CAMPAIGN, SeededChance, after, perform

# --- marks


def test_a_mark_is_sixteen_bytes_that_differ_between_campaigns_people_and_texts() -> None:
    marks = {
        vote_mark(b"k" * 32, "chat:1"),
        vote_mark(b"l" * 32, "chat:1"),
        vote_mark(b"k" * 32, "chat:2"),
        text_mark(b"k" * 32, "chat:1", "q7"),
        text_mark(b"k" * 32, "chat:1", "q8"),
    }
    assert len(marks) == 5
    assert {len(mark) for mark in marks} == {LENGTH}
    assert vote_mark(b"k" * 32, "chat:1") == vote_mark(b"k" * 32, "chat:1")


def test_nobody_votes_twice_and_the_second_vote_leaves_nothing() -> None:
    office, cell = one()
    assert office.votes(cell, "anna") is Vote.TAKEN
    assert office.votes(cell, "anna") is Vote.TWICE
    assert office.says(cell, "anna", "текст") is Vote.TAKEN
    assert office.says(cell, "anna", "ещё") is Vote.TWICE
    assert office.rows.size(Pool(CAMPAIGN, RATINGS, cell)) == 1
    assert office.rows.size(Pool(CAMPAIGN, texts_of("q7"), cell)) == 1


# --- boxes


def test_a_box_opens_only_in_its_pool_and_under_its_key() -> None:
    box = seal("ответ".encode(), pool=POOL, generation=3, key=b"k" * 32, chance=SeededChance(1))
    assert opened(box, pool=POOL, key=b"k" * 32).decode() == "ответ"
    changed = Box(box.slot, box.generation, box.sealed[:-1] + bytes([box.sealed[-1] ^ 1]))
    wrong = [
        (box, POOL, b"l" * 32),
        (box, Pool(CAMPAIGN, RATINGS, "other"), b"k" * 32),
        (box, Pool("other", RATINGS, "cell"), b"k" * 32),
        (Box(box.slot, 4, box.sealed), POOL, b"k" * 32),
        (changed, POOL, b"k" * 32),
        (Box(box.slot, 3, b""), POOL, b"k" * 32),
    ]
    for each, pool, key in wrong:
        with pytest.raises(NotOurs):
            opened(each, pool=pool, key=key)


def test_boxes_have_two_sizes_whatever_they_hold() -> None:
    sizes = {
        length: len(seal(b"x" * length, pool=POOL, generation=0, key=b"k" * 32, chance=SeededChance(length)).sealed)
        for length in (0, 1, 2044, 2045, 8188)
    }
    assert sizes == {0: 2076, 1: 2076, 2044: 2076, 2045: 8220, 8188: 8220}
    with pytest.raises(TooLong):
        seal(b"x" * 8189, pool=POOL, generation=0, key=b"k" * 32, chance=SeededChance(1))


def test_the_systems_chance_never_repeats_a_nonce_or_a_slot() -> None:
    boxes = [seal(b"", pool=POOL, generation=0, key=b"k" * 32, chance=SystemChance()) for _ in range(300)]
    assert len({box.slot for box in boxes}) == len({box.sealed[:12] for box in boxes}) == 300


# --- the draw


def test_a_draw_waits_for_2k_and_for_t_and_never_for_a_person() -> None:
    office, cell = one()
    pool = Pool(CAMPAIGN, RATINGS, cell)
    for n in range(9):
        office.votes(cell, f"p{n}")
    assert not due(office.rows, pool, FIVE, now=after(13), launched=after(0))
    assert draw(office.rows, office.keys, office.chance, pool, FIVE) is None
    office.votes(cell, "p9")
    assert not due(office.rows, pool, FIVE, now=after(11.9), launched=after(0))
    assert due(office.rows, pool, FIVE, now=after(12), launched=after(0))
    office.draws(cell, at=after(12))
    for n in range(10, 16):
        office.votes(cell, f"p{n}")
    assert not due(office.rows, pool, FIVE, now=after(23.9), launched=after(0))
    assert due(office.rows, pool, FIVE, now=after(24), launched=after(0))


def test_a_draw_writes_a_block_of_k_and_seals_everybody_else_anew() -> None:
    office, cell = one()
    pool = Pool(CAMPAIGN, RATINGS, cell)
    for n in range(11):
        office.votes(cell, f"p{n:02}")
    before = {box.slot: box for box in office.rows.boxes(pool)}
    plan = office.draws(cell)
    kept = office.rows.boxes(pool)
    assert [block.n for block in office.blocks] == [5]
    assert len(kept) == 6
    assert not before.keys() & {box.slot for box in kept}
    assert {box.generation for box in kept} == {1}
    assert office.keys.generations(pool) == {1}
    assert plan.afterwards[0] == DropBlockKey(pool, 0)
    assert office.accounted() == [f"p{n:02}" for n in range(11)]
    with pytest.raises(KeyLost):
        office.keys.block(pool, 0)


def test_everybody_is_drawn_equally_often() -> None:
    drawn: Counter[str] = Counter()
    for seed in range(200):
        office = Office(seed=seed)
        cell = office.cells.cells[0].key
        for n in range(10):
            office.votes(cell, f"p{n}")
        office.draws(cell)
        drawn.update(members(office.blocks[0]))
    assert all(65 <= drawn[f"p{n}"] <= 135 for n in range(10)), drawn  # 100 ± 5 standard deviations


def test_a_block_tells_nothing_of_who_came_when_or_of_whole_rows() -> None:
    office, cell = one()
    for n in range(10):
        office.votes(cell, f"p{n}")
        office.says(cell, f"p{n}", f"текст {9 - n}")
    for n in range(10, 20):
        office.says(cell, f"p{n}", f"текст {n}")
    office.draws(cell)
    office.draws(cell, stream=texts_of("q7"))
    ratings, texts = office.blocks
    assert [column.counts for column in ratings.columns if column.question == "rate"] == [(("3", 5),)]
    assert texts.texts == tuple(sorted(texts.texts))
    assert len(texts.texts) == texts.n == 10
    assert not texts.columns
    assert not ratings.texts


def test_marks_are_counted_and_several_choices_one_by_one() -> None:
    office, cell = one()
    pool = Pool(CAMPAIGN, RATINGS, cell)
    for n in range(10):
        answers = {"q": ("a", "b"), "r": Mark.NOT_APPLICABLE, "s": Mark.SKIPPED}
        vote(office.rows, office.keys, office.chance, campaign=CAMPAIGN, cell=cell, person=f"p{n}", answers=answers)
    plan = draw(office.rows, office.keys, office.chance, pool, FIVE)
    assert plan is not None
    q, r, s = plan.change.blocks[0].columns
    assert (q.people, q.counts) == (5, (("a", 5), ("b", 5)))
    assert (r.people, r.not_applicable, r.skipped) == (0, 5, 0)
    assert (s.people, s.not_applicable, s.skipped) == (0, 0, 5)


def test_two_draws_of_one_generation_cannot_both_be_written() -> None:
    office, cell = one()
    for n in range(12):
        office.votes(cell, f"p{n}")
    pool = Pool(CAMPAIGN, RATINGS, cell)
    plans = [draw(office.rows, office.keys, office.chance, pool, FIVE) for _ in range(2)]
    assert plans[0] is not None
    assert plans[1] is not None
    perform(plans[0], office.rows, office.keys, after(13))
    with pytest.raises(Conflict):
        perform(plans[1], office.rows, office.keys, after(13))


# --- the close


def test_the_close_lets_nobody_out_alone_and_leaves_no_key_no_mark_no_box() -> None:
    office = Office((12, 14, 30, 10))
    for cell, count in zip(office.cells.cells, (3, 13, 7, 4), strict=True):
        for n in range(count):
            office.votes(cell.key, f"{cell.key}{n:02}")
    office.draws(office.cells.cells[1].key)
    told = office.closes()
    first, second, third, _ = (cell.key for cell in office.cells.cells)
    assert sorted((block.place, block.n) for block in office.blocks) == sorted(
        [(second, 5), (second, 8), (third, 7), (rest_of("top"), 7)]
    )
    assert (told.counted, told.not_shown, told.lost) == (((RATINGS, 27),), ((RATINGS, 0),), 0)
    assert not office.rows.marks
    assert not office.keys.blocks
    assert not office.keys.campaigns
    assert not any(office.rows.boxes(pool) for pool in office.rows.pools(CAMPAIGN))
    assert first not in {block.place for block in office.blocks}


def test_a_campaign_of_fewer_than_k_shows_nothing_and_says_so() -> None:
    office, cell = one()
    for n in range(4):
        office.votes(cell, f"p{n}")
    told = office.closes()
    assert not office.blocks
    assert told.not_shown == ((RATINGS, 4),)


def test_texts_leave_in_groups_of_their_own_size() -> None:
    office = Office((30, 30))
    for cell, count in zip(office.cells.cells, (12, 9), strict=True):
        for n in range(count):
            office.says(cell.key, f"{cell.key}{n}", f"текст {n}")
    told = office.closes()
    assert [block.n for block in office.blocks] == [12]
    assert told.not_shown == ((texts_of("q7"), 9),)
