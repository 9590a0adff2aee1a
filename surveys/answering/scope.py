"""What an expression sees of a session: the answers on the path, the moment, the labels."""

import random
from collections.abc import Mapping
from datetime import datetime

from surveys.answering.plan import Plan, Step
from surveys.answering.saying import Sayer
from surveys.answering.session import Session
from surveys.answering.values import Answer, Attachment, GeoPoint, Mark
from surveys.expressions import EvaluationFailed, Expression, Value, as_text, evaluate, truth
from surveys.expressions.references import interpolate, with_answers
from surveys.questionnaires.definition import Choice
from surveys.questionnaires.vocabulary import INSTANCE_ID
from surveys.texts import spoken


class PathScope:
    """`values` grows while the path is derived; what is not in it reads as unanswered.

    Implements `surveys.expressions.Scope`. "Now" is the moment of the last step, so that the path is a function of
    the definition and the session alone; its zone is the one the caller's clock has.
    """

    def __init__(self, plan: Plan, session: Session, values: Mapping[int, Answer]) -> None:
        self.now: datetime = session.touched_at
        self.language = spoken(session.language)
        self.self_value: Value | None = None
        self.sayer = Sayer(plan.definition, session)
        self._key = session.key
        self._plan = plan
        self._lists = plan.definition.lists
        self._values = values
        self._step = plan.steps[0] if plan.steps else None
        self._choice: Choice | None = None

    @property
    def chance(self) -> random.Random:
        """The same numbers for the same question of the same session: deriving twice gives one path."""
        return random.Random(f"{self._key}/{self._step.name if self._step else ''}")

    def value(self, name: str) -> Value | None:
        step = self._plan.meant(name, self._step) if self._step else None
        if step is None:
            return self._key if name == INSTANCE_ID else None
        return as_value(self._values.get(step.index))

    def label(self, name: str, code: str) -> str | None:
        step = self._plan.meant(name, self._step) if self._step else None
        choice = next((each.choice for each in step.offered if each.choice.name == code), None) if step else None
        return self.sayer.choice(choice) if choice else None

    def column(self, name: str) -> Value | None:
        return self._cell_of(self._choice, name) if self._choice else None

    def rows(self, list_name: str) -> int | None:
        known = self._lists.get(list_name)
        return len(known.choices) if known else None

    def cell(self, list_name: str, row: int, column: str) -> Value | None:
        return self._cell_of(self._lists[list_name].choices[row], column)

    def _cell_of(self, choice: Choice, column: str) -> Value | None:
        if column == "name":
            return choice.name
        if column == "label":  # answers in it, but no lookups: one that finds its own label would never end
            return with_answers(self.sayer.text(choice.label), self) or None
        return choice.attributes.get(column) or None

    def shown(self, name: str) -> str:
        step = self._plan.meant(name, self._step) if self._step else None
        answer = self._values.get(step.index) if step else None
        if step is None and name == INSTANCE_ID:
            return self._key
        if step is None or answer is None or isinstance(answer, Mark):
            return ""
        return self.sayer.answer(step, answer, self._values)

    def at(self, step: Step, *, own: Answer | None = None, choice: Choice | None = None) -> "PathScope":
        """Turned to `step`, with `.` being `own` and bare names being columns of `choice`."""
        self._step = step
        self._choice = choice
        self.self_value = as_value(own)
        return self

    def holds(self, expression: Expression | None, *, otherwise: bool) -> bool:
        """`otherwise` where there is no expression, or these answers do not fit it."""
        computed = self.computed(expression)
        return otherwise if computed is None else truth(computed)

    def computed(self, expression: Expression | None) -> Value | None:
        if expression is None:
            return None
        try:
            return evaluate(expression, self)
        except EvaluationFailed:
            return None

    def piped(self, text: str, step: Step) -> str:
        """`text` with each `${name}` as a person reads that answer, and with what its lookups find."""
        return interpolate(text, self.at(step)) if "${" in text or "instance(" in text else text


def as_value(answer: Answer | None) -> Value | None:
    match answer:
        case None | Mark():
            return None
        case GeoPoint(latitude, longitude):
            return f"{latitude} {longitude} 0 0"  # the text of an ODK geopoint, without altitude and accuracy
        case Attachment(reference, name):
            return name or reference
    return answer


def as_answer(value: Value | None) -> Answer | None:
    """A computed value as it is stored: whole numbers as integers, dates as text, nothing for an empty one."""
    match value:
        case None | "" | ():
            return None
        case float():
            if value != value:
                return None
            return int(value) if value.is_integer() and abs(value) < 1e15 else value
        case tuple():
            return value
    return as_text(value)
