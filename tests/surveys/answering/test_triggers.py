"""`trigger`: a value set when another answer changes, and kept."""

from surveys.answering.events import Withdrawn
from tests.surveys.answering.building import questionnaire
from tests.surveys.answering.person import Person


def kept(person: Person) -> object:
    return person.session.answers.get("c")


def test_the_value_is_that_of_the_moment_and_stays() -> None:
    rows = [
        {"x": "integer", "label": "X"},
        {"y": "integer", "label": "Y", "default": "7"},
        {"c": "calculate", "calculation": "concat(${x}, '-', ${y})", "trigger": "${x}"},
        {"z": "text", "label": "Z"},
        {"end": "text", "label": "End"},
    ]
    person = Person(questionnaire(rows)).types("1")
    assert kept(person) == "1-"

    person.types("2").types("z")
    assert kept(person) == "1-"
    person.taps("← Назад").taps("← Назад").taps("← Назад").types("5")
    assert kept(person) == "5-2"


def test_the_same_answer_again_sets_nothing() -> None:
    rows = [
        {"x": "integer", "label": "X"},
        {"c": "calculate", "calculation": "format-date-time(now(), '%S')", "trigger": "${x}"},
        {"y": "text", "label": "Y"},
    ]
    person = Person(questionnaire(rows)).types("1")
    before = kept(person)
    person.taps("← Назад").types("1")
    assert kept(person) == before is not None
    person.taps("← Назад").types("2")
    assert kept(person) not in (before, None)


def test_a_counter_may_count_itself() -> None:
    rows = [
        {"x": "integer", "label": "X"},
        {"c": "calculate", "calculation": "coalesce(${c}, 0) + 1", "trigger": "${x}"},
        {"y": "text", "label": "Y"},
    ]
    person = Person(questionnaire(rows)).types("1").taps("← Назад").types("2").taps("← Назад").types("3")
    assert person.types("y").submitted == {"x": 3, "c": 3, "y": "y"}


def test_a_question_with_a_trigger_is_asked_anew() -> None:
    rows = [{"x": "integer", "label": "X"}, {"y": "text", "label": "Y", "trigger": "${x}"}, {"z": "text", "label": "Z"}]
    person = Person(questionnaire(rows)).types("1").types("old")
    person.taps("← Назад").taps("← Назад").types("2")
    assert Withdrawn("y") in person.events
    assert person.session.step == "y"
    assert person.types("new").types("z").submitted == {"x": 2, "y": "new", "z": "z"}


def test_its_calculation_is_offered_once_the_trigger_is_answered() -> None:
    rows = [
        {"x": "integer", "label": "X"},
        {"y": "integer", "label": "Y", "calculation": "${x} * 2", "trigger": "${x}"},
    ]
    person = Person(questionnaire(rows)).types("4")
    assert person.taps("Принять" if person.sees("Принять") else "Оставить").submitted == {"x": 4, "y": 8}


def test_several_questions_may_pull_one_trigger() -> None:
    rows = [
        {"a": "text", "label": "A"},
        {"b": "text", "label": "B"},
        {"c": "calculate", "calculation": "concat(${a}, ${b})", "trigger": "${a}, ${b}"},
    ]
    assert Person(questionnaire(rows)).types("1").types("2").submitted == {"a": "1", "b": "2", "c": "12"}
