"""A file of an author to a definition and everything that is wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import PurePath

from surveys.questionnaires.definition import Questionnaire
from surveys.questionnaires.issue import Issue, Severity, error
from surveys.questionnaires.yaml.reading import read_yaml

Found = tuple[Questionnaire | None, list[Issue]]


@dataclass(frozen=True, slots=True)
class Reading:
    """`questionnaire` is None where no definition could be made; with errors it must not be used for asking."""

    questionnaire: Questionnaire | None
    issues: tuple[Issue, ...] = ()

    @property
    def accepted(self) -> bool:
        return self.questionnaire is not None and all(issue.severity is not Severity.ERROR for issue in self.issues)


def _yaml(name: str, content: bytes) -> Found:
    return read_yaml(content)


READERS: dict[str, Callable[[str, bytes], Found]] = {".yaml": _yaml, ".yml": _yaml}
"""By suffix in lower case."""


def read(name: str, content: bytes) -> Reading:
    """Reads a questionnaire by the suffix of `name`. Bad content is an issue, never an exception."""
    path = PurePath(name)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        return Reading(None, (error("SUFFIX_UNKNOWN", suffix=path.suffix, known=", ".join(READERS)),))
    questionnaire, issues = reader(path.stem, content)
    if questionnaire is not None and not questionnaire.settings.form_id:
        settings = replace(questionnaire.settings, form_id=path.stem)
        questionnaire = replace(questionnaire, settings=settings)
    return Reading(questionnaire, tuple(issues))
