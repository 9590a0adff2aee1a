"""(v) of trust.md 2.3.10: nothing lowers k."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.disclosure.parameters import FLOOR_PAUSE, Lowering, Parameters, read, stored

HOURS = st.integers(-5, 100).map(lambda hours: timedelta(hours=hours))
NUMBERS = st.integers(-3, 40)


def held(parameters: Parameters, before: Parameters) -> None:
    assert parameters.k >= before.k >= 5
    assert parameters.k_text >= max(before.k_text, parameters.k)
    assert parameters.pause >= before.pause >= FLOOR_PAUSE
    assert parameters.people == 2 * parameters.k


@settings(max_examples=100, deadline=None, derandomize=True)
@given(NUMBERS, NUMBERS, HOURS, st.none() | NUMBERS, st.none() | NUMBERS, st.none() | HOURS)
def test_whatever_is_asked_for_no_parameter_goes_down(k, k_text, pause, k2, k_text2, pause2) -> None:
    try:
        first = Parameters(k, k_text, pause)
    except Lowering:
        assert k < 5 or k_text < max(10, k) or pause < FLOOR_PAUSE
        return
    held(first, Parameters())
    assert read(stored(first)) == first
    try:
        after = first.raised(k=k2, k_text=k_text2, pause=pause2)
    except Lowering:
        return
    held(after, first)


@pytest.mark.parametrize(
    "written", [{"k": 4, "k_text": 10, "pause_minutes": 720}, {"k": 5, "k_text": 10, "pause_minutes": 719}]
)
def test_a_stored_or_imported_value_below_the_floor_is_refused(written: dict[str, int]) -> None:
    with pytest.raises(Lowering):
        read(written)


@pytest.mark.parametrize("k", [5.5, "7", True, None])
def test_what_is_no_whole_number_is_refused(k: object) -> None:
    with pytest.raises(Lowering):
        Parameters(k)  # type: ignore[arg-type]


def test_a_higher_k_takes_the_texts_with_it() -> None:
    assert Parameters().raised(k=12) == Parameters(12, 12)
    with pytest.raises(AttributeError):
        Parameters().k = 4  # type: ignore[misc]


@pytest.mark.parametrize(
    "milder", [{"k": 7}, {"k": 0}, {"k_text": 12}, {"pause": timedelta(hours=23)}, {"pause": timedelta()}]
)
def test_what_was_raised_is_not_lowered_again_even_above_the_floors(milder: dict[str, object]) -> None:
    with pytest.raises(Lowering):
        Parameters(8, 14, timedelta(hours=24)).raised(**milder)  # type: ignore[arg-type]
