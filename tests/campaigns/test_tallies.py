from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.campaigns.delivering import Status
from surveys.campaigns.policies import Matter
from surveys.campaigns.tallies import OF_PEOPLE, Count, Tally, of_delivery, of_person, of_queueing
from tests.campaigns.queue import queued

STAGES = (Count.OPENED, Count.STARTED, Count.FINISHED)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(st.lists(st.sampled_from(STAGES), max_size=6), max_size=8))
def test_each_person_is_counted_once_at_each_stage_they_came_to(people: list[list[Count]]) -> None:
    tally = Tally().after([of_queueing(Matter.INVITATION, len(people))])
    for taps in people:
        furthest: Count | None = None
        for tap in taps:
            tally = tally.after([of_person(furthest, tap, unseen=False)])
            furthest = max(furthest or tap, tap, key=STAGES.index)
    reached = [max(map(STAGES.index, taps), default=-1) for taps in people]
    for stage, count in enumerate(STAGES):
        assert tally[count] == sum(each >= stage for each in reached)
    assert tally[Count.FINISHED] <= tally[Count.STARTED] <= tally[Count.OPENED] <= tally[Count.INVITED]


@pytest.mark.parametrize("count", sorted(OF_PEOPLE, key=lambda each: each.value))
def test_of_an_anonymous_survey_no_figure_moves_when_somebody_answers(count: Count) -> None:
    before = Tally(unseen=True).after([of_queueing(Matter.INVITATION, 40)])
    assert before.after([of_person(None, count, unseen=True)]) == before
    assert before.after([of_person(None, count, unseen=False)]) == before
    with pytest.raises(KeyError):
        before[count]
    assert (before.response, before.completion) == (None, None)
    assert before[Count.INVITED] == 40


def test_the_response_and_completion_of_m13() -> None:
    tally = Tally({Count.INVITED: 200, Count.STARTED: 80, Count.FINISHED: 60})
    assert (tally.response, tally.completion) == (40.0, 75.0)
    assert (Tally().response, Tally().completion) == (None, None)


def test_the_time_left_is_the_queue_at_the_pace_it_moves() -> None:
    tally = Tally({Count.QUEUED: 9001})
    assert tally.time_left(30) == timedelta(seconds=301)
    assert tally.time_left(0) is None
    assert Tally().time_left(0) == timedelta()


def test_reminders_are_counted_apart_and_leave_the_invitations_as_they_are() -> None:
    waiting = queued(Matter.REMINDER)
    assert of_queueing(Matter.REMINDER, 5) == {}
    assert of_delivery(waiting, queued(Matter.REMINDER, status=Status.SENT)) == {Count.REMINDED: 1}
    assert of_delivery(waiting, queued(Matter.REMINDER, status=Status.GONE)) == {}
