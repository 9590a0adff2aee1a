"""Words, numbers, days, photos and places: what is taken and what is refused."""

from datetime import date, time

import pytest

from surveys.answering.kinds.typed_dates import day_said, time_said
from surveys.answering.values import Attachment, GeoPoint
from surveys.screens import Wanted
from tests.surveys.answering.building import NOW
from tests.surveys.answering.one_question import answer, one


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
