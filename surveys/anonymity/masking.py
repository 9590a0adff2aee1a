"""What gives a person away in a comment is masked before it is sealed, and its author sees the result first.

Masked: names of the roster in their Russian case forms, «меня зовут …», phones, e-mail and account names, SNILS,
passport and other long numbers, and positions that one person holds («директор школы № 3»). Not masked, because no
list knows it: nicknames, given names by themselves, people outside the roster, style and content. The author is told.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from surveys.anonymity.cleaning import MOST, cleaned
from surveys.anonymity.wordforms import name_patterns, position_pattern

MASKS = {
    "ru": {"name": "[имя]", "phone": "[телефон]", "mail": "[почта]", "number": "[номер]", "position": "[должность]"},
    "en": {"name": "[name]", "phone": "[phone]", "mail": "[e-mail]", "number": "[number]", "position": "[position]"},
}


@dataclass(frozen=True, slots=True)
class Preview:
    """`text` is what would be sealed; `masked` counts what was taken out, by kind."""

    text: str
    masked: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class TooMuch:
    """Not cut silently: the author shortens it."""

    length: int
    most: int


@dataclass(frozen=True)
class Masker:
    """`names` are full names as in the roster («Фамилия Имя Отчество»), `positions` those that one person holds."""

    names: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()

    def preview(self, text: str, *, language: str = "ru", most: int = MOST) -> Preview | TooMuch:
        """Previewing its own result again masks nothing more."""
        text = cleaned(text)
        if len(text) > most:
            return TooMuch(len(text), most)
        found: dict[str, int] = {}
        masks = MASKS.get(language, MASKS["en"])
        for kind, pattern in self._patterns:
            text, count = pattern.subn(masks[kind], text)
            if count:
                found[kind] = found.get(kind, 0) + count
        return Preview(text, tuple(sorted(found.items())))

    @cached_property
    def _patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        positions = [("position", pattern) for pattern in _joined(map(position_pattern, self.positions))]
        names = [("name", pattern) for pattern in name_patterns(self.names)]
        return (*_NUMBERS, *positions, *names, ("name", _CALLED))


def _joined(patterns: Iterable[str]) -> list[re.Pattern[str]]:
    """The longest first, so that a position is not masked by a part of it."""
    found = sorted({pattern for pattern in patterns if pattern}, key=lambda pattern: (-len(pattern), pattern))
    return [re.compile(rf"\b(?:{'|'.join(found)})(?!\w)", re.IGNORECASE)] if found else []


_CALLED = re.compile(r"(?<=[Мм]еня зовут )\w[\w-]+(?: [А-ЯЁA-Z][\w-]+){0,2}")
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w{4,}|\b(?:https?://)?(?:t\.me|vk\.com)/\S+"
_GAP = r"[\s.()/\u2010-\u2015-]{0,3}"
_PHONE = rf"(?<![\d+])(?:\+?\d{{1,3}}{_GAP})?\(?\d{{3,5}}\)?{_GAP}\d{{2,3}}{_GAP}\d{{2}}{_GAP}\d{{2}}(?!\d)"
_NUMBERS = (
    ("mail", re.compile(_MAIL, re.IGNORECASE)),
    ("number", re.compile(r"(?<!\d)\d{3}-\d{3}-\d{3}[ -]\d{2}(?!\d)")),
    ("phone", re.compile(_PHONE)),
    ("phone", re.compile(r"(?<![\d-])\d{1,3}-\d{2}-\d{2}(?![\d-])")),
    ("number", re.compile(r"(?<!\d)\d{2}[ -]?\d{2}[ -]*(?:№|N)?[ -]*\d{6}(?!\d)")),
    ("number", re.compile(r"(?<!\d)\d(?:[ -]?\d){8,}(?!\d)")),
)
"""In this order: SNILS before phones, which it resembles; phones before passports; any nine digits at last."""
