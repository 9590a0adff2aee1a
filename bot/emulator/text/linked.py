"""Entities whose meaning lies in a link written beside the text."""

from bot.emulator.text.dates import stored_format
from bot.emulator.text.entities import Entity
from bot.emulator.text.links import LinkRefused, custom_emoji_in, date_in, mentioned_user, stored_link
from bot.emulator.text.units import exact_integer
from bot.emulator.text.values import refuse, unparsable

_LAST_DATE = 2**31 - 1


def linked(offset: int, length: int, link: str) -> Entity | None:
    """A link or a mention by id; nothing where Telegram silently drops the link."""
    user = mentioned_user(link)
    if user is not None:
        return Entity("text_mention", offset, length, number=user)
    try:
        return Entity("text_link", offset, length, stored_link(link))
    except LinkRefused:
        return None


def given_link(offset: int, length: int, link: str) -> Entity:
    """The same for an entity the bot gives itself, where a wrong link is refused in Telegram's words."""
    user = mentioned_user(link)
    if user is not None:
        return Entity("text_mention", offset, length, number=user)
    try:
        return Entity("text_link", offset, length, stored_link(link))
    except LinkRefused as refused:
        raise refuse(f"Entity URL '{link}' is invalid: {refused}") from None


def emoji_or_date(offset: int, length: int, link: str) -> Entity:
    """What `![text](link)` of MarkdownV2 means, or TextRefused."""
    emoji = custom_emoji_in(link)
    if emoji is not None:
        return Entity("custom_emoji", offset, length, emoji)
    unix, written = date_in(link) or ("", "")
    date, date_format = exact_integer(unix), stored_format(written)
    if date is None or not 0 < date <= _LAST_DATE or date_format is None:
        raise unparsable("Invalid tg://emoji or tg://time URL specified")
    return Entity("date_time", offset, length, date_format, date)
