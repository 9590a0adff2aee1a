"""The path: which questions are asked now and which answers count, derived from the answers alone.

Nothing here writes. A value counts while its question and all groups around it are relevant and its options are still
offered; any other answer reads as unanswered, is kept in the session, and comes back with the path.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace

from surveys.answering.kinds import kind_of
from surveys.answering.kinds.kind import Asking, Offered
from surveys.answering.plan import Plan, Step, offered
from surveys.answering.scope import PathScope, as_answer
from surveys.answering.session import Session
from surveys.answering.values import Answer, Mark
from surveys.questionnaires.definition import Choice, Localized

FOLDED = 1_200
"""Code points of notes shown above one question; a longer note is a screen of its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Stop:
    """A question that is asked on the path."""

    step: Step
    options: tuple[Offered, ...]
    required: bool
    answer: Answer | None
    """The answer that counts; None while the question is pending."""
    notes: tuple[Step, ...]
    """Notes and read-only questions to show above it."""


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    stops: tuple[Stop, ...]
    values: Mapping[str, Answer]
    """What is submitted: everything that counts, computed and given values too, in the order of the sheet."""
    trailing: tuple[Step, ...]
    """Notes after the last question."""
    by_step: Mapping[int, Answer]
    scope: PathScope

    @property
    def pending(self) -> Stop | None:
        return next((stop for stop in self.stops if stop.answer is None), None)

    def stop(self, name: str) -> Stop | None:
        return next((stop for stop in self.stops if stop.step.name == name), None)

    def before(self, stop: Stop) -> Stop | None:
        at = self.stops.index(stop)
        return self.stops[at - 1] if at else None

    def after(self, name: str) -> Stop | None:
        at = next((at for at, stop in enumerate(self.stops, start=1) if stop.step.name == name), len(self.stops))
        return self.stops[at] if at < len(self.stops) else None

    def asking(self, stop: Stop, session: Session) -> Asking:
        """`stop` with what its kind needs to read an input or to be drawn."""
        asking = Asking(
            question=stop.step.question,
            options=stop.options,
            label=lambda choice: self.scope.piped(self.scope.sayer.choice(choice), stop.step),
            now=session.touched_at,
            draft=session.draft,
            answer=stop.answer,
        )
        return asking if stop.answer is not None else _with_suggestion(asking, stop, self.scope)


def derive(plan: Plan, session: Session) -> Path:
    return _Walk(plan, session).path()


class _Walk:
    def __init__(self, plan: Plan, session: Session) -> None:
        self.plan = plan
        self.session = session
        self.values: dict[int, Answer] = {}
        self.scope = PathScope(plan, session, self.values)
        self.open_fences: dict[int, bool] = {}
        self.asked: dict[int, tuple[Offered, ...]] = {}
        self.shown: set[int] = set()

    def path(self) -> Path:
        for step in self.plan.order:
            if self._relevant(step):
                self._settle(step)
        stops, trailing = self._stops()
        unsettled = {stop.step.index for stop in stops if stop.answer is None}
        values = {
            step.name: self.values[step.index]
            for step in self.plan.steps
            if step.index in self.values and step.index not in unsettled and step.question.kind != "note"
        }
        return Path(stops, values, trailing, self.values, self.scope)

    def _relevant(self, step: Step) -> bool:
        return all(self._open(fence, step) for fence in step.fences) and self.scope.at(step).holds(
            step.relevant, otherwise=step.relevant is None
        )

    def _open(self, fence: int, step: Step) -> bool:
        known = self.open_fences.get(fence)
        if known is None:
            relevant = self.plan.fences[fence]
            known = self.scope.at(step).holds(relevant, otherwise=relevant is None)
            self.open_fences[fence] = known
        return known

    def _settle(self, step: Step) -> None:
        """Gives `step` its value and says whether it is asked, shown, or neither."""
        if not kind_of(step.question).asked:
            self._give(step, self._computed(step))
        elif step.question.kind == "note":
            self.shown.add(step.index)
            self._give(step, self.session.answers.get(step.name))
        elif self.scope.at(step).holds(step.read_only, otherwise=False):
            self.shown.add(step.index)
            self._give(step, self._computed(step))
        elif not step.question.asked:  # a type that people answer, with a calculation or a trigger instead
            self._give(step, self._computed(step))
        else:
            self._offer(step)

    def _offer(self, step: Step) -> None:
        given = _situation(step, self.session)
        options = offered(given) if given else step.offered
        if len(given) == 1:
            self._give(step, _alone(step, given[0]))
            return
        options = _shuffled(step, self._filtered(step, options), self.session.key)
        if not options and step.question.choices:
            return  # nothing to choose from: asking would be a dead end
        self.asked[step.index] = options
        stored = self.session.answers.get(step.name)
        if stored is not None and not isinstance(stored, Mark):
            stored = kind_of(step.question).kept(step.question, options, stored)
        self._give(step, stored)

    def _filtered(self, step: Step, options: tuple[Offered, ...]) -> tuple[Offered, ...]:
        if step.choice_filter is None:
            return options
        return tuple(
            option
            for option in options
            if self.scope.at(step, choice=option.choice).holds(step.choice_filter, otherwise=False)
        )

    def _computed(self, step: Step) -> Answer | None:
        """A value that nobody types: the situation's, else the calculation's, else the default's."""
        given = self.session.context.get(step.question.name)
        if isinstance(given, str) and given and step.question.kind != "calculate":
            return given
        if step.triggers:
            computed = _settled_by_trigger(step, self.session)
        else:
            computed = as_answer(self.scope.at(step).computed(step.calculation))
        return computed if computed is not None else default_of(step, self.scope)

    def _give(self, step: Step, answer: Answer | None) -> None:
        if answer is not None:
            self.values[step.index] = answer

    def _stops(self) -> tuple[tuple[Stop, ...], tuple[Step, ...]]:
        stops: list[Stop] = []
        notes: tuple[Step, ...] = ()
        for step in self.plan.steps:
            if step.index in self.asked:
                stops.append(self._stop(step, self.asked[step.index], notes))
                notes = ()
            elif step.index in self.shown and self._alone_on_screen(step, notes):
                stops.append(Stop(step, (), False, self.values.get(step.index), notes))
                notes = ()
            elif step.index in self.shown:
                notes = (*notes, step)
        if notes and not stops and notes[-1].question.kind == "note":  # nothing but notes: the last asks for the tap
            stops.append(Stop(notes[-1], (), False, self.values.get(notes[-1].index), notes[:-1]))
            notes = ()
        return tuple(stops), notes

    def _alone_on_screen(self, step: Step, notes: tuple[Step, ...]) -> bool:
        return step.question.kind == "note" and sum(map(_length, (*notes, step))) > FOLDED

    def _stop(self, step: Step, options: tuple[Offered, ...], notes: tuple[Step, ...]) -> Stop:
        answer = self.values.get(step.index)
        required = self.scope.at(step, own=answer).holds(step.required, otherwise=False)
        return Stop(step, options, required, answer if self._counts(step, answer, required) else None, notes)

    def _counts(self, step: Step, answer: Answer | None, required: bool) -> bool:
        match answer:
            case None:
                return False
            case Mark.SKIPPED:
                return not required
            case Mark.NOT_APPLICABLE:
                return True
        return self.scope.at(step, own=answer).holds(step.constraint, otherwise=True)


def default_of(step: Step, scope: PathScope) -> Answer | None:
    if step.default is not None:
        return as_answer(scope.at(step).computed(step.default))
    return step.question.default or None


def _with_suggestion(asking: Asking, stop: Stop, scope: PathScope) -> Asking:
    """A default, or once the trigger is answered the calculation, is offered and never counts by itself."""
    step = stop.step
    if step.calculation and any(scope.at(step).value(name) is not None for name in step.triggers):
        computed = as_answer(scope.at(step).computed(step.calculation))
    else:
        computed = default_of(step, scope)
    if computed is None:
        return asking
    written = " ".join(computed) if isinstance(computed, tuple) else str(computed)
    suggestion = kind_of(step.question).suggested(asking, written)
    return replace(asking, suggestion=suggestion)


def _settled_by_trigger(step: Step, session: Session) -> Answer | None:
    stored = session.answers.get(step.name)
    return None if isinstance(stored, Mark) else stored


def _situation(step: Step, session: Session) -> tuple[Choice, ...]:
    """The options that the situation gives instead of the author's list."""
    given = session.context.get(step.question.options_from) if step.question.options_from else None
    if not isinstance(given, tuple):
        return ()
    labels = dict(given)
    return tuple(Choice(code, Localized((("", label),))) for code, label in labels.items())


def _alone(step: Step, choice: Choice) -> Answer:
    return choice.name if step.question.kind == "select_one" else (choice.name,)


def _shuffled(step: Step, options: tuple[Offered, ...], key: str) -> tuple[Offered, ...]:
    """XLSForm's `randomize=true`: another order for every respondent, the same one every time for each."""
    if step.question.parameters.get("randomize") != "true":
        return options
    mixed = list(options)
    random.Random(f"{key}/{step.name}").shuffle(mixed)
    return tuple(mixed)


def _length(step: Step) -> int:
    return max((len(text) for _, text in step.question.label.texts), default=0)
