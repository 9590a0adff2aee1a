"""What is shown, how coarsely, and why the rest is not."""

import dataclasses
from collections import Counter
from datetime import timedelta
from fractions import Fraction
from itertools import product

import pytest
from babel.messages.pofile import read_po

from surveys.anonymity.blocks import rest_of
from surveys.disclosure import rounding
from surveys.disclosure.figures import (
    Band,
    Banded,
    Bound,
    Comments,
    Count,
    Distribution,
    Index,
    Mean,
    Rate,
    Share,
)
from surveys.disclosure.hiding import Why, digest_of, read, written
from surveys.disclosure.reasons import Reason
from surveys.disclosure.scopes import Scope
from surveys.texts import HERE, Texts
from tests.anonymity.world import town
from tests.disclosure.showing import FIRST, SECOND, TODAY, TOP, block, cell, gate, words

# --- ratings


def test_nothing_is_shown_before_the_first_block() -> None:
    shown = gate([])
    for release in (shown.mean("x", TOP), shown.count(TOP), shown.distribution("one", FIRST), shown.csi(TOP)):
        assert (release.figure, release.reason) == (None, Reason.NO_BLOCKS)
    assert "не меньше 10 человек" in Texts().say(Reason.NO_BLOCKS.said(k=5, k_text=10), "ru")


def test_below_ten_there_is_a_mean_to_a_tenth_and_a_band_and_no_distribution() -> None:
    shown = gate([block(1, FIRST.cell, x={"2": 1, "3": 1, "4": 3}, enps={"9": 5})])
    assert shown.mean("x", FIRST).figure == Mean(3.4)
    assert shown.favourable("x", FIRST).figure == Band(60, 80)
    assert shown.distribution("x", FIRST).reason is Reason.NEEDS_TEN
    assert shown.nps("enps", FIRST).reason is Reason.NEEDS_TEN


def test_a_question_that_fewer_than_k_answered_is_withheld() -> None:
    shown = gate([block(1, FIRST.cell, x={"3": 4})])
    assert shown.mean("x", FIRST).reason is Reason.FEW_FOR_QUESTION
    assert shown.mean("y", FIRST).reason is Reason.NOT_ASKED
    assert shown.mean("one", FIRST).reason is Reason.NO_SCALE
    assert shown.mean("nowhere", FIRST).reason is Reason.NO_SCALE


def test_from_ten_on_every_option_is_shown_also_the_ones_nobody_took() -> None:
    blocks = [block(1, FIRST.cell, one={"a": 3, "b": 2}), block(2, SECOND.cell, one={"a": 1, "b": 4})]
    figure = gate(blocks).distribution("one", TOP).figure
    assert figure == Distribution((Share("a", 40), Share("b", 60), Share("c", 0)))


def test_from_90_percent_on_it_says_no_more_and_merges_the_rest() -> None:
    """Of ten answers «over 90 %» would be all ten, so nine of ten look the same."""
    only = Distribution((Share("a", 90, Bound.AT_LEAST), Share("", 10, Bound.AT_MOST)))
    for counts in ({"a": 5}, {"a": 4, "c": 1}):
        given = [block(1, FIRST.cell, one={"a": 5}), block(2, FIRST.cell, one=counts)]
        assert gate(given).distribution("one", TOP).figure == only
    eight = [block(n, FIRST.cell, one={"a": 4, "b": 1}) for n in range(2)]
    assert gate(eight).distribution("one", TOP).figure == Distribution((Share("a", 80), Share("b", 20), Share("c", 0)))


def test_of_several_choices_each_is_capped_by_itself() -> None:
    given = [block(n, FIRST.cell, some={"a": 5, "b": 2}) for n in range(2)]
    figure = gate(given).distribution("some", TOP).figure
    assert figure == Distribution((Share("a", 90, Bound.AT_LEAST), Share("b", 40), Share("c", 0)))


def test_a_sensitive_question_is_shown_in_bands() -> None:
    blocks = [block(n, FIRST.cell, one={"a": 3, "b": 2}, x={"5": 5}) for n in range(2)]
    shown = gate(blocks, sensitive="one x")
    figure = shown.distribution("one", TOP).figure
    assert figure == Banded((("a", Band(60, 80)), ("b", Band(20, 40)), ("c", Band(0, 20))))
    assert shown.favourable("x", TOP).figure == Band(80, 100)
    assert gate(blocks).favourable("x", TOP).figure == Share("", 90, Bound.AT_LEAST)


def test_a_sensitive_question_whose_bands_tell_an_end_is_withheld() -> None:
    blocks = [block(1, FIRST.cell, one={"a": 5}), block(2, FIRST.cell, one={"b": 5})]
    assert gate(blocks, sensitive="one").distribution("one", TOP).reason is Reason.SENSITIVE


@pytest.mark.parametrize(("people", "options"), [(10, 2), (10, 3), (10, 4), (11, 4), (13, 3), (17, 2), (20, 3)])
def test_no_0_or_100_percent_of_a_sensitive_option_can_be_computed_from_its_neighbours(
    people: int, options: int
) -> None:
    """Over all splits of `people` answers: what is published also fits other counts, for every option."""
    outputs: dict[Banded | None, list[tuple[int, ...]]] = {}
    for split in product(range(people + 1), repeat=options - 1):
        if sum(split) <= people:
            counts = (*split, people - sum(split))
            figure = rounding.banded(list(zip("abcd", counts, strict=False)), people, exclusive=True)
            outputs.setdefault(figure, []).append(counts)
    for splits in outputs.values():
        for option in range(options):
            assert {split[option] for split in splits} not in ({0}, {people})


@pytest.mark.parametrize("people", range(5, 60))
def test_a_mean_or_band_at_the_end_of_the_scale_does_not_tell_that_all_said_the_same(people: int) -> None:
    ends: dict[Mean, set[int]] = {}
    for total in range(people, 5 * people + 1):
        ends.setdefault(rounding.mean(Fraction(total), people, Fraction(1), Fraction(5)), set()).add(total)
    assert all(len(totals) > 1 for totals in ends.values() if totals & {people, 5 * people})
    bands: dict[Band, set[int]] = {}
    for count in range(people + 1):
        bands.setdefault(rounding.band(count, people), set()).add(count)
    assert all(len(counts) > 1 for counts in bands.values() if counts & {0, people})


def test_nps_stops_short_of_everybody() -> None:
    blocks = [block(n, FIRST.cell, enps={"10": 4, "7": 1}) for n in range(2)]
    assert gate(blocks).nps("enps", TOP).figure == Index(80)
    for people in range(10, 40):
        outputs: dict[Index, set[tuple[int, int]]] = {}
        for up in range(people + 1):
            for down in range(people + 1 - up):
                outputs.setdefault(rounding.nps(up, down, people), set()).add((up, down))
        for splits in outputs.values():
            assert splits not in ({(people, 0)}, {(0, people)})


def test_csi_is_made_of_published_means_and_weights_alone() -> None:
    blocks = [block(n, FIRST.cell, x={"5": 5}, y={"3": 5}, w={"x": 4, "y": 1}) for n in range(2)]
    # x is published as «4.8 or more», weights as 80 and 20: 100 * (0.8 * 0.95 + 0.2 * 0.5)
    assert gate(blocks).csi(TOP).figure == Index(86)
    few = gate(blocks[:1])
    assert few.csi(TOP).figure == Index(72), "below ten the weights are equal"


def test_counts_come_in_whole_blocks() -> None:
    blocks = [block(1, FIRST.cell), block(2, FIRST.cell, people=9), block(3, SECOND.cell)]
    assert gate(blocks).count(TOP).figure == Count(15)
    assert gate(blocks).count(FIRST).figure == Count(10)


def test_only_groups_fixed_before_the_launch_can_be_asked_for() -> None:
    shown = gate([block(1, FIRST.cell, x={"3": 5})])
    for scope in (Scope(cell="nowhere"), Scope(unit="nowhere"), Scope(), Scope("top", FIRST.cell), Scope(cell="~top")):
        assert shown.mean("x", scope).reason is Reason.NO_SCOPE


def test_leftovers_of_small_cells_count_above_them_and_nowhere_else() -> None:
    shown = gate([block(1, FIRST.cell, x={"4": 5}), block(2, rest_of("top"), x={"2": 5})])
    assert shown.mean("x", TOP).figure == Mean(3.0)
    assert shown.mean("x", FIRST).figure == Mean(4.0)
    assert shown.mean("x", SECOND).reason is Reason.NO_BLOCKS


def test_rows_and_cross_tables_do_not_exist_and_asking_is_noted() -> None:
    shown = gate([])
    assert shown.rows().reason is Reason.NO_ROWS
    assert shown.cross("x", "y").reason is Reason.NO_CROSS
    assert [entry.release.kind for entry in shown.ledger.entries] == ["rows", "cross"]


# --- the ledger


def test_the_ledger_knows_what_was_released_of_which_blocks_where_and_when() -> None:
    shown = gate([block(1, FIRST.cell, x={"4": 5}), block(2, SECOND.cell, x={"4": 5})])
    shown.mean("x", FIRST)
    shown.mean("enps", FIRST)
    first, second = shown.ledger.entries
    assert (first.campaign, first.day, first.outlet) == ("c", TODAY, "screen")
    assert first.release.blocks == {bytes([1]) * 16}
    assert (second.release.reason, second.release.blocks) == (Reason.NOT_ASKED, frozenset())


# --- participation


@pytest.mark.parametrize(
    ("people", "bands"),
    [
        (10, {(50, 50)}),
        (14, {(0, 100)}),
        (24, {(0, 50), (50, 25), (75, 25)}),
        (40, {(0, 40), (40, 20), (60, 20), (80, 20)}),
        (50, {(tens, 10) for tens in range(10, 100, 10)}),
    ],
)
def test_participation_is_told_in_bands_that_suit_the_size_of_the_group(
    people: int, bands: set[tuple[int, int]]
) -> None:
    assert {(rate.percent, rate.step) for rate in rates(people, 5).values()} == bands


@pytest.mark.parametrize("k", [5, 7, 12])
def test_every_band_of_participation_holds_at_least_k_numbers_of_people(k: int) -> None:
    """Ten percent of ten people are one person: such a step would tell of every single one."""
    for people in range(2 * k, 260):
        told = rates(people, k)
        assert min(Counter(told.values()).values()) >= k
        for count, band in told.items():
            assert 100 * count // people in range(band.percent, band.percent + band.step + 1)


def test_more_answers_than_people_on_the_roster_are_told_as_all() -> None:
    assert rounding.rate(12, 10, 5) == Rate(50, 50)
    assert rounding.rate(70, 60, 5) == Rate(90)


def test_participation_is_for_cells_and_from_k_on() -> None:
    cells = town([60, 60])
    shown = gate([], cells)
    assert shown.participation(cell(0, cells), 4).reason is Reason.RATE_FEW
    assert shown.participation(cell(1, cells), 31).figure == Rate(50)
    assert shown.participation(TOP, 12).reason is Reason.NO_SCOPE


def test_participation_moves_once_a_day_and_so_does_its_being_withheld() -> None:
    """Else who looks every minute would see when the fifth came."""
    cells = town([60, 60])
    first, second = cell(0, cells), cell(1, cells)
    shown = gate([], cells)
    assert shown.participation(first, 31).figure == Rate(50)
    assert shown.participation(first, 50).figure == Rate(50)
    assert dataclasses.replace(shown, outlet="export").participation(first, 50).figure == Rate(50)
    assert shown.participation(second, 4).reason is Reason.RATE_FEW
    assert shown.participation(second, 5).reason is Reason.RATE_FEW
    tomorrow = dataclasses.replace(shown, today=TODAY + timedelta(days=1))
    assert tomorrow.participation(first, 50).figure == Rate(80)
    assert tomorrow.participation(second, 5).figure == Rate(0, 20)


def rates(people: int, k: int) -> dict[int, Rate]:
    return {count: rounding.rate(count, people, k) for count in range(k, people + 1)}


# --- comments that are hidden


def test_a_hidden_comment_is_shown_nowhere_and_the_others_as_they_are() -> None:
    blocks = [words(1, FIRST.cell, *(f"слово {n}" for n in range(10)))]
    digest = digest_of("c", "q7", "слово 3")
    shown = dataclasses.replace(gate(blocks), hidden=frozenset({digest}))
    assert shown.comments("q7", TOP).figure == Comments(tuple(f"слово {n}" for n in range(10) if n != 3))
    elsewhere = dataclasses.replace(gate(blocks), hidden=frozenset({digest_of("d", "q7", "слово 3")}))
    assert len(elsewhere.comments("q7", TOP).figure.texts) == 10


def test_what_is_hidden_is_kept_as_digests_and_reasons_alone() -> None:
    digest = digest_of("c", "q7", "Иванов кричит")
    stored = written({digest: Why.NAMES_SOMEBODY})
    assert read(stored) == {digest: Why.NAMES_SOMEBODY}
    assert "Иванов" not in stored
    assert read(None) == {}


# --- after the close


def test_after_the_close_nobody_is_told_to_wait_for_more_answers() -> None:
    assert gate([], closed=True).mean("x", TOP).reason is Reason.CLOSED_FEW
    assert gate([], closed=True).comments("q7", TOP).reason is Reason.COMMENTS_FEW


# --- words


def test_every_reason_has_a_sentence_in_both_languages() -> None:
    for reason in Reason:
        for language in ("ru", "en"):
            said = Texts().say(reason.said(k=5, k_text=10), language)
            assert not said.startswith("disclosure.")
            assert "{" not in said


@pytest.mark.parametrize("part", ["disclosure", "anonymity"])
def test_both_languages_have_the_same_texts(part: str) -> None:
    keys = []
    for language in ("ru", "en"):
        with (HERE / f"{part}.{language}.po").open("rb") as source:
            messages = [message for message in read_po(source, locale=language) if message.id]
        assert all(message.string for message in messages)
        keys.append([message.id for message in messages])
    assert keys[0] == keys[1]
