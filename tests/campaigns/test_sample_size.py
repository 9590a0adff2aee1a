from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.campaigns.sample_size import (
    QUANTILES,
    CannotCompute,
    Precision,
    better_as_census,
    confidence_of,
    error_of,
    sample_size,
    to_ask,
)

POPULATIONS = (30, 50, 100, 200, 300, 500, 1000, 2000, 5000, 10_000, 40_000, None)
TABLE = {
    "0.05": (28, 45, 80, 132, 169, 218, 278, 323, 357, 370, 381, 385),
    "0.03": (30, 48, 92, 169, 235, 341, 517, 696, 880, 965, 1040, 1068),
    "0.10": (23, 33, 49, 65, 73, 81, 88, 92, 95, 96, 96, 97),
}
precisions = st.builds(
    Precision,
    st.integers(1, 300).map(lambda thousandths: Decimal(thousandths) / 1000),
    st.sampled_from(sorted(QUANTILES)),
    st.integers(1, 99).map(lambda per_cent: Decimal(per_cent) / 100),
)


@pytest.mark.parametrize(
    ("population", "error", "expected"),
    [(n, error, value) for error, row in TABLE.items() for n, value in zip(POPULATIONS, row, strict=True)],
)
def test_every_value_of_the_table_is_computed(population: int | None, error: str, expected: int) -> None:
    assert sample_size(population, Precision(Decimal(error))) == expected


def test_the_textbook_example_is_rounded_up_and_not_to_the_nearest() -> None:
    assert sample_size(10_000, Precision(Decimal("0.03"), Decimal("95.4"), Decimal("0.44"))) == 988


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.one_of(st.none(), st.integers(1, 10**7)), precisions)
def test_a_sample_is_the_smallest_whose_error_is_within_what_was_wanted(
    population: int | None, precision: Precision
) -> None:
    size = sample_size(population, precision)
    near = float(precision.error) * (1 + 1e-12)
    assert error_of(population, size, precision) <= near
    if size > 1:
        assert error_of(population, size - 1, precision) * (1 + 1e-12) > float(precision.error)
    assert population is None or size <= population


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(2, 10**6), precisions)
def test_so_many_answers_are_as_sure_as_was_wanted(population: int, precision: Precision) -> None:
    sure = confidence_of(population, sample_size(population, precision), precision)
    # t is rounded as practice rounds it: 2 stands for 95.4 %, 3 for 99.7 %.
    assert sure >= float(precision.confidence) - 0.06


def test_everybody_asked_leaves_no_error() -> None:
    assert error_of(40, 40) == 0.0
    assert confidence_of(40, 40) == 100.0


def test_of_fewer_than_a_hundred_people_all_are_better_asked() -> None:
    assert [better_as_census(people) for people in (99, 100, None)] == [True, False, False]


def test_a_fifth_answering_means_five_times_as_many_invitations_but_never_more_than_there_are() -> None:
    assert to_ask(385, None, Decimal("0.2")) == 1925
    assert to_ask(278, 1000, Decimal("0.2")) == 1000


@pytest.mark.parametrize(
    ("population", "precision", "reason"),
    [
        (0, Precision(), "population"),
        (100, Precision(error=Decimal(0)), "error"),
        (100, Precision(error=Decimal(1)), "error"),
        (100, Precision(confidence=Decimal(50)), "confidence"),
        (100, Precision(share=Decimal(1)), "share"),
    ],
)
def test_what_is_out_of_range_is_named(population: int, precision: Precision, reason: str) -> None:
    with pytest.raises(CannotCompute) as refused:
        sample_size(population, precision)
    assert refused.value.reason == reason


@pytest.mark.parametrize("answers", [0, 101])
def test_more_answers_than_people_or_none_at_all_have_no_error(answers: int) -> None:
    for computed in (error_of, confidence_of):
        with pytest.raises(CannotCompute) as refused:
            computed(100, answers)
        assert refused.value.reason == "answers"
