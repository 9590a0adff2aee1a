"""A definition made ready for answering: its steps in order, its expressions parsed once.

Plans are kept for the definitions in use: definitions are frozen values, so one plan serves every session.
"""

import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from surveys.answering.keys import key_of
from surveys.answering.kinds import kind_of
from surveys.answering.kinds.kind import Offered
from surveys.answering.names import answer_names
from surveys.expressions import Expression, ExpressionFault, parse
from surveys.expressions.references import collect_piped
from surveys.questionnaires.definition import Choice, Group, Question, Questionnaire

KEPT = 64
"""Plans kept at once: the versions that sessions of one administration are answering at a time."""

OTHER = "other"
"""The choice that `or_other` adds, and `_other` ends the name of its free text (XLSForm's own words)."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One question with what evaluating it needs. An expression is None where the author wrote none."""

    index: int
    name: str
    """The name its answer is kept under."""
    question: Question
    groups: tuple[Group, ...]
    fences: tuple[int, ...]
    """The places in `Plan.fences` of the groups around it."""
    offered: tuple[Offered, ...]
    """All its options, with their keys."""
    relevant: Expression | None
    required: Expression | None
    constraint: Expression | None
    calculation: Expression | None
    default: Expression | None
    """A default that is an expression; one that is plain text stands in `question.default`."""
    read_only: Expression | None
    choice_filter: Expression | None
    triggers: tuple[str, ...]
    """The names of the questions whose new answer sets its value, see `triggers`."""
    asks_other: str = ""
    """For the free text behind `or_other`: the name of the step whose «other» it spells out."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    definition: Questionnaire
    steps: tuple[Step, ...]
    fences: tuple[Expression | None, ...]
    """The relevance of each group."""
    by_name: Mapping[str, Step]
    bearers: Mapping[str, tuple[Step, ...]]
    """The steps that `${name}` may mean."""
    order: tuple[Step, ...] = ()
    """The steps so that each comes after those its value depends on; where they depend on each other, as asked."""

    def meant(self, name: str, asking: Step) -> Step | None:
        """The step that `${name}` means where `asking` says it: of several of one name the nearest by groups."""
        bearers = self.bearers.get(name, ())
        if len(bearers) < 2:
            return bearers[0] if bearers else None
        return max(bearers, key=lambda bearer: _shared(bearer.fences, asking.fences))


_plans: "OrderedDict[int, Plan]" = OrderedDict()


def plan_of(definition: Questionnaire) -> Plan:
    """By identity: a definition holds mappings, so it has no hash. The plan keeps its definition alive."""
    known = _plans.get(id(definition))
    if known is None:
        known = _plans[id(definition)] = _Planner(definition).plan()
        while len(_plans) > KEPT:
            _plans.popitem(last=False)
    return known


class _Planner:
    def __init__(self, definition: Questionnaire) -> None:
        self.definition = definition
        self.names = answer_names(definition)
        self.taken = frozenset(self.names)
        self.steps: list[Step] = []
        self.fence_of: dict[int, int] = {}
        self.fences: list[Expression | None] = []

    def plan(self) -> Plan:
        for name, placed in zip(self.names, self.definition.placed(), strict=True):
            self._add(name, placed.question, placed.groups)
            if placed.question.or_other and f"{name}_{OTHER}" not in self.taken:
                self._add_other(name, placed.question, placed.groups)
        bearers: dict[str, tuple[Step, ...]] = {}
        for step in self.steps:
            bearers[step.question.name] = (*bearers.get(step.question.name, ()), step)
        by_name = {step.name: step for step in self.steps}
        plan = Plan(self.definition, tuple(self.steps), tuple(self.fences), by_name, bearers)
        return replace(plan, order=in_order(plan))

    def _add(self, name: str, question: Question, groups: tuple[Group, ...], asks_other: str = "") -> None:
        listed = self.definition.choice_list(question)
        if question.or_other and all(choice.name != OTHER for choice in listed):
            listed = (*listed, Choice(OTHER))
        step = Step(
            index=len(self.steps),
            name=name,
            question=question,
            groups=groups,
            fences=tuple(self._fence(group) for group in groups),
            offered=offered(kind_of(question).listed(question, listed)),
            relevant=_parsed(question.relevant),
            required=_parsed(question.required),
            constraint=_parsed(question.constraint),
            calculation=_parsed(question.calculation),
            default=_parsed(question.default) if _DYNAMIC.search(question.default) else None,
            read_only=_parsed(question.read_only),
            choice_filter=_parsed(question.choice_filter, choice_filter=True),
            triggers=tuple(place.name for place in collect_piped(question.trigger)),
            asks_other=asks_other,
        )
        self.steps.append(step)

    def _add_other(self, name: str, question: Question, groups: tuple[Group, ...]) -> None:
        chosen = f"selected(${{{question.name}}}, '{OTHER}')"
        detail = Question(f"{question.name}_{OTHER}", "text", relevant=chosen, place=question.place)
        self._add(f"{name}_{OTHER}", detail, groups, asks_other=name)

    def _fence(self, group: Group) -> int:
        if id(group) not in self.fence_of:
            self.fence_of[id(group)] = len(self.fences)
            self.fences.append(_parsed(group.relevant))
        return self.fence_of[id(group)]


def offered(choices: tuple[Choice, ...]) -> tuple[Offered, ...]:
    return tuple(Offered(key_of(at), choice) for at, choice in enumerate(choices))


def in_order(plan: Plan) -> tuple[Step, ...]:
    """Depth first without recursion: a chain of references may be as long as the questionnaire."""
    done: dict[int, Step] = {}
    entered: set[int] = set()
    for start in plan.steps:
        stack = [start]
        while stack:
            step = stack[-1]
            ahead = [] if step.index in entered else [need for need in _needs(plan, step) if need.index not in entered]
            entered.add(step.index)
            if ahead:
                stack += reversed(ahead)
            else:
                done.setdefault(stack.pop().index, step)
    return tuple(done.values())


def _needs(plan: Plan, step: Step) -> list[Step]:
    """What the value of `step` is made of. Constraints only judge it, so they may look anywhere.

    A calculation with a trigger was computed when that was answered: its value is in the session.
    """
    calculation = None if step.triggers else step.calculation
    own = (step.relevant, calculation, step.default, step.read_only, step.choice_filter)
    read = [plan.fences[fence] for fence in step.fences]
    names = {name for expression in (*own, *read) if expression for name in expression.references}
    meant = {need.index: need for need in (plan.meant(name, step) for name in names) if need}
    return [meant[index] for index in sorted(meant)]


_DYNAMIC = re.compile(r"\$\{|[\w-]\s*\(.*\)", re.DOTALL)
"""A default with a reference or a function call is computed; `2026-03-05` or «a - b» is plain text (pyxform)."""


@cache
def _yes() -> Expression:
    return parse("true()")


def _parsed(source: str, *, choice_filter: bool = False) -> Expression | None:
    """None also for a text that is no expression: a definition with one is refused before it gets here."""
    if not source.strip():
        return None
    if source == "true()":
        return _yes()
    try:
        return parse(source, choice_filter=choice_filter)
    except ExpressionFault:
        return None


def _shared(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared += 1
    return shared
