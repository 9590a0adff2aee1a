"""The survey that every contender asks: five questions, each answered with one tap on 1-5, then a summary."""

from surveys.questionnaires.definition import Questionnaire
from surveys.questionnaires.reading import read

TAPS = 5
QUESTIONS = (
    ("waiting", "Сколько вы ждали?"),
    ("politeness", "Были ли с вами вежливы?"),
    ("clarity", "Понятно ли вам объяснили?"),
    ("premises", "Удобно ли было в помещении?"),
    ("result", "Решён ли ваш вопрос?"),
)
TITLE = "Как мы вас обслужили?"
THANKS = "Проверьте ответы и отправьте их."


def stars(value: int) -> str:
    """A button's text, as our own layout writes it."""
    return f"{value} ★"


def questionnaire() -> Questionnaire:
    rows = "\n".join(
        f"  - {{type: range, name: {name}, label: {label}, required: true, "
        'parameters: {start: "1", end: "5", step: "1"}, metric: csat}'
        for name, label in QUESTIONS
    )
    text = f'settings: {{form_id: bench, title: {TITLE}, version: "1", default_language: ru}}\nsurvey:\n{rows}\n'
    reading = read("bench.yaml", text.encode())
    assert reading.accepted, reading.issues
    assert reading.questionnaire is not None
    return reading.questionnaire
