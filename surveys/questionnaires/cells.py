"""What an author wrote in a cell, as the value of a field. Both containers share these readings."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from surveys.questionnaires.columns import NO, YES, Carries, Column, condition
from surveys.questionnaires.definition import Localized
from surveys.questionnaires.issue import Issue, error
from surveys.questionnaires.place import Place

_PAIR = re.compile(r"([^\s=,;]+)\s*=\s*([^\s=,;]+)")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_SMART_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})


def clean(written: str) -> str:
    """Trimmed, with Unix line ends and without control characters, which no spreadsheet can hold."""
    return _ILLEGAL.sub("", written.replace("\r\n", "\n").replace("\r", "\n")).strip()


def straight(expression: str) -> str:
    """An expression with the quotes a word processor bent made straight again, as pyxform does."""
    return clean(expression).translate(_SMART_QUOTES)


def pairs(written: str) -> dict[str, str] | None:
    """`start=0 end=10` as a mapping; None where it is no list of pairs. Keys are compared without case."""
    if _PAIR.sub("", written).strip(" ,;\t\n"):
        return None
    return {key.lower(): value for key, value in _PAIR.findall(written)}


def localized(texts: Mapping[str, str], languages: Iterable[str]) -> Localized:
    """Texts by language code, in the order of `languages`; the one without a language first, empty ones left out."""
    rank = {code: position for position, code in enumerate(("", *languages))}
    cleaned = ((code, clean(text)) for code, text in texts.items())
    kept = [(code, text) for code, text in cleaned if text]
    return Localized(tuple(sorted(kept, key=lambda pair: rank.get(pair[0], len(rank)))))


def value_of(column: Column, written: str, place: Place, issues: list[Issue]) -> Any:
    """The value of one column that has no languages; what cannot be read is reported and counts as not written."""
    text = straight(written) if column.attribute not in _PROSE else clean(written)
    match column.carries:
        case Carries.CONDITION:
            return condition(text)
        case Carries.FLAG:
            if text.lower() in YES | NO:
                return text.lower() in YES
            issues.append(error("NOT_YES_OR_NO", place, value=text))
            return False
        case Carries.COUNT:
            if text.isascii() and text.isdigit() and len(text) < 10:
                return int(text)
            issues.append(error("NOT_A_COUNT", place, value=text))
            return None
        case Carries.PAIRS:
            found = pairs(text)
            if found is None:
                issues.append(error("SURVEY_004", place, value=text))
            return found or {}
        case _:
            return text


_PROSE = frozenset({"default", "appearance", "form_id"})
"""Plain columns that hold no expression worth straightening."""


def place_in(place: Place, column: str) -> Place:
    return Place(place.sheet, place.row, column)
