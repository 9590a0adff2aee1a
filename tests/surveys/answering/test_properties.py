"""What holds for every questionnaire, whatever a respondent does."""

from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from surveys.answering.drawing import screen
from surveys.answering.engine import Step, advance, begin, settled
from surveys.answering.events import Answered, Closed, Completed, Refused, Restored, Stale, Withdrawn
from surveys.answering.inputs import (
    Changed,
    Confirmed,
    DeclaredNotApplicable,
    Input,
    Located,
    Sent,
    Skipped,
    Typed,
    WentBack,
)
from surveys.answering.keys import SUMMARY_KEY, key_of
from surveys.answering.path import derive
from surveys.answering.plan import plan_of
from surveys.answering.session import SUMMARY, Session, State
from surveys.answering.stored import session_from_json, session_to_json
from surveys.answering.values import Answer, Mark
from surveys.questionnaires.definition import Questionnaire
from surveys.questionnaires.reading import read
from tests.surveys.answering.building import KEY, NOW, FixedChance
from tests.surveys.answering.generated import MOVES, definitions, meant

CONTEXT = {"given": (("a", "А"), ("b", "Б")), "single": (("a", "А"),), "q1": "5"}
TAPS_DO_NOTHING = (Refused, Stale, Closed)


def started(definition: Questionnaire) -> Step:
    return begin(definition, key=KEY, language="ru", now=NOW, chance=FixedChance(), context=CONTEXT)


def moved(definition: Questionnaire, session: Session, given_: Input) -> Step:
    now = session.touched_at + timedelta(seconds=10)
    return advance(definition, session_from_json(session_to_json(session)), given_, now=now, chance=FixedChance())


def walk(definition: Questionnaire, moves: list[int | Input]) -> None:
    session, events = started(definition)
    told = replayed({}, events)
    agree(definition, session, events, told)
    for move in moves:
        given_ = meant(definition, session, move)
        if given_ is None:
            continue
        after, events = moved(definition, session, given_)
        if isinstance(events[0], TAPS_DO_NOTHING):
            assert after == session, "a refusal changes nothing"
        told = replayed(told, events)
        agree(definition, after, events, told)
        doubled(definition, after, given_)
        back_and_forward(definition, after)
        if events == (Closed(),):
            return
        session = after


def replayed(told: dict[str, Answer], events: tuple[object, ...]) -> dict[str, Answer]:
    told = dict(told)
    for event in events:
        match event:
            case Answered(name, answer) | Restored(name, answer):
                told[name] = answer
            case Withdrawn(name):
                del told[name]
    return told


def agree(definition: Questionnaire, session: Session, events: tuple[object, ...], told: dict[str, Answer]) -> None:
    path = derive(plan_of(definition), session)
    assert screen(definition, session).paragraphs or screen(definition, session).answers
    completed = [event for event in events if isinstance(event, Completed)]
    assert (session.state is State.SUBMITTED) == (bool(completed) or events == (Closed(),))
    if session.state is State.SUBMITTED or session.step == SUMMARY:
        assert path.pending is None
    else:
        assert path.stop(session.step) is not None, "what is asked stands on the path"
    for event in completed:
        assert dict(event.answers) == dict(settled(definition, session))
    for stop in path.stops:
        stored = session.answers.get(stop.step.name)
        assert stop.answer is None or stored is not None, "what is asked counts only when it was answered"
    assert told.keys() == path.values.keys(), "events tell the whole story"


def doubled(definition: Questionnaire, session: Session, given_: Input) -> None:
    """A tap names its step and the state it wants: the same one again does nothing. Messages have no step."""
    if isinstance(given_, Typed | Sent | Located):
        return
    again, _ = moved(definition, session, given_)
    assert again == session, "a doubled tap equals one tap"


def back_and_forward(definition: Questionnaire, session: Session) -> None:
    if session.state is not State.OPEN:
        return
    plan = plan_of(definition)
    here = SUMMARY_KEY if session.step == SUMMARY else key_of(plan.by_name[session.step].index)
    back, _ = moved(definition, session, WentBack(here))
    if back == session:
        return
    forward, _ = moved(definition, back, forth(definition, back, here))
    same = ("step", "answers", "state", "returning", "language")
    if len(derive(plan, session).stops) <= 3 and session.step == SUMMARY:
        return  # a summary that only a change had opened: going through again submits
    assert [getattr(forward, each) for each in same] == [getattr(session, each) for each in same]


def forth(definition: Questionnaire, back: Session, here: str) -> Input:
    if back.step == SUMMARY:
        return Changed(SUMMARY_KEY, here)
    step = plan_of(definition).by_name[back.step]
    marked = back.answers[back.step] if step.question.kind == "acknowledge" else None
    if isinstance(marked, Mark):  # its one button means yes, so a mark is kept by marking again
        return (Skipped if marked is Mark.SKIPPED else DeclaredNotApplicable)(key_of(step.index))
    return Confirmed(key_of(step.index))


COMMON = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=60, derandomize=True, **COMMON)
@given(definitions(), MOVES)
def test_any_thirty_inputs_keep_the_promises_of_the_engine(definition: Questionnaire, moves: list[int | Input]) -> None:
    walk(definition, moves)


@pytest.mark.soak
@settings(max_examples=4_000, **COMMON)
@given(definitions(), MOVES)
def test_any_thirty_inputs_keep_the_promises_at_length(definition: Questionnaire, moves: list[int | Input]) -> None:
    walk(definition, moves)


LIBRARY = sorted((Path(__file__).parents[3] / "surveys/questionnaires/library").glob("*.yaml"))


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
@settings(max_examples=5, derandomize=True, **COMMON)
@given(moves=MOVES)
def test_any_thirty_inputs_over_a_shipped_questionnaire_keep_the_promises(path: Path, moves: list[int | Input]) -> None:
    walk(shipped(path), moves)


@pytest.mark.soak
@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
@settings(max_examples=500, **COMMON)
@given(moves=MOVES)
def test_any_thirty_inputs_over_a_shipped_questionnaire_at_length(path: Path, moves: list[int | Input]) -> None:
    walk(shipped(path), moves)


@cache
def shipped(path: Path) -> Questionnaire:
    reading = read(path.name, path.read_bytes())
    assert reading.questionnaire is not None
    return reading.questionnaire
