"""An expression's text cut into tokens.

The grammar is XPath 1.0's (https://www.w3.org/TR/1999/REC-xpath-19991116/#exprlex) with the `${name}` of
XLSForm. Whether a name is an operator or a function is the parser's business: it depends on where the name
stands.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from surveys.expressions.errors import SyntaxRefused, TooLong, UnsupportedConstruct

#: Code points. The longest expression among 586 public form cases has 3,753.
MAX_LENGTH = 20_000

#: A question's name (pyxform: a letter or underscore, then letters, digits, `_`, `-`, `.`).
NAME = r"[^\W\d][\w.\-]*"

REFERENCE = re.compile(rf"\$\{{({NAME})\}}")

#: Spaces of XPath (#x20 #x9 #xD #xA) and the no-break space that spreadsheets bring along.
_TOKEN = re.compile(
    rf"""
      (?P<space>[ \t\r\n\u00a0]+)
    | (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<reference>\$\{{{NAME}\}})
    | (?P<name>{NAME}(?::{NAME})?)
    | (?P<sign>!=|<>|<=|>=|//|::|\.\.|[-=<>+*|/()\[\],.@])
    """,
    re.VERBOSE,
)

#: Signs of other languages and of word processors, and what to write instead.
NEAR_MISSES = {
    "==": "=",
    "=<": "<=",
    "=>": ">=",
    "&&": "and",
    "||": "or",
    "!": "not()",
    "&": "and",
    "%": "mod",
    "÷": "div",
    "×": "*",
    "≠": "!=",
    "≤": "<=",
    "≥": ">=",
    "−": "-",
    "–": "-",
    "—": "-",
    ";": ",",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "`": "'",
}


class Kind(StrEnum):
    NUMBER = "number"
    TEXT = "text"
    REFERENCE = "reference"
    NAME = "name"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    #: As written, except that a text is without its quotes and a reference is the bare name.
    text: str
    offset: int


def tokenize(source: str) -> list[Token]:
    """Raises TooLong, SyntaxRefused, UnsupportedConstruct. The last token is always END."""
    if len(source) > MAX_LENGTH:
        raise TooLong(MAX_LENGTH, len(source), MAX_LENGTH)
    tokens: list[Token] = []
    at = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        near = _near_miss(source, at)
        if match is None or near is not None:
            raise _unknown(source, at, near)
        if match.lastgroup != "space":
            tokens.append(_token(match))
        at = match.end()
    tokens.append(Token(Kind.END, "", len(source)))
    return tokens


def _token(match: re.Match[str]) -> Token:
    kind = Kind(match.lastgroup or "")
    written = match.group()
    text = {Kind.TEXT: written[1:-1], Kind.REFERENCE: written[2:-1]}.get(kind, written)
    return Token(kind, text, match.start())


def _near_miss(source: str, at: int) -> str | None:
    if source.startswith(("!=", "<>"), at):
        return None
    return next((sign for sign in (source[at : at + 2], source[at]) if sign in NEAR_MISSES), None)


def _unknown(source: str, at: int, near: str | None) -> SyntaxRefused | UnsupportedConstruct:
    if near is not None:
        return SyntaxRefused(at, near, NEAR_MISSES[near])
    sign = source[at]
    if sign in "'\"":
        return SyntaxRefused(at, sign, "closing_quote")
    if source.startswith("${last-saved#", at):
        return UnsupportedConstruct(at, "${last-saved#…}", kind="reference")
    if source.startswith("${", at):
        return SyntaxRefused(at, "${", "reference")
    if sign == "$":
        return UnsupportedConstruct(at, "$", "${…}", kind="variable")
    return SyntaxRefused(at, sign, "operand")
