"""Whatever the text and the answers are: a value or one of our faults, soon, and print reads back."""

import random
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from datetime import time as clock

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from surveys.expressions import (
    EvaluationFailed,
    Expression,
    ExpressionError,
    PatternRefused,
    TooDeep,
    Value,
    as_number,
    as_text,
    evaluate,
    parse,
    truth,
)
from surveys.expressions.evaluation import MAX_TEXT
from surveys.expressions.functions import FUNCTIONS, Function
from surveys.expressions.syntax import (
    LEVELS,
    Call,
    Chain,
    ChoiceName,
    Column,
    Itself,
    Lookup,
    Negative,
    Node,
    Number,
    Reference,
    Text,
    Union,
)
from tests.surveys.expressions.scene import ANSWERS, MOSCOW, scope

NAMES = st.sampled_from([*ANSWERS, "nobody"])
REFERENCES = st.builds(Reference, NAMES)
QUESTIONS = st.one_of(REFERENCES, st.just(Itself()))
UNIONS = st.builds(Union, st.lists(QUESTIONS, min_size=2, max_size=3).map(tuple))
LITERALS = st.text("aя1 .-+/:%T'()[{\\dYm", max_size=6)
COLUMNS = st.sampled_from(["name", "label", "region"])
PREDICATES = st.one_of(
    st.builds(Chain, COLUMNS.map(Column), st.tuples(st.tuples(st.sampled_from(["=", "!=", "<>"]), REFERENCES))),
    st.integers(0, 3).map(lambda position: Number(str(position))),
)
LOOKUPS = st.builds(Lookup, st.sampled_from(["town", "nowhere"]), st.lists(PREDICATES, max_size=2).map(tuple), COLUMNS)
LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.from_regex(r"\A[0-9]{1,4}(\.[0-9]{0,3})?\Z").map(Number),
    st.sampled_from(["1e", "2026-11-22", "10:30", "yes", "", "%Y-%m"]).map(Text),
    LITERALS.map(Text),
    QUESTIONS,
)


def _chains(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    def of_level(signs: frozenset[str]) -> st.SearchStrategy[Node]:
        rest = st.lists(st.tuples(st.sampled_from(sorted(signs)), inner), min_size=1, max_size=3).map(tuple)
        return st.builds(Chain, inner.filter(lambda first: _level(first) not in signs), rest)

    return st.sampled_from(LEVELS).flatmap(of_level)


def _level(node: Node) -> str | None:
    return node.rest[0][0] if isinstance(node, Chain) else None


def _calls(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    def of(function: Function) -> st.SearchStrategy[Node]:
        most = function.least + 3 if function.most is None else function.most
        arity = st.integers(function.least, most).filter(function.accepts)
        argument = st.one_of(QUESTIONS, UNIONS, LOOKUPS) if function.only_nodes else inner
        return arity.flatmap(
            lambda n: st.builds(Call, st.just(function.name), st.lists(argument, min_size=n, max_size=n).map(tuple))
        )

    return st.sampled_from(sorted(FUNCTIONS.values(), key=lambda each: each.name)).flatmap(of)


NODES: st.SearchStrategy[Node] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        _chains(inner),
        _calls(inner),
        st.builds(Negative, inner),
        st.builds(ChoiceName, inner, REFERENCES),
        LOOKUPS,
    ),
    max_leaves=12,
)

VALUES: st.SearchStrategy[Value | None] = st.one_of(
    st.none(),
    st.text(max_size=8),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(timezones=st.just(MOSCOW)),
    st.datetimes(),
    st.times(),
    st.lists(st.text("abc", min_size=1, max_size=3), max_size=3).map(tuple),
)

KINDS = (str, float, bool, date, datetime, clock, tuple)


@settings(max_examples=60, deadline=None)
@given(NODES)
def test_a_printed_tree_reads_back_as_itself(node: Node) -> None:
    expression = None
    with suppress(PatternRefused, TooDeep):  # a literal that happens to be no pattern
        expression = parse(str(node))
    assume(expression is not None)
    assert expression == Expression(node, "")
    assert parse(str(expression)) == expression


@settings(max_examples=60, deadline=None)
@given(NODES, st.dictionaries(NAMES, VALUES, max_size=4), VALUES)
def test_evaluation_gives_a_value_or_fails_as_it_promises(
    node: Node, answers: dict[str, Value | None], own: Value | None
) -> None:
    try:
        value = evaluate(Expression(node, ""), scope({**ANSWERS, **answers}, own=own))
    except EvaluationFailed:
        return
    assert isinstance(value, KINDS)
    assert isinstance(truth(value), bool)
    assert isinstance(as_text(value), str)
    assert isinstance(as_number(value), float)
    again = evaluate(Expression(node, ""), scope({**ANSWERS, **answers}, own=own))
    assert as_text(again) == as_text(value)


@settings(max_examples=250, deadline=None)
@given(st.text())
def test_any_text_is_read_or_refused(source: str) -> None:
    _read(source)


PIECES = (
    *(f"{name}(" for name in FUNCTIONS),
    *"()()(),,.+-*/|='\"<>![]{}$@:;\\ \t\n0123456789",
    *("${age}", "${many}", "${skipped}", "'a'", "''", " and ", " or ", " div ", " mod ", "!=", "<=", ">="),
    *(
        "jr:choice-name(",
        "'${many}'",
        "today()",
        "true()",
        "2026-11-22",
        "..",
        "//",
        "position(",
        "я",
        "\x00",
    ),
)


def _soup(chance: random.Random) -> str:
    return "".join(chance.choice(PIECES) for _ in range(chance.randrange(1, 14)))


def _spoilt(chance: random.Random) -> str:
    """A sound expression with one place changed: the likeliest way to an unforeseen state."""
    sound = chance.choice(SOUND)
    at = chance.randrange(len(sound) + 1)
    cut = chance.randrange(3)
    return sound[:at] + chance.choice(("", *PIECES)) + sound[at + cut :]


SOUND = (
    "if(${age} > 18 and selected(${many}, 'queue'), concat(${name}, ' ', format-date(today(), '%d.%m')), '')",
    "round(sum(${age} | ${half}) div count(${age} | ${half}), 2) >= -1.5 or not(regex(., '[а-я]{2,5}'))",
    "jr:choice-name(selected-at(${many}, 0), '${many}') != coalesce(${skipped}, substr(${name}, -3, 2))",
    "weighted-checklist(1, -1, ${yes}, 2, ${no}, 3) = (decimal-time('10:30') * 24 mod 7 <= pow(2, 3))",
)


def _read(source: str) -> Expression | None:
    try:
        return parse(source)
    except ExpressionError as error:
        refused = error
    assert 0 <= refused.offset <= len(source)
    return None


def _fuzz(count: int, make: Callable[[random.Random], str], seed: int) -> int:
    """Reads and evaluates `count` texts; gives how many were sound."""
    chance = random.Random(seed)
    sound = 0
    world = scope()
    for _ in range(count):
        expression = _read(make(chance))
        if expression is None:
            continue
        sound += 1
        try:
            evaluate(expression, world)
        except EvaluationFailed:
            continue
    return sound


def test_a_soup_of_tokens_breaks_nothing() -> None:
    assert _fuzz(4_000, _soup, seed=1) > 50


def test_spoilt_expressions_break_nothing() -> None:
    assert _fuzz(2_500, _spoilt, seed=2) > 200


@pytest.mark.soak
def test_a_million_texts_break_nothing() -> None:
    assert _fuzz(500_000, _soup, seed=3) > 5_000
    assert _fuzz(500_000, _spoilt, seed=4) > 25_000


HOSTILE = {
    "brackets": "(" * 10_000,
    "closed brackets": "(" * 9_000 + "1" + ")" * 9_000,
    "calls": "not(" * 4_000,
    "minuses": "-" * 19_999 + "1",
    "a megabyte": "a" * 1_000_000,
    "a megabyte of quotes": "'" * 1_000_001,
    "a megabyte of references": "${" * 500_000,
    "a chain": " or ".join(["${age} = 1"] * 1_400),
    "a sum": "1" + "+1" * 9_900,
    "a union": "sum(" + "|".join(["${age}"] * 2_800) + ")",
    "arguments": "concat(" + ",".join(["1"] * 9_900) + ")",
    "dots": "." * 20_000,
    "digits": "9" * 20_000,
    "operators": "1" + "*" * 19_000,
    "a long name": "x" * 15_000 + "(1)",
    "long texts": "concat(" + ",".join(["${big}"] * 2_000) + ")",
    "translations": "+".join(["string-length(translate(${big}, 'a', 'b'))"] * 400),
    "doublings": "concat(" * 60 + "${big}" + ", ${big})" * 60,
    "cheap patterns": " or ".join(["regex(${age}, '(a|b)*a(a|b){20}')"] * 400),
    "patterns": " or ".join(["regex(${big}, '(a|b)*a(a|b){20}')"] * 400),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_expression_is_answered_or_refused_within_two_seconds(name: str) -> None:
    world = scope({"age": 42, "big": "ab" * (MAX_TEXT // 2)})
    before = time.process_time()
    expression = _read(HOSTILE[name])
    if expression is not None:
        with suppress(EvaluationFailed):
            evaluate(expression, world)
        str(expression)
        assert expression.references <= {"age", "big"}
    assert time.process_time() - before < 2


def test_a_result_past_the_limit_of_a_text_is_refused() -> None:
    world = scope({"big": "a" * MAX_TEXT})
    assert evaluate(parse("string-length(${big})"), world) == MAX_TEXT
    with pytest.raises(EvaluationFailed) as failed:
        evaluate(parse("concat(${big}, 'a')"), world)
    assert failed.value.code == "text_too_long"


def test_an_answer_past_the_limit_of_a_text_is_refused() -> None:
    with pytest.raises(EvaluationFailed):
        evaluate(parse("${big}"), scope({"big": "a" * (MAX_TEXT + 1)}))
