"""Numbers: XPath 1.0 3.5 and 4.4, and the mathematical functions ODK adds."""

import math

import pytest

from surveys.expressions import as_text
from tests.surveys.expressions.scene import same, value_of

NAN = math.nan
INF = math.inf

NUMBERS = [
    ("1", 1),
    ("1.50", 1.5),
    (".25", 0.25),
    ("7.", 7),
    ("007", 7),
    ("1 + 2 * 3", 7),
    ("(1 + 2) * 3", 9),
    ("10 - 3 - 2", 5),
    ("10 - (3 - 2)", 9),
    ("7 div 2", 3.5),
    ("12 div 3 div 2", 2),
    ("2 * 3 mod 4", 2),
    ("5 mod 2", 1),
    ("5 mod -2", 1),
    ("-5 mod 2", -1),
    ("-5 mod -2", -1),
    ("1.5 mod 0.5", 0),
    ("5.5 mod 2", 1.5),
    ("5 mod 0", NAN),
    ("(1 div 0) mod 2", NAN),
    ("5 mod (1 div 0)", 5),
    ("1 div 0", INF),
    ("-1 div 0", -INF),
    ("0 div 0", NAN),
    ("1 div 0 - 1 div 0", NAN),
    ("-3", -3),
    ("--3", 3),
    ("---3", -3),
    ("2 - -3", 5),
    ("2--3", 5),
    ("- (2 + 3)", -5),
    ("-2 * 3", -6),
    ("${age} + 1", 43),
    ("${age}-1", 41),
    ("${minus} * ${half}", -3.5),
    ("'17' + 1", 18),
    ("${digits} * 2", 34),
    ("${comma} + 1", 4.5),
    ("' 5 ' + 1", 6),
    ("'' + 1", NAN),
    ("${empty} + 1", NAN),
    ("${skipped} + 1", NAN),
    ("${name} + 1", NAN),
    ("true() + true()", 2),
    ("${refused} + 1", 1),
    ("number('12.5')", 12.5),
    ("number('-4')", -4),
    ("number('+4')", NAN),
    ("number('1e3')", NAN),
    ("number('0x10')", NAN),
    ("number('12 13')", NAN),
    ("number('5-3')", NAN),
    ("number('--5')", NAN),
    ("number('.')", NAN),
    ("number('1.')", 1),
    ("number('1,2,3')", NAN),
    ("number('٣')", NAN),
    ("number('nan')", NAN),
    ("number('Infinity')", NAN),
    ("number(true())", 1),
    ("number(false())", 0),
    ("int(3.9)", 3),
    ("int(-3.9)", -3),
    ("int('8.2')", 8),
    ("int('x')", NAN),
    ("int(1 div 0)", INF),
    ("round(2.4)", 2),
    ("round(2.5)", 3),
    ("round(-2.5)", -2),
    ("round(-2.6)", -3),
    ("round(3.14159, 2)", 3.14),
    ("round(1.005, 2)", 1.01),
    ("round(-1.005, 2)", -1.0),
    ("round(1234.5, -2)", 1200),
    ("round(1250, -2)", 1300),
    ("round(5, 31)", NAN),
    ("round('x')", NAN),
    ("round(1 div 0, 2)", INF),
    ("abs(-4.5)", 4.5),
    ("abs('')", NAN),
    ("pow(2, 10)", 1024),
    ("pow(2, -1)", 0.5),
    ("pow(0, 0)", 1),
    ("pow(0, -1)", INF),
    ("pow(-8, 0.5)", NAN),
    ("pow(10, 400)", INF),
    ("pow(-10, 401)", -INF),
    ("sqrt(16)", 4),
    ("sqrt(-1)", NAN),
    ("exp(0)", 1),
    ("exp(1000)", INF),
    ("exp10(3)", 1000),
    ("log(1)", 0),
    ("log(0)", -INF),
    ("log(-1)", NAN),
    ("log(exp(2))", 2),
    ("log10(1000)", 3),
    ("log10('')", NAN),
    ("pi()", math.pi),
    ("sin(0)", 0),
    ("sin(1 div 0)", NAN),
    ("cos(0)", 1),
    ("tan(0)", 0),
    ("asin(1) * 2", math.pi),
    ("asin(2)", NAN),
    ("acos(1)", 0),
    ("atan(0)", 0),
    ("atan2(1, 1) * 4", math.pi),
]


@pytest.mark.parametrize(("source", "expected"), NUMBERS)
def test_a_number_is_what_the_standard_says(source: str, expected: float) -> None:
    assert same(value_of(source), float(expected))


WRITTEN = [
    ("string(3.0)", "3"),
    ("string(-0.0)", "0"),
    ("string(3.10)", "3.1"),
    ("string(0.1 + 0.2)", "0.30000000000000004"),
    ("string(1 div 4)", "0.25"),
    ("string(-7 div 2)", "-3.5"),
    ("string(0.0000001)", "0.0000001"),
    ("string(100000 * 100000)", "10000000000"),
    ("string(pow(10, 21))", "1000000000000000000000"),
    ("string(0 div 0)", "NaN"),
    ("string(1 div 0)", "Infinity"),
    ("string(-1 div 0)", "-Infinity"),
    ("string(true())", "true"),
    ("string(1 > 2)", "false"),
    ("string(${age})", "42"),
    ("string(${many})", "queue rude dirty"),
    ("string(${skipped})", ""),
    ("concat(${age}, '/', ${half})", "42/0.5"),
]


@pytest.mark.parametrize(("source", "expected"), WRITTEN)
def test_a_number_is_written_without_needless_fraction_or_exponent(source: str, expected: str) -> None:
    assert value_of(source) == expected


def test_a_whole_number_too_large_for_a_float_is_infinite_not_a_crash() -> None:
    assert as_text(10**400) == "Infinity"
    assert as_text(-(10**400)) == "-Infinity"
