"""Sets of characters of a pattern: `[а-яё]`, `\\d`, `\\p{Lu}`, `.`."""

import unicodedata
from dataclasses import dataclass
from typing import Protocol


class Letters(Protocol):
    def has(self, character: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Span:
    """From `low` to `high`, both included."""

    low: str
    high: str

    def has(self, character: str) -> bool:
        return self.low <= character <= self.high


@dataclass(frozen=True, slots=True)
class Category:
    """Unicode general category beginning with `prefix`: `L`, `Lu`, `Nd` …"""

    prefix: str

    def has(self, character: str) -> bool:
        return unicodedata.category(character).startswith(self.prefix)


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Letters, ...]

    def has(self, character: str) -> bool:
        return any(part.has(character) for part in self.parts)


@dataclass(frozen=True, slots=True)
class NoneOf:
    parts: tuple[Letters, ...]

    def has(self, character: str) -> bool:
        return not any(part.has(character) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AnyCase:
    """The same letters, large or small (the flag `(?i)`)."""

    letters: Letters

    def has(self, character: str) -> bool:
        forms = (form for form in (character, character.lower(), character.upper()) if len(form) == 1)
        found = (self.letters.has(form) for form in forms)
        return all(found) if isinstance(self.letters, NoneOf) else any(found)


def one(character: str) -> Span:
    return Span(character, character)


# java.util.regex.Pattern without UNICODE_CHARACTER_CLASS: these classes are ASCII only.
DIGITS = Span("0", "9")
WORD = AnyOf((Span("a", "z"), Span("A", "Z"), DIGITS, one("_")))
SPACES = AnyOf((Span("\t", "\r"), one(" ")))
LINE_ENDS = AnyOf((one("\n"), one("\r"), one("\u0085"), Span("\u2028", "\u2029")))
ANYTHING = NoneOf((LINE_ENDS,))

CLASSES: dict[str, Letters] = {
    "d": DIGITS,
    "D": NoneOf((DIGITS,)),
    "w": WORD,
    "W": NoneOf((WORD,)),
    "s": SPACES,
    "S": NoneOf((SPACES,)),
}

#: `\p{…}` besides the general categories; the blocks are those of Unicode's Blocks.txt.
PROPERTIES: dict[str, Letters] = {
    "IsCyrillic": Span("\u0400", "\u052f"),
    "InCyrillic": Span("\u0400", "\u04ff"),
    "IsLatin": AnyOf((Span("A", "Z"), Span("a", "z"), Span("\u00c0", "\u024f"))),
    "IsAlphabetic": Category("L"),
    "IsDigit": Category("Nd"),
    "Alpha": AnyOf((Span("a", "z"), Span("A", "Z"))),
    "Digit": DIGITS,
    "Alnum": AnyOf((Span("a", "z"), Span("A", "Z"), DIGITS)),
    "Upper": Span("A", "Z"),
    "Lower": Span("a", "z"),
    "Punct": AnyOf((Span("!", "/"), Span(":", "@"), Span("[", "`"), Span("{", "~"))),
    "Space": SPACES,
}

CATEGORIES = frozenset(
    [
        "L",
        "Lu",
        "Ll",
        "Lt",
        "Lm",
        "Lo",
        "M",
        "Mn",
        "Mc",
        "Me",
        "N",
        "Nd",
        "Nl",
        "No",
        "P",
        "Pc",
        "Pd",
        "Ps",
        "Pe",
        "Pi",
        "Pf",
        "Po",
        "S",
        "Sm",
        "Sc",
        "Sk",
        "So",
        "Z",
        "Zs",
        "Zl",
        "Zp",
        "C",
        "Cc",
        "Cf",
        "Co",
    ]
)


def property_named(name: str) -> Letters | None:
    if name in PROPERTIES:
        return PROPERTIES[name]
    return Category(name) if name in CATEGORIES else None
