"""Dates and times. The clock of the tests stands at 2026-11-22 10:30:15.250 in Moscow (UTC+3), a Sunday."""

from datetime import date, datetime, timedelta

import pytest

from surveys.expressions import EvaluationFailed, as_text, evaluate, parse
from tests.surveys.expressions.scene import MOSCOW, NOW, same, scope, value_of

TABLE: list[tuple[str, object]] = [
    ("today()", date(2026, 11, 22)),
    ("now()", NOW),
    ("string(today())", "2026-11-22"),
    ("string(now())", "2026-11-22T10:30:15.250+03:00"),
    ("concat('on ', ${born})", "on 1984-02-29"),
    ("string(${opens})", "09:30"),
    ("date('2026-01-31')", date(2026, 1, 31)),
    ("date('2026-1-5')", date(2026, 1, 5)),
    ("date('2026-11-22T23:30:00.000+03:00')", date(2026, 11, 22)),
    ("date('2026-11-22T22:30:00.000Z')", date(2026, 11, 23)),
    ("date(0)", date(1970, 1, 1)),
    ("date(20000)", date(2024, 10, 4)),
    ("date('20000')", date(2024, 10, 4)),
    ("date(-1)", date(1969, 12, 31)),
    ("date(1.9)", date(1970, 1, 2)),
    ("date('')", ""),
    ("date(${skipped})", ""),
    ("date(today() + 7)", date(2026, 11, 29)),
    ("date(${visit})", date(2026, 11, 20)),
    ("date-time('2026-11-22T10:00')", datetime(2026, 11, 22, 10, tzinfo=MOSCOW)),
    ("date-time('2026-11-22')", datetime(2026, 11, 22, tzinfo=MOSCOW)),
    ("date-time(0.5)", datetime(1970, 1, 1, 15, tzinfo=MOSCOW)),
    ("today() - ${born}", 15607),
    ("int((today() - ${born}) div 365.25)", 42),
    ("today() - date('2026-11-20')", 2),
    ("today() - '2026-11-20'", 2),
    ("number(today())", 20779),
    ("number('2026-11-22')", 20779),
    ("number('2026-02-30')", float("nan")),
    ("number(now()) > number(today())", True),
    ("now() - today() < 1", True),
    ("today() > '2026-11-21'", True),
    ("'2026-02-01' < '2026-11-01'", True),
    ("${typed_date} < today()", True),
    ("${typed_date} = date('2026-11-20')", True),
    ("today() = '2026-11-22'", True),
    ("today() != date('2026-11-21')", True),
    ("${visit} < now()", True),
    ("${visit} >= date('2026-11-20')", True),
    ("${visit} < date('2026-11-21')", True),
    ("${visit} = date-time('2026-11-20T06:15:00Z')", True),
    ("${skipped} < today()", False),
    ("${opens} < '2026-11-22'", True),
    ("${opens} * 24", 9.5),
    ("decimal-date-time('1970-01-01T00:00:00.000Z')", 0),
    ("decimal-date-time('1970-01-01T12:00:00Z')", 0.5),
    ("decimal-date-time('1970-01-02')", 0.875),
    ("decimal-date-time(5.25)", 5.25),
    ("decimal-date-time('')", float("nan")),
    ("decimal-time('12:00')", 0.5),
    ("decimal-time('18:00:00.000+03:00')", 0.75),
    ("decimal-time('15:00:00Z')", 0.75),
    ("decimal-time(${opens}) * 24", 9.5),
    ("decimal-time('2026-11-22T06:00')", 0.25),
    ("decimal-time('')", float("nan")),
    ("format-date(today(), '%Y-%m-%d')", "2026-11-22"),
    ("format-date('2026-03-05', '%e.%n.%y')", "5.3.26"),
    ("format-date('2026-03-05', '%d %b %Y, %a')", "05 мар 2026, чт"),
    ("format-date(${skipped}, '%Y')", ""),
    ("format-date(0 div 0, '%Y')", ""),
    ("format-date(0, '%Y')", "1970"),
    ("format-date(today(), '100%%')", "100%"),
    ("format-date(today(), '%W')", "47"),
    ("format-date-time(now(), '%H:%M:%S.%3')", "10:30:15.250"),
    ("format-date-time('2026-11-22T09:05', '%h:%M')", "9:05"),
    ("format-date-time('2026-11-22T07:30:15Z', '%H:%M')", "10:30"),
    ("format-date(today(), '')", ""),
]


@pytest.mark.parametrize(("source", "expected"), TABLE)
def test_calendar(source: str, expected: object) -> None:
    wanted = float(expected) if isinstance(expected, int) and not isinstance(expected, bool) else expected
    assert same(value_of(source), wanted)


def test_months_and_days_are_named_in_the_language_of_the_respondent() -> None:
    named = parse("format-date('2026-05-04', '%a %b')")
    assert evaluate(named, scope(language="ru")) == "пн май"
    assert evaluate(named, scope(language="en")) == "Mon May"
    assert evaluate(named, scope(language="tt")) == "Mon May"


@pytest.mark.parametrize(
    ("source", "code", "offset"),
    [
        ("date('x')", "not_a_date", 0),
        ("1 + date('2026-02-30')", "not_a_date", 4),
        ("date(true())", "not_a_date", 0),
        ("date-time(${name})", "not_a_date", 0),
        ("date('2026-11-22T25:00')", "not_a_date", 0),
        ("decimal-time('25:00')", "not_a_date", 0),
        ("date-time(${opens})", "not_a_date", 0),
        ("date(1 div 0)", "date_range", 0),
        ("date(10000000)", "date_range", 0),
        ("date-time(-1 div 0)", "date_range", 0),
        ("decimal-date-time(pow(10, 300))", "date_range", 0),
        ("format-date(today(), '%Q')", "date_format", 0),
        ("format-date(today(), 'ends with %')", "date_format", 0),
        ("uuid(100000)", "uuid_length", 0),
        ("uuid(-1)", "uuid_length", 0),
        ("uuid('x')", "uuid_length", 0),
    ],
)
def test_what_is_no_date_fails_at_its_place(source: str, code: str, offset: int) -> None:
    with pytest.raises(EvaluationFailed) as failed:
        value_of(source)
    assert (failed.value.code, failed.value.offset) == (code, offset)


def test_a_failure_does_not_repeat_the_answer_it_failed_on() -> None:
    with pytest.raises(EvaluationFailed) as failed:
        value_of("date(${name})")
    assert "Анна" not in f"{failed.value} {failed.value.data}"


def test_a_moment_with_another_offset_is_shown_by_our_clock() -> None:
    elsewhere = (NOW + timedelta(0)).astimezone(tz=None)
    assert as_text(value_of(".", own=elsewhere)) == "2026-11-22T10:30:15.250+03:00"
