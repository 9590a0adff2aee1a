"""Nothing an author wrote is lost between YAML, the definition and the spreadsheet."""

from io import BytesIO
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

import surveys.questionnaires
from storage.workbooks import write_workbook
from surveys.questionnaires.definition import Questionnaire
from surveys.questionnaires.reading import read
from surveys.questionnaires.xlsform.building import build
from surveys.questionnaires.xlsform.containers import form_in
from surveys.questionnaires.xlsform.writing import write_xlsform
from surveys.questionnaires.yaml.reading import read_yaml
from surveys.questionnaires.yaml.writing import write_yaml
from tests.surveys.questionnaires.definitions import questionnaires

LIBRARY = Path(str(surveys.questionnaires.__file__)).parent / "library"

# Shrinking a whole definition takes minutes and says little more than the diff of the one found.
SLOW = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def through_yaml(questionnaire: Questionnaire) -> Questionnaire | None:
    return read_yaml(write_yaml(questionnaire).encode()).questionnaire


def through_a_workbook(questionnaire: Questionnaire) -> Questionnaire:
    buffer = BytesIO()
    write_workbook(write_xlsform(questionnaire), buffer)
    rebuilt, _, _ = build(form_in(".xlsx", buffer.getvalue()))
    return rebuilt


@SLOW
@given(questionnaires())
def test_a_definition_survives_yaml(questionnaire: Questionnaire) -> None:
    assert through_yaml(questionnaire) == questionnaire


@SLOW
@given(questionnaires())
def test_a_definition_survives_a_workbook(questionnaire: Questionnaire) -> None:
    assert through_a_workbook(questionnaire) == questionnaire


@SLOW
@given(questionnaires())
def test_yaml_to_workbook_to_yaml_is_the_same_questionnaire(questionnaire: Questionnaire) -> None:
    assert through_yaml(through_a_workbook(questionnaire)) == questionnaire


def test_every_shipped_questionnaire_is_accepted_and_survives_both_containers() -> None:
    for path in sorted(LIBRARY.glob("*.yaml")):
        reading = read(path.name, path.read_bytes())

        assert reading.accepted, (path.name, reading.issues)
        assert reading.questionnaire is not None
        assert through_yaml(reading.questionnaire) == reading.questionnaire
        assert through_a_workbook(reading.questionnaire) == reading.questionnaire
