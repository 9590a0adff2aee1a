"""One rating for a person, point and visit."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.answering.response import Response
from surveys.answering.session import Session
from surveys.points.point import Point
from surveys.points.visits import WINDOW, Fresh, Replaces, Rule, TooSoon, judge, visit
from tests.points.places import NOON


def rated(at: datetime, key: str = "earlier1") -> Response:
    return Response(Session(key, "counter", "1", "ru", at, at, "rating"), person=7, point="hall2222")


class OneResponse:
    """The one question of the Responses port that a visit asks."""

    def __init__(self, response: Response) -> None:
        self.response = response

    def latest_at(self, point: str, person: int, form_id: str, since: datetime) -> Response | None:
        there = self.response
        mine = (there.point, there.person, there.session.form_id) == (point, person, form_id)
        return there if mine and there.session.started_at >= since else None


@pytest.mark.parametrize("rule", list(Rule))
def test_who_has_not_rated_here_rates(rule: Rule) -> None:
    assert judge(None, rule, NOON) == Fresh()


def test_a_second_rating_within_the_window_replaces_the_first() -> None:
    assert judge(rated(NOON - timedelta(hours=3)), Rule.REPLACE, NOON) == Replaces(
        "earlier1", NOON - timedelta(hours=3)
    )


def test_a_second_rating_within_the_window_is_refused_and_says_when_it_is_welcome() -> None:
    started = NOON - timedelta(hours=3)
    refused = judge(rated(started), Rule.REFUSE, NOON)
    assert refused == TooSoon(started + WINDOW)
    assert judge(rated(started), Rule.REFUSE, started + WINDOW) == Fresh()


@pytest.mark.parametrize("rule", list(Rule))
def test_a_clock_set_back_does_not_open_the_window(rule: Rule) -> None:
    verdict = judge(rated(NOON + timedelta(days=1)), rule, NOON)
    assert not isinstance(verdict, Fresh)
    if isinstance(verdict, TooSoon):
        assert verdict.again == NOON + WINDOW


@pytest.mark.parametrize("rule", list(Rule))
@given(minutes=st.lists(st.integers(0, 600), max_size=30))
def test_two_ratings_that_count_stand_a_window_apart(rule: Rule, minutes: list[int]) -> None:
    now, counted, latest = NOON, dict[str, datetime](), None
    for number, pause in enumerate(minutes):
        now += timedelta(minutes=pause)
        verdict = judge(latest, rule, now)
        if isinstance(verdict, TooSoon):
            continue
        if isinstance(verdict, Replaces):
            del counted[verdict.key]
        latest = rated(now, f"r{number}")
        counted[latest.session.key] = now
    times = sorted(counted.values())
    assert all(later - earlier >= WINDOW for earlier, later in pairwise(times))


def test_a_rating_elsewhere_of_somebody_else_or_in_another_questionnaire_is_no_obstacle() -> None:
    responses: Any = OneResponse(rated(NOON - timedelta(hours=1)))
    hall = Point("hall2222", "1", "Зал", "МФЦ")
    assert isinstance(visit(responses, hall, 7, Rule.REFUSE, NOON), TooSoon)
    assert visit(responses, replace(hall, key="arch3333"), 7, Rule.REFUSE, NOON) == Fresh()
    assert visit(responses, replace(hall, questionnaire="ext-service"), 7, Rule.REFUSE, NOON) == Fresh()
    assert visit(responses, hall, 8, Rule.REFUSE, NOON) == Fresh()
    assert visit(responses, hall, 7, Rule.REFUSE, NOON, timedelta(minutes=30)) == Fresh()
