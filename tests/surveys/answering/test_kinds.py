"""Every kind of question: what it takes, what it refuses and in which words."""

from datetime import date, time

import pytest

from surveys.answering.kinds import KINDS
from surveys.answering.kinds.typed_dates import day_said, time_said
from surveys.answering.values import Answer, Attachment, GeoPoint, Mark
from surveys.screens import Layout, Wanted
from tests.surveys.answering.building import NOW, questionnaire
from tests.surveys.answering.person import Person

CANONICAL = [
    *("select_one", "select_multiple", "rank", "text", "integer", "decimal", "range", "date", "time", "note"),
    *("acknowledge", "image", "file", "geopoint", "calculate", "hidden"),
]
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


# --- words, numbers, days


@pytest.mark.parametrize("text", ["  спасибо \n", "<b>x</b>", "=HYPERLINK(1)", "\u200b", "Ω≈ç√", "${q}", "/start"])
def test_free_text_is_kept_as_it_was_typed(text: str) -> None:
    assert answer(one("text").types(text)) == text


def test_an_empty_text_is_refused() -> None:
    assert one("text").types(" \n").refused is not None


def test_a_text_over_its_length_is_refused_with_both_lengths() -> None:
    person = one("text", parameters={"max": "10"}).types("х" * 11)
    assert person.sees("! Получилось слишком длинно: 11. Помещается 10 знаков")
    assert answer(person.types("х" * 10)) == "х" * 10
    assert one("text").types("х" * 4001).refused is not None
    assert answer(one("text").types("х" * 4000)) == "х" * 4000


@pytest.mark.parametrize(
    ("text", "number"), [("12", 12), ("-3", -3), ("\u22123", -3), ("1 000", 1000), ("1\u00a0000", 1000)]
)
def test_whole_numbers_as_people_type_them(text: str, number: int) -> None:
    assert answer(one("integer").types(text)) == number


@pytest.mark.parametrize("text", ["3,5", "3.5", "двенадцать", "1e3", "٣", "", "9" * 16])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    assert one("integer").types(text).refused is not None


@pytest.mark.parametrize(
    ("text", "number"), [("3,5", 3.5), ("3.5", 3.5), ("1 000,25", 1000.25), ("-0,5", -0.5), ("7", 7)]
)
def test_a_comma_is_a_decimal_point(text: str, number: float) -> None:
    assert answer(one("decimal").types(text)) == number


@pytest.mark.parametrize("text", ["nan", "inf", "1e400", "1,2,3", ".", ","])
def test_what_is_no_number_is_refused(text: str) -> None:
    assert one("decimal").types(text).refused is not None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("05.03.2026", "2026-03-05"),
        ("5.3.26", "2026-03-05"),
        ("5.3", "2026-03-05"),
        ("2026-03-05", "2026-03-05"),
        ("5 марта 2026", "2026-03-05"),
        ("5 Марта 2026 г.", "2026-03-05"),
        ("5 мая", "2026-05-05"),
        ("1 сентября 2025 года", "2025-09-01"),
        ("March 5, 2026", "2026-03-05"),
        ("5th march 2026", "2026-03-05"),
        ("31.12.99", "1999-12-31"),
        ("вчера", "2026-03-04"),
        ("Сегодня", "2026-03-05"),
        ("позавчера", "2026-03-03"),
        ("tomorrow", "2026-03-06"),
    ],
)
def test_days_as_people_type_them(text: str, day: str) -> None:
    assert answer(one("date").types(text)) == day


@pytest.mark.parametrize("text", ["31.02.2026", "давно", "2026", "5 мартобря абв", "0.0.0", "5 марта 99999", ""])
def test_what_is_no_day_is_refused(text: str) -> None:
    assert one("date").types(text).refused is not None


def test_the_edges_of_the_calendar_do_not_break() -> None:
    assert day_said("завтра", date.max) is None
    assert day_said("вчера", date.min) is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [("9:30", "09:30"), ("9.30", "09:30"), ("0930", "09:30"), ("930", "09:30"), ("в 9", "09:00"), ("23-59", "23:59")],
)
def test_times_as_people_type_them(text: str, moment: str) -> None:
    assert answer(one("time").types(text)) == moment


@pytest.mark.parametrize("text", ["25:00", "9:60", "утром", "12345"])
def test_what_is_no_time_is_refused(text: str) -> None:
    assert time_said(text) is None
    assert one("time").types(text).refused is not None


def test_midnight_is_a_time() -> None:
    assert time_said("0:00") == time(0, 0)


# --- what is not words


def test_a_photo_to_a_text_question_is_refused_with_what_to_do() -> None:
    person = one("text").sends("photo.jpg")
    assert person.sees("! Здесь нужен текст")
    assert person.session.answers == {}


def test_a_photo_question_takes_a_photo_and_no_document() -> None:
    assert one("image").sends("act.pdf", "application/pdf").refused is not None
    assert answer(one("image").sends("photo.jpg")) == Attachment("ref-photo.jpg", "photo.jpg", "image/jpeg", 1000)
    assert answer(one("file").sends("act.pdf", "application/pdf")) is not None


def test_a_file_that_cannot_be_fetched_is_refused_with_the_limit() -> None:
    person = one("file").sends("film.mp4", "video/mp4", 21 * 1024 * 1024)
    assert person.sees("20 МБ")


def test_a_place_is_sent_or_typed() -> None:
    assert answer(one("geopoint").is_at(56.01, 92.87)) == GeoPoint(56.01, 92.87)
    assert answer(one("geopoint").types("56.01, 92.87")) == GeoPoint(56.01, 92.87)
    assert one("geopoint").types("у рынка").refused is not None
    assert one("geopoint").is_at(91, 0).refused is not None
    assert one("geopoint").is_at(float("nan"), 0).refused is not None


def test_an_acknowledgement_takes_one_tap() -> None:
    assert answer(one("acknowledge", required=True).taps("✅ Согласен")) == "OK"


def test_a_note_alone_takes_one_tap_and_is_no_answer() -> None:
    person = one("note")
    assert person.taps("Понятно").submitted == {}


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [("text", Wanted.TEXT), ("integer", Wanted.NUMBER), ("date", Wanted.DATE), ("geopoint", Wanted.LOCATION)],
)
def test_the_screen_says_what_reply_is_hoped_for(kind: str, wanted: Wanted) -> None:
    assert one(kind).screen.wanted is wanted


def test_the_moment_of_the_tests_is_the_fifth_of_march() -> None:
    assert NOW.date() == date(2026, 3, 5)
