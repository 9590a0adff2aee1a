"""A file of an author to a definition and everything that is wrong with it."""

from dataclasses import dataclass, replace
from pathlib import PurePath

from surveys.questionnaires.checks import check
from surveys.questionnaires.definition import Questionnaire
from surveys.questionnaires.issue import Issue, Severity, error
from surveys.questionnaires.place import Place
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
        found = read_yaml(content)
    elif suffix in SUFFIXES:
        found = read_xlsform(suffix, content)
    else:
        known = ", ".join((*SUFFIXES, *YAML_SUFFIXES))
        return Reading(None, (error("SUFFIX_UNKNOWN", suffix=path.suffix, known=known),))
    questionnaire, issues = found.questionnaire, found.issues
    if questionnaire is not None:
        if not questionnaire.settings.form_id:
            settings = replace(questionnaire.settings, form_id=path.stem)
            questionnaire = replace(questionnaire, settings=settings)
        issues = [*issues, *(issue for issue in check(questionnaire) if issue.args.get("q") not in found.refused)]
    return Reading(questionnaire, in_order(issues))


def in_order(issues: list[Issue]) -> tuple[Issue, ...]:
    """Each fault once, by place. pyxform's word for a fault gives way to ours where ours says the same with more."""
    kept: dict[tuple[str, Place], Issue] = {}
    for issue in sorted(issues, key=lambda issue: issue.from_pyxform):
        kept.setdefault((issue.code, issue.place), issue)
    errors = sum(issue.severity is Severity.ERROR for issue in kept.values())
    if errors > 1:  # nothing is left to ask because of the others
        kept = {key: issue for key, issue in kept.items() if issue.code != "SURVEY_EMPTY"}
    ours = [issue for issue in kept.values() if not issue.from_pyxform]
    shown = [issue for issue in kept.values() if not issue.from_pyxform or not _said_better(issue, ours)]
    return tuple(sorted(shown, key=lambda issue: (_SHEETS.get(issue.place.sheet, 9), issue.place)))


def _said_better(theirs: Issue, ours: list[Issue]) -> bool:
    family = SAME_FAULT.get(theirs.code, frozenset({theirs.code}))
    return any(
        issue.code in family
        and issue.severity is theirs.severity
        and (not theirs.place.row or theirs.place.row == issue.place.row)
        for issue in ours
    )


SAME_FAULT = {
    "TYPE_UNKNOWN": frozenset({"TYPE_UNKNOWN", "TYPE_MISSPELT", "TYPE_UNSUPPORTED"}),
    "LIST_UNKNOWN": frozenset({"LIST_UNKNOWN", "LIST_MISSPELT", "LIST_FROM_ANSWERS"}),
    "CHOICES_MISSING": frozenset({"LIST_UNKNOWN", "LIST_MISSPELT"}),
    "PYREF_003": frozenset({"PYREF_003", "REFERENCE_MISSPELT", "LAST_SAVED"}),
    "HEADER_002": frozenset({"HEADER_002"}),
}
"""pyxform's finding and the codes under which our own rules say the same with more."""
_SHEETS = {"": 0, "settings": 1, "languages": 2, "survey": 3, "metadata": 3, "choices": 4, "lists": 4}
