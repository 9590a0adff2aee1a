"""The typed code: every slip is caught before anything is looked up."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.points.codes import LENGTH, QUASIGROUP, CodeRefused, check_digit, grouped, new_code, read_code
from tests.points.places import FixedChance, code

CODES = st.integers(1_000_000, 9_999_999).map(code)


def test_the_table_is_a_latin_square_with_a_zero_diagonal_and_weakly_totally_anti_symmetric() -> None:
    digits = set(range(10))
    assert all(set(row) == digits for row in QUASIGROUP)
    assert all({row[column] for row in QUASIGROUP} == digits for column in digits)
    assert all(QUASIGROUP[digit][digit] == 0 for digit in digits)
    for interim in digits:
        for x in digits:
            for y in digits - {x}:
                assert QUASIGROUP[QUASIGROUP[interim][x]][y] != QUASIGROUP[QUASIGROUP[interim][y]][x]


def test_damms_own_example_has_his_check_digit() -> None:
    assert check_digit("572") == "4"


@settings(max_examples=200, deadline=None)
@given(CODES)
def test_every_single_wrong_digit_is_caught(right: str) -> None:
    for at in range(LENGTH):
        for digit in set("0123456789") - {right[at]}:
            assert read_code(right[:at] + digit + right[at + 1 :]) == CodeRefused("check")


@settings(max_examples=200, deadline=None)
@given(CODES)
def test_every_swap_of_neighbours_is_caught(right: str) -> None:
    for at in range(LENGTH - 1):
        if right[at] != right[at + 1]:
            assert read_code(right[:at] + right[at + 1] + right[at] + right[at + 2 :]) == CodeRefused("check")


@settings(max_examples=100, deadline=None)
@given(CODES)
def test_a_digit_lost_or_doubled_is_a_wrong_length(right: str) -> None:
    for at in range(LENGTH):
        assert read_code(right[:at] + right[at + 1 :]) == CodeRefused("length")
        assert read_code(right[: at + 1] + right[at:]) == CodeRefused("length")


@pytest.mark.parametrize(
    "typed",
    [
        "{0}",
        "{1}",
        " {1}\n",
        "Код: {1}",
        "КОД {0}",
        "code {1}",
        "№{0}",
        "№ {1}",
        "{2}",
        "{3}",
        "{1}.",
        "{0}!",
    ],
)
def test_a_code_is_read_as_people_write_it(typed: str) -> None:
    right = code(1234567)
    text = typed.format(right, grouped(right), "-".join(right), "\u00a0".join(right))
    assert read_code(text) == right


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("О", "0"),
        ("о", "0"),
        ("O", "0"),
        ("З", "3"),
        ("з", "3"),
        ("l", "1"),
        ("І", "1"),
        ("б", "6"),
        ("В", "8"),
        ("٤", "4"),
        ("７", "7"),
        ("Ч", "4"),
        ("s", "5"),
        ("Z", "2"),
    ],
)
def test_letters_and_digits_of_other_keyboards_that_look_alike_are_read(typed: str, meant: str) -> None:
    right = next(code(free) for free in range(1_000_000, 2_000_000) if meant in code(free)[1:])
    assert read_code(right[:1] + right[1:].replace(meant, typed, 1)) == right


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "спасибо",
        "Зоб",
        "Всё отлично, 5 баллов",
        "+7 928 123-45-67",
        "<b>1</b>",
        "код",
        "1" * 101,
        "½¾²³",
        "OOOOOOOO",
    ],
)
def test_ordinary_texts_are_no_codes(text: str) -> None:
    assert read_code(text) == CodeRefused("shape")


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read_without_an_error(text: str) -> None:
    read = read_code(text)
    assert isinstance(read, CodeRefused) or (len(read) == LENGTH and check_digit(read) == "0")


def test_new_codes_are_valid_never_begin_with_zero_and_avoid_taken_ones() -> None:
    chance, taken = FixedChance(), set[str]()
    for _ in range(2000):
        made = new_code(chance, taken.__contains__)
        assert read_code(made) == made
        assert made[0] != "0"
        assert made not in taken
        taken.add(made)


def test_the_ends_of_chance_still_give_eight_digits() -> None:
    class Ends(FixedChance):
        def fraction(self) -> float:
            return self.random.choice([0.0, 1 - 2**-53])

    assert {len(new_code(Ends(seed))) for seed in range(8)} == {LENGTH}


def test_a_stuck_chance_is_an_error_and_no_endless_loop() -> None:
    with pytest.raises(RuntimeError):
        new_code(FixedChance(), lambda code: True)


def test_a_random_text_of_eight_digits_is_a_valid_code_one_time_in_ten() -> None:
    chance = random.Random(7)
    valid = sum(isinstance(read_code(f"{chance.randrange(10**8):08}"), str) for _ in range(20_000))
    assert 1800 < valid < 2200
