"""The properties of trust.md 2.3.10 and the attack of 2.2, through the real pool, draw, close and gate."""

import random
from collections.abc import Callable, Iterable
from functools import cache

import pytest

from surveys.anonymity.cells import Cells, cells_of
from surveys.anonymity.keys import texts_of
from surveys.anonymity.organisation import Unit, organisation
from surveys.disclosure.figures import Comments
from surveys.disclosure.ledger import Release
from tests.disclosure.attacker import isolated, smallest_group
from tests.disclosure.policies import (
    Policy,
    complementary,
    frozen_until_k_new,
    in_order_of_arrival,
    measured,
    threshold,
)
from tests.disclosure.survey import DAYS, Survey

FEW = range(20)
MANY = range(200)


@cache
def survey(seed: int) -> Survey:
    return Survey(seed).runs()


def branches(seed: int) -> Cells:
    """A random hierarchy, up to four levels deep, of at least twenty people."""
    luck = random.Random(f"tree {seed}")
    units = [Unit("u0", "Администрация", people=20)]
    for n in range(1, luck.randint(3, 14)):
        people = luck.choice([0, 2, 4, 7, 9, 12, 18, 25])
        units.append(Unit(f"u{n}", f"Отдел {luck.randrange(99):02}", luck.choice(units[-4:]).key, people))
    cells = cells_of(organisation(units), needed=10)
    assert isinstance(cells, Cells)
    return cells


def attacked(seen: Survey) -> None:
    """Nobody isolated, no group below k or k_text, and every answer that is a figure's comes in whole blocks."""
    people = len(seen.arrivals.came)
    for stream, least in (("ratings", 5), (texts_of("q7"), 10)):
        published = seen.published_sets(stream)
        assert not isolated(published)
        assert smallest_group(published, people) >= min(least, people)
    whole = {block.id for block in seen.rows.blocks("k7m2")}
    assert all(release.blocks <= whole for release in seen.releases)
    assert {block.n for block in seen.blocks} <= set(range(5, 10))
    assert {block.n for block in seen.text_blocks} <= set(range(10, 20))
    everybody = [who for block in seen.blocks for who in seen.people(block)]
    assert len(everybody) == len(set(everybody)) == sum(block.n for block in seen.blocks)


# --- (i) and (ii): unions of blocks, and an attacker who solves the equations


@pytest.mark.parametrize("seed", FEW)
def test_ten_digests_and_the_close_isolate_nobody_and_no_group_below_k(seed: int) -> None:
    attacked(survey(seed))


@pytest.mark.parametrize("seed", range(9))
def test_the_same_holds_for_any_hierarchy_and_any_zeal(seed: int) -> None:
    attacked(Survey(seed, cells=branches(seed), rate=(0.2, 0.5, 0.9)[seed % 3]).runs())


@pytest.mark.soak
@pytest.mark.parametrize("seed", MANY)
def test_two_hundred_random_surveys_isolate_nobody(seed: int) -> None:
    attacked(Survey(seed).runs())
    attacked(Survey(seed, cells=branches(seed), rate=(0.2, 0.5, 0.9)[seed % 3]).runs())


# --- (iii): what one answer changes


def figures_without(seen: Survey, block: bytes) -> list[Release]:
    return [release for release in seen.releases if block not in release.blocks]


@pytest.mark.parametrize("seed", range(3))
def test_answers_exchanged_inside_a_block_change_nothing_that_is_published(seed: int) -> None:
    once = survey(seed)
    block = once.blocks[0]
    one, *_, other = sorted(once.people(block), key=lambda who: (once.answers[who]["rate"], who))
    again = Survey(seed, swapped=(one, other)).runs()
    assert once.answers != again.answers
    assert repr(once.ledger.entries) == repr(again.ledger.entries)


@pytest.mark.parametrize("seed", range(3))
def test_one_other_answer_changes_only_figures_of_its_block(seed: int) -> None:
    once = survey(seed)
    block = once.blocks[-1]
    who = min(once.people(block))
    again = Survey(seed, changed={who: 1 if once.answers[who]["rate"] == 5 else 5}).runs()
    assert repr(figures_without(once, block.id)) == repr(figures_without(again, block.id))
    assert repr(once.releases) != repr(again.releases)


# --- (iv): and yet nearly everybody counts


@pytest.mark.parametrize("seed", FEW)
def test_at_least_95_percent_are_counted_at_the_close(seed: int) -> None:
    seen = survey(seed)
    assert sum(block.n for block in seen.blocks) >= 0.95 * len(seen.arrivals.came)
    assert seen.closed
    assert dict(seen.closed.counted)["ratings"] == sum(block.n for block in seen.blocks)
    texts = sum(block.n for block in seen.text_blocks)
    assert texts + dict(seen.closed.not_shown)[texts_of("q7")] == len(seen.arrivals.came)


@pytest.mark.soak
def test_two_hundred_random_hierarchies_count_at_least_95_percent_each() -> None:
    for seed in MANY:
        seen = Survey(seed, cells=branches(seed)).runs()
        assert sum(block.n for block in seen.blocks) >= 0.95 * len(seen.arrivals.came), seed


# --- the mutants of 2.2: the attack finds what it is for


def broken(policy: Policy, seeds: Iterable[int]) -> tuple[int, int, int]:
    """(answers computed exactly, surveys with any, smallest group ever isolated)"""
    alone, surveys, smallest = 0, 0, 99
    for seed in seeds:
        arrivals = measured(seed)
        published = policy(arrivals)
        found = isolated(published)
        alone, surveys = alone + len(found), surveys + bool(found)
        smallest = 1 if found else min(smallest, smallest_group(published, len(arrivals.came)))
    return alone, surveys, smallest


@pytest.mark.parametrize("policy", [threshold, complementary])
def test_a_threshold_alone_and_complementary_suppression_expose_people_in_every_survey(policy: Policy) -> None:
    alone, surveys, smallest = broken(policy, FEW)
    assert surveys == len(FEW)
    assert alone >= 7 * len(FEW)
    assert smallest == 1


def test_waiting_for_k_new_answers_still_exposes_some() -> None:
    """One survey in twenty: among these fifteen are two of them."""
    alone, surveys, smallest = broken(frozen_until_k_new, range(40, 55))
    assert (alone, surveys, smallest) == (2, 2, 1)


def named_in_order(blocks: Callable[[Survey], list[tuple[int, frozenset[int]]]], seeds: range) -> float:
    """The share of people whose block is guessed by who saw them come: first come, first drawn."""
    right = people = 0
    for seed in seeds:
        seen = survey(seed)
        for department in seen.arrivals.departments:
            own = [block for place, block in blocks(seen) if place == department]
            for rank, who in enumerate(seen.arrivals.until(DAYS, department) if own else ()):
                right += who in own[min(rank // 5, len(own) - 1)]
                people += 1
    return right / people


def drawn(seen: Survey) -> list[tuple[int, frozenset[int]]]:
    assert seen.cells
    places = {cell.key: place for place, cell in enumerate(seen.cells.cells)}
    return [(places[block.place], seen.people(block)) for block in seen.blocks if block.place in places]


def test_blocks_in_order_of_arrival_name_everybodys_block_and_drawn_ones_do_not() -> None:
    assert named_in_order(lambda seen: in_order_of_arrival(seen.arrivals), FEW) == 1
    assert named_in_order(drawn, FEW) < 0.6


@pytest.mark.soak
def test_the_figures_of_the_measurement_come_out_again() -> None:
    """trust.md 2.2: P0 10.2 answers a survey, P1 9.2, P2 13 surveys of 200."""
    assert 9 < broken(threshold, MANY)[0] / len(MANY) < 11
    assert 8 < broken(complementary, MANY)[0] / len(MANY) < 10
    assert 5 <= broken(frozen_until_k_new, MANY)[1] <= 20


# --- the attacker himself


def test_the_attacker_solves_what_can_be_solved() -> None:
    assert isolated([frozenset({1, 2, 3}), frozenset({2, 3})]) == {1}
    assert isolated([frozenset({1, 2}), frozenset({2, 3}), frozenset({1, 3})]) == {1, 2, 3}
    assert isolated([frozenset({1, 2}), frozenset({2, 3})]) == set()
    assert smallest_group([frozenset(range(20)), frozenset(range(18))], 20) == 2


def test_comments_of_a_department_are_shown_after_the_close_alone() -> None:
    shown = [release for seed in FEW for release in survey(seed).releases if isinstance(release.figure, Comments)]
    during = [
        entry
        for seed in FEW
        for entry in survey(seed).ledger.entries
        if isinstance(entry.release.figure, Comments) and entry.release.scope.cell
    ]
    assert shown
    closing = max(entry.day for entry in survey(0).ledger.entries)
    assert {entry.day for entry in during} <= {closing}
