"""A questionnaire of one question, which submits when it is answered."""

from surveys.answering.values import Answer
from tests.surveys.answering.building import questionnaire
from tests.surveys.answering.person import Person

LISTS = {
    "yn": {"yes": "Да", "no": "Нет"},
    "pains": {
        "queue": "Очередь",
        "rude": "Грубость",
        "docs": "Лишние документы",
        "none": {"label": "Ничего из этого", "exclusive": True},
    },
}


def one(kind: str, **fields: object) -> Person:
    """A person before a single question, which submits when it is answered."""
    return Person(questionnaire([{"q": kind, "label": "Вопрос", **fields}], LISTS))


def answer(person: Person) -> Answer | None:
    return (person.submitted or {}).get("q")
