"""What a reader of one container found."""

from dataclasses import dataclass, field

from surveys.questionnaires.definition import Questionnaire
from surveys.questionnaires.issue import Issue


@dataclass(frozen=True, slots=True)
class Found:
    """`refused` names the rows left out of the definition: a reference to them is no second fault."""

    questionnaire: Questionnaire | None
    issues: list[Issue] = field(default_factory=list)
    refused: frozenset[str] = frozenset()
