"""Entities nobody marked: mentions, hashtags, cashtags, commands, card numbers, links, e-mail."""

import re
from collections.abc import Callable, Iterator

from bot.emulator.text.bank_cards import bank_cards
from bot.emulator.text.entities import Entity, in_order
from bot.emulator.text.letters import is_letter, is_tag, is_word
from bot.emulator.text.units import utf16_width
from bot.emulator.text.web_addresses import own_links, web_addresses

Span = tuple[int, int]

_MENTION = re.compile("@([a-zA-Z0-9_]+)")
_COMMAND = re.compile("/([a-zA-Z0-9_]+)(@[a-zA-Z0-9_]*)?")
_CASHTAG = re.compile(r"\$(?:1INCH|[A-Z]+)")
_OF_CHANNEL = re.compile("@[a-zA-Z0-9_]{3,32}")  # #tag@channel
_OF_CHANNEL_WHOLE = re.compile("@[a-zA-Z0-9_]{3,32}(?![a-zA-Z0-9_])")
_SHORT_NAMES = frozenset({"gif", "vid", "pic"})
_LONGEST_HASHTAG = 256


def found_entities(text: str) -> list[Entity]:
    """What Telegram finds in a bot's text by itself. Where two overlap, the one that begins first stays."""
    spans = [(kind, span) for kind, finder in _FINDERS.items() for span in finder(text)]
    spans += [("url", span) for span in own_links(text)]
    spans += [(kind, span) for span, kind in web_addresses(text)]
    if not spans:
        return []
    unit_at = [0]
    for character in text:
        unit_at.append(unit_at[-1] + utf16_width(character))
    entities = (Entity(kind, unit_at[begin], unit_at[end] - unit_at[begin]) for kind, (begin, end) in spans)
    kept: list[Entity] = []
    for entity in in_order(entities):
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def _mentions(text: str) -> Iterator[Span]:
    for match in _MENTION.finditer(text):
        name = match[1]
        fits = 4 <= len(name) <= 32 or name.lower() in _SHORT_NAMES
        if fits and not is_word(_before(text, match.start())) and not is_word(_behind(text, match.end())):
            yield match.span()


def _commands(text: str) -> Iterator[Span]:
    for match in _COMMAND.finditer(text):
        of_bot = match[2]
        if len(match[1]) > 64 or (of_bot is not None and not 3 <= len(of_bot) - 1 <= 32):
            continue
        around = (_before(text, match.start()), _behind(text, match.end()))
        if not any(is_word(character) or (character and character in "/<>") for character in around):
            yield match.span()


def _hashtags(text: str) -> Iterator[Span]:
    end = 0
    while (begin := text.find("#", end)) >= 0:
        end = begin + 1
        if is_tag(_before(text, begin)):
            continue
        while is_tag(_behind(text, end)):
            end += 1
        stop = min(end, begin + 1 + _LONGEST_HASHTAG)
        if not any(is_letter(character) for character in text[begin + 1 : stop]):
            continue
        channel = _OF_CHANNEL.match(text, end) if stop == end else None
        if channel is not None:
            end = stop = channel.end()
        if _behind(text, end) != "#":
            yield begin, stop


def _cashtags(text: str) -> Iterator[Span]:
    for match in _CASHTAG.finditer(text):
        before = _before(text, match.start())
        if is_tag(before) or before == "$" or len(match.group()) > 1 + 8:
            continue
        channel = _OF_CHANNEL_WHOLE.match(text, match.end())
        end = channel.end() if channel is not None else match.end()
        following = _behind(text, end)
        if not is_tag(following) and following != "$":
            yield match.start(), end


_FINDERS: dict[str, Callable[[str], Iterator[Span]]] = {
    "mention": _mentions,
    "bot_command": _commands,
    "hashtag": _hashtags,
    "cashtag": _cashtags,
    "bank_card_number": bank_cards,
}


def _before(text: str, at: int) -> str:
    return text[at - 1 : at] if at else ""


def _behind(text: str, at: int) -> str:
    return text[at : at + 1]
