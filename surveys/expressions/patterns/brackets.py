"""The small parts of a pattern: escapes and classes in square brackets."""

from surveys.expressions.patterns.letters import CLASSES, AnyOf, Letters, NoneOf, Span, one, property_named

_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "a": "\a", "e": "\x1b"}


class BadPattern(Exception):
    """`problem` is a key of `messages.PATTERN_PROBLEMS`; `at` is an offset in the pattern."""

    def __init__(self, problem: str, found: str, at: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.found = found
        self.at = at


class Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def peek(self, ahead: int = 0) -> str:
        """The character here or a little further; empty past the end."""
        return self.text[self.at + ahead : self.at + ahead + 1]

    def take(self) -> str:
        self.at += 1
        return self.text[self.at - 1 : self.at]

    def takes(self, text: str) -> bool:
        if self.text.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def digits(self) -> str:
        begin = self.at
        while self.peek() and self.peek() in "0123456789" and self.at - begin < 9:
            self.at += 1
        return self.text[begin : self.at]

    def problem(self, name: str) -> BadPattern:
        return BadPattern(name, self.peek(), self.at)


def read_escape(reader: Reader) -> Letters:
    r"""`\d`, `\p{Lu}`, `\u0451`, `\.` …; a reference to a group (`\1`) or an unknown letter is refused."""
    at = reader.at
    reader.take()
    sign = reader.take()
    if sign in CLASSES:
        return CLASSES[sign]
    if sign in ("p", "P"):
        return _property(reader, at, negative=sign == "P")
    if sign in ("u", "x"):
        return one(_code(reader, at, 4 if sign == "u" else 2))
    if sign in _CONTROLS:
        return one(_CONTROLS[sign])
    if sign == "" or sign.isalnum():
        raise BadPattern("group_reference" if sign.isdigit() else "unknown_escape", "\\" + sign, at)
    return one(sign)


def _property(reader: Reader, at: int, *, negative: bool) -> Letters:
    name = reader.take()
    if name == "{":
        end = reader.text.find("}", reader.at)
        name = reader.text[reader.at : end] if end >= 0 else ""
        reader.at = end + 1
    letters = property_named(name)
    if letters is None:
        raise BadPattern("unknown_escape", f"\\p{{{name}}}", at)
    return NoneOf((letters,)) if negative else letters


def _code(reader: Reader, at: int, digits: int) -> str:
    text = reader.text[reader.at : reader.at + digits]
    reader.at += digits
    if len(text) != digits or any(digit not in "0123456789abcdefABCDEF" for digit in text):
        raise BadPattern("unknown_escape", "\\" + text, at)
    return chr(int(text, 16))


def read_class(reader: Reader) -> Letters:
    """`[…]`. A set within a set and `&&` are Java's own and are refused."""
    at = reader.at
    reader.take()
    negative = reader.takes("^")
    parts: list[Letters] = []
    while reader.peek() != "]" or not parts:
        if reader.peek() == "":
            raise BadPattern("unbalanced", "[", at)
        parts.append(_class_part(reader))
    reader.take()
    return NoneOf(tuple(parts)) if negative else AnyOf(tuple(parts))


def _class_part(reader: Reader) -> Letters:
    at = reader.at
    low = _class_letters(reader)
    if reader.peek() != "-" or reader.peek(1) in ("]", ""):
        return low
    reader.take()
    high = _class_letters(reader)
    if not (isinstance(low, Span) and isinstance(high, Span) and low.low == low.high and high.low == high.high):
        raise BadPattern("bad_range", reader.text[at : reader.at], at)
    if low.low > high.high:
        raise BadPattern("bad_range", reader.text[at : reader.at], at)
    return Span(low.low, high.high)


def _class_letters(reader: Reader) -> Letters:
    if reader.peek() == "[" or (reader.peek() == "&" and reader.peek(1) == "&"):
        raise reader.problem("nested_class")
    return read_escape(reader) if reader.peek() == "\\" else one(reader.take())
