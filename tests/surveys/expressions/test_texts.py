"""Functions of texts: XPath 1.0 4.2 and ODK's additions."""

import pytest

from tests.surveys.expressions.scene import same, value_of

TABLE: list[tuple[str, object]] = [
    ("string-length('')", 0),
    ("string-length('Отклик')", 6),
    ("string-length('👍')", 1),
    ("string-length(${age})", 2),
    ("string-length(${many})", 16),
    ("concat('a')", "a"),
    ("concat('a', 1, true())", "a1true"),
    ("concat(${name}, ', ', ${skipped})", "Анна Иванова, "),
    ('concat("it\'s", \' "so"\')', 'it\'s "so"'),
    ("substr('hello', 1)", "ello"),
    ("substr('hello', 1, 3)", "el"),
    ("substr('hello', 0, 1)", "h"),
    ("substr('hello', -3)", "llo"),
    ("substr('hello', 0, -1)", "hell"),
    ("substr('hello', -3, -1)", "ll"),
    ("substr('hello', 3, 1)", ""),
    ("substr('hello', 9)", ""),
    ("substr('hello', 0, 99)", "hello"),
    ("substr('hello', -99, 2)", "he"),
    ("substr('hello', 'x', 2)", "he"),
    ("substr('hello', 1.9)", "ello"),
    ("substr('hello', 0, 1 div 0)", "hello"),
    ("substr(12345, 1, 3)", "23"),
    ("substring-before('1999/04/01', '/')", "1999"),
    ("substring-before('abc', 'x')", ""),
    ("substring-before('abc', 'a')", ""),
    ("substring-before('abc', '')", ""),
    ("substring-after('1999/04/01', '/')", "04/01"),
    ("substring-after('abc', 'x')", ""),
    ("substring-after('abc', '')", "abc"),
    ("substring-after('abc', 'c')", ""),
    ("translate('bar', 'abc', 'ABC')", "BAr"),
    ("translate('--aaa--', 'abc-', 'ABC')", "AAA"),
    ("translate('aaa', 'aa', 'xy')", "xxx"),
    ("translate(${phone}, '+ -', '')", "79123456789"),
    ("translate('ab', 'ab', 'ba')", "ba"),
    ("contains('Отклик', 'кли')", True),
    ("contains('Отклик', 'КЛИ')", False),
    ("contains('abc', '')", True),
    ("contains('', 'a')", False),
    ("starts-with(${phone}, '+7')", True),
    ("starts-with('abc', 'b')", False),
    ("starts-with('abc', '')", True),
    ("ends-with('file.pdf', '.pdf')", True),
    ("ends-with('file.pdf', '.PDF')", False),
    ("ends-with('', 'x')", False),
    ("normalize-space('  a \t b\nc  ')", "a b c"),
    ("normalize-space('')", ""),
    ("normalize-space(${name})", "Анна Иванова"),
    ("join(' ', 'a', 'b', 'c')", "a b c"),
    ("join('', 1, 2)", "12"),
    ("join(', ', ${skipped}, 'b')", ", b"),
    ("string('x')", "x"),
    ("'single \"double\" inside'", 'single "double" inside'),
    ('"it\'s"', "it's"),
    ("''", ""),
    ("'and or div mod not()'", "and or div mod not()"),
]


@pytest.mark.parametrize(("source", "expected"), TABLE)
def test_texts(source: str, expected: object) -> None:
    wanted = float(expected) if isinstance(expected, int) and not isinstance(expected, bool) else expected
    assert same(value_of(source), wanted)
