from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.campaigns.schedules import (
    Every,
    Hired,
    Recurring,
    hire_due,
    hired_between,
    next_recurring,
    recurring_due,
)

MOSCOW = ZoneInfo("Europe/Moscow")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def test_a_quarter_has_one_occasion_and_its_key_is_the_same_however_often_it_is_looked_for() -> None:
    rule = Recurring(Every.QUARTER, 5, time(10))
    found = {
        due.key
        for hours in range(-48, 24 * 40)
        if (due := recurring_due("q", rule, MOSCOW, since=LONG_AGO, now=utc(2026, 10, 5, 7) + HOUR * hours))
    }
    assert found == {("q", "2026-Q4", 0)}


@pytest.mark.parametrize(
    ("now", "period"),
    [
        (utc(2026, 10, 5, 6, 59), None),
        (utc(2026, 10, 5, 7), "2026-Q4"),
        (utc(2026, 10, 12, 6, 59), "2026-Q4"),
        (utc(2026, 10, 12, 7), None),
        (utc(2027, 1, 5, 7), "2027-Q1"),
    ],
)
def test_what_was_missed_is_made_up_for_while_it_is_fresh(now: datetime, period: str | None) -> None:
    due = recurring_due("q", Recurring(Every.QUARTER, 5, time(10)), MOSCOW, since=LONG_AGO, now=now)
    assert (due.period if due else None) == period


def test_an_occasion_at_the_end_of_a_year_is_still_made_up_for_in_the_next_one() -> None:
    last_day = Recurring(Every.YEAR, 366, time(23))
    due = recurring_due("y", last_day, MOSCOW, since=LONG_AGO, now=utc(2027, 1, 2))
    assert due is not None
    assert (due.period, due.at) == ("2026", utc(2026, 12, 31, 20))


def test_an_occasion_from_before_the_rule_was_made_is_none() -> None:
    rule = Recurring(Every.QUARTER, 5, time(10))
    assert recurring_due("q", rule, MOSCOW, since=utc(2026, 10, 5, 8), now=utc(2026, 10, 6)) is None


@pytest.mark.parametrize(
    ("zone", "at"), [("Europe/Kaliningrad", utc(2026, 9, 30, 22)), ("Asia/Kamchatka", utc(2026, 9, 30, 12))]
)
def test_a_quarter_begins_at_midnight_where_the_administration_is(zone: str, at: datetime) -> None:
    rule = Recurring(Every.QUARTER, 1, time(0))
    due = recurring_due("q", rule, ZoneInfo(zone), since=LONG_AGO, now=at)
    assert due is not None
    assert (due.period, due.at) == ("2026-Q4", at)
    before = recurring_due("q", rule, ZoneInfo(zone), since=LONG_AGO, now=at - timedelta(seconds=1))
    assert before is None


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    st.builds(
        Recurring,
        st.sampled_from(Every),
        st.integers(1, 366),
        st.integers(0, 23).map(time),
    ),
    st.sampled_from(["Europe/Moscow", "Europe/Berlin", "Asia/Kamchatka"]),
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)),
)
def test_what_comes_next_is_what_is_due_once_it_has_come(rule: Recurring, name: str, wall: datetime) -> None:
    zone, now = ZoneInfo(name), wall.replace(tzinfo=UTC)
    coming = next_recurring(rule, zone, now)
    due = recurring_due("j", rule, zone, since=LONG_AGO, now=coming)
    assert due is not None
    assert due.at == coming > now
    before = recurring_due("j", rule, zone, since=LONG_AGO, now=coming - timedelta(seconds=1))
    assert before is None or before.period != due.period


def test_a_new_employee_is_asked_on_the_30th_and_the_90th_day_at_ten_where_they_work() -> None:
    hired, rule = date(2026, 1, 15), Hired()
    found = [
        (due.period, due.at)
        for days in range(100)
        for due in hire_due("h", rule, MOSCOW, 7, hired, since=LONG_AGO, now=utc(2026, 1, 15, 7) + DAY * days)
        if due.at == utc(2026, 1, 15, 7) + DAY * days
    ]
    assert found == [("2026-01-15+30", utc(2026, 2, 14, 7)), ("2026-01-15+90", utc(2026, 4, 15, 7))]


def test_the_day_of_hire_keeps_its_hour_over_a_change_of_clocks() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    (due,) = hire_due("h", Hired((30,)), berlin, 7, date(2026, 3, 10), since=LONG_AGO, now=utc(2026, 4, 10))
    assert due.at == utc(2026, 4, 9, 8)


def test_who_was_hired_long_before_the_rule_is_not_asked_and_who_comes_back_is_asked_again() -> None:
    rule, now = Hired((30,)), utc(2026, 6, 1)
    old = list(hire_due("h", rule, MOSCOW, 7, date(2026, 4, 28), since=utc(2026, 5, 30), now=now))
    assert old == []
    first, again = date(2026, 4, 30), date(2026, 9, 1)
    keys = {
        due.key
        for hired, at in ((first, now), (again, utc(2026, 10, 2)))
        for due in hire_due("h", rule, MOSCOW, 7, hired, since=LONG_AGO, now=at)
    }
    assert keys == {("h", "2026-04-30+30", 7), ("h", "2026-09-01+30", 7)}


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.integers(0, 200), st.integers(0, 23), st.sampled_from(["Europe/Moscow", "Asia/Kamchatka", "Europe/Berlin"]))
def test_storage_is_asked_for_everybody_who_can_have_something_due(ago: int, hour: int, name: str) -> None:
    zone, rule, now = ZoneInfo(name), Hired(), utc(2026, 11, 22, hour)
    hired = now.astimezone(zone).date() - timedelta(days=ago)
    first, last = hired_between(rule, zone, now)
    if list(hire_due("h", rule, zone, 7, hired, since=LONG_AGO, now=now)):
        assert first <= hired <= last
