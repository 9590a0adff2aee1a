"""Lists, the response's key and doubled names as a respondent meets them."""

from surveys.questionnaires.definition import Questionnaire
from tests.surveys.answering.building import KEY, questionnaire
from tests.surveys.answering.person import Person

TOWNS = {
    "town": {
        "a": {"label": {"ru": "Алмаз", "en": "Diamond"}, "attributes": {"region": "n"}},
        "b": {"label": {"ru": "Берёза", "en": "Birch"}, "attributes": {"region": "s"}},
    }
}
LABEL = "instance('town')/root/item[name = ${t}]/label"


def asks_for_a_town(*rows: dict[str, object]) -> Questionnaire:
    languages = {"ru": "Русский", "en": "English"}
    return questionnaire([{"t": "select_one", "label": "T", "choices": "town"}, *rows], TOWNS, languages=languages)


def test_a_label_says_a_cell_of_a_list_in_the_respondents_language() -> None:
    asking = asks_for_a_town({"q": "text", "label": f"Вы из: {LABEL}?", "hint": LABEL})
    assert Person(asking).taps("Берёза").sees("Вы из: Берёза?\nБерёза")
    assert Person(asking, language="en").taps("Diamond").sees("Вы из: Diamond?\nDiamond")


def test_a_condition_may_ask_a_list() -> None:
    southern = "instance('town')/root/item[name = ${t}]/region = 's'"
    asking = asks_for_a_town({"q": "text", "label": "Q", "relevant": southern})
    assert Person(asking).taps("Алмаз").submitted == {"t": "a"}
    assert Person(asking).taps("Берёза").types("x").submitted == {"t": "b", "q": "x"}


def test_a_choice_filter_may_ask_another_list() -> None:
    listed = {**TOWNS, "region": {"n": "Север", "s": "Юг"}}
    own = "name = instance('town')/root/item[name = ${t}]/region"
    rows = [
        {"t": "select_one", "label": "T", "choices": "town"},
        {"r": "select_one", "label": "R", "choices": "region", "choice_filter": own},
    ]
    person = Person(questionnaire(rows, listed)).taps("Берёза")
    assert person.sees("Юг")
    assert not person.sees("Север")


def test_a_label_of_a_choice_that_finds_itself_ends() -> None:
    circle = {"l": {"a": "instance('l')/root/item[name = 'a']/label"}}
    rows = [{"q": "text", "label": "[instance('l')/root/item[name = 'a']/label]"}]
    assert Person(questionnaire(rows, circle)).sees("[instance('l')/root/item[name = 'a']/label]")


def test_a_note_that_has_nothing_to_show_yet_is_no_empty_message() -> None:
    alone = {"n": "note", "label": "instance('town')/root/item[name = 'z']/label"}
    assert Person(questionnaire([alone], TOWNS)).sees("—")
    person = Person(questionnaire([alone, {"q": "text", "label": "Q"}], TOWNS))
    assert not person.sees("—")
    assert person.sees("Q")


def test_the_key_of_the_response_can_be_said_and_kept() -> None:
    rows = [{"q": "text", "label": "Номер ${instanceID}"}, {"c": "calculate", "calculation": "${instanceID}"}]
    person = Person(questionnaire(rows))
    assert person.sees(f"Номер {KEY}")
    assert person.types("x").submitted == {"q": "x", "c": KEY}


def test_two_groups_may_hold_questions_of_one_name() -> None:
    def group(name: str) -> dict[str, object]:
        return {name: "group", "label": name.upper(), "items": [{"q": "text", "label": f"Q {name}"}]}

    rows = [group("a"), group("b"), *({f"t{n}": "text", "label": f"T{n}"} for n in range(2))]
    person = Person(questionnaire(rows)).types("1").types("2").types("3").types("4")
    assert person.sees("1. Q a\n1")
    assert person.sees("2. Q b\n2")
    assert person.taps("2. Q b").types("5").taps("✅ Отправить").submitted == {
        "a/q": "1",
        "b/q": "5",
        "t0": "3",
        "t1": "4",
    }


def test_a_calculated_question_is_never_asked_whatever_its_type() -> None:
    rows = [{"x": "integer", "label": "X"}, {"c": "text", "label": "C", "calculation": "${x} + 1"}]
    assert Person(questionnaire(rows)).types("1").submitted == {"x": 1, "c": 2}


def test_a_questionnaire_that_only_shows_is_complete_at_once() -> None:
    assert Person(questionnaire([{"q": "text", "label": "Q", "read_only": "true()"}])).submitted == {}
