"""What is read, what is refused, and where the refusal points."""

import pytest

from surveys.expressions import (
    ExpressionError,
    NodesExpected,
    PatternRefused,
    SyntaxRefused,
    TooDeep,
    TooLong,
    UnsupportedConstruct,
    WrongArity,
    evaluate,
    parse,
)
from surveys.expressions.functions import FOREIGN, FUNCTIONS
from surveys.expressions.messages import EXPECTED, LANGUAGES, PATTERN_PROBLEMS, TEMPLATES, describe
from surveys.expressions.parser import MAX_DEPTH
from surveys.expressions.tokens import MAX_LENGTH, NEAR_MISSES
from tests.surveys.expressions.scene import scope

SYNTAX = [
    ("", 0, "", "operand"),
    ("   ", 3, "", "operand"),
    ("1 +", 3, "", "operand"),
    ("1 2", 2, "2", "operator"),
    ("'a' 'b'", 4, "b", "operator"),
    ("${a} ${b}", 5, "b", "operator"),
    ("(1", 2, "", ")"),
    ("1)", 1, ")", "operator"),
    ("if(1, 2", 7, "", ")"),
    ("if(1, , 2)", 6, ",", "operand"),
    ("concat('a',)", 11, ")", "operand"),
    ("'abc", 0, "'", "closing_quote"),
    ('concat("a)', 7, '"', "closing_quote"),
    ("${", 0, "${", "reference"),
    ("${}", 0, "${", "reference"),
    ("${ a }", 0, "${", "reference"),
    ("${a", 0, "${", "reference"),
    ("${1a}", 0, "${", "reference"),
    ("1 AND 2", 2, "AND", "and"),
    ("1 Or 2", 2, "Or", "or"),
    ("6 DIV 2", 2, "DIV", "div"),
    ("${a} == 1", 5, "==", "="),
    ("instance(${a})/root/item", 9, "a", "list_name"),
    ("instance('c')/root", 18, "", "lookup_path"),
    ("instance('c')/root/other/label", 19, "other", "lookup_path"),
    ("instance('c')/root/item", 23, "", "column"),
    ("count(instance('c')/root/item + 1)", 30, "+", "column"),
    ("instance('c')/root/item[name = 'y'/label", 34, "/", "]"),
    ("${a} && ${b}", 5, "&&", "and"),
    ("!selected(., 'a')", 0, "!", "not()"),
    ("10 % 3", 3, "%", "mod"),
    ("‘a’", 0, "‘", "'"),
    ("if(1; 2; 3)", 4, ";", ","),
    ("1 ≥ 2", 2, "≥", ">="),
    ("1\x00 + 1", 1, "\x00", "operand"),
    ("#", 0, "#", "operand"),
    ("+1", 0, "+", "operand"),
    ("jr:choice-name('a', ${b})", 20, "b", "quoted_reference"),
    ("jr:choice-name('a', 'b')", 20, "b", "quoted_reference"),
]


@pytest.mark.parametrize(("source", "offset", "found", "expected"), SYNTAX)
def test_a_slip_is_named_at_its_place(source: str, offset: int, found: str, expected: str) -> None:
    with pytest.raises(SyntaxRefused) as refused:
        parse(source)
    fault = refused.value
    assert (fault.offset, fault.found, fault.expected) == (offset, found, expected)


def test_a_star_where_a_value_belongs_is_a_path() -> None:
    with pytest.raises(UnsupportedConstruct) as refused:
        parse("1 + * 2")
    assert refused.value.offset == 4


UNSUPPORTED = [
    ("position(..)", 0, "position", None),
    ("1 + indexed-repeat(${a}, ${b}, 1)", 4, "indexed-repeat", None),
    ("instance('c')/root/item[. = 'y']/label", 24, ".", None),
    ("instance('c')/root/item[string-length() > 1]/label", 24, "string-length()", None),
    ("instance('c')/root/item[position() = 1]/label", 24, "position", None),
    ("instance('c')/root/item/label/text", 29, "/", "div"),
    ("pulldata('f', 'a', 'b', ${c})", 0, "pulldata", None),
    ("version()", 0, "version", None),
    ("count_selected(.)", 0, "count_selected", "count-selected"),
    ("cuont-selected(.)", 0, "cuont-selected", "count-selected"),
    ("Selected(${a}, 'b')", 0, "Selected", "selected"),
    ("stringlength(.)", 0, "stringlength", "string-length"),
    ("jr:choicename('a', '${b}')", 0, "jr:choicename", "jr:choice-name"),
    ("IF(1, 2, 3)", 0, "IF", "if"),
    ("qwertyuiop(1)", 0, "qwertyuiop", None),
    ("/data/age", 0, "/", None),
    ("//age", 0, "//", None),
    ("../age > 1", 0, "..", None),
    ("./age", 0, "./", None),
    ("@id", 0, "@", None),
    ("self::node()", 0, "self::", None),
    ("age/x", 0, "age/", None),
    ("item[1]", 0, "item[", None),
    ("${a}[1]", 4, "[", None),
    ("${a}/x", 4, "/", "div"),
    ("${a} / 2", 5, "/", "div"),
    ("*", 0, "*", None),
    ("age > 18", 0, "age", "${age}"),
    ("true", 0, "true", "true()"),
    ("TODAY > 1", 0, "TODAY", "today()"),
    ("concat('Hello ${name}')", 14, "${name}", None),
    ("${a} | ${b}", 5, "|", None),
    ("if(1, ${a} | ${b}, 2)", 11, "|", None),
    ("${last-saved#a}", 0, "${last-saved#…}", None),
    ("$a", 0, "$", "${…}"),
]


@pytest.mark.parametrize(("source", "offset", "name", "nearest"), UNSUPPORTED)
def test_what_is_not_carried_is_refused_by_name(source: str, offset: int, name: str, nearest: str | None) -> None:
    with pytest.raises(UnsupportedConstruct) as refused:
        parse(source)
    assert refused.value.offset == offset
    assert refused.value.nearest == nearest
    assert refused.value.name == name


@pytest.mark.parametrize(
    ("source", "given", "least", "most"),
    [
        ("true(1)", 1, 0, 0),
        ("not()", 0, 1, 1),
        ("if(1, 2)", 2, 3, 3),
        ("if(1, 2, 3, 4)", 4, 3, 3),
        ("coalesce(1, 2, 3)", 3, 2, 2),
        ("selected(${a})", 1, 2, 2),
        ("substr('a')", 1, 2, 3),
        ("concat()", 0, 1, None),
        ("join(',')", 1, 2, None),
        ("weighted-checklist(1, 2, 3)", 3, 4, None),
        ("weighted-checklist(1, 2, 3, 4, 5)", 5, 4, None),
        ("jr:choice-name('a')", 1, 2, 2),
        ("today(1)", 1, 0, 0),
        ("string-length('a', 'b')", 2, 0, 1),
    ],
)
def test_a_wrong_number_of_arguments_is_counted(source: str, given: int, least: int, most: int | None) -> None:
    with pytest.raises(WrongArity) as refused:
        parse(source)
    assert (refused.value.given, refused.value.least, refused.value.most) == (given, least, most)


@pytest.mark.parametrize("source", ["sum(1 + 2)", "count('a')", "count-non-empty(1)", "max(${a} | 5)"])
def test_only_questions_can_be_counted(source: str) -> None:
    with pytest.raises(NodesExpected):
        parse(source)


def test_depth_and_length_have_limits() -> None:
    parse("(" * (MAX_DEPTH - 1) + "1" + ")" * (MAX_DEPTH - 1))
    with pytest.raises(TooDeep):
        parse("(" * MAX_DEPTH + "1" + ")" * MAX_DEPTH)
    with pytest.raises(TooDeep):
        parse("-" * MAX_LENGTH)
    parse("1" * MAX_LENGTH)
    with pytest.raises(TooLong):
        parse("1" * (MAX_LENGTH + 1))


def test_a_choice_filter_may_name_columns_and_nothing_else_may() -> None:
    chosen = parse("region = ${region} and size > 2", choice_filter=True)
    assert (chosen.columns, chosen.references) == ({"region", "size"}, {"region"})
    assert evaluate(chosen, scope({"region": "north"})) is True
    assert evaluate(chosen, scope({"region": "south"})) is False
    with pytest.raises(UnsupportedConstruct):
        parse("region = ${region}")


def test_references_and_the_question_itself_are_known_without_evaluating() -> None:
    assert parse("if(${a} > 1, ${b}, jr:choice-name(${c}, '${d}'))").references == {"a", "b", "c", "d"}
    assert parse("sum(${a} | ${b})").references == {"a", "b"}
    assert not parse("${a} > 1").uses_self
    assert not parse("string-length(${a})").uses_self
    for own in (". > 1", "once(1)", "1 + string-length()", "normalize-space()", "if(1, -(.), 2)"):
        assert parse(own).uses_self, own


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("1+2*3", "1 + 2 * 3"),
        ("(1+2)*3", "(1 + 2) * 3"),
        ("(1-2)-3", "(1 - 2) - 3"),
        ("1-2-3", "1 - 2 - 3"),
        ("-(1+2)", "-(1 + 2)"),
        ("--1", "--1"),
        ("((${a}))", "${a}"),
        ('"it\'s"', '"it\'s"'),
        ('"a"', "'a'"),
        ("selected( ${a} ,'b' )", "selected(${a}, 'b')"),
        ("sum(${a}|${b})", "sum(${a} | ${b})"),
        ("jr:choice-name( 'a',\"${b}\" )", "jr:choice-name('a', '${b}')"),
        ("(a or b) and c", "(a or b) and c"),
    ],
)
def test_a_tree_is_printed_with_the_brackets_it_needs(source: str, printed: str) -> None:
    expression = parse(source, choice_filter=True)
    assert str(expression) == printed
    assert parse(printed, choice_filter=True) == expression
    assert expression.source == source


def _faults() -> list[ExpressionError]:
    sources = [case[0] for case in SYNTAX] + [case[0] for case in UNSUPPORTED]
    sources += ["if(1)", "substr(1)", "concat()", "sum(1)", "(" * 99, "1" * 30_000, "regex(., '(?=a)')"]
    sources += [f"weighted-checklist({arguments})" for arguments in ("1", "1,2,3,4,5")]
    faults = []
    for source in sources:
        with pytest.raises(ExpressionError) as refused:
            parse(source)
        faults.append(refused.value)
    return faults


def test_every_refusal_has_a_sentence_in_both_languages() -> None:
    for fault in _faults():
        russian, english = (describe(fault, language) for language in LANGUAGES)
        assert russian != english
        assert not {"{", "}"} & set(russian.replace("${", "").replace("}", "")), russian
        assert russian[-1] in ".?", russian
        assert english[-1] in ".?", english


def test_no_text_is_left_unused_or_half_translated() -> None:
    for table in (EXPECTED, PATTERN_PROBLEMS, TEMPLATES):
        for key, (russian, english) in table.items():
            assert russian, key
            assert english, key
            assert any("а" <= letter <= "я" for letter in russian), key
            assert not any("а" <= letter <= "я" for letter in english.replace("имя", "")), key


def test_near_misses_lead_to_something_that_exists() -> None:
    signs = {"=", "!=", "<=", ">=", "and", "or", "mod", "div", "not()", "*", "-", ",", "'", '"'}
    assert set(NEAR_MISSES.values()) <= signs


def test_a_function_is_either_carried_or_foreign() -> None:
    assert not FOREIGN & set(FUNCTIONS)


def test_a_bad_pattern_is_refused_before_anybody_answers() -> None:
    with pytest.raises(PatternRefused) as refused:
        parse("regex(., '[0-9')")
    assert (refused.value.problem, refused.value.offset) == ("unbalanced", 9)
