import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.anonymity.cells import Cells, TooFewPeople, cells_of
from surveys.anonymity.organisation import BrokenTree, Unit, organisation
from surveys.texts import Texts
from tests.anonymity.world import town


def trees() -> st.SearchStrategy[list[Unit]]:
    """Units of which each hangs below an earlier one."""
    rows = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 30), st.sampled_from("АБВГД")), max_size=25)
    return rows.map(
        lambda rows: [
            Unit("u0", "Администрация", people=3),
            *(Unit(f"u{n}", name, f"u{above % n}", people) for n, (above, people, name) in enumerate(rows, start=1)),
        ]
    )


@settings(max_examples=60, deadline=None, derandomize=True)
@given(trees(), st.integers(0, 2**32))
def test_every_person_is_in_one_cell_of_2k_whatever_the_tree_and_its_order(units: list[Unit], seed: int) -> None:
    cells = cells_of(organisation(units), needed=10)
    people = {unit.key: unit.people for unit in units if unit.people}
    if isinstance(cells, TooFewPeople):
        assert sum(people.values()) < 10
        return
    assert sorted(unit for cell in cells.cells for unit in cell.units) == sorted(people)
    for cell in cells.cells:
        assert cell.people == sum(people[unit] for unit in cell.units) >= 10
        assert cell.above[-1] == "u0"
    mixed = random.Random(seed).sample(units, len(units))
    again = cells_of(organisation(mixed), needed=10)
    assert again == cells
    assert isinstance(again, Cells)
    assert again.fingerprint == cells.fingerprint


@settings(max_examples=40, deadline=None, derandomize=True)
@given(trees())
def test_every_cell_of_several_units_has_a_merge_that_names_them_all(units: list[Unit]) -> None:
    cells = cells_of(organisation(units), needed=10)
    if isinstance(cells, TooFewPeople):
        return
    merged = [sorted(merge.names) for merge in cells.merges]
    names = {unit.key: unit.name for unit in units}
    for cell in cells.cells:
        if len(cell.units) > 1:
            assert sorted(names[unit] for unit in cell.units) in merged


def test_small_departments_join_in_the_order_of_their_names_and_the_log_says_why() -> None:
    cells = town([6, 30, 5, 4])
    assert [(cell.name, cell.people) for cell in cells.cells] == [
        ("Отдел 00, Отдел 02, Отдел 03", 15),
        ("Отдел 01", 30),
    ]
    assert [merge.reason for merge in cells.merges] == ["small_together", "joined_smallest"]
    assert Texts().say(cells.merges[0].said, "ru") == (
        "Объединены внутри «Администрация»: Отдел 00, Отдел 02. По отдельности в них меньше 10 человек, вместе 11."
    )
    assert "joined the smallest group" in Texts().say(cells.merges[1].said, "en")


def test_what_is_left_over_joins_the_cell_with_the_fewest_people() -> None:
    assert [(cell.name, cell.people) for cell in town([20, 12, 3]).cells] == [
        ("Отдел 00", 20),
        ("Отдел 01, Отдел 02", 15),
    ]


def test_a_small_unit_merges_inside_its_own_branch_before_it_goes_up() -> None:
    units = [
        Unit("t", "Мэрия"),
        Unit("a", "А", "t"),
        Unit("a1", "А1", "a", 12),
        Unit("a2", "А2", "a", 3),
        Unit("b", "Б", "t", 4),
        Unit("c", "В", "t", 7),
    ]
    cells = cells_of(organisation(units), needed=10)
    assert isinstance(cells, Cells)
    assert [(cell.units, cell.above) for cell in cells.cells] == [(("a1", "a2"), ("a", "t")), (("b", "c"), ("t",))]


def test_another_head_count_or_another_tree_is_another_fingerprint_but_equal_units_keep_the_key_of_their_cell() -> None:
    one, other = town([12, 20]), town([13, 20])
    assert one.fingerprint != other.fingerprint
    assert [cell.key for cell in one.cells] == [cell.key for cell in other.cells]


def test_an_organisation_that_is_too_small_is_refused_with_the_numbers() -> None:
    refused = cells_of(organisation([Unit("t", "Мэрия", people=9)]), needed=10)
    assert refused == TooFewPeople(9, 10)
    assert "в списке 9 чел., а нужно не меньше 10" in Texts().say(refused.said, "ru")


@pytest.mark.parametrize(
    ("units", "kind"),
    [
        ([], "roots"),
        ([Unit("a", "А"), Unit("b", "Б")], "roots"),
        ([Unit("a", "А"), Unit("a", "Б", "a")], "repeated"),
        ([Unit("a", "А"), Unit("b", "Б", "x")], "orphan"),
        ([Unit("a", "А"), Unit("b", "Б", "c"), Unit("c", "В", "b")], "circle"),
        ([Unit("a", "А", people=-1)], "negative"),
    ],
)
def test_what_is_no_tree_is_refused(units: list[Unit], kind: str) -> None:
    with pytest.raises(BrokenTree) as refused:
        organisation(units)
    assert refused.value.kind == kind
