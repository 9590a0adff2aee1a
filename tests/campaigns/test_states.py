from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.campaigns.audiences import AllStaff, Listed, Sample, Subscribers
from surveys.campaigns.guards import Lack, Promised, Readiness, lacks
from surveys.campaigns.outreach import Kind, Order, Outreach, Populations, State, cloned, occasion
from surveys.campaigns.reminding import NONE, Reminders
from surveys.campaigns.sample_size import Precision
from surveys.campaigns.schedules import Due, Every, Hired, Recurring
from surveys.campaigns.states import Held, Step, asks_now, step_due, stepped
from surveys.texts import Texts
from tests.campaigns.directory import NOW
from tests.campaigns.drafts import CITIZENS, DAY, READY_CITIZENS, READY_STAFF, STAFF

YEARLY = Recurring(Every.YEAR, 100, time(10))


def after(outreach: Outreach, *steps: Step) -> Outreach:
    for step in steps:
        changed = stepped(outreach, step, READY_CITIZENS, NOW)
        assert isinstance(changed, Outreach), changed
        outreach = changed
    return outreach


def test_an_outreach_is_scheduled_launched_paused_resumed_and_closed_for_ever() -> None:
    outreach = after(CITIZENS, Step.SCHEDULE, Step.LAUNCH, Step.PAUSE, Step.RESUME, Step.CLOSE)
    assert outreach == replace(CITIZENS, state=State.CLOSED, launched_at=NOW, closed_at=NOW)
    assert {stepped(outreach, step, READY_CITIZENS, NOW) for step in Step} == {Held(State.CLOSED)}


def test_launch_pressed_twice_launches_once() -> None:
    running = after(CITIZENS, Step.LAUNCH)
    assert stepped(running, Step.LAUNCH, READY_CITIZENS, NOW + DAY) == Held(State.RUNNING)


def test_what_runs_is_closed_whatever_has_become_of_its_questionnaire() -> None:
    gone = replace(READY_CITIZENS, published=False, asked=0)
    running = after(CITIZENS, Step.LAUNCH)
    closed = stepped(running, Step.CLOSE, gone, NOW)
    assert isinstance(closed, Outreach)
    assert closed.state is State.CLOSED


@pytest.mark.parametrize(
    ("spoilt", "lack"),
    [
        ({"populations": None}, Lack.NO_POPULATIONS),
        ({"populations": Populations(1000, 278, Precision(), " ")}, Lack.NO_POPULATIONS),
        ({"populations": Populations(0, 278, Precision(), "выборка")}, Lack.NO_POPULATIONS),
        ({"populations": Populations(1000, 277, Precision(), "выборка")}, Lack.SAMPLE_SMALL),
        ({"populations": Populations(1000, 301, Precision(), "выборка")}, Lack.SAMPLE_SMALL),
        ({"populations": Populations(1000, 278, Precision(Decimal("0.03")), "выборка")}, Lack.SAMPLE_SMALL),
        ({"closes_at": None}, Lack.NO_END),
        ({"closes_at": NOW + DAY}, Lack.ENDS_FIRST),
        ({"opens_at": None, "closes_at": NOW}, Lack.ENDS_FIRST),
        ({"closes_at": NOW + 7 * DAY}, Lack.REMINDERS_LATE),
        ({"kind": Kind.PERMANENT}, Lack.ENDLESS),
        ({"kind": Kind.TRIGGERED, "closes_at": None}, Lack.NO_SCHEDULE),
        ({"kind": Kind.TRIGGERED, "closes_at": None, "schedule": Hired()}, Lack.NO_SCHEDULE),
        ({"audience": AllStaff()}, Lack.OTHER_AUDIENCE),
        ({"promise": "k7m2"}, Lack.WRONG_PROMISE),
    ],
)
def test_an_outreach_of_citizens_is_held_by_what_it_lacks(spoilt: dict[str, Any], lack: Lack) -> None:
    assert lacks(CITIZENS, READY_CITIZENS, NOW) == ()
    assert stepped(replace(CITIZENS, **spoilt), Step.LAUNCH, READY_CITIZENS, NOW) == Held(None, (lack,))


@pytest.mark.parametrize(
    ("spoilt", "ready", "lack"),
    [
        ({"order": None}, {}, Lack.NO_ORDER),
        ({"order": Order(" ", date(2026, 11, 20))}, {}, Lack.NO_ORDER),
        ({"promise": ""}, {}, Lack.NO_PROMISE),
        ({}, {"promised": None}, Lack.WRONG_PROMISE),
        ({}, {"strict": False}, Lack.WRONG_PROMISE),
        ({"version": "1"}, {}, Lack.WRONG_PROMISE),
        ({"closes_at": NOW + 16 * DAY}, {}, Lack.PROMISE_OVER),
        ({}, {"promised": Promised("climate", "2", running=False, closes_at=NOW + 15 * DAY)}, Lack.PROMISE_OVER),
        ({"audience": Listed("l")}, {}, Lack.CHOSEN_PEOPLE),
        ({"audience": Sample(Listed("l"), 50, "s")}, {}, Lack.CHOSEN_PEOPLE),
        ({}, {"narrowed": 1}, Lack.SINGLED_OUT),
        ({}, {"asked": 0}, Lack.NOBODY),
        ({}, {"published": False}, Lack.NOT_PUBLISHED),
    ],
)
def test_an_anonymous_survey_of_staff_is_held_by_what_it_lacks(
    spoilt: dict[str, Any], ready: dict[str, Any], lack: Lack
) -> None:
    assert lacks(STAFF, READY_STAFF, NOW) == ()
    assert lacks(replace(STAFF, **spoilt), replace(READY_STAFF, **ready), NOW) == (lack,)


def test_the_yearly_survey_and_the_day_of_hire_need_no_order() -> None:
    yearly = replace(STAFF, kind=Kind.ANNUAL, order=None)
    assert lacks(yearly, READY_STAFF, NOW) == ()
    hired = replace(STAFF, kind=Kind.TRIGGERED, order=None, closes_at=None, schedule=Hired())
    assert lacks(hired, replace(READY_STAFF, asked=0), NOW) == ()


def test_everything_that_is_lacking_is_told_at_once() -> None:
    bare = replace(STAFF, order=None, audience=Subscribers(), closes_at=None)
    assert lacks(bare, replace(READY_STAFF, asked=0), NOW) == (
        Lack.OTHER_AUDIENCE,
        Lack.CHOSEN_PEOPLE,
        Lack.NOBODY,
        Lack.NO_ORDER,
        Lack.NO_END,
    )


@pytest.mark.parametrize("opens_at", [None, NOW])
def test_only_a_beginning_that_is_still_to_come_can_be_scheduled(opens_at: Any) -> None:
    draft = replace(CITIZENS, opens_at=opens_at)
    assert stepped(draft, Step.SCHEDULE, READY_CITIZENS, NOW) == Held(None, (Lack.NO_BEGINNING,))


def test_a_restart_over_the_minute_launches_late_and_over_the_whole_window_never() -> None:
    scheduled = after(CITIZENS, Step.SCHEDULE)
    assert CITIZENS.opens_at is not None
    assert CITIZENS.closes_at is not None
    assert step_due(scheduled, CITIZENS.opens_at - timedelta(seconds=1)) is None
    assert step_due(scheduled, CITIZENS.opens_at) is Step.LAUNCH
    assert step_due(scheduled, CITIZENS.closes_at - timedelta(seconds=1)) is Step.LAUNCH
    assert step_due(scheduled, CITIZENS.closes_at) is Step.CLOSE
    assert step_due(after(scheduled, Step.UNSCHEDULE), CITIZENS.opens_at) is None


def test_nothing_is_sent_while_it_is_paused_or_once_its_end_has_come() -> None:
    running = after(CITIZENS, Step.LAUNCH)
    end = NOW + 15 * DAY
    assert asks_now(running, end - timedelta(seconds=1))
    assert not asks_now(running, end)
    assert step_due(running, end) is Step.CLOSE
    paused = after(running, Step.PAUSE)
    assert not asks_now(paused, NOW)
    assert step_due(paused, end) is Step.CLOSE
    assert stepped(paused, Step.RESUME, READY_CITIZENS, end) == Held(None, (Lack.ENDS_FIRST,))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(Step), st.integers(0, 20)), max_size=12))
def test_no_order_of_steps_asks_anybody_outside_the_window_or_after_a_close(steps: list[tuple[Step, int]]) -> None:
    outreach, closed = CITIZENS, False
    for step, days in sorted(steps, key=lambda each: each[1]):
        now = NOW + DAY * days
        changed = stepped(outreach, step, READY_CITIZENS, now)
        outreach = changed if isinstance(changed, Outreach) else outreach
        closed = closed or outreach.state is State.CLOSED
        if asks_now(outreach, now):
            assert not closed
            assert outreach.launched_at is not None
            assert days < 15
        again = stepped(outreach, step, READY_CITIZENS, now)
        assert isinstance(again, Held), "no step can be taken twice in a row"


def test_a_clone_takes_along_what_is_asked_and_nothing_of_the_occasion() -> None:
    drawn = replace(STAFF, audience=Sample(AllStaff(), 50, "old"), state=State.CLOSED, launched_at=NOW, closed_at=NOW)
    copy = cloned(drawn, "s2", "new")
    assert copy == replace(
        STAFF,
        code="s2",
        audience=Sample(AllStaff(), 50, "new"),
        opens_at=None,
        closes_at=None,
        order=None,
        promise="",
    )


def test_each_time_of_what_comes_again_is_a_draft_with_its_own_dates() -> None:
    yearly = replace(STAFF, kind=Kind.ANNUAL, closes_at=None, order=None, schedule=YEARLY, reminders=Reminders(2, DAY))
    assert lacks(yearly, READY_STAFF, NOW) == ()
    this = occasion(yearly, Due("s1", "2026", 0, NOW), "s-2026", "seed")
    assert (this.opens_at, this.closes_at, this.schedule, this.state) == (NOW, NOW + 14 * DAY, None, State.DRAFT)
    with pytest.raises(ValueError):
        occasion(STAFF, Due("s1", "2026", 0, NOW), "s-2026", "seed")


def test_reminders_are_never_set_closer_than_an_hour() -> None:
    assert NONE.span == timedelta()
    with pytest.raises(ValueError):
        Reminders(3, timedelta(minutes=5))


def test_everything_lacking_is_said_in_both_languages() -> None:
    texts = Texts()
    for language in ("ru", "en"):
        said = {texts.say(lack.said, language) for lack in Lack}
        assert len(said) == len(Lack)
        assert not any("campaigns." in each for each in said)


def test_a_list_may_be_of_citizens_or_of_staff() -> None:
    listed = replace(CITIZENS, audience=Listed("l"))
    for ready in (READY_CITIZENS, Readiness(published=True, strict=False, for_staff=True, asked=300)):
        assert Lack.OTHER_AUDIENCE not in lacks(listed, ready, NOW)
