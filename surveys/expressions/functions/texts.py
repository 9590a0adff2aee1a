"""Texts: length, parts, matching, joining. Positions count code points from 0."""

import math

from surveys.expressions.functions.calling import Arguments, Function
from surveys.expressions.patterns import BadPattern, TooMuchWork, compile_pattern, matches
from surveys.expressions.values import Value, as_text

_SPACES = " \t\r\n"


def _own_or_first(given: Arguments) -> str:
    return given.text(0) if len(given) else as_text(given.own())


def _concat(given: Arguments) -> Value:
    return _joined(given, "", given.spread())


def _join(given: Arguments) -> Value:
    return _joined(given, given.text(0), given.spread(1))


def _joined(given: Arguments, separator: str, values: list[Value]) -> str:
    texts = [as_text(value) for value in values]
    given.evaluator.spend(sum(map(len, texts)) + len(separator) * len(texts), given.offset)
    return separator.join(texts)


def _substr(given: Arguments) -> Value:
    """As JavaRosa: a negative position counts from the end, one past an end stops there."""
    text = given.text(0)
    start = _position(given.number(1))
    end = _position(given.number(2)) if len(given) == 3 else len(text)
    return text[_inside(start, len(text)) : _inside(end, len(text))]


def _position(number: float) -> int:
    if math.isnan(number):
        return 0
    return int(max(-1e9, min(1e9, number)))


def _inside(position: int, length: int) -> int:
    return max(0, min(length, length + position if position < 0 else position))


def _substring_before(given: Arguments) -> Value:
    before, found, _ = _parted(given)
    return before if found else ""


def _substring_after(given: Arguments) -> Value:
    return _parted(given)[2]


def _parted(given: Arguments) -> tuple[str, bool, str]:
    """Around the first occurrence; the empty text occurs at the very beginning (XPath 1.0, 4.2)."""
    text, target = given.text(0), given.text(1)
    at = text.find(target)
    return (text[:at], True, text[at + len(target) :]) if at >= 0 else ("", False, "")


def _translate(given: Arguments) -> Value:
    """The first of doubled letters decides (XPath 1.0, 4.2), so the table is filled from the end."""
    text, sources, targets = given.text(0), given.text(1), given.text(2)
    pairs = list(enumerate(sources))
    table = {ord(letter): targets[at] if at < len(targets) else None for at, letter in reversed(pairs)}
    return text.translate(table)


def _normalize_space(given: Arguments) -> Value:
    words = _own_or_first(given).replace("\t", " ").replace("\r", " ").replace("\n", " ")
    return " ".join(word for word in words.split(" ") if word)


def _regex(given: Arguments) -> Value:
    subject, pattern = given.text(0), given.text(1)
    try:
        return matches(compile_pattern(pattern), subject)
    except BadPattern as bad:
        raise given.fails("pattern", problem=bad.problem, found="", at=bad.at) from None
    except TooMuchWork:
        raise given.fails("too_much_work") from None


FAMILY = (
    Function("string", lambda given: given.text(0), 1, 1),
    Function("string-length", lambda given: float(len(_own_or_first(given))), 0, 1, self_arity=0),
    Function("concat", _concat, 1, None, nodes_from=0),
    Function("join", _join, 2, None, nodes_from=1),
    Function("substr", _substr, 2, 3),
    Function("substring-before", _substring_before, 2, 2),
    Function("substring-after", _substring_after, 2, 2),
    Function("translate", _translate, 3, 3),
    Function("contains", lambda given: given.text(1) in given.text(0), 2, 2),
    Function("starts-with", lambda given: given.text(0).startswith(given.text(1)), 2, 2),
    Function("ends-with", lambda given: given.text(0).endswith(given.text(1)), 2, 2),
    Function("normalize-space", _normalize_space, 0, 1, self_arity=0),
    Function("regex", _regex, 2, 2, pattern_at=1),
)
