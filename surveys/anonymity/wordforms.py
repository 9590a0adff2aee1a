"""Russian names and positions as patterns that match their case forms.

A word is matched by its stem and any short ending. That masks a little too much (the stem of one surname may begin
another) and is meant to: a name too many costs a word, a name too few costs a person.
"""

import re
from collections.abc import Iterable

_SURNAME = re.compile(r".{2,}(?:ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ский|цкий|ская|цкая|ской|енко|ук|юк|ян|дзе|швили)$")
"""Endings that hardly any common word has: such a surname is found in small letters too, others with a capital only."""
_ENDINGS = "[а-яё]{0,3}"
_LEAST_STEM = 3


def name_patterns(names: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    """For «Фамилия Имя Отчество»: the surname with what stands beside it, initials, and name with patronymic."""
    sure: set[str] = set()
    capital: set[str] = set()
    given: set[str] = set()
    for name in names:
        surname, *rest = name.split() or [""]
        if len(surname) > 2:
            (sure if _SURNAME.match(surname.lower()) else capital).add(_stem(surname))
        if len(rest) > 1:
            given.add(rf"{_stem(rest[0])}\s+{_stem(rest[1])}")
            sure.add(_stem(rest[1]))
    beside = r"[А-ЯЁA-Z]\.(?:\s?[А-ЯЁA-Z]\.)?"
    forms = []
    for found, flags in ((given, re.IGNORECASE), (sure, re.IGNORECASE)):
        if found:
            forms.append(re.compile(rf"(?:{beside}\s?)?\b(?:{_any(found)})\b(?:\s?{beside})?", flags))
    if capital:
        titled = {stem[0].upper() + stem[1:] for stem in capital}
        forms.append(re.compile(rf"(?:{beside}\s?)?\b(?:{_any(titled)})\b(?:\s?{beside})?"))
    return tuple(forms)


def position_pattern(position: str) -> str:
    """«директор школы № 3» also as «директору школы №3». "" for what has no letter."""
    words = re.findall(r"[^\W\d_]+|\d+", position)
    if not any(word.isalpha() for word in words):
        return ""
    return r"[\s«»\"№N.,-]{0,4}".join(_stem(word) if word.isalpha() else re.escape(word) for word in words)


def _stem(word: str) -> str:
    """Two letters less where enough remain, and the vowel before them kept optional by the ending."""
    word = word.lower() if not word[:1].isupper() else word
    if re.search("[а-яё]", word.lower()) is None:
        return re.escape(word)
    ending = re.search("(?:ский|цкий|ская|цкая|ской|ого|ый|ий|ая|ой|ия|ья|а|я|ь|й|о|е|ы|и)$", word.lower())
    stem = word[: -min(len(ending.group()), 2)] if ending else word
    if len(stem) < _LEAST_STEM:
        stem = word
    return re.escape(stem) + _ENDINGS


def _any(stems: set[str]) -> str:
    return "|".join(sorted(stems, key=lambda stem: (-len(stem), stem)))
