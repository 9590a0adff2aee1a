"""regex(): Java's notation, the whole text matched, never more than linear work."""

import random
import re
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.expressions import EvaluationFailed, ExpressionError
from surveys.expressions.patterns import BadPattern, TooMuchWork, compile_pattern, matches
from tests.surveys.expressions.scene import value_of

FULL = [
    (r"[A-Z]\.", "J.", True),
    (r"[A-Z]\.", "J.R.", False),
    ("abc", "abcd", False),
    ("abc", "xabc", False),
    ("", "", True),
    ("", "a", False),
    ("a*", "", True),
    ("a|bc", "bc", True),
    ("a|bc", "ab", False),
    ("a(b|c)+d", "abcbd", True),
    ("(?:ab){2}", "abab", True),
    ("(?:ab){2}", "ababab", False),
    ("a{2,3}", "a", False),
    ("a{2,3}", "aa", True),
    ("a{2,3}", "aaaa", False),
    ("a{2,}", "aaaaa", True),
    ("a{0}", "", True),
    ("a{0}b", "b", True),
    ("colou?r", "color", True),
    ("a+?b*?", "aab", True),
    (".*", "any text at all", True),
    (".*", "two\nlines", False),
    (r"\d{6}", "125009", True),
    (r"\d{6}", "12500٣", False),
    (r"\D+", "abc", True),
    (r"\w+", "a_1", True),
    (r"\w+", "слово", False),
    (r"\s+\S+", " \t\nx", True),
    (r"[а-яё\- ]+", "иванова-петрова", True),
    (r"[А-ЯЁ][а-яё]+", "Ёлкин", True),
    (r"[^0-9]+", "abc", True),
    (r"[^0-9]+", "ab1", False),
    (r"[\d.]+", "1.5", True),
    (r"[a-c-]+", "a-c", True),
    (r"[]a]+", "]a", True),
    (r"\p{L}+", "Straße", True),
    (r"\p{Lu}\p{Ll}+", "Анна", True),
    (r"\P{L}+", "123", True),
    (r"\p{IsCyrillic}+", "Привет", True),
    (r"[\p{L} ]+", "Анна Ли", True),
    (r"(?i)да|нет", "ДА", True),
    (r"(?i)[^a]", "A", False),
    (r"^\d+$", "42", True),
    (r"a^b", "ab", False),
    (r"a$b", "ab", False),
    (r"\bfoo\b.*", "foo bar", True),
    (r"foo\b.*", "foobar", False),
    (r"fo\Bo", "foo", True),
    (r"(?:\bb|[ a])*", " b b", True),
    (r"(?:\bb|[ a])*", " bab", False),
    (r"\+7\d{10}", "+79123456789", True),
    (r"[^@\s]+@[^@\s]+\.[^@\s]{2,}", "a.b@mail.ru", True),
    (r"\u0451", "ё", True),
    (r"\x41\t", "A\t", True),
    (r"(()|a)+b", "aab", True),
    (r"👍+", "👍👍", True),
]


@pytest.mark.parametrize(("pattern", "text", "expected"), FULL)
def test_the_whole_text_matches_or_not(pattern: str, text: str, expected: bool) -> None:
    assert matches(compile_pattern(pattern), text) is expected


REFUSED = [
    ("(a", "unbalanced", 0),
    ("a)", "unbalanced", 1),
    ("[a", "unbalanced", 0),
    ("*a", "nothing_to_repeat", 0),
    ("a**", "nothing_to_repeat", 3),
    ("a{3,2}", "bad_count", 1),
    ("a{,2}", "bad_count", 1),
    ("a{1001}", "bad_count", 1),
    ("a{2", "bad_count", 1),
    ("[z-a]", "bad_range", 1),
    (r"[\d-z]", "bad_range", 1),
    ("a++", "possessive", 2),
    ("(?=a)", "look_around", 0),
    ("(?<!a)b", "look_around", 0),
    ("(?<name>a)", "look_around", 0),
    (r"(a)\1", "group_reference", 3),
    (r"\q", "unknown_escape", 0),
    (r"\p{Klingon}", "unknown_escape", 0),
    (r"\u12", "unknown_escape", 0),
    ("a\\", "unknown_escape", 1),
    ("[a[b]]", "nested_class", 2),
    ("[a&&b]", "nested_class", 2),
    ("(" * 40 + ")" * 40, "too_deep", 30),
    ("a" * 1001, "too_long", 1000),
    ("(a{1000}){1000}", "too_large", 0),
]


@pytest.mark.parametrize(("pattern", "problem", "at"), REFUSED)
def test_a_pattern_out_of_reach_is_refused_by_name(pattern: str, problem: str, at: int) -> None:
    with pytest.raises(BadPattern) as refused:
        compile_pattern(pattern)
    assert (refused.value.problem, refused.value.at) == (problem, at)


CATASTROPHES = [
    ("(a+)+$", "a" * 60_000 + "!"),
    ("(a|aa)+", "a" * 60_000 + "!"),
    ("(a|a)*b", "a" * 60_000),
    ("(.*)*x", "y" * 60_000),
    ("(([a-z])+.)+[A-Z]([a-z])+", "a" * 60_000),
    ("(x+x+)+y", "x" * 60_000),
    ("a{0,1000}a{0,1000}a{0,1000}b", "a" * 60_000),
    ("(a|b)*a(a|b){20}", "ab" * 30_000),
    ("(?:(?:a?){100}){9}b", "a" * 1_000),
]


@pytest.mark.parametrize(("pattern", "text"), CATASTROPHES)
def test_a_catastrophic_pattern_costs_less_than_two_seconds(pattern: str, text: str) -> None:
    before = time.process_time()
    with suppress(TooMuchWork, BadPattern):  # given up: bounded the other way
        assert matches(compile_pattern(pattern), text) is False
    assert time.process_time() - before < 2


def test_the_plainest_catastrophe_is_answered_rather_than_given_up() -> None:
    assert value_of(f"regex('{'a' * 10_000}!', '(a+)+$')") is False
    assert value_of(f"regex('{'a' * 10_000}', '(a+)+$')") is True


# The last letters decide, and which of them is not known before the end: 2 ** 18 states, all of them met.
HARD = "(a|b)*a(a|b){18}"
MIXED = "".join(random.Random(11).choices("ab", k=5_000))


def test_a_match_that_takes_too_many_looks_is_given_up() -> None:
    with pytest.raises(TooMuchWork):
        matches(compile_pattern(HARD), MIXED)
    assert matches(compile_pattern(HARD), MIXED[:500]) in (True, False)
    with pytest.raises(EvaluationFailed) as failed:
        value_of(f"regex('{MIXED}', '{HARD}')")
    assert failed.value.code == "too_much_work"


def test_many_matches_in_a_row_share_one_budget() -> None:
    one = f"regex('{MIXED[:500]}x', '{HARD}')"
    assert value_of(one) is False
    with pytest.raises(EvaluationFailed) as failed:
        value_of(" or ".join([one] * 30))
    assert failed.value.code == "too_much_work"


def test_a_pattern_made_of_an_answer_fails_as_an_evaluation_does() -> None:
    with pytest.raises(EvaluationFailed) as failed:
        value_of("regex('a', concat('(', ${name}))")
    assert failed.value.code == "pattern"
    assert "Анна" not in str(failed.value.data)


# What both notations share, so that Python's own engine can say what is right.
_ATOMS = st.sampled_from(["a", "b", "c", ".", "[ab]", "[^a]", r"\d", "1", "(?:ab|c)", "(a|b)", r"\b", "^", "$"])
_TIMES = st.sampled_from(["", "", "*", "+", "?", "{2}", "{0,2}", "{1,}", "*?"])
_PIECES = st.tuples(_ATOMS, _TIMES).filter(lambda piece: piece[0] not in (r"\b", "^", "$") or not piece[1])
_SEQUENCES = st.lists(_PIECES, max_size=4).map(lambda pieces: "".join(atom + times for atom, times in pieces))
_PATTERNS = st.lists(_SEQUENCES, min_size=1, max_size=2).map("|".join)


@settings(max_examples=250, deadline=None)
@given(_PATTERNS, st.text("abc1 ", max_size=6))
def test_what_the_notations_share_is_judged_as_python_judges_it(pattern: str, text: str) -> None:
    assert matches(compile_pattern(pattern), text) is (re.fullmatch(pattern, text, re.ASCII) is not None)


@settings(max_examples=150, deadline=None)
@given(st.text("ab[](){}*+?|\\^$.-,0123:=<i&", max_size=25), st.text("ab[1", max_size=8))
def test_no_pattern_whatever_breaks_anything(pattern: str, text: str) -> None:
    with suppress(BadPattern, TooMuchWork):
        matches(compile_pattern(pattern), text)


def test_a_long_pattern_in_quotes_is_refused_while_reading() -> None:
    with pytest.raises(ExpressionError):
        value_of(f"regex('a', '{'a' * 2_000}')")
