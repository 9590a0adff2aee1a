"""A questionnaire in two parts: what is tapped and rides, and the free texts, which are items of their own.

A text never rides and is asked only after the vote is in, each for itself, so that a recognisable comment leads to no
rating. Hence nothing that is tapped may depend on a text.

Unridable (OtklikError)
    `question`; `reason` is "kind" (its answers cannot be counted), "situation" (its options come from outside),
    "other_text" (`or_other`, whose free text belongs to a tapped answer) or "depends_on_text".
"""

import re
from dataclasses import replace

from surveys.anonymity.digits import digit_of
from surveys.answering.path import derive
from surveys.answering.plan import Plan, Step, plan_of
from surveys.answering.session import Session
from surveys.answering.values import Answer
from surveys.errors import OtklikError
from surveys.questionnaires.definition import Group, Item, Question, Questionnaire

CELLS = "units_min_cell"
"""The option source of questions about the respondent's own unit."""


class Unridable(OtklikError):
    def __init__(self, question: str, reason: str) -> None:
        super().__init__(reason)
        self.question = question
        self.reason = reason


def unridable(definition: Questionnaire) -> Unridable | None:
    """The first question that can neither be counted nor be asked apart."""
    plan = plan_of(definition)
    texts = {step.question.name for step in plan.steps if is_text(step)}
    for step in plan.steps:
        if is_of_roster(step.question):
            continue
        if step.question.options_from:
            return Unridable(step.name, "situation")
        if step.question.or_other:
            return Unridable(step.name, "other_text")
        if step.question.asked and not is_text(step) and digit_of(step) is None:
            return Unridable(step.name, "kind")
        if (_depends(plan, step) | _says(step)) & texts:
            return Unridable(step.name, "depends_on_text")
    return None


def is_of_roster(question: Question) -> bool:
    """Asks for the unit, which the roster knows: the frozen cell answers it, and the respondent is not asked again."""
    return question.options_from == CELLS


def is_text(step: Step) -> bool:
    return step.question.kind == "text" and step.question.asked


def rated_part(definition: Questionnaire) -> Questionnaire:
    """`definition` without its free texts and what the roster answers: what the engine runs on while answers ride."""
    return replace(definition, items=_without_texts(definition.items))


def texts_after(definition: Questionnaire, voted: Session) -> tuple[Question, ...]:
    """The texts to ask for now that the vote is in: those on the path that its answers lead to."""
    plan = plan_of(definition)
    asked = {stop.step.name for stop in derive(plan, voted).stops}
    return tuple(step.question for step in plan.steps if is_text(step) and step.name in asked)


def ratings(rated: Questionnaire, voted: Session) -> dict[str, Answer]:
    """What is sealed of a vote: the tapped answers on the path.

    Computed values stay out. A calculation may put several answers into one, which would store them together again.
    """
    plan = plan_of(rated)
    values = derive(plan, voted).values
    return {step.name: values[step.name] for step in plan.steps if step.name in values and _tapped(step)}


def _tapped(step: Step) -> bool:
    return step.question.asked and digit_of(step) is not None


def _without_texts(items: tuple[Item, ...]) -> tuple[Item, ...]:
    kept: list[Item] = []
    for item in items:
        if isinstance(item, Group):
            kept.append(replace(item, items=_without_texts(item.items)))
        elif not is_of_roster(item) and (item.kind != "text" or not item.asked):
            kept.append(item)
    return tuple(kept)


def _depends(plan: Plan, step: Step) -> set[str]:
    """The names that what is asked depends on; what a text itself says about its own value does not count."""
    own = (step.relevant, step.required, step.constraint, step.calculation, step.default, step.read_only)
    fences = (plan.fences[fence] for fence in step.fences)
    read = [expression for expression in (*own, step.choice_filter, *fences) if expression]
    names = {name for expression in read for name in expression.references}
    return {*names, *step.triggers} - {step.question.name, ""}


def _says(step: Step) -> set[str]:
    """The names whose values its texts quote."""
    quoting = [step.question.label, step.question.hint, *(group.label for group in step.groups)]
    quoting += [offered.choice.label for offered in step.offered]
    return {name for each in quoting for _, text in each.texts for name in _QUOTED.findall(text)}


_QUOTED = re.compile(r"\$\{\s*([^}\s]+)\s*\}")
