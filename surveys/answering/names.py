"""Under which name each question's answer is kept."""

from collections import Counter
from functools import partial

from surveys.questionnaires.definition import PlacedQuestion, Questionnaire


def answer_names(definition: Questionnaire) -> tuple[str, ...]:
    """One name for each of `definition.placed()`, in its order.

    The question's own name, or `group/name` with all its groups where another question is called the same:
    two columns of one name would lose one of them in every export.
    """
    placed = tuple(definition.placed())
    counts = Counter(each.question.name for each in placed)
    return tuple(map(partial(_name, counts=counts), placed))


def _name(placed: PlacedQuestion, counts: Counter[str]) -> str:
    own = placed.question.name
    if counts[own] == 1:
        return own
    return "/".join((*(group.name for group in placed.groups), own))
