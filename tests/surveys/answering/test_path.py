"""The path: what is asked, what counts, what is computed."""

import pytest

from surveys.answering.engine import settled
from surveys.answering.events import Answered
from surveys.answering.names import answer_names
from surveys.answering.plan import plan_of
from surveys.answering.session import Session
from tests.surveys.answering.building import questionnaire
from tests.surveys.answering.person import Person

STARS = {"start": "1", "end": "5"}


def test_a_group_that_is_not_relevant_takes_its_questions_with_it() -> None:
    inner = {"inner": "group", "items": [{"deep": "text"}]}
    person = Person(
        questionnaire(
            [
                {"came": "select_one", "choices": "yn"},
                {"outer": "group", "relevant": "${came} = 'yes'", "items": [{"flat": "text"}, inner]},
            ]
        )
    )
    assert person.taps("Нет").submitted == {"came": "no"}


def test_an_answer_off_the_path_reads_as_unanswered() -> None:
    person = Person(
        questionnaire(
            [
                {"a": "select_one", "choices": "yn"},
                {"b": "select_one", "choices": "yn", "relevant": "${a} = 'yes'"},
                {"c": "text", "relevant": "${b} = 'yes'"},
                {"d": "text"},
                {"e": "text"},
            ]
        )
    )
    person.taps("Да").taps("Да").types("c").types("d").types("e").taps("1.").taps("Нет")
    assert dict(settled(person.definition, person.session)) == {"a": "no", "d": "d", "e": "e"}
    assert person.session.answers["b"] == "yes"


def test_a_calculation_counts_and_is_never_asked() -> None:
    person = Person(
        questionnaire(
            [
                {"x": "integer"},
                {"twice": "calculate", "calculation": "${x} * 2"},
                {"y": "text", "relevant": "${twice} > 10"},
            ]
        )
    )
    assert person.types("4").submitted == {"x": 4, "twice": 8}


def test_a_calculation_may_stand_below_what_uses_it() -> None:
    person = Person(
        questionnaire(
            [
                {"x": "integer"},
                {"y": "text", "relevant": "${twice} > 10"},
                {"twice": "calculate", "calculation": "${x} * 2"},
            ]
        )
    )
    assert person.types("6").session.step == "y"


def test_a_calculation_with_a_trigger_waits_for_it() -> None:
    person = Person(questionnaire([{"x": "integer"}, {"c": "calculate", "calculation": "1 + 1", "trigger": "${x}"}]))
    assert settled(person.definition, person.session) == ()
    assert person.types("4").submitted == {"x": 4, "c": 2}


def test_references_in_a_circle_end() -> None:
    rows = [{"a": "calculate", "calculation": "${b} + 1"}, {"b": "calculate", "calculation": "${a} + 1"}, {"q": "text"}]
    assert Person(questionnaire(rows)).session.step == "q"


def test_a_chain_of_a_thousand_references_below_each_other_is_followed() -> None:
    rows = [{f"c{n}": "calculate", "calculation": f"${{c{n + 1}}} + 1"} for n in range(1000)]
    rows += [{"c1000": "calculate", "calculation": "0"}, {"q": "text"}]
    assert Person(questionnaire(rows)).types("x").submitted["c0"] == 1000  # type: ignore[index]


def test_hidden_takes_the_situation_else_its_default() -> None:
    rows = [{"point": "hidden"}, {"channel": "hidden", "default": "office"}, {"q": "text"}]
    person = Person(questionnaire(rows), point="p17")
    assert person.types("x").submitted == {"point": "p17", "channel": "office", "q": "x"}


def test_a_default_is_suggested_and_counts_when_accepted() -> None:
    person = Person(questionnaire([{"q": "integer", "default": "3", "required": True}, {"r": "text"}]))
    assert settled(person.definition, person.session) == ()
    assert person.taps("Оставить: 3").session.answers == {"q": 3}


def test_a_default_that_is_a_date_is_not_a_subtraction() -> None:
    person = Person(questionnaire([{"q": "date", "default": "2026-03-01"}]))
    assert person.taps("Оставить: 01.03.2026").submitted == {"q": "2026-03-01"}


def test_a_computed_default_is_suggested() -> None:
    person = Person(questionnaire([{"q": "date", "default": "today()"}]))
    assert person.taps("Оставить: 05.03.2026").submitted == {"q": "2026-03-05"}


def test_a_default_of_several_choices_is_ticked() -> None:
    person = Person(questionnaire([{"q": "select_multiple", "choices": "yn", "default": "yes no"}]))
    assert person.session.draft == ("yes", "no")


def test_a_read_only_question_is_shown_and_not_asked() -> None:
    rows = [{"sum": "text", "label": "Итого", "read_only": "true()", "calculation": "2 + 2"}, {"q": "text"}]
    person = Person(questionnaire(rows))
    assert person.sees("Итого: 4")
    assert person.types("x").submitted == {"sum": 4, "q": "x"}


LISTS = {
    "region": {"n": "Север", "s": "Юг"},
    "town": {
        "a": {"label": "Алмаз", "attributes": {"region": "n"}},
        "b": {"label": "Берёза", "attributes": {"region": "s"}},
        "c": {"label": "Восток", "attributes": {"region": "s"}},
    },
}
CASCADE = questionnaire(
    [
        {"region": "select_one", "choices": "region"},
        {"town": "select_one", "choices": "town", "choice_filter": "region = ${region}", "required": True},
        {"x": "text"},
        {"y": "text"},
    ],
    LISTS,
)


def test_a_choice_filter_leaves_the_options_that_fit_with_their_keys() -> None:
    person = Person(CASCADE).taps("Юг")
    assert not person.sees("Алмаз")
    assert person.button("Берёза").action.args == (person.session.key, "1", "1")


def test_an_answer_whose_option_is_no_longer_offered_is_asked_again() -> None:
    person = Person(CASCADE).taps("Юг").taps("Берёза").types("x").types("y").taps("1.").taps("Север")
    assert person.session.step == "town"
    assert person.sees("больше не подходит")
    assert person.taps("Алмаз").taps("✅").submitted == {"region": "n", "town": "a", "x": "x", "y": "y"}


def test_a_question_left_without_options_is_not_a_dead_end() -> None:
    person = Person(questionnaire([{"q": "select_one", "choices": "yn", "choice_filter": "false()", "required": True}]))
    assert person.submitted == {}


SERVICE = questionnaire([{"service": "select_one", "choices": "yn", "options_from": "point_services"}, {"q": "text"}])


def test_options_come_from_the_situation() -> None:
    person = Person(SERVICE, point_services=(("s1", "Паспорт"), ("s2", "Субсидия")))
    assert person.taps("Субсидия").types("x").submitted == {"service": "s2", "q": "x"}


def test_a_single_option_of_the_situation_answers_by_itself() -> None:
    person = Person(SERVICE, point_services=(("s1", "Паспорт"),))
    assert Answered("service", "s1") in person.events
    assert person.session.step == "q"
    assert person.types("x").submitted == {"service": "s1", "q": "x"}


def test_without_options_of_the_situation_the_authors_list_is_offered() -> None:
    assert Person(SERVICE).taps("Да").types("x").submitted == {"service": "yes", "q": "x"}
    assert Person(SERVICE, point_services=()).sees("Да")


def test_an_authors_single_option_is_asked() -> None:
    assert Person(questionnaire([{"q": "select_one", "choices": "l"}], {"l": {"ok": "Хорошо"}})).sees("Хорошо")


def test_a_constraint_is_refused_in_the_authors_words() -> None:
    person = Person(questionnaire([{"q": "integer", "constraint": ". <= 10", "constraint_message": "Не больше 10"}]))
    assert person.types("11").sees("! Не больше 10")
    assert person.session.answers == {}
    assert person.types("10").submitted == {"q": 10}


def test_an_answer_that_a_change_makes_wrong_is_asked_again_with_the_authors_words() -> None:
    rows = [
        {"most": "integer"},
        {"q": "integer", "constraint": ". <= ${most}", "constraint_message": "Больше, чем всего"},
        {"x": "text"},
        {"y": "text"},
    ]
    person = Person(questionnaire(rows)).types("10").types("7").types("x").types("y").taps("1.").types("5")
    assert person.session.step == "q"
    assert person.sees("! Больше, чем всего")


def test_required_may_depend_on_an_answer() -> None:
    rows = [{"rate": "range", "parameters": STARS}, {"why": "text", "required": "${rate} < 3"}]
    assert not Person(questionnaire(rows)).taps("2").sees("Пропустить")
    assert Person(questionnaire(rows)).taps("5").sees("Пропустить")


def test_one_name_in_two_groups_keeps_two_answers() -> None:
    rows = [
        {"a": "group", "items": [{"rate": "text"}, {"why": "text", "relevant": "${rate} = 'x'"}]},
        {"b": "group", "items": [{"rate": "text"}, {"more": "text", "relevant": "${rate} = 'x'"}]},
    ]
    definition = questionnaire(rows)
    assert answer_names(definition) == ("a/rate", "why", "b/rate", "more")
    assert Person(definition).types("1").types("x").types("m").submitted == {"a/rate": "1", "b/rate": "x", "more": "m"}


def test_a_random_order_is_the_same_every_time_and_keeps_the_keys() -> None:
    many = {"l": {f"o{n}": f"Вариант {n}" for n in range(12)}}
    person = Person(questionnaire([{"q": "select_one", "choices": "l", "parameters": {"randomize": "true"}}], many))
    answers = person.screen.answers
    assert answers is not None
    labels = [str(option.words) for option in answers.options]
    assert labels != sorted(labels, key=lambda label: int(label.split()[1]))
    assert person.screen.answers == answers
    assert person.taps("Вариант 7").submitted == {"q": "o7"}


def test_an_expression_that_these_answers_do_not_fit_neither_raises_nor_blocks() -> None:
    rows = [
        {"q": "text", "constraint": "date(.) > today()"},
        {"r": "text", "relevant": "date(${q}) > today()"},
        {"c": "calculate", "calculation": "date(${q})"},
    ]
    assert Person(questionnaire(rows)).types("не дата").submitted == {"q": "не дата"}


def test_deriving_changes_nothing() -> None:
    person = Person(CASCADE).taps("Юг").taps("Берёза")
    before: Session = person.session
    copy = dict(before.answers)
    for _ in range(3):
        settled(CASCADE, before)
    assert before.answers == copy
    with pytest.raises(TypeError):
        before.answers["x"] = "y"  # type: ignore[index]


def test_a_plan_is_made_once_for_a_definition() -> None:
    assert plan_of(CASCADE) is plan_of(CASCADE)
