"""pyxform's sentences, recognised: most of its errors carry their code only in the wording (pyxform 4.5)."""

import re
from dataclasses import dataclass
from functools import cache

_FIELD = re.compile(r"\\\{(\w+)\\\}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`pattern` may name groups, which become arguments of the issue."""

    code: str
    pattern: re.Pattern[str]
    sheet: str = ""
    column: str = ""


def _plain(code: str, pattern: str, sheet: str = "survey", column: str = "") -> Sentence:
    return Sentence(code, re.compile(pattern), sheet, column)


PLAIN = (
    _plain("HEADER_DOUBLED", r"^Duplicate column header: (?P<header>.*)$", sheet=""),
    _plain("TYPE_MISSING", r"Question with no type", column="type"),
    _plain("NAME_MISSING", r"Question or group with no name", column="name"),
    _plain("CALCULATION_MISSING", r"Missing calculation\.", column="calculation"),
    _plain("LIST_UNKNOWN", r"List name not in choices sheet: (?P<list>.*)$", column="type"),
    _plain("CHOICES_MISSING", r"There should be a choices sheet"),
    _plain("SURVEY_MISSING", r"You must have a sheet named 'survey'", sheet=""),
    _plain("CHOICE_NAME_SPACE", r"See \[(?P<name>[^\]]*)\] in \[(?P<list>[^\]]*)\]", sheet="choices", column="name"),
    _plain("OTHER_WITH_FILTER", r"Choice filter not supported with or_other", column="choice_filter"),
    _plain("LABEL_MISSING", r"survey element named '(?P<name>[^']*)' has no label or hint", column="label"),
    _plain("TYPE_UNKNOWN", r"Unknown question type '(?P<type>[^']*)'", column="type"),
    _plain("TRIGGER_INVISIBLE", r"question \$\{(?P<name>[^}]*)\} is not user-visible", column="trigger"),
    _plain("ROWS_NOT_A_NUMBER", r"Parameter rows must have an integer value", column="parameters"),
)


@cache
def sentences() -> tuple[Sentence, ...]:
    """pyxform's own templates first, then the sentences it writes without a code."""
    from pyxform.errors import ErrorCode

    return (*(Sentence(code.name, _pattern(code.value.msg)) for code in ErrorCode), *PLAIN)


def _pattern(template: str) -> re.Pattern[str]:
    """A template such as "[row : {row}] ... '{q}'" as a pattern; a field met again must hold the same text."""
    seen: set[str] = set()

    def group(match: re.Match[str]) -> str:
        name = match[1]
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>.*?)"

    # Doubled braces are literal ones; hide them from the fields for a moment.
    text = " ".join(template.split()).replace("{{", "\0").replace("}}", "\1")
    escaped = re.escape(text).replace("\0", re.escape("{")).replace("\1", re.escape("}"))
    escaped = escaped.replace("\\\0", re.escape("{")).replace("\\\1", re.escape("}"))
    return re.compile(_FIELD.sub(group, escaped) + r"(?=\s|$)")
