import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.campaigns.sampling import allotted, draw, new_seed
from tests.anonymity.world import SeededChance

SEED = "k7m2k7m2k7m2k7m2"
frames = st.dictionaries(st.integers(1, 10**6), st.sampled_from("абвгде"), max_size=120)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(frames, st.integers(0, 150), st.integers(0, 2**32))
def test_every_unit_has_its_share_whatever_the_order_and_the_same_seed_draws_the_same_people(
    units: dict[int, str], wanted: int, order: int
) -> None:
    frame = list(units.items())
    drawn = draw(frame, wanted, SEED)
    assert len(drawn.people) == len(set(drawn.people)) == min(wanted, len(frame))
    taken = Counter(units[person] for person in drawn.people)
    for stratum in drawn.strata:
        assert taken[stratum.key] == stratum.drawn <= stratum.people
        assert abs(stratum.drawn - len(drawn.people) * stratum.people / len(frame)) < 1
    assert draw(random.Random(order).sample(frame, len(frame)), wanted, SEED) == drawn


def test_the_last_places_go_to_the_largest_remainders_then_to_the_larger_units() -> None:
    assert allotted({"a": 7, "b": 2, "c": 1}, 3) == {"a": 2, "b": 1, "c": 0}
    assert allotted({"a": 1, "b": 3, "c": 1, "d": 3}, 4) == {"a": 0, "b": 2, "c": 0, "d": 2}
    assert allotted({"a": 2, "b": 2}, 1) == {"a": 1, "b": 0}


def test_a_person_who_left_gives_a_place_to_one_other_and_everybody_else_stays() -> None:
    frame = [(person, "one") for person in range(1000)]
    before = set(draw(frame, 100, SEED).people)
    gone = min(before)
    after = set(draw([each for each in frame if each[0] != gone], 100, SEED).people)
    assert before - after == {gone}
    assert len(after - before) == 1


def test_another_seed_draws_other_people_and_everybody_comes_about_equally_often() -> None:
    chance = SeededChance(4)
    frame = [(person, "small" if person < 10 else "large") for person in range(100)]
    times = Counter(person for _ in range(1500) for person in draw(frame, 20, new_seed(chance)).people)
    # Each is drawn with 20 of 100: 300 times of 1500, give or take 15.5 at one standard deviation.
    assert len(times) == 100
    assert all(230 < times[person] < 370 for person in range(100))


def test_a_changed_frame_shows_in_the_record() -> None:
    frame = [(person, "one") for person in range(10)]
    moved = [*frame[:-1], (9, "two")]
    assert draw(frame, 3, SEED).frame != draw(moved, 3, SEED).frame


def test_a_sample_of_nobody_or_from_nobody_is_empty() -> None:
    assert draw([], 5, SEED).people == ()
    assert draw([(1, "one")], 0, SEED).people == ()
    with pytest.raises(ValueError):
        draw([], -1, SEED)
