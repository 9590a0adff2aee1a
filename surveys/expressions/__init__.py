"""The expression language of questionnaires: the part of ODK's XPath that Otklik carries.

`parse` reads a text once, `evaluate` computes its value from a `Scope`; both are pure, and both are bounded
in time and memory whatever the text is. What the language does not carry is refused by name, never guessed.
"""

from surveys.expressions.errors import (
    EvaluationFailed,
    ExpressionError,
    ExpressionFault,
    NodesExpected,
    PatternRefused,
    SyntaxRefused,
    TooDeep,
    TooLong,
    UnsupportedConstruct,
    WrongArity,
)
from surveys.expressions.evaluation import evaluate
from surveys.expressions.expression import Expression
from surveys.expressions.parser import parse
from surveys.expressions.scope import Chance, PlainScope, Scope
from surveys.expressions.values import Value, as_number, as_text, truth

__all__ = [
    "Chance",
    "EvaluationFailed",
    "Expression",
    "ExpressionError",
    "ExpressionFault",
    "NodesExpected",
    "PatternRefused",
    "PlainScope",
    "Scope",
    "SyntaxRefused",
    "TooDeep",
    "TooLong",
    "UnsupportedConstruct",
    "Value",
    "WrongArity",
    "as_number",
    "as_text",
    "evaluate",
    "parse",
    "truth",
]
