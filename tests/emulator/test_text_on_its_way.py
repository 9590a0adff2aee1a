"""A bot's text on its way to a reader: order of checks, limits, what is removed and what is found."""

from typing import Any

import pytest

from bot.emulator.text import TextRefused, clean_incoming, format_text


def refusal(*args: Any, **named: Any) -> str:
    with pytest.raises(TextRefused) as refused:
        format_text(*args, **named)
    return refused.value.description


def test_an_empty_message_is_refused_before_anything_else() -> None:
    assert refusal("", "nonsense") == "Bad Request: message text is empty"


@pytest.mark.parametrize("text", [" ", "\n\t\r", "\u200b", "\u2028", "\u00a0 \u3000"])
def test_a_text_of_which_nothing_is_seen_is_refused(text: str) -> None:
    assert refusal(text) == "Bad Request: text must be non-empty"


def test_a_text_emptied_by_parsing_is_refused() -> None:
    assert refusal("<b> </b>", "HTML") == "Bad Request: text must be non-empty"


def test_an_empty_caption_is_none() -> None:
    assert format_text("", kind="caption", limit=1024).text == ""
    assert format_text(" \n", "HTML", kind="caption", limit=1024).text == ""


def test_the_raw_size_is_checked_before_the_parse_mode_and_counts_bytes() -> None:
    assert refusal("я" * 16_385, "nonsense") == "Bad Request: text is too long"
    assert refusal("я" * 16_384, "nonsense") == "Bad Request: unsupported parse_mode"


def test_a_lone_surrogate_is_refused() -> None:
    assert refusal("x\ud800") == "Bad Request: strings must be encoded in UTF-8"


def test_the_limit_counts_code_points_after_parsing_and_trimming() -> None:
    assert len(format_text("😀" * 4096).text) == 4096
    assert format_text("<b>" + "x" * 4096 + "</b>  \n", "HTML").text == "x" * 4096
    assert refusal("😀" * 4097) == "Bad Request: message is too long"
    assert refusal("x" * 1025, kind="caption", limit=1024) == "Bad Request: message caption is too long"


@pytest.mark.parametrize("mode", ["HTML", "html", "Html"])
def test_the_parse_mode_is_read_without_regard_to_case(mode: str) -> None:
    assert format_text("<i>x</i>", mode).text == "x"


@pytest.mark.parametrize("mode", ["", "None", None])
def test_without_a_parse_mode_marks_are_letters(mode: str | None) -> None:
    assert format_text("<i>x</i>", mode).text == "<i>x</i>"


def test_broken_markup_is_refused_with_the_byte_offset() -> None:
    assert (
        refusal("Привет < мир", "HTML")
        == 'Bad Request: can\'t parse entities: Unsupported start tag "" at byte offset 13'
    )


def test_entities_count_utf16_units() -> None:
    bold = {"offset": 3, "length": 2, "type": "bold"}
    assert format_text("😀 <b>😀</b>", "HTML").entities == (bold,)


def test_given_entities_count_only_without_a_parse_mode() -> None:
    given = [{"type": "bold", "offset": 0, "length": 1}]
    assert format_text("ab", entities=given).entities == ({"offset": 0, "length": 1, "type": "bold"},)
    assert format_text("ab", "HTML", given).entities == ()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("bold", "can't parse MessageEntity: expected an Object"),
        ({"offset": 0, "length": 1}, "can't parse MessageEntity: Can't find field \"type\""),
        ({"type": "bold", "length": 1}, "can't parse MessageEntity: Can't find field \"offset\""),
        (
            {"type": "shiny", "offset": 0, "length": 1},
            "can't parse MessageEntity: Unsupported type specified",
        ),
        (
            {"type": "text_link", "offset": 0, "length": 1},
            "can't parse MessageEntity: Can't find field \"url\"",
        ),
        (
            {"type": "text_link", "offset": 0, "length": 1, "url": "localhost"},
            "entity URL 'localhost' is invalid: Wrong HTTP URL",
        ),
        (
            {"type": "bold", "offset": 0, "length": 9},
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9",
        ),
    ],
)
def test_a_wrong_entity_is_refused(given: Any, why: str) -> None:
    assert refusal("ab", entities=[given]) == f"Bad Request: {why}"


def test_entities_the_server_finds_itself_are_passed_over_when_given() -> None:
    assert format_text("ab", entities=[{"type": "url", "offset": 0, "length": 2}]).entities == ()


def test_blanks_around_are_trimmed_and_entities_move_along() -> None:
    read = format_text(" \n x <b>y</b> \n", "HTML")
    assert read.text == "x y"
    assert read.entities == ({"offset": 2, "length": 1, "type": "bold"},)


def test_blanks_inside_the_first_entity_stay() -> None:
    assert format_text(" <b> y</b>", "HTML").text == " y"


def test_characters_that_could_disturb_the_page_are_removed_or_become_spaces() -> None:
    assert format_text("a\tb\rc\u2028d\u202ee\u0333\u033f\u030af\x01g").text == "a bcdef g"


def test_two_spellings_of_one_content_are_equal() -> None:
    assert format_text("<b>x</b> ", "HTML") == format_text("<strong>x</strong>", "HTML")


def test_marks_are_cut_at_what_is_found_inside_them() -> None:
    kinds = [
        (entity["type"], entity["offset"], entity["length"])
        for entity in format_text("<b>see @durov</b>", "HTML").entities
    ]
    assert kinds == [("bold", 0, 4), ("mention", 4, 6), ("bold", 4, 6)]


def test_nothing_is_found_inside_code_and_links() -> None:
    read = format_text('<code>@durov</code> <a href="http://a.ru">@durov</a>', "HTML")
    assert [entity["type"] for entity in read.entities] == ["code", "text_link"]


def test_what_a_person_types_is_cleaned_and_searched_but_never_parsed() -> None:
    read = clean_incoming("  /start <b>x</b>\t@durov ")
    assert read.text == "/start <b>x</b> @durov"
    assert [entity["type"] for entity in read.entities] == ["bot_command", "mention"]


def test_a_person_can_send_neither_nothing_nor_too_much() -> None:
    with pytest.raises(TextRefused):
        clean_incoming(" \n")
    with pytest.raises(TextRefused):
        clean_incoming("x" * 4097)


def test_a_link_torn_apart_by_the_old_markdown_is_refused() -> None:
    assert refusal("[ая.рф]", "Markdown") == "Bad Request: messageEntityTextUrl.url must be encoded in UTF-8"
