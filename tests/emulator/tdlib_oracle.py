"""TDLib itself, asked offline: what Telegram's own server code makes of a text."""

import json
from typing import Any

import tdjson

_KINDS = {
    "Mention": "mention",
    "Hashtag": "hashtag",
    "Cashtag": "cashtag",
    "BotCommand": "bot_command",
    "Url": "url",
    "EmailAddress": "email",
    "BankCardNumber": "bank_card_number",
    "PhoneNumber": "phone_number",
    "Bold": "bold",
    "Italic": "italic",
    "Underline": "underline",
    "Strikethrough": "strikethrough",
    "Spoiler": "spoiler",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
    "Code": "code",
    "Pre": "pre",
    "PreCode": "pre",
    "TextUrl": "text_link",
    "MentionName": "text_mention",
    "CustomEmoji": "custom_emoji",
    "DateTime": "date_time",
    "MediaTimestamp": "media_timestamp",
}
_TYPES = {kind: name for name, kind in _KINDS.items()}
_MODES: dict[str, dict[str, Any]] = {
    "HTML": {"@type": "textParseModeHTML"},
    "Markdown": {"@type": "textParseModeMarkdown", "version": 1},
    "MarkdownV2": {"@type": "textParseModeMarkdown", "version": 2},
}


class TdlibRefused(Exception):
    """TDLib's own words, before the Bot API lowers their first letter."""


def _ask(method: str, **parameters: Any) -> dict[str, Any]:
    answer = tdjson.td_execute(json.dumps({"@type": method, **parameters}).encode())
    assert answer is not None
    told: dict[str, Any] = json.loads(answer)
    if told["@type"] == "error":
        raise TdlibRefused(told["message"])
    return told


_ask("setLogStream", log_stream={"@type": "logStreamEmpty"})
_ask("setLogVerbosityLevel", new_verbosity_level=0)


def parsed(text: str, mode: str) -> tuple[str, list[dict[str, Any]]]:
    """What `parse_mode` makes of a text, before cleaning."""
    told = _ask("parseTextEntities", text=text, parse_mode=_MODES[mode])
    return told["text"], _entities(told["entities"])


def found(text: str) -> list[dict[str, Any]]:
    """Mentions, links and the like, and moments of a film (`12:30`), which bots' messages do not have."""
    return _entities(_ask("getTextEntities", text=text)["entities"])


def repaired(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """The text cleaned and its entities nested properly, untrimmed.

    Asks for the Markdown of clients (`**bold**`), so the text must hold none of its marks.
    """
    formatted = {"@type": "formattedText", "text": text, "entities": [_own(entity) for entity in entities]}
    told = _ask("parseMarkdown", text=formatted)
    return told["text"], _entities(told["entities"])


def _entities(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [_entity(entity) for entity in told]


def _entity(told: dict[str, Any]) -> dict[str, Any]:
    kind = told["type"]
    entity = {
        "offset": told["offset"],
        "length": told["length"],
        "type": _KINDS[kind["@type"].removeprefix("textEntityType")],
    }
    for key in ("url", "language", "custom_emoji_id", "unix_time"):
        if key in kind:
            entity[key] = kind[key]
    if "user_id" in kind:
        entity["user"] = {"id": kind["user_id"]}
    if "formatting_type" in kind:
        entity["date_time_format"] = _date_format(kind["formatting_type"])
    return entity


def _date_format(told: dict[str, Any]) -> str:
    if told["@type"] == "dateTimeFormattingTypeRelative":
        return "r"
    letters = {"Short": str.lower, "Long": str.upper}
    written = "w" if told["show_day_of_week"] else ""
    for part, letter in (("date_precision", "d"), ("time_precision", "t")):
        precision = told[part]["@type"].removeprefix("dateTimePartPrecision")
        written += letters[precision](letter) if precision in letters else ""
    return written


def _own(entity: dict[str, Any]) -> dict[str, Any]:
    name = _TYPES[entity["type"]]
    if entity["type"] == "pre":
        name = "PreCode" if entity.get("language") else "Pre"
    kind: dict[str, Any] = {"@type": f"textEntityType{name}"}
    for key in ("url", "language", "custom_emoji_id", "unix_time"):
        if key in entity:
            kind[key] = entity[key]
    if "user" in entity:
        kind["user_id"] = entity["user"]["id"]
    return {"@type": "textEntity", "offset": entity["offset"], "length": entity["length"], "type": kind}
