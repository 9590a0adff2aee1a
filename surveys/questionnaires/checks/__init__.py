"""Rules that a definition must keep, whatever container it came in. One family a file; `CHECKS` is the registry."""

from collections.abc import Callable, Iterable

from surveys.questionnaires.checks.choosing import check_choosing
from surveys.questionnaires.checks.circles import check_circles
from surveys.questionnaires.checks.elsewhere import check_elsewhere
from surveys.questionnaires.checks.expressions import check_expressions
from surveys.questionnaires.checks.labels import check_labels
from surveys.questionnaires.checks.lists import check_lists
from surveys.questionnaires.checks.metrics import check_metrics
from surveys.questionnaires.checks.names import check_names
from surveys.questionnaires.checks.ranges import check_ranges
from surveys.questionnaires.checks.settings import check_settings
from surveys.questionnaires.checks.translations import check_translations
from surveys.questionnaires.checks.unused import check_unused
from surveys.questionnaires.definition import Questionnaire
from surveys.questionnaires.issue import Issue

CHECKS: tuple[Callable[[Questionnaire], Iterable[Issue]], ...] = (
    check_names,
    check_labels,
    check_lists,
    check_choosing,
    check_ranges,
    check_expressions,
    check_circles,
    check_metrics,
    check_settings,
    check_translations,
    check_unused,
    check_elsewhere,
)


def check(questionnaire: Questionnaire) -> list[Issue]:
    """Everything that is wrong or doubtful, all rules at once."""
    return [issue for rule in CHECKS for issue in rule(questionnaire)]
