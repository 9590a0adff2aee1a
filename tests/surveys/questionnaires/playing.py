"""A respondent who has an answer that fits for every question, found by trying."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.cli.scripted_answers import CONFIRM, inputs
from surveys.answering.drawing import screen
from surveys.answering.engine import advance, begin, current
from surveys.answering.events import Refused, Stale
from surveys.answering.inputs import Input, Skipped, Submitted
from surveys.answering.keys import SUMMARY_KEY, key_of
from surveys.answering.path import Stop, derive
from surveys.answering.plan import plan_of
from surveys.answering.session import Session, State
from surveys.expressions.syntax import Number, Text, walk
from surveys.questionnaires.definition import Questionnaire
from tests.surveys.answering.building import KEY, NOW, FixedChance

NUMBERS = ("1", "5", "0", "18", "30", "100", "-1", "2.5")
SAMPLES = {
    "text": ("Иван", "a@b.ru", "+79123456789", "abc", *NUMBERS),
    "integer": NUMBERS,
    "decimal": NUMBERS,
    "range": NUMBERS,
    "date": ("2026-03-05", "1990-01-01", "2030-01-01"),
    "time": ("10:30", "00:00"),
    "image": ({"file": "photo.jpg"},),
    "file": ({"file": "scan.pdf"},),
    "geopoint": ({"latitude": 55.75, "longitude": 37.62},),
    "note": (CONFIRM,),
    "acknowledge": (CONFIRM,),
}


@dataclass(frozen=True)
class Run:
    """`stuck` names the question that no sample answers, or says what is wrong with the end; "" when all went well."""

    session: Session
    stuck: str = ""
    shown: tuple[str, ...] = ()
    """Each screen's text, by the way."""


def play(definition: Questionnaire, language: str = "ru") -> Run:
    plan = plan_of(definition)
    session, _ = begin(definition, key=KEY, language=language, now=NOW, chance=FixedChance())
    shown: list[str] = []
    for _ in range(2 * len(plan.steps) + 2):
        shown.append(said(definition, session))
        if not shown[-1].strip():
            return Run(session, "an empty screen", tuple(shown))
        if session.state is State.SUBMITTED:
            return Run(session, "", tuple(shown))
        stop = current(derive(plan, session), session)
        answered = _submitted(definition, session) if stop is None else _answered(definition, session, stop)
        if answered is None:
            return Run(session, stop.step.name if stop else "summary", tuple(shown))
        session = answered
    return Run(session, "no end", tuple(shown))


def said(definition: Questionnaire, session: Session) -> str:
    drawn = screen(definition, session)
    return "\n".join("".join(str(span.words) for span in paragraph) for paragraph in drawn.paragraphs)


def _submitted(definition: Questionnaire, session: Session) -> Session | None:
    return _after(definition, session, [Submitted(SUMMARY_KEY)])


def _answered(definition: Questionnaire, session: Session, stop: Stop) -> Session | None:
    tries = (_after(definition, session, inputs(stop, sample, session.draft)) for sample in _samples(stop))
    answered = next((each for each in tries if each is not None), None)
    return answered or _after(definition, session, [Skipped(key_of(stop.step.index))])


def _after(definition: Questionnaire, session: Session, given: Iterator[Input] | list[Input]) -> Session | None:
    for each in given:
        session, events = advance(definition, session, each, now=NOW, chance=FixedChance())
        if any(isinstance(event, Refused | Stale) for event in events):
            return None
    return session


def _samples(stop: Stop) -> Iterator[object]:
    kind = stop.step.question.kind
    names = [option.choice.name for option in stop.options]
    if kind == "select_one":
        yield from names
    elif kind in ("select_multiple", "rank"):
        yield from (names, *([name] for name in names))
    else:
        yield from SAMPLES[kind]
        constraint = stop.step.constraint
        yield from (
            node.value if isinstance(node, Text) else node.text
            for node in (walk(constraint.root) if constraint else ())
            if isinstance(node, Text | Number)
        )
