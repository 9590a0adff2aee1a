"""Screens as Telegram shows them: rows that fit a phone, texts that fit a message, markup that cannot break."""

from pathlib import Path

import pytest

import handlers
from handlers.telegram.layout import PAGE
from handlers.telegram.payloads import unpack
from handlers.telegram.rendering import LIMIT, View
from surveys.screens import Action, Emphasis, Layout, Option, Options, Screen, Span
from surveys.texts import HERE, Texts

SECRET = b"secret"
VIEW = View(Texts((HERE, Path(handlers.__file__).parent / "texts")), SECRET)


def screen(layout: Layout, count: int) -> Screen:
    options = tuple(Option(str(number), Action("a", ("s", "0", str(number)))) for number in range(count))
    return Screen("ru", ((Span("Вопрос"),),), Options(layout, options), again=Action("see", ("s",)))


def rows(screen: Screen, page: int = 0) -> list[list[str]]:
    markup = VIEW.draw(screen, "42", page).markup
    assert markup is not None
    return [[button.text for button in row] for row in markup.inline_keyboard]


@pytest.mark.parametrize(
    ("layout", "count", "sizes"),
    [
        (Layout.STARS, 5, [5]),
        (Layout.FACES, 5, [5]),
        (Layout.SCALE, 11, [6, 5]),
        (Layout.SCALE, 10, [5, 5]),
        (Layout.SCALE, 7, [4, 3]),
        (Layout.LIST, 4, [1, 1, 1, 1]),
    ],
)
def test_options_stand_in_even_rows(layout: Layout, count: int, sizes: list[int]) -> None:
    assert [len(row) for row in rows(screen(layout, count))] == sizes


def test_a_long_list_is_paged_and_every_option_is_on_one_page() -> None:
    drawn = screen(Layout.LIST, 95)
    shown = [text for page in range(10) for row in rows(drawn, page) for text in row if text.isdigit()]
    assert shown == [str(number) for number in range(95)]
    assert all(len(rows(drawn, page)) <= PAGE + 1 for page in range(10))


def test_a_page_turned_says_which_page_in_its_action() -> None:
    markup = VIEW.draw(screen(Layout.LIST, 30), "42", 1).markup
    assert markup is not None
    earlier, later = markup.inline_keyboard[-1]
    assert unpack(earlier.callback_data or "", "42", SECRET) == Action("see", ("s", "0"))
    assert unpack(later.callback_data or "", "42", SECRET) == Action("see", ("s", "2"))


def test_no_text_is_longer_than_a_message_and_the_short_parts_survive() -> None:
    drawn = VIEW.draw(Screen("ru", ((Span("Вопрос", Emphasis.STRONG),), (Span("я" * 5000),))), "42")
    assert len(drawn.content["text"]) <= LIMIT
    assert drawn.content["text"].startswith("Вопрос")
    assert drawn.content["text"].endswith("…")


def test_markup_in_an_answer_is_text() -> None:
    hostile = "<b>x</b> [l](tg://user?id=1) *_`"
    drawn = VIEW.draw(Screen("ru", ((Span(hostile, Emphasis.QUOTE),),)), "42")
    assert drawn.content["text"] == hostile
    assert drawn.content["parse_mode"] is None
    assert [entity.type for entity in drawn.content["entities"]] == ["blockquote"]


def test_a_label_too_long_for_a_phone_is_cut_with_an_ellipsis() -> None:
    long = Screen("ru", ((Span("?"),),), Options(Layout.LIST, (Option("я" * 200, Action("a", ("s", "0", "0"))),)))
    assert len(rows(long)[0][0]) == 60
    assert rows(long)[0][0].endswith("…")
