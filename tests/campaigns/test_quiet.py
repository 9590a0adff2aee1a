from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.campaigns.quiet import NEVER, USUAL, QuietHours, next_allowed, opportunity

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ("Europe/Moscow", "Europe/Kaliningrad", "Asia/Kamchatka", "Asia/Yekaterinburg", "Europe/Berlin", "UTC")
MINUTE = timedelta(minutes=1)
around_changes = st.one_of(
    st.datetimes(datetime(2026, 3, 28), datetime(2026, 3, 30)),
    st.datetimes(datetime(2026, 10, 24), datetime(2026, 10, 26)),
).map(lambda found: found.replace(second=0, microsecond=0, tzinfo=UTC))
hours = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(around_changes, st.builds(QuietHours, hours, hours), st.sampled_from(ZONES))
def test_it_is_the_first_minute_that_is_not_quiet_also_where_clocks_change(
    at: datetime, quiet: QuietHours, name: str
) -> None:
    zone = ZoneInfo(name)
    allowed = next_allowed(at, quiet, zone)
    assert not quiet.hold(allowed, zone)
    waited = range((allowed - at) // MINUTE)
    assert all(quiet.hold(at + MINUTE * passed, zone) for passed in waited)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/Kaliningrad", utc(2026, 11, 23, 7)),
        ("Europe/Moscow", utc(2026, 11, 23, 6)),
        ("Asia/Yekaterinburg", utc(2026, 11, 23, 4)),
        ("Asia/Kamchatka", utc(2026, 11, 22, 21)),
    ],
)
def test_nine_in_the_morning_is_nine_where_the_recipient_lives(zone: str, expected: datetime) -> None:
    assert next_allowed(utc(2026, 11, 22, 20, 30), USUAL, ZoneInfo(zone)) == expected


def test_quiet_hours_begin_at_their_start_and_are_over_at_their_end() -> None:
    moscow = ZoneInfo("Europe/Moscow")
    for at, quiet in (((17, 59), False), ((18, 0), True), ((5, 59), True), ((6, 0), False)):
        assert USUAL.hold(utc(2026, 11, 22, *at), moscow) is quiet


def test_an_end_that_clocks_skip_is_over_as_soon_as_they_have_skipped_it() -> None:
    night = QuietHours(time(22), time(2, 30))
    assert next_allowed(utc(2026, 3, 29, 0, 30), night, BERLIN) == utc(2026, 3, 29, 1)


def test_an_end_that_clocks_repeat_is_quiet_again_until_it_comes_the_second_time() -> None:
    night = QuietHours(time(22), time(2, 30))
    assert next_allowed(utc(2026, 10, 25, 0, 10), night, BERLIN) == utc(2026, 10, 25, 0, 30)
    assert next_allowed(utc(2026, 10, 25, 1, 10), night, BERLIN) == utc(2026, 10, 25, 1, 30)


def test_a_message_that_could_only_come_too_late_never_comes() -> None:
    moscow, late = ZoneInfo("Europe/Moscow"), utc(2026, 11, 22, 20)
    morning = utc(2026, 11, 23, 6)
    assert opportunity(late, USUAL, moscow, None) == morning
    assert opportunity(late, USUAL, moscow, morning + MINUTE) == morning
    assert opportunity(late, USUAL, moscow, morning) is None
    assert opportunity(late, NEVER, moscow, late) is None
    assert opportunity(late, NEVER, moscow, late + MINUTE) == late
