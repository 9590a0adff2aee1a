"""Comments of departments, and change from wave to wave."""

import dataclasses

from surveys.anonymity.cells import Cells, cells_of
from surveys.anonymity.organisation import Unit, organisation
from surveys.disclosure.figures import (
    Bound,
    Change,
    Comments,
    Mean,
)
from surveys.disclosure.gate import Gate
from surveys.disclosure.reasons import Reason
from surveys.disclosure.scopes import Scope
from surveys.disclosure.waves import change
from tests.disclosure.showing import FIRST, SECOND, TOP, block, gate, words
from tests.surveys.answering.building import questionnaire

# --- comments


def ten(letter: str) -> list[str]:
    return [f"{letter}{n}" for n in range(10)]


def test_comments_are_sorted_over_all_blocks_and_by_department_only_after_the_close() -> None:
    blocks = [words(1, FIRST.cell, *ten("я")), words(2, FIRST.cell, *ten("А")), words(3, SECOND.cell, *ten("б"))]
    shown = gate(blocks)
    everything = shown.comments("q7", TOP).figure
    assert everything == Comments((*ten("А"), *ten("б"), *ten("я")))
    assert shown.comments("q7", FIRST).reason is Reason.COMMENTS_NOT_YET
    assert shown.comments("q8", TOP).reason is Reason.COMMENTS_FEW


def test_a_department_of_one_block_hides_its_neighbours_too_or_it_could_be_subtracted() -> None:
    blocks = [words(1, FIRST.cell, *ten("а")), words(2, FIRST.cell, *ten("б")), words(3, SECOND.cell, *ten("в"))]
    assert gate(blocks, closed=True).comments("q7", FIRST).reason is Reason.COMMENTS_FEW
    blocks.append(words(4, SECOND.cell, *ten("г")))
    shown = gate(blocks, closed=True)
    assert shown.comments("q7", FIRST).figure == Comments((*ten("а"), *ten("б")))
    assert shown.comments("q7", SECOND).figure == Comments((*ten("в"), *ten("г")))


# --- waves


def branch(people: int = 12) -> Cells:
    units = [
        Unit("top", "Администрация"),
        Unit("a", "А", "top"),
        Unit("a1", "А1", "a", people),
        Unit("a2", "А2", "a", 12),
        Unit("b", "Б", "top", 20),
    ]
    cells = cells_of(organisation(units), needed=10)
    assert isinstance(cells, Cells)
    return cells


def wave(cells: Cells, rate: str, *places: str) -> Gate:
    return gate([block(n, place, x={rate: 4, "4": 1}) for n, place in enumerate(places)], cells)


def test_change_is_shown_for_equal_cells_with_two_blocks_in_each_wave() -> None:
    cells = branch()
    a1, a2, b = (each.key for each in cells.cells)
    before, after = wave(cells, "2", a1, a1, a2, b), wave(cells, "3", a1, a1, a2, b)
    release = change(before, after, "x", Scope(cell=a1))
    assert release.figure == Change(Mean(2.4), Mean(3.2))
    assert release.figure.difference == 0.8
    assert release.scope == Scope(cell=a1)
    parent = change(before, after, "x", Scope(cell=a2))
    assert parent.scope == Scope(unit="a"), "one block is too few: the unit above is compared"
    assert isinstance(parent.figure, Change)


def test_a_changed_cell_is_compared_with_nothing_and_neither_is_what_holds_it() -> None:
    old, new = branch(), branch(people=4)
    assert len(new.cells) == 2
    joined = new.cells[0].key
    before = wave(old, "2", *(each.key for each in old.cells), old.cells[2].key)
    after = wave(new, "3", joined, joined, new.cells[1].key, new.cells[1].key)
    assert change(before, after, "x", Scope(cell=joined)).reason is Reason.CELLS_CHANGED
    assert isinstance(change(before, after, "x", Scope(cell=new.cells[1].key)).figure, Change)


def test_a_question_whose_scale_changed_is_not_compared() -> None:
    cells = branch()
    places = [each.key for each in cells.cells for _ in range(2)]
    before, after = wave(cells, "2", *places), wave(cells, "3", *places)
    rows = [{"x": "range", "metric": "csi:x", "parameters": {"start": "0", "end": "10"}}]
    older = dataclasses.replace(before.published, definition=questionnaire(rows, {}))
    release = change(dataclasses.replace(before, published=older), after, "x", TOP)
    assert (release.figure, release.reason) == (None, Reason.SCALE_CHANGED)


def test_a_change_to_or_from_the_end_of_the_scale_has_no_number() -> None:
    assert Change(Mean(3.0), Mean(4.8, Bound.AT_LEAST)).difference is None
