"""Values of a definition as their author would write them, for both containers."""

from typing import Any

from surveys.questionnaires.columns import Carries, Column
from surveys.questionnaires.definition import Question


def type_of(question: Question) -> str:
    """The type column: the kind with its list."""
    words = (question.kind, question.choices, "or_other" if question.or_other else "")
    return " ".join(word for word in words if word)


def written(column: Column, value: Any) -> str:
    """One value without languages; "" where there is nothing to write."""
    match column.carries:
        case Carries.CONDITION:
            return "yes" if value == "true()" else str(value)
        case Carries.FLAG:
            return "yes" if value else ""
        case Carries.PAIRS:
            return " ".join(f"{key}={pair}" for key, pair in value.items())
        case _:
            return "" if value is None else str(value)
