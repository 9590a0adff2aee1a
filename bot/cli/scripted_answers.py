"""A questionnaire answered from a JSON object: question name to value.

Codes, lists of codes, numbers and texts as they are; null skips; {"mark": "not_applicable"},
{"latitude": …, "longitude": …}, {"file": "photo.jpg"}. Names of hidden questions give what the situation gives.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from mimetypes import guess_type
from typing import Any

from surveys.answering.engine import advance, begin, current, settled
from surveys.answering.events import Event, Refused
from surveys.answering.inputs import (
    Chose,
    Confirmed,
    DeclaredNotApplicable,
    Input,
    Located,
    Sent,
    Skipped,
    Submitted,
    Toggled,
    Typed,
)
from surveys.answering.keys import SUMMARY_KEY, key_of
from surveys.answering.path import Path, Stop, derive
from surveys.answering.plan import plan_of
from surveys.answering.session import Session, State
from surveys.answering.values import Attachment, GeoPoint, Mark, to_json
from surveys.chance import Chance
from surveys.questionnaires.definition import Questionnaire

MISSING = object()


@dataclass
class Played:
    asked: list[str] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    completed: bool = False


def play_script(
    definition: Questionnaire, given: Mapping[str, Any], *, language: str, now: datetime, chance: Chance
) -> Played:
    """Asks every question once. A refused answer is skipped where that is allowed, else the run ends there."""
    return _Script(definition, given, now, chance).run(language)


class _Script:
    def __init__(self, definition: Questionnaire, given: Mapping[str, Any], now: datetime, chance: Chance) -> None:
        self.definition = definition
        self.plan = plan_of(definition)
        self.given = given
        self.now = now
        self.chance = chance
        self.played = Played()

    def run(self, language: str) -> Played:
        hidden = {
            step.question.name: str(self.given[step.name])
            for step in self.plan.steps
            if step.question.kind == "hidden" and self.given.get(step.name) is not None
        }
        key = self.chance.key(8)
        session, _ = begin(
            self.definition, key=key, language=language, now=self.now, chance=self.chance, context=hidden
        )
        while session.state is State.OPEN:
            path = derive(self.plan, session)
            stop = current(path, session)
            if stop is None:
                session, _ = self._advance(session, Submitted(SUMMARY_KEY))
                continue
            if stop.step.name in self.played.asked:
                break  # asked again because another answer made it wrong: the script has no second answer
            answered = self._answer(session, path, stop)
            if answered is None:
                break
            session = answered
        self.played.completed = session.state is State.SUBMITTED
        self.played.answers = {
            name: None if answer is Mark.SKIPPED else to_json(answer)
            for name, answer in settled(self.definition, session)
        }
        return self.played

    def _answer(self, session: Session, path: Path, stop: Stop) -> Session | None:
        """The session at another question; None where it can go no further."""
        name = stop.step.name
        self.played.asked.append(name)
        value = self.given.get(name, MISSING)
        if value is MISSING:
            value = _without(path, stop, session)
        if value is MISSING:
            return None
        for given in inputs(stop, value, session.draft):
            session, events = self._advance(session, given)
            refusal = next((event for event in events if isinstance(event, Refused)), None)
            if refusal:
                self.played.refused.append(refusal)
                return None if stop.required else self._advance(session, Skipped(key_of(stop.step.index)))[0]
        return session

    def _advance(self, session: Session, given: Input) -> tuple[Session, tuple[Event, ...]]:
        return advance(self.definition, session, given, now=self.now, chance=self.chance)


CONFIRM = object()
"""Stands for the tap that keeps a default or ends a note."""


def _without(path: Path, stop: Stop, session: Session) -> object:
    """What a respondent does who has nothing to say: keeps the default, skips if that is allowed."""
    if stop.step.question.kind == "note" or path.asking(stop, session).suggestion is not None:
        return CONFIRM
    return MISSING if stop.required else None


def inputs(stop: Stop, value: Any, draft: tuple[str, ...]) -> Iterator[Input]:
    """The taps and messages that give `value`; what fits nothing is typed, so that the engine says what is wrong."""
    step = key_of(stop.step.index)
    kind = stop.step.question.kind
    keys = {offered.choice.name: offered.key for offered in stop.options}
    match value:
        case None | {"mark": "skipped"}:
            yield Skipped(step)
        case {"mark": _}:
            yield DeclaredNotApplicable(step)
        case {"latitude": int() | float() as latitude, "longitude": int() | float() as longitude}:
            yield Located(GeoPoint(float(latitude), float(longitude)))
        case {"file": str(name)}:
            yield Sent(Attachment(name, name, guess_type(name)[0] or ""))
        case _ if value is CONFIRM or kind == "note" or (kind == "acknowledge" and value in (True, "OK")):
            yield Confirmed(step)
        case str() if kind in ("select_multiple", "rank"):
            yield from _toggles(step, keys, value.split(), draft)
        case list() if kind in ("select_multiple", "rank"):
            yield from _toggles(step, keys, [_written(each) for each in value], draft)
        case str() if kind == "select_one" and value in keys:
            yield Chose(step, keys[value])
        case _:
            yield Typed(_written(value))


def _toggles(step: str, keys: Mapping[str, str], names: list[str], draft: tuple[str, ...]) -> Iterator[Input]:
    if any(name not in keys for name in names):
        yield Typed(", ".join(names))
        return
    for name in draft:
        yield Toggled(step, keys[name], False)
    for name in names:
        yield Toggled(step, keys[name], True)
    yield Confirmed(step)


def _written(value: Any) -> str:
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    return str(value)
