"""The way of a text through Telegram: parsing, cleaning, nesting, limits, in the server's order."""

from collections.abc import Callable
from typing import Any, Literal

from bot.emulator.text.autodetect import found_entities
from bot.emulator.text.cleaning import (
    check_bounds,
    cleaned,
    cleaned_with,
    cut,
    looks_empty,
    trimmed,
)
from bot.emulator.text.entities import Entity
from bot.emulator.text.given import given_entities
from bot.emulator.text.html import parse_html
from bot.emulator.text.markdown import parse_markdown
from bot.emulator.text.markdown_v2 import parse_markdown_v2
from bot.emulator.text.nesting import nested, with_found
from bot.emulator.text.values import FormattedText, refuse

MESSAGE_LIMIT = 4096
CAPTION_LIMIT = 1024
_MAX_RAW_BYTES = 32_768
_PARSERS: dict[str, Callable[[str], tuple[str, list[Entity]]]] = {
    "html": parse_html,
    "markdown": parse_markdown,
    "markdownv2": parse_markdown_v2,
}
_TOO_LONG = {"message": "Message is too long", "caption": "Message caption is too long"}


def format_text(
    text: str,
    parse_mode: str | None = None,
    entities: list[dict[str, Any]] | None = None,
    *,
    limit: int = MESSAGE_LIMIT,
    kind: Literal["message", "caption"] = "message",
) -> FormattedText:
    """A bot's text as its reader gets it. `limit` counts code points after parsing and cleaning.

    `entities` are ignored when there is a parse_mode. An empty caption is none; an empty message is refused.
    Raises TextRefused in Telegram's words.
    """
    if not text and kind == "message":
        raise refuse("Message text is empty")
    _check_encoding(text)
    if len(text.encode()) > _MAX_RAW_BYTES:
        raise refuse("Text is too long")
    plain, marked = _marked(text, parse_mode, entities or [])
    formatted = _repaired(plain, marked, may_be_empty=kind == "caption")
    if len(formatted.text) > limit:
        raise refuse(_TOO_LONG[kind])
    return formatted


def clean_incoming(text: str) -> FormattedText:
    """What a person types in, with the entities found in it.

    Raises TextRefused when nothing is left or more than a message may hold: people's programs send neither.
    """
    _check_encoding(text)
    formatted = _repaired(text, [], may_be_empty=False)
    if len(formatted.text) > MESSAGE_LIMIT:
        raise refuse(_TOO_LONG["message"])
    return formatted


def _check_encoding(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise refuse("Strings must be encoded in UTF-8") from None


def _marked(text: str, parse_mode: str | None, given: list[dict[str, Any]]) -> tuple[str, list[Entity]]:
    mode = (parse_mode or "").lower()
    if not text or mode in ("", "none"):
        return text, given_entities(given)
    parser = _PARSERS.get(mode)
    if parser is None:
        raise refuse("Unsupported parse_mode")
    return parser(text)


def repaired_untrimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cleaned, with entities that nest and show something; "" when there is nothing to see."""
    if not entities:
        text, entities = cut(cleaned(text), [])
    else:
        check_bounds(entities)
        entities = nested(entity for entity in entities if entity.length > 0)
        text, entities = cut(*cleaned_with(text, entities))
        entities = nested(entity for entity in entities if entity.length > 0)
    return ("", []) if not text.strip(" \n") else (text, entities)


def _repaired(text: str, entities: list[Entity], *, may_be_empty: bool) -> FormattedText:
    text, entities = repaired_untrimmed(text, entities)
    text, entities = trimmed(text, entities)
    if looks_empty(text):
        if may_be_empty:
            return FormattedText("")
        raise refuse("Text must be non-empty")
    entities = with_found(entities, found_entities(text))
    return FormattedText(text, tuple(entity.told() for entity in entities))
