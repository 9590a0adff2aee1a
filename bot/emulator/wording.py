"""Texts and captions of a request, read by the text rules, with Telegram's order of refusals."""

from dataclasses import dataclass
from typing import Any, Literal

from bot.emulator.messages import Body, caption_content, text_content
from bot.emulator.parameters import Parameters
from bot.emulator.refusals import Refused, bad_request
from bot.emulator.text import FormattedText, TextRefused
from bot.emulator.text.formatting import format_text

CAPTION_LIMIT = 1024
TEXT_LIMIT = 4096

# TDLib finds these only when the chat is known, the rest is found by the Bot API server before that.
_LATE = ("is too long", "must be non-empty")
_EARLY = ("Bad Request: text is too long",)


@dataclass(frozen=True)
class Reading:
    """A text that may still turn out too long or empty: `content()` raises that refusal."""

    value: FormattedText
    late: Refused | None
    kind: Literal["message", "caption"]

    def content(self) -> Body:
        if self.late is not None:
            raise self.late
        build = text_content if self.kind == "message" else caption_content
        return build(self.value.text, self.value.entities)


def read_text(parameters: Parameters) -> Reading:
    return _read(parameters.text("text"), parameters.text("parse_mode"), _entities(parameters, "entities"), "message")


def read_caption(parameters: Parameters) -> Reading:
    return _read(
        parameters.text("caption"),
        parameters.text("parse_mode"),
        _entities(parameters, "caption_entities"),
        "caption",
    )


def read_nested_caption(media: Body) -> Reading:
    """The caption inside an InputMedia object."""
    entities = media.get("caption_entities")
    return _read(
        str(media.get("caption", "")),
        str(media.get("parse_mode", "")),
        entities if isinstance(entities, list) else None,
        "caption",
    )


def _read(text: str, parse_mode: str, entities: list[Body] | None, kind: Literal["message", "caption"]) -> Reading:
    if not text and kind == "caption":
        return Reading(FormattedText(""), None, kind)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    limit = TEXT_LIMIT if kind == "message" else CAPTION_LIMIT
    try:
        return Reading(format_text(text, parse_mode or None, entities, limit=limit, kind=kind), None, kind)
    except TextRefused as refusal:
        refused = Refused(400, refusal.description)
        if refusal.description.endswith(_LATE) and refusal.description not in _EARLY:
            return Reading(FormattedText(""), refused, kind)
        raise refused from None


def _entities(parameters: Parameters, name: str) -> list[Body] | None:
    """Unreadable entities are ignored, as BA's get_input_entities does."""
    try:
        value: Any = parameters.json(name)
    except ValueError:
        return None
    return value if isinstance(value, list) else None
