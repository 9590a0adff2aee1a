import json
from dataclasses import fields, replace
from datetime import date, time, timedelta

import pytest

from surveys.campaigns.audiences import AllStaff, Audience, Listed, Sample, Subscribers, Units
from surveys.campaigns.outreach import Kind, Order, Outreach, State
from surveys.campaigns.quiet import QuietHours
from surveys.campaigns.reminding import Reminders
from surveys.campaigns.schedules import Every, Hired, Recurring, Schedule
from surveys.campaigns.stored import outreach_from_json, outreach_to_json
from tests.campaigns.directory import NOW
from tests.campaigns.drafts import CITIZENS, DAY, STAFF

FULL = replace(
    CITIZENS,
    reminders=Reminders(3, timedelta(hours=36)),
    quiet=QuietHours(time(20, 30), time(10)),
    pause=10 * DAY,
    order=Order("12-р", date(2026, 11, 20)),
    schedule=Recurring(Every.QUARTER, 5, time(10), 9 * DAY, 3 * DAY),
    promise="k7m2",
    state=State.PAUSED,
    launched_at=NOW,
    closed_at=NOW + DAY,
)
"""Differs from what a draft begins with in every field that has a default."""


def again(outreach: Outreach) -> Outreach:
    return outreach_from_json(json.loads(json.dumps(outreach_to_json(outreach))))


def test_an_outreach_comes_back_as_it_was_with_every_field() -> None:
    plain = Outreach("c", Kind.PERMANENT, "t", "f", "1", AllStaff(), "Europe/Moscow")
    defaulted = [each.name for each in fields(Outreach)][7:]
    assert [name for name in defaulted if getattr(FULL, name) == getattr(plain, name)] == []
    assert (again(FULL), again(plain), again(STAFF)) == (FULL, plain, STAFF)


@pytest.mark.parametrize(
    "audience",
    [
        AllStaff(),
        Units(frozenset({"a", "b"})),
        Subscribers(),
        Subscribers(frozenset({"school"})),
        Listed("l"),
        Sample(Units(frozenset({"a"})), 40, "seed"),
    ],
)
def test_every_audience_comes_back(audience: Audience) -> None:
    assert again(replace(STAFF, audience=audience)).audience == audience


@pytest.mark.parametrize("schedule", [Hired(), Hired((7,), time(9, 30), 2 * DAY), Recurring(Every.YEAR, 300, time(9))])
def test_every_schedule_comes_back(schedule: Schedule) -> None:
    assert again(replace(STAFF, schedule=schedule)).schedule == schedule


def test_what_no_release_of_ours_wrote_is_refused() -> None:
    stored = outreach_to_json(FULL)
    for spoilt in ({"v": 2}, {"audience": {"of": "everybody"}}, {"opens_at": "2026-11-22T10:00:00"}, {"kind": "odd"}):
        with pytest.raises(ValueError):
            outreach_from_json({**stored, **spoilt})
    with pytest.raises(KeyError):
        outreach_from_json({"v": 1})
