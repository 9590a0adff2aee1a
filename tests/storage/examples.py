"""Fixed people, moments and responses for the stories of storage."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from storage.opening import Storage
from surveys.address import Address
from surveys.answering.response import Response
from surveys.answering.session import Session
from surveys.questionnaires.definition import (
    Choice,
    ChoiceList,
    Group,
    Language,
    Localized,
    Question,
    Questionnaire,
    Settings,
)
from surveys.work import Work

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ANNA = Address("chat", "4242")
BORIS = Address("chat", "1717")


class FixedClock:
    def now(self) -> datetime:
        return NOON


def response(key: str, person: int, *, point: str = "mfc-1", at: datetime = NOON, placement: str = "") -> Response:
    session = Session(key, "counter", "1", "ru", at, at, "rating")
    return Response(session, person, point, "chat", placement)


def questionnaire(
    form: str = "counter", version: str = "1", title: str = "Окно", audience: str = "external"
) -> Questionnaire:
    label = Localized((("ru", "Как вас приняли?"), ("en", "How was it?")))
    again = Question("why", "text", Localized((("", "Почему?"),)), relevant="${rating} < 3", max_choices=None)
    return Questionnaire(
        Settings(form, Localized((("ru", title),)), version, "ru", audience, extra={"style": "pages"}),
        (
            Question("rating", "select_one", label, choices="five", required="true()", metric="csat"),
            Group(
                "more", (again, Question("tags", "select_multiple", choices="five", max_choices=2)), relevant="true()"
            ),
        ),
        {
            "five": ChoiceList(
                "five", (Choice("1", attributes={"zone": "a"}), Choice("5", exclusive=True, pain="queue"))
            )
        },
        (Language("ru", "Русский"), Language("en")),
    )


async def started(storage: Storage, key: str = "k1", *, with_answer: bool = False) -> int:
    """Anna's number, with a response begun at noon."""

    def start(w: Work) -> int:
        anna = w.people.enter(ANNA, "ru", NOON)
        begun = response(key, anna.number)
        w.responses.add(answered(begun) if with_answer else begun)
        if with_answer:
            w.responses.record(key, {"rating": "5"}, NOON)
        return int(anna.number)

    return await storage.write(start)


def answered(begun: Response | None) -> Response:
    assert begun is not None
    return replace(begun, session=replace(begun.session, answers={"rating": "5"}))
