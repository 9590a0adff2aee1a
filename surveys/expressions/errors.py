"""What can be wrong with an expression.

::

    ExpressionFault                 has `.code`, `.offset` (code points from 0) and `.data` for the texts
    ├── ExpressionError             the text is refused, before anything is evaluated
    │   ├── SyntaxRefused           found one thing where another was expected
    │   ├── UnsupportedConstruct    valid elsewhere (or misspelt), not carried here
    │   ├── WrongArity              a known function with too few or too many arguments
    │   ├── NodesExpected           sum(), count() … given something that is not a question
    │   ├── PatternRefused          the pattern of regex() cannot be carried
    │   ├── TooDeep                 nested past the limit
    │   └── TooLong                 longer than the limit
    └── EvaluationFailed            the text is fine, these answers are not: no date, too much work

No fault carries an answer: the data come from the author's text only, so a fault may be logged.
The sentences people read are in `messages`.
"""

from collections.abc import Mapping


class ExpressionFault(Exception):
    """Something is wrong at `offset`; `data` fills the message template that `code` names."""

    def __init__(self, code: str, offset: int, data: Mapping[str, object]) -> None:
        super().__init__(f"{code} at {offset}")
        self.code = code
        self.offset = offset
        self.data = dict(data)


class ExpressionError(ExpressionFault):
    """The text is not an expression that can be carried."""


class SyntaxRefused(ExpressionError):
    """`found` stands where `expected` should; that is a key of `messages.EXPECTED` or a literal sign."""

    def __init__(self, offset: int, found: str, expected: str) -> None:
        super().__init__("syntax", offset, {"found": found, "expected": expected})
        self.found = found
        self.expected = expected


class UnsupportedConstruct(ExpressionError):
    """`name` is not carried; `nearest` is what the author probably meant, if anything is near.

    `kind` is one of function, path, name, reference, quoted, union, variable.
    """

    def __init__(self, offset: int, name: str, nearest: str | None = None, *, kind: str = "function") -> None:
        super().__init__(f"unsupported_{kind}", offset, {"name": name, "nearest": nearest})
        self.name = name
        self.nearest = nearest
        self.kind = kind


class WrongArity(ExpressionError):
    """`name` takes from `least` to `most` arguments (None: any number), `paired`: only an even number."""

    def __init__(
        self, offset: int, name: str, given: int, least: int, most: int | None, *, paired: bool = False
    ) -> None:
        data = {"name": name, "given": given, "least": least, "most": most, "paired": paired}
        super().__init__("arity", offset, data)
        self.name = name
        self.given = given
        self.least = least
        self.most = most


class NodesExpected(ExpressionError):
    """The argument of `name` must be `${question}` or several joined by `|`."""

    def __init__(self, offset: int, name: str) -> None:
        super().__init__("nodes_expected", offset, {"name": name})
        self.name = name


class PatternRefused(ExpressionError):
    """The regular expression at `offset` is refused; `problem` is a key of `messages.PATTERN_PROBLEMS`."""

    def __init__(self, offset: int, problem: str, found: str, at: int) -> None:
        super().__init__("pattern", offset, {"problem": problem, "found": found, "at": at})
        self.problem = problem
        self.found = found
        self.at = at


class TooDeep(ExpressionError):
    def __init__(self, offset: int, limit: int) -> None:
        super().__init__("too_deep", offset, {"limit": limit})
        self.limit = limit


class TooLong(ExpressionError):
    def __init__(self, offset: int, length: int, limit: int) -> None:
        super().__init__("too_long", offset, {"length": length, "limit": limit})
        self.length = length
        self.limit = limit


class EvaluationFailed(ExpressionFault):
    """The answers do not fit the expression, or it costs too much; `code` is that of a template."""

    def __init__(self, offset: int, code: str, **data: object) -> None:
        super().__init__(code, offset, data)
