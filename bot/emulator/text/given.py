"""Entities a bot gives itself instead of a parse_mode."""

from typing import Any

from bot.emulator.text.cleaning import cleaned
from bot.emulator.text.dates import stored_format
from bot.emulator.text.entities import FOUND_BY_SERVER, PREFORMATTED, QUOTES, SPLITTABLE, Entity
from bot.emulator.text.linked import given_link
from bot.emulator.text.links import MAX_USER_ID, custom_emoji_id
from bot.emulator.text.values import TextRefused, refuse

_PLAIN = frozenset({*SPLITTABLE, *QUOTES, *PREFORMATTED})


def given_entities(given: list[dict[str, Any]]) -> list[Entity]:
    """The entities as given, unsorted; those the server finds by itself are passed over.

    Raises TextRefused for what is no MessageEntity, for links Telegram does not carry, and for dates and
    emoji that are none.
    """
    read = (_read(entity) for entity in given)
    return [entity for entity in read if entity is not None]


def _read(given: Any) -> Entity | None:
    if not isinstance(given, dict):
        raise _malformed("expected an Object")
    offset, length = (_whole_number(given, name) for name in ("offset", "length"))
    kind = given.get("type")
    if kind is None:
        raise _malformed('Can\'t find field "type"')
    if kind in FOUND_BY_SERVER:
        return None
    if kind in _PLAIN:
        language = cleaned(str(given.get("language", ""))) if kind == "pre" else ""
        return Entity(kind, offset, length, language)
    reader = _READERS.get(kind)
    if reader is None:
        raise _malformed("Unsupported type specified")
    return reader(given, offset, length)


def _link(given: dict[str, Any], offset: int, length: int) -> Entity | None:
    if given.get("url") is None:
        raise _malformed('Can\'t find field "url"')
    return given_link(offset, length, cleaned(str(given["url"])))


def _mention(given: dict[str, Any], offset: int, length: int) -> Entity | None:
    user = given.get("user")
    if not isinstance(user, dict):
        raise _malformed('Can\'t find field "user"')
    number = _whole_number(user, "id")
    return Entity("text_mention", offset, length, number=number) if 0 < number <= MAX_USER_ID else None


def _emoji(given: dict[str, Any], offset: int, length: int) -> Entity | None:
    emoji = custom_emoji_id(str(given.get("custom_emoji_id", "")))
    if emoji is None:
        raise refuse("Invalid custom emoji identifier specified")
    return Entity("custom_emoji", offset, length, emoji)


def _date(given: dict[str, Any], offset: int, length: int) -> Entity | None:
    unix = _whole_number(given, "unix_time")
    date_format = stored_format(str(given.get("date_time_format", "")))
    if date_format is None:
        raise refuse("Invalid date format used")
    if unix <= 0:
        raise refuse("Invalid date specified")
    return Entity("date_time", offset, length, date_format, unix)


_READERS = {"text_link": _link, "text_mention": _mention, "custom_emoji": _emoji, "date_time": _date}


def _whole_number(given: dict[str, Any], name: str) -> int:
    value = given.get(name)
    if value is None:
        raise _malformed(f'Can\'t find field "{name}"')
    try:
        return int(value)
    except (TypeError, ValueError):
        raise _malformed(f'Field "{name}" must be a valid Number') from None


def _malformed(why: str) -> TextRefused:
    return refuse(f"Can't parse MessageEntity: {why}")
