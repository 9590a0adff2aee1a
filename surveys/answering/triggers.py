"""`trigger`: a value set at the moment another answer changes, and kept from then on.

ODK's `xforms-value-changed`: only what a person does sets it off, so a value that was set sets off no other.
"""

from collections.abc import Mapping

from surveys.answering.path import Path
from surveys.answering.plan import Plan, Step
from surveys.answering.scope import as_answer
from surveys.answering.values import Answer


def triggered(plan: Plan, path: Path, changed: Step, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers after that of `changed` has become another one; `path` is derived from `answers`.

    A question that somebody answers is asked anew, and its calculation offered: the respondent keeps or replaces it.
    """
    kept = dict(answers)
    for step in plan.order:
        if changed not in (plan.meant(name, step) for name in step.triggers) or step.question.kind == "note":
            continue
        computed = None
        if not step.question.asked or step.read_only is not None:
            computed = as_answer(path.scope.at(step).computed(step.calculation))
        if computed is None:
            kept.pop(step.name, None)
        else:
            kept[step.name] = computed
    return kept
