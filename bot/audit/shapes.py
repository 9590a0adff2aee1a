"""What a `CREATE TABLE` says about how rows are stored: columns, keys, foreign keys, WITHOUT ROWID."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(r'"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|\'(?:[^\']|\'\')*\'|[\w$]+|[^\s\w]')
_CONSTRAINTS = ("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN")


@dataclass(frozen=True, slots=True)
class Foreign:
    column: str
    table: str
    target: str
    """Empty: the other table's primary key."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A table, or the columns of an index without names."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...] = ()
    alias: str = ""
    """The INTEGER PRIMARY KEY, which is the row's number and not stored."""
    without_rowid: bool = False
    foreign: tuple[Foreign, ...] = ()
    index: bool = False

    @property
    def stored(self) -> tuple[str, ...]:
        """Columns in the order of the record: without a rowid the key comes first."""
        if not self.without_rowid:
            return self.columns
        key = tuple(column for column in dict.fromkeys(self.key) if column in self.columns)
        return key + tuple(column for column in self.columns if column not in key)


@cache
def shape_of(name: str, sql: str) -> Shape:
    """Of a table's SQL as the schema keeps it. Virtual (generated) columns are taken for stored ones."""
    tokens = _TOKEN.findall(_COMMENT.sub(" ", sql))
    opening = tokens.index("(") if "(" in tokens else len(tokens)
    parts, rest = _parts(tokens[opening + 1 :])
    columns: list[str] = []
    key: list[str] = []
    foreign: list[Foreign] = []
    alias = ""
    types: dict[str, str] = {}
    for part in parts:
        words = [word.upper() for word in part]
        if words[0] in _CONSTRAINTS:
            if "PRIMARY" in words:
                key = _names(part, words.index("PRIMARY"))
            elif "FOREIGN" in words:
                foreign += _foreign(part, words, _names(part, words.index("FOREIGN")))
            continue
        column = _bare(part[0])
        columns.append(column)
        types[column] = words[1] if len(words) > 1 else ""
        if "PRIMARY" in words:
            key = [column]
        foreign += _foreign(part, words, [column])
    without = [word.upper() for word in rest]
    rowless = any(pair == ("WITHOUT", "ROWID") for pair in pairwise(without))
    if len(key) == 1 and not rowless and types.get(key[0]) == "INTEGER":
        alias = key[0]
    return Shape(name, tuple(columns), tuple(key), alias, rowless, tuple(foreign))


def _parts(tokens: list[str]) -> tuple[list[list[str]], list[str]]:
    """What stands between the commas of the outer brackets, and what follows them."""
    parts: list[list[str]] = [[]]
    depth = 0
    for place, sign in enumerate(tokens):
        if sign == ")" and depth == 0:
            return [part for part in parts if part], tokens[place + 1 :]
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(sign)
    return [part for part in parts if part], []


def _names(part: list[str], after: int) -> list[str]:
    """The names in the first brackets behind a place, without collations and directions."""
    if "(" not in part[after:] or ")" not in part[after:]:
        return []  # a damaged schema
    inner = part[part.index("(", after) + 1 : part.index(")", after)]
    names, fresh = [], True
    for word in inner:
        if word == ",":
            fresh = True
        elif fresh:
            names.append(_bare(word))
            fresh = False
    return names


def _foreign(part: list[str], words: list[str], columns: list[str]) -> list[Foreign]:
    if "REFERENCES" not in words:
        return []
    place = words.index("REFERENCES")
    if place + 1 >= len(part):
        return []
    has_targets = place + 2 < len(part) and part[place + 2] == "("
    targets = _names(part, place) if has_targets else [""] * len(columns)
    return [Foreign(column, _bare(part[place + 1]), target) for column, target in zip(columns, targets, strict=False)]


def _bare(token: str) -> str:
    if token[0] in "\"`'":
        return token[1:-1].replace(token[0] * 2, token[0])
    return token[1:-1] if token[0] == "[" else token
