"""Every kind of question: what it takes, what it refuses and in which words."""

import pytest

from surveys.answering.kinds import KINDS
from surveys.answering.values import Mark
from surveys.screens import Layout
from tests.surveys.answering.building import questionnaire
from tests.surveys.answering.one_question import answer, one
from tests.surveys.answering.person import Person

CANONICAL = [
    *("select_one", "select_multiple", "rank", "text", "integer", "decimal", "range", "date", "time", "note"),
    *("acknowledge", "image", "file", "geopoint", "calculate", "hidden"),
]


@pytest.mark.parametrize("kind", CANONICAL)
def test_every_canonical_kind_has_a_kind_of_its_name(kind: str) -> None:
    assert KINDS[kind].name == kind


def test_there_are_no_other_kinds() -> None:
    assert sorted(KINDS) == sorted(CANONICAL)


@pytest.mark.parametrize("kind", [kind for kind in CANONICAL if KINDS[kind].asked])
def test_no_kind_is_a_dead_end_for_words_it_does_not_understand(kind: str) -> None:
    person = one(kind, choices="pains")
    before = person.session
    person.types("¿?")
    if person.refused:
        assert person.session == before
        assert not person.say(person.refused.reason).startswith("answering.")


# --- choosing


def test_a_typed_label_answers_a_choice_whatever_its_case() -> None:
    assert answer(one("select_one", choices="yn").types(" ДА ")) == "yes"


def test_a_typed_word_that_is_no_option_is_refused_with_what_to_do() -> None:
    person = one("select_one", choices="yn").types("может быть")
    assert person.refused is not None
    assert person.refused.code == "pick_option"
    assert person.sees("Нажмите на один из вариантов")


def test_a_label_that_two_options_share_answers_nothing_when_typed() -> None:
    twins = {"l": {"a": "Другое", "b": "Другое"}}
    person = Person(questionnaire([{"q": "select_one", "choices": "l"}], twins)).types("другое")
    assert person.refused is not None


def test_toggles_are_an_answer_only_when_confirmed() -> None:
    person = one("select_multiple", choices="pains").taps("Грубость").taps("Очередь")
    assert person.session.answers == {}
    assert person.button("Очередь").selected is True
    assert answer(person.taps("Готово (2)")) == ("queue", "rude")


def test_a_doubled_toggle_is_one_toggle() -> None:
    person = one("select_multiple", choices="pains").taps("Очередь").taps_again()
    assert person.was_stale
    assert person.session.draft == ("queue",)


def test_an_exclusive_option_takes_the_others_away_and_they_take_it() -> None:
    person = one("select_multiple", choices="pains").taps("Очередь").taps("Ничего")
    assert person.session.draft == ("none",)
    assert person.taps("Грубость").session.draft == ("rude",)


def test_more_than_the_most_choices_is_refused_and_said_before() -> None:
    person = one("select_multiple", choices="pains", max_choices=2)
    assert person.sees("до 2 вариантов")
    person.taps("Очередь").taps("Грубость").taps("Лишние")
    assert person.refused is not None
    assert person.session.draft == ("queue", "rude")
    assert answer(person.taps("Готово")) == ("queue", "rude")


def test_several_options_can_be_typed() -> None:
    assert answer(one("select_multiple", choices="pains").types("очередь, грубость")) == ("queue", "rude")


def test_nothing_ticked_in_a_required_question_is_refused_with_the_authors_words() -> None:
    person = one("select_multiple", choices="pains", required=True, required_message="Отметьте хоть что-то")
    assert not person.sees("[Готово")
    person.taps("Очередь")
    done = person.button("Готово").action
    person.taps("Очередь")
    person.tapped = done
    assert person.taps_again().sees("! Отметьте хоть что-то")


def test_rank_is_tapped_in_order_and_the_last_place_falls_by_itself() -> None:
    person = one("rank", choices="pains").taps("Грубость").taps("Очередь").taps("Ничего")
    assert person.sees("[●1. Грубость]")
    assert person.sees("[●4. Лишние документы]")
    assert answer(person.taps("Готово")) == ("rude", "queue", "none", "docs")


def test_rank_takes_a_place_back() -> None:
    person = one("rank", choices="pains").taps("Грубость").taps("Очередь").taps("1. Грубость")
    assert person.session.draft == ("queue",)
    assert not person.sees("[Готово")


def test_other_asks_for_words_right_after() -> None:
    person = Person(
        questionnaire([{"q": "select_one", "choices": "yn", "or_other": True}, {"then": "text", "label": "Дальше"}])
    )
    person.taps("Другое")
    assert person.sees("Уточните")
    person.types("как получится")
    assert person.sees("Дальше")
    assert person.types("x").submitted == {"q": "other", "q_other": "как получится", "then": "x"}


def test_other_is_not_asked_of_who_chose_from_the_list() -> None:
    person = Person(questionnaire([{"q": "select_one", "choices": "yn", "or_other": True}])).taps("Да")
    assert person.submitted == {"q": "yes"}


def test_not_applicable_answers_and_is_offered_only_where_the_author_allows() -> None:
    stars = {"start": "1", "end": "5"}
    person = one("range", parameters=stars, required=True, not_applicable=True).taps("Не было")
    assert answer(person) is Mark.NOT_APPLICABLE
    assert not one("range", parameters=stars).sees("Не было")


# --- ratings


@pytest.mark.parametrize(
    ("parameters", "appearance", "layout"),
    [
        ({"start": "1", "end": "5"}, "", Layout.STARS),
        ({"start": "1", "end": "5"}, "stars", Layout.STARS),
        ({"start": "1", "end": "5"}, "faces", Layout.FACES),
        ({"start": "0", "end": "10"}, "", Layout.SCALE),
        ({"start": "1", "end": "7"}, "stars", Layout.SCALE),
    ],
)
def test_ratings_have_the_layout_of_their_range(parameters: dict[str, str], appearance: str, layout: Layout) -> None:
    answers = one("range", parameters=parameters, appearance=appearance).screen.answers
    assert answers is not None
    assert answers.layout is layout


def test_a_scale_from_nought_offers_eleven_numbers_and_nought_is_an_answer() -> None:
    person = one("range", parameters={"start": "0", "end": "10"}, required=True)
    assert person.screen.answers is not None
    assert len(person.screen.answers.options) == 11
    assert answer(person.taps("0")) == 0


@pytest.mark.parametrize("text", ["4", " 4 ", "4,0"])
def test_a_rating_can_be_typed(text: str) -> None:
    assert answer(one("range", parameters={"start": "1", "end": "5"}).types(text)) == 4


@pytest.mark.parametrize("text", ["0", "6", "4,5", "хорошо", "1e0"])
def test_a_rating_outside_its_range_is_refused_with_the_range(text: str) -> None:
    person = one("range", parameters={"start": "1", "end": "5"}).types(text)
    assert person.sees("от 1 до 5")
    assert person.session.answers == {}


def test_steps_of_a_half_stay_exact() -> None:
    person = one("range", parameters={"start": "0", "end": "1", "step": "0.1"})
    assert answer(person.taps("0.3")) == 0.3


def test_a_long_range_is_typed() -> None:
    person = one("range", parameters={"start": "0", "end": "1000"})
    assert person.screen.answers is None
    assert answer(person.types("750")) == 750
