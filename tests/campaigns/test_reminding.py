from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.campaigns.delivering import Status
from surveys.campaigns.reminding import NONE, Reminders, next_reminder, to_be_reminded
from tests.campaigns.directory import NOW

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.integers(0, 5),
    st.integers(1, 100),
    st.one_of(st.none(), st.integers(1, 600)),
    st.lists(st.integers(0, 200), min_size=6, max_size=6),
)
def test_reminders_are_so_many_so_far_apart_and_never_after_the_end_however_late_each_is(
    count: int, spacing: int, closes_in: int | None, delays: list[int]
) -> None:
    rules = Reminders(count, spacing * HOUR)
    closes_at = None if closes_in is None else NOW + closes_in * HOUR
    sent: list[datetime] = []
    for delay in delays:
        coming = next_reminder(rules, NOW, len(sent), sent[-1] if sent else None, closes_at)
        if coming is None:
            break
        assert coming.number == len(sent) + 1
        at = coming.at + delay * HOUR
        if coming.not_after is not None and at >= coming.not_after:
            at = coming.at
        sent.append(at)
    assert len(sent) <= count
    for before, after in zip([NOW, *sent], sent, strict=False):
        assert after - before >= rules.spacing
    assert closes_at is None or all(at < closes_at for at in sent)


def test_who_was_not_reminded_for_a_week_is_reminded_once_and_not_three_times_in_a_row() -> None:
    rules = Reminders(3, 2 * DAY)
    late = NOW + 9 * DAY
    first = next_reminder(rules, NOW, 0, None, None)
    assert first is not None
    assert first.at == NOW + 2 * DAY
    second = next_reminder(rules, NOW, 1, late, None)
    assert second is not None
    assert second.at == late + 2 * DAY


def test_a_reminder_is_dropped_when_the_next_one_is_due_or_all_is_over() -> None:
    rules = Reminders(2, 2 * DAY)
    first = next_reminder(rules, NOW, 0, None, NOW + 5 * DAY)
    second = next_reminder(rules, NOW, 1, NOW + 2 * DAY, NOW + 5 * DAY)
    assert first is not None
    assert second is not None
    assert (first.not_after, second.not_after) == (NOW + 4 * DAY, NOW + 5 * DAY)
    assert next_reminder(rules, NOW, 1, NOW + 3 * DAY, NOW + 5 * DAY) is None
    assert next_reminder(rules, NOW, 2, NOW + 4 * DAY, None) is None
    assert next_reminder(NONE, NOW, 0, None, None) is None


@pytest.mark.parametrize("status", Status)
def test_who_may_have_been_invited_and_has_not_begun_is_reminded(status: Status) -> None:
    invited = status in (Status.SENT, Status.UNSURE)
    assert to_be_reminded(status, started=False) is invited
    assert not to_be_reminded(status, started=True)


@pytest.mark.parametrize("status", Status)
def test_of_an_anonymous_survey_who_has_a_reminder_does_not_depend_on_who_answered(status: Status) -> None:
    rows = {to_be_reminded(status, started=started, unseen=True) for started in (True, False)}
    assert rows == {status in (Status.SENT, Status.UNSURE)}
