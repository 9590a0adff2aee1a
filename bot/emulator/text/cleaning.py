"""What Telegram removes from every text before it is sent, with the entities moved along."""

import re
from collections.abc import Iterable, Sequence

from bot.emulator.text.entities import KEEPING_SPACES, Entity
from bot.emulator.text.units import utf16_length, utf16_width
from bot.emulator.text.values import refuse

MAX_BYTES = 35_000
_MAX_UNITS = 1_000_000  # the largest offset or length that is looked at
# Control characters become spaces; carriage returns, line and paragraph separators, embeddings and three combining
# lines that would cross out the neighbours vanish.
_TO_SPACE = {code: " " for code in range(33) if chr(code) not in "\n\r"}
_VANISHING = {code: None for code in (0x0D, *range(0x2028, 0x202F), 0x033F, 0x0333, 0x030A)}
_CLEANED = str.maketrans({**_TO_SPACE, **_VANISHING})
_DIRECTION_MARKS = re.compile("[\u200e\u200f]+")
_BLANK = " \n"
# Spaces of many widths, and characters that leave nothing on the screen.
_INVISIBLE = re.compile(
    "[ \n\t\r\0\x0b\u00a0\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufeff\ufffc\U000e0000-\U000e007f]*"
)


def cleaned(text: str) -> str:
    """The text without what Telegram removes; of a run of direction marks only the last stays one."""
    if text.isascii() and text.isprintable():
        return text
    return _DIRECTION_MARKS.sub(
        lambda run: "\u200c" * (len(run.group()) - 1) + run.group()[-1], text.translate(_CLEANED)
    )


def check_bounds(entities: Iterable[Entity]) -> None:
    """Raises TextRefused for offsets and lengths that no text can have."""
    for entity in entities:
        for name, value in (("offset", entity.offset), ("length", entity.length)):
            if not 0 <= value <= _MAX_UNITS:
                raise refuse(f"Receive an entity with incorrect {name} {value}")


def cleaned_with(text: str, entities: Sequence[Entity]) -> tuple[str, list[Entity]]:
    """The cleaned text with the entities moved to where their characters went.

    Raises TextRefused for an entity that cuts a surrogate pair or lies outside the text.
    """
    places = _places(text, {place for entity in entities for place in (entity.offset, entity.end)})
    size = utf16_length(text)
    for entity in entities:
        if entity.offset > size:
            raise refuse(f"Entity begins after the end of the text at UTF-16 offset {entity.offset}")
    moved = []
    for entity in entities:
        begin, end = places[entity.offset], places.get(entity.end)
        if end is None:
            raise refuse(
                f"Entity beginning at UTF-16 offset {entity.offset} ends after the end of the text"
                f" at UTF-16 offset {entity.end}"
            )
        moved.append(entity.moved(begin, end - begin))
    return cleaned(text), moved


def _places(text: str, wanted: set[int]) -> dict[int, int]:
    """Where the wanted UTF-16 offsets lie after cleaning."""
    places: dict[int, int] = {}
    before = after = 0
    for index, character in enumerate(text):
        if before in wanted:
            places[before] = after
        width = utf16_width(character)
        if width == 2 and before + 1 in wanted:
            where = len(text[:index].encode())
            raise refuse(f"Entity begins in a middle of a UTF-16 symbol at byte offset {where}")
        before += width
        if ord(character) not in _VANISHING:
            after += width
    if before in wanted:
        places[before] = after
    return places


def visible_only(text: str, entities: Iterable[Entity]) -> list[Entity]:
    """Entities without the spaces they begin with, and none that hold spaces only. Code and links keep theirs."""
    encoded = text.encode("utf-16-le")
    kept = []
    for entity in entities:
        if entity.kind in KEEPING_SPACES:
            kept.append(entity)
            continue
        inside = encoded[2 * entity.offset : 2 * entity.end].decode("utf-16-le")
        leading = len(inside) - len(inside.lstrip(_BLANK))
        if leading < len(inside):
            kept.append(entity.moved(entity.offset + leading, entity.length - leading))
    return [entity for entity in kept if entity.length > 0]


def trimmed(text: str, entities: Sequence[Entity]) -> tuple[str, list[Entity]]:
    """Without blanks at the end, and without those before both the first letter and the first entity."""
    shortened = text.rstrip(_BLANK)
    size = utf16_length(shortened)
    kept = [
        entity.moved(entity.offset, min(entity.end, size) - entity.offset)
        for entity in entities
        if entity.offset < size
    ]
    first = min((entity.offset for entity in kept), default=len(shortened))
    leading = min(len(shortened) - len(shortened.lstrip(_BLANK)), first)
    return shortened[leading:], [entity.moved(entity.offset - leading, entity.length) for entity in kept]


def cut_to_bytes(text: str, entities: Sequence[Entity]) -> tuple[str, list[Entity]]:
    """No more than MAX_BYTES of text, without entities that reach beyond."""
    encoded = text.encode()
    if len(encoded) <= MAX_BYTES:
        return text, list(entities)
    shortened = encoded[:MAX_BYTES].decode(errors="ignore")
    size = utf16_length(shortened)
    return shortened, [entity for entity in entities if entity.end <= size]


def looks_empty(text: str) -> bool:
    """Whether nothing of the text would be seen."""
    return _INVISIBLE.fullmatch(text) is not None
