"""What Telegram removes from every text before it is sent, with the entities moved along."""

import re
from collections.abc import Iterable, Sequence

from bot.emulator.text.entities import Entity
from bot.emulator.text.units import utf16_length, utf16_width
from bot.emulator.text.values import refuse

MAX_BYTES = 34_996  # measured; 35,000 less room for one more character
_MAX_UNITS = 1_000_000  # the largest offset or length that is looked at
# Control characters become spaces; carriage returns, line and paragraph separators, embeddings and three
# combining marks vanish.
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
    """The cleaned text with the entities, which must nest, moved to where their characters went.

    Raises TextRefused for an entity that cuts a surrogate pair or lies outside the text.
    """
    places = _Places(text, entities)
    moved = [
        entity.moved(places.after(entity.offset), places.after(entity.end) - places.after(entity.offset))
        for entity in entities
    ]
    return cleaned(text), moved


class _Places:
    """Where the UTF-16 offsets of a text lie once it is cleaned."""

    def __init__(self, text: str, entities: Sequence[Entity]) -> None:
        self._after: dict[int, int] = {}
        begins = {entity.offset for entity in entities}
        ends = {entity.end: entity for entity in entities}  # the innermost, which comes last
        size = 0
        shift = 0
        for index, character in enumerate(text):
            self._after[size] = size - shift
            width = utf16_width(character)
            if width == 2:
                self._check_middle(size + 1, begins, ends, len(text[: index + 1].encode()))
            size += width
            shift += width if ord(character) in _VANISHING else 0
        self._after[size] = size - shift
        self._check_outside(size, entities)

    def after(self, place: int) -> int:
        return self._after[place]

    def _check_middle(self, middle: int, begins: set[int], ends: dict[int, Entity], behind: int) -> None:
        if middle in ends:
            raise refuse(
                f"Entity beginning at UTF-16 offset {ends[middle].offset} ends in a middle of a UTF-16 symbol"
                f" at byte offset {behind}"
            )
        if middle in begins:
            raise refuse(f"Entity begins in a middle of a UTF-16 symbol at byte offset {behind}")

    def _check_outside(self, size: int, entities: Sequence[Entity]) -> None:
        for entity in entities:
            if entity.offset > size:
                raise refuse(f"Entity begins after the end of the text at UTF-16 offset {entity.offset}")
        for entity in reversed(entities):
            if entity.end > size:
                raise refuse(
                    f"Entity beginning at UTF-16 offset {entity.offset} ends after the end of the text"
                    f" at UTF-16 offset {entity.end}"
                )


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


def cut(text: str, entities: Sequence[Entity]) -> tuple[str, list[Entity]]:
    """Only the characters that begin within MAX_BYTES of UTF-8, without entities that reach beyond."""
    if len(text.encode()) <= MAX_BYTES:
        return text, list(entities)
    size = 0
    for index, character in enumerate(text):
        if size >= MAX_BYTES:
            text = text[:index]
            break
        size += len(character.encode())
    end = utf16_length(text)
    return text, [entity for entity in entities if entity.end <= end]


def looks_empty(text: str) -> bool:
    """Whether nothing of the text would be seen."""
    return _INVISIBLE.fullmatch(text) is not None
