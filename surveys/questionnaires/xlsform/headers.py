"""What a header of a sheet means: a column, a language, a medium, a setting we carry unused."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from surveys.questionnaires.columns import MEDIA, Carries, Column
from surveys.questionnaires.languages import language_of


@dataclass(frozen=True, slots=True)
class Header:
    """`written` is the key of the cells. `column` or `medium` is set where the header means one of ours."""

    written: str
    column: Column | None = None
    medium: str = ""
    language: str = ""
    """The language as written: "Русский (ru)"."""


def understand(headers: tuple[str, ...], columns: tuple[Column, ...], *, media: bool) -> tuple[Header, ...]:
    """Headers without case; `::` separates, or a single colon in a sheet that has no `::` (pyxform's rule)."""
    separator = "::" if any("::" in header for header in headers) else ":"
    return tuple(_understand(header, separator, columns, media) for header in headers)


def _understand(written: str, separator: str, columns: tuple[Column, ...], media: bool) -> Header:
    steps = [step.strip() for step in _split(written, separator)]
    keys = ["_".join(step.lower().split()) for step in steps]
    for column in columns:
        for name in (column.name, *column.aliases):
            length = name.count("::") + 1
            if "::".join(keys[:length]) != name:
                continue
            rest = steps[length:]
            if not rest:
                return Header(written, column)
            if column.carries is Carries.LOCALIZED:
                return Header(written, column, language=separator.join(rest))
    if media:
        if keys[0] == "media" and len(keys) > 1:
            keys, steps = keys[1:], steps[1:]
        if keys[0] in MEDIA:
            return Header(written, medium=keys[0], language=separator.join(steps[1:]))
    return Header(written)


def _split(written: str, separator: str) -> list[str]:
    if separator == "::" or "::" in written:
        return written.split("::")
    return re.split(r"(?<!jr):", written) if "jr:" in written else written.split(":")


def languages_in(headers: Iterable[Header]) -> dict[str, str]:
    """Code and name of every language, in the order met."""
    found: dict[str, str] = {}
    for header in headers:
        if header.language:
            code, name = language_of(header.language)
            found.setdefault(code, name)
    return found
