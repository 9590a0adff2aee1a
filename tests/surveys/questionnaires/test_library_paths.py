"""The shipped questionnaires played to the end with the engine: what is asked after which answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from surveys.answering.engine import current
from surveys.answering.events import Answered
from surveys.answering.inputs import Chose, Confirmed, DeclaredNotApplicable, Input, Skipped, Submitted, Toggled, Typed
from surveys.answering.keys import SUMMARY_KEY, key_of
from surveys.answering.path import Stop, derive
from surveys.answering.plan import plan_of
from surveys.answering.session import SUMMARY, State
from surveys.answering.values import Mark
from tests.surveys.answering.person import Person, shown
from tests.surveys.questionnaires.library_codes import CODES
from tests.surveys.questionnaires.test_library import definition

SERVICES = (("passport", "Паспорт"), ("land", "Земля"))


@dataclass(frozen=True)
class Mood:
    """How somebody answers everything that `but` does not name: options by name, scales by value."""

    worst: bool
    but: Mapping[str, str] = field(default_factory=dict)


def worst(**but: str) -> Mood:
    return Mood(True, but)


def best(**but: str) -> Mood:
    return Mood(False, but)


SERVICE_REMOTE = "q1 q2 q3 q4 q5 q6 q9 q10 q12 q13"
SERVICE_OFFICE = "q1 q2 q3 q4 q5 q6 q7 q8 q9 q10 q11 q12 q13"
APPEAL = "q1 q2 q3 q4 q5 q6 q7 q8 q9"
ASPECTS = "a1 a2 a3 a4 a5 a6 a7 a8"
WITH_REASONS = "a1 a1r a2 a2r a3 a3r a4 a4r a5 a5r a6 a6r a7 a7r a8 a8r"

PATHS = (
    ("ext-service", worst(q3="office"), f"{SERVICE_OFFICE} q14 q15 q16"),
    ("ext-service", best(q3="mfc"), f"{SERVICE_OFFICE} q15 q16"),
    ("ext-service", worst(q3="epgu"), f"{SERVICE_REMOTE} q14 q15 q16"),
    ("ext-service", best(q3="epgu"), f"{SERVICE_REMOTE} q15 q16"),
    *(("ext-service", best(q3="site", **{low: "3"}), f"{SERVICE_REMOTE} q14 q15 q16") for low in
      ("q5", "q6", "q9", "q10", "q13")),
    ("ext-service", best(q3="office", q7="1", q11="1"), f"{SERVICE_OFFICE} q15 q16"),
    ("ext-service", best(q3="epgu", q6="na", q9="na", q10="na"), f"{SERVICE_REMOTE} q15 q16"),
    ("ext-appeal", worst(), f"{APPEAL} q12 q13 q14 q15 q16 q17 q18"),
    ("ext-appeal", best(), f"{APPEAL} q10 q11 q12 q13 q14 q15 q17 q18"),
    ("ext-appeal", worst(q7="late"), f"{APPEAL} q10 q11 q12 q13 q14 q15 q16 q17 q18"),
    ("ext-appeal", best(q7="wait"), f"{APPEAL} q12 q13 q14 q15 q17 q18"),
    ("ext-appeal", best(q14="3"), f"{APPEAL} q10 q11 q12 q13 q14 q15 q16 q17 q18"),
    ("ext-appeal", best(q15="3"), f"{APPEAL} q10 q11 q12 q13 q14 q15 q16 q17 q18"),
    ("ext-appeal", worst(q1="no"), "q1"),
    ("ext-appeal", worst(q1="dk"), "q1"),
    ("ext-control", worst(q3="visit"), "q1 q2 q3 q4 q5 q6 q7 q8 q9 q10 q11 q12 q13 q14"),
    ("ext-control", best(q3="visit"), "q1 q2 q3 q4 q5 q6 q7 q8 q9 q10 q11 q12 q14"),
    ("ext-control", best(q3="cons"), "q1 q2 q3 q4 q5 q6 q8 q9 q10 q11 q12 q14"),
    ("ext-control", best(q3="report"), "q1 q2 q3 q4 q5 q6 q8 q9 q10 q11 q12 q14"),
    ("ext-control", best(q3="cons", q11="3"), "q1 q2 q3 q4 q5 q6 q8 q9 q10 q11 q12 q13 q14"),
    ("ext-control", best(q3="cons", q12="3"), "q1 q2 q3 q4 q5 q6 q8 q9 q10 q11 q12 q13 q14"),
    ("ext-access", worst(q1="part"), "q1 q2 q3 q4 q5 q6 q7 q8 q9"),
    ("ext-access", worst(q1="no"), "q1 q4 q5 q6 q7 q8 q9"),
    ("ext-access", best(), "q1 q2 q3 q4 q5 q6 q8 q9"),
    *(("ext-access", best(**{low: "3"}), "q1 q2 q3 q4 q5 q6 q7 q8 q9") for low in ("q2", "q3", "q4", "q6")),
    ("counter", worst(), "rating reasons comment"),
    ("counter", best(rating="3"), "rating reasons comment"),
    ("counter", worst(rating="4"), "rating comment"),
    ("counter", best(), "rating comment"),
    ("int-annual", worst(), f"q1 q2 {WITH_REASONS} q3 q4 q5 q6 q7"),
    ("int-annual", best(), f"q1 q2 {ASPECTS} q3 q4 q5 q6 q7"),
    ("int-annual", best(**dict.fromkeys(ASPECTS.split(), "na")), f"q1 q2 {ASPECTS} q3 q4 q5 q6 q7"),
    ("int-onboard", worst(), "q1 q2 q3 q4 q5 q6 q7 q8 q9 q10 q11 q12 q13"),
    ("int-onboard", best(), "q1 q2 q3 q4 q5 q6 q7 q8 q9 q10 q11 q12 q13"),
    ("int-initiative", worst(q1="problem"), "q1 q2 q3 q4 q5 q6 q7 q8"),
    ("int-initiative", best(q1="idea"), "q1 q2 q3 q6 q7 q8"),
    ("int-initiative", best(q1="thanks"), "q1 q2 q3 q8"),
    ("int-initiative", best(q1="question"), "q1 q2 q3 q8"),
)  # fmt: skip


@pytest.mark.parametrize(("form", "mood", "expected"), PATHS)
def test_these_answers_lead_through_exactly_these_questions(form: str, mood: Mood, expected: str) -> None:
    person, asked = played(form, mood, "ru")
    assert asked == expected.split()
    assert person.session.state is State.SUBMITTED
    assert person.submitted is not None
    assert list(person.submitted) == asked


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("form", CODES)
def test_the_last_words_are_in_the_respondents_language(form: str, language: str) -> None:
    person, _ = played(form, best(), language)
    assert person.sees(definition(form).settings.outro.said_in(language))


@pytest.mark.parametrize(("language", "words"), [("ru", "Как мы вас обслужили?"), ("en", "How did we serve you?")])
def test_at_a_counter_nothing_stands_before_the_question(language: str, words: str) -> None:
    assert shown(Person(definition("counter"), language=language).screen).splitlines()[:2] == ["(1/2)", words]


def test_the_first_tap_at_a_counter_is_an_answer_already() -> None:
    person = Person(definition("counter")).taps("4")
    assert Answered("rating", 4) in person.events


@pytest.mark.parametrize(("rating", "more"), [("1", 2), ("3", 2), ("4", 1), ("5", 1)])
def test_everything_after_the_rating_is_left_with_one_tap_each(rating: str, more: int) -> None:
    person = Person(definition("counter"), language="ru").taps(rating)
    for _ in range(more):
        assert person.session.state is State.OPEN
        person.taps("Пропустить")
    assert person.session.state is State.SUBMITTED
    assert person.sees("Спасибо!")


def test_the_questions_of_a_service_point_offer_its_own_services() -> None:
    person = Person(definition("ext-service"), point_services=SERVICES)
    assert person.sees("[Паспорт] [Земля]")
    person.taps("Земля")
    assert person.session.answers == {"q1": "land"}


def test_a_point_with_one_service_does_not_ask_which() -> None:
    person = Person(definition("ext-service"), point_services=SERVICES[:1])
    assert person.session.step == "q2"


def test_staff_choose_among_the_units_that_are_big_enough() -> None:
    person = Person(definition("int-annual"), units_min_cell=(("roads", "Дороги"), ("other", "Другое подразделение")))
    assert person.sees("[Дороги] [Другое подразделение]")


def test_without_a_point_the_services_listed_are_offered() -> None:
    assert Person(definition("ext-service")).sees("[Другая услуга]")


@pytest.mark.parametrize(
    ("form", "question", "length", "fits"),
    [
        ("int-initiative", "q3", 19, False),
        ("int-initiative", "q3", 20, True),
        ("int-initiative", "q3", 2000, True),
        ("int-initiative", "q3", 2001, False),
        ("int-initiative", "q7", 1500, True),
        ("int-initiative", "q7", 1501, False),
        *((form, question, length, length == 1000) for length in (1000, 1001) for form, question in
          (("ext-service", "q15"), ("ext-appeal", "q17"), ("ext-control", "q14"), ("ext-access", "q8"),
           ("int-annual", "q7"), ("int-onboard", "q13"))),
        ("counter", "comment", 500, True),
        ("counter", "comment", 501, False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_text_of_the_wrong_length_is_refused_in_the_authors_words(
    form: str, question: str, length: int, fits: bool, language: str
) -> None:
    mood = best(q1="problem") if form == "int-initiative" else best()
    person = Person(definition(form), language=language)
    comes_to(person, question, mood)
    person.types("п" * length)
    if fits:
        assert person.session.answers[question] == "п" * length
    else:
        known = next(placed.question for placed in definition(form).placed() if placed.question.name == question)
        assert person.refused is not None
        assert person.refused.reason == known.constraint_message.said_in(language)


def test_no_more_than_three_aspects_matter_most() -> None:
    person = Person(definition("int-annual"))
    comes_to(person, "q3", best())
    for aspect in ("Взаимодействие", "Бухгалтерия", "Оснащение"):
        person.taps(aspect)
    person.taps("Нормотворчество")
    assert person.refused is not None
    assert person.session.draft == ("interaction", "accounting", "equipment")


def test_nothing_was_missing_stands_alone() -> None:
    person = Person(definition("int-onboard"))
    comes_to(person, "q9", best())
    person.taps("Обучения программам").taps("Всего хватило")
    assert person.session.draft == ("f",)


def test_skipped_questions_are_told_from_answered_ones() -> None:
    person, _ = played("counter", best(), "ru")
    assert person.submitted == {"rating": 5, "comment": Mark.SKIPPED}


def played(form: str, mood: Mood, language: str) -> tuple[Person, list[str]]:
    """The person at the end and the questions they were asked, in order."""
    person = Person(definition(form), language=language)
    asked = comes_to(person, SUMMARY, mood)
    if person.session.state is State.OPEN:
        person.does(Submitted(SUMMARY_KEY))
    return person, asked


def comes_to(person: Person, question: str, mood: Mood) -> list[str]:
    """Answers until `question` is asked; the questions asked before it."""
    asked: list[str] = []
    while person.session.step != question:
        asked += [person.session.step] if person.session.step not in asked else []
        before = person.session
        person.does(wish(mood, stop_of(person), before.draft))
        assert (person.session.step, person.session.draft) != (before.step, before.draft), f"stuck at {before.step}"
    return asked


def stop_of(person: Person) -> Stop:
    stop = current(derive(plan_of(person.definition), person.session), person.session)
    assert stop is not None
    return stop


def wish(mood: Mood, stop: Stop, draft: tuple[str, ...]) -> Input:
    """The worst: the least of a scale, what hurts, every reason. The best: the most, what does not, no word more."""
    question, key = stop.step.question, key_of(stop.step.index)
    wanted = mood.but.get(question.name)
    keys = {option.choice.name: option.key for option in stop.options}
    hurting = [option.choice.name for option in stop.options if option.choice.pain]
    if wanted == "na":
        return DeclaredNotApplicable(key)
    if wanted:
        return Chose(key, keys[wanted])
    names = list(keys)
    match question.kind:
        case "range":
            return Chose(key, keys[names[0] if mood.worst else names[-1]])
        case "select_one":
            unhurt = [name for name in names if name not in hurting]
            return Chose(key, keys[hurting[-1] if mood.worst and hurting else unhurt[0]])
        case "select_multiple":
            ticked = hurting or names[:1] if mood.worst or stop.required else []
            missing = [name for name in ticked if name not in draft]
            if missing:
                return Toggled(key, keys[missing[0]], True)
            return Confirmed(key) if ticked else Skipped(key)
    if question.kind == "text" and (mood.worst or stop.required):
        return Typed("Это мешает нам каждый день работать")
    return Skipped(key)
