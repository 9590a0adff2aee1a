"""A respondent who acts on what the screen shows. The session goes through JSON between any two steps."""

import json
from datetime import datetime, timedelta
from typing import Any

from surveys.answering.drawing import screen
from surveys.answering.engine import advance, begin
from surveys.answering.events import Completed, Event, Refused, Stale
from surveys.answering.inputs import Input, Located, Sent, Typed
from surveys.answering.keys import read_action
from surveys.answering.stored import session_from_json, session_to_json
from surveys.answering.values import Answer, Attachment, GeoPoint
from surveys.questionnaires.definition import Questionnaire
from surveys.screens import Action, Option, Screen, Words
from surveys.texts import Texts
from tests.surveys.answering.building import KEY, NOW, FixedChance

TEXTS = Texts()


class Person:
    def __init__(self, definition: Questionnaire, *, language: str = "ru", **context: Any) -> None:
        self.definition = definition
        self.now: datetime = NOW
        self.session, self.events = begin(
            definition, key=KEY, language=language, now=self.now, chance=FixedChance(), context=context
        )
        self.tapped: Action | None = None

    def does(self, given: Input) -> "Person":
        self.now += timedelta(seconds=10)
        stored = session_from_json(json.loads(json.dumps(session_to_json(self.session))))
        assert stored == self.session
        self.session, self.events = advance(self.definition, stored, given, now=self.now, chance=FixedChance())
        return self

    def taps(self, words: str) -> "Person":
        """The option or control whose words begin so."""
        self.tapped = self.button(words).action
        return self.taps_again()

    def taps_again(self) -> "Person":
        assert self.tapped is not None
        read = read_action(self.tapped)
        assert read is not None
        assert read[0] == self.session.key
        return self.does(read[1])

    def types(self, text: str) -> "Person":
        return self.does(Typed(text))

    def sends(self, name: str, media_type: str = "image/jpeg", size: int = 1000) -> "Person":
        return self.does(Sent(Attachment(f"ref-{name}", name, media_type, size)))

    def is_at(self, latitude: float, longitude: float) -> "Person":
        return self.does(Located(GeoPoint(latitude, longitude)))

    def button(self, words: str) -> Option:
        for option in options(self.screen):
            if self.say(option.words).startswith(words):
                return option
        raise AssertionError(f"no «{words}» on:\n{shown(self.screen)}")

    def sees(self, words: str) -> bool:
        return words in shown(self.screen)

    def say(self, words: Any) -> str:
        return TEXTS.say(words, self.session.language)

    @property
    def screen(self) -> Screen:
        refused = self.refused
        return screen(self.definition, self.session, notice=refused.reason if refused else None)

    @property
    def refused(self) -> Refused | None:
        return next((event for event in self.events if isinstance(event, Refused)), None)

    @property
    def submitted(self) -> dict[str, Answer] | None:
        return next((dict(event.answers) for event in self.events if isinstance(event, Completed)), None)

    @property
    def was_stale(self) -> bool:
        return self.events == (Stale(),)


def options(drawn: Screen) -> tuple[Option, ...]:
    return (*(drawn.answers.options if drawn.answers else ()), *drawn.controls)


def shown(drawn: Screen) -> str:
    """A screen as lines of text: what a golden run records."""

    def say(words: Words) -> str:
        return TEXTS.say(words, drawn.language)

    def button(option: Option) -> str:
        mark = {None: "", True: "●", False: "○"}[option.selected]
        return f"[{mark}{say(option.words)}]"

    lines = [f"! {say(drawn.notice)}"] if drawn.notice else []
    if drawn.progress:
        lines.append(f"({drawn.progress.at}/{drawn.progress.total})")
    lines += ["".join(say(span.words) for span in paragraph) for paragraph in drawn.paragraphs]
    if drawn.answers:
        lines.append(f"{drawn.answers.layout.value}: " + " ".join(map(button, drawn.answers.options)))
    if drawn.controls:
        lines.append("controls: " + " ".join(map(button, drawn.controls)))
    if drawn.wanted.value != "nothing":
        lines.append(f"wanted: {drawn.wanted.value}")
    return "\n".join(lines)


def told(events: tuple[Event, ...]) -> list[str]:
    """Events as short lines."""
    return [_told(event) for event in events]


def _told(event: Event) -> str:
    name = type(event).__name__
    fields = [getattr(event, field) for field in event.__dataclass_fields__ if field != "reason"]
    return " ".join([name, *(str(field) for field in fields)])
