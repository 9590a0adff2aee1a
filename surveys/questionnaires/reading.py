"""A file of an author to a definition and everything that is wrong with it."""

from dataclasses import dataclass, replace
from pathlib import PurePath

from surveys.questionnaires.definition import Questionnaire
from surveys.questionnaires.issue import Issue, Severity, error
from surveys.questionnaires.xlsform.containers import SUFFIXES
from surveys.questionnaires.xlsform.reading import read_xlsform
from surveys.questionnaires.yaml.reading import read_yaml

YAML_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Reading:
    """`questionnaire` is None where no definition could be made; with errors it must not be used for asking."""

    questionnaire: Questionnaire | None
    issues: tuple[Issue, ...] = ()

    @property
    def accepted(self) -> bool:
        return self.questionnaire is not None and all(issue.severity is not Severity.ERROR for issue in self.issues)


def read(name: str, content: bytes) -> Reading:
    """Reads a questionnaire by the suffix of `name`. Bad content is an issue, never an exception."""
    path = PurePath(name)
    suffix = path.suffix.lower()
    if suffix in YAML_SUFFIXES:
        questionnaire, issues = read_yaml(content)
    elif suffix in SUFFIXES:
        questionnaire, issues = read_xlsform(suffix, content)
    else:
        known = ", ".join((*SUFFIXES, *YAML_SUFFIXES))
        return Reading(None, (error("SUFFIX_UNKNOWN", suffix=path.suffix, known=known),))
    if questionnaire is not None and not questionnaire.settings.form_id:
        settings = replace(questionnaire.settings, form_id=path.stem)
        questionnaire = replace(questionnaire, settings=settings)
    return Reading(questionnaire, tuple(issues))
