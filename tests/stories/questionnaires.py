"""What the citizens of the stories are asked: small questionnaires that no change of the shipped ones moves."""

from surveys.questionnaires.definition import Questionnaire
from surveys.questionnaires.reading import read

VISIT = """
settings: {form_id: visit, title: {ru: Как мы вас обслужили?}, version: "1", default_language: ru}
languages: {ru: Русский}
lists:
  reasons:
    - {name: queue, label: {ru: Долгая очередь}}
    - {name: rude, label: {ru: Грубость}}
survey:
  - type: range
    name: rating
    label: {ru: Как мы вас обслужили?}
    required: true
    parameters: {start: "1", end: "5", step: "1"}
  - {type: select_multiple reasons, name: reasons, label: {ru: Что помешало?}, relevant: "${rating} <= 3"}
  - {type: text, name: comment, label: {ru: Хотите добавить пару слов?}}
"""
LONGER = """
settings: {form_id: longer, title: {ru: Подробнее}, version: "1", default_language: ru}
languages: {ru: Русский}
survey:
  - {type: text, name: idea, label: {ru: Что нам улучшить?}, required: true}
"""


def told(text: str) -> Questionnaire:
    """The questionnaire in a YAML text, which must read."""
    reading = read("story.yaml", text.encode())
    assert reading.questionnaire is not None, reading
    return reading.questionnaire
