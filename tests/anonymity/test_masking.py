"""Comments before they are sealed: clean, masked, and shown to their author."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.anonymity.cleaning import MOST, cleaned
from surveys.anonymity.masking import Masker, Preview, TooMuch

STAFF = Masker(
    (
        "Иванова Мария Петровна",
        "Зима Олег Ильич",
        "Достоевский Фёдор Михайлович",
        "Коваленко Анна Сергеевна",
        "Ким Ян",
    ),
    ("директор школы № 3", "главный бухгалтер"),
)


def shown(text: str) -> str:
    preview = STAFF.preview(text)
    assert isinstance(preview, Preview)
    return preview.text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Ивановой М.П. всё равно, а М. П. Иванова кричит", "[имя] всё равно, а [имя] кричит"),
        ("мария петровна, иванову не трогайте", "[имя], [имя] не трогайте"),
        ("Достоевскому премию, Достоевского уволить", "[имя] премию, [имя] уволить"),
        ("зима холодная, а Зиме О.И. скажите", "зима холодная, а [имя] скажите"),
        ("Меня зовут Пётр Петров и я устал", "Меня зовут [имя] и я устал"),
        ("Петровна сказала", "[имя] сказала"),
        ("директору школы №3 и директором школы 3", "[должность] и [должность]"),
        ("директор школы № 5 хороший", "директор школы № 5 хороший"),
        ("У главного бухгалтера", "У [должность]"),
        ("звоните 8 (912) 345-67-89 или +7 912 345 67 89", "звоните [телефон] или [телефон]"),
        ("номер 22-33-44", "номер [телефон]"),
        ("a.b@mail.ru, @vasya_p, t.me/vasya", "[почта], [почта], [почта]"),
        ("СНИЛС 112-233-445 95, паспорт 45 08 № 123456", "СНИЛС [номер], паспорт [номер]"),
        (
            "За 2024 год 12 345 рублей, с 10-12 до 14:00, 5-10 человек",
            "За 2024 год 12 345 рублей, с 10-12 до 14:00, 5-10 человек",
        ),
    ],
)
def test_what_names_a_person_is_masked_and_what_does_not_is_left(text: str, masked: str) -> None:
    assert shown(text) == masked


def test_the_author_is_told_what_was_masked_in_the_language_they_speak() -> None:
    assert STAFF.preview("Иванова, 22-33-44, Ким", language="en") == Preview(
        "[name], [phone], [name]", (("name", 2), ("phone", 1))
    )


def test_a_text_over_the_cap_is_given_back_whole() -> None:
    assert STAFF.preview("ё" * MOST) == Preview("ё" * MOST, ())
    assert STAFF.preview("ё" * (MOST + 1)) == TooMuch(MOST + 1, MOST)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  a\u202eb\u200d \t c\r\n\n\n\nd\x00\ufe0f ", "ab c\n\nd"),
        ("e\u0301", "é"),
        ("и\u0306", "й"),
        ("a\u200b\u2060\ufeffb\U000e0041", "ab"),
        ("a\u00a0\u2003b\u2028c", "a b\nc"),
        ("\ue000\ud800x", "x"),
        (" \n \n", ""),
    ],
)
def test_what_the_eye_does_not_see_is_taken_out(text: str, clean: str) -> None:
    assert cleaned(text) == clean


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.text(st.sampled_from("abИв ан1234567890-+()@.\n\u200b\u0301\t№[]имя"), max_size=60) | st.text(max_size=60))
def test_cleaning_and_masking_twice_changes_nothing_more(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)
    assert shown(shown(text)) == shown(text)
