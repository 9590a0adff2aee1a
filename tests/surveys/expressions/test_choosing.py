"""Choice questions, conditions, checklists and sets (docs.getodk.org/form-operators-functions)."""

import math

import pytest

from tests.surveys.expressions.scene import same, value_of

TABLE: list[tuple[str, object]] = [
    ("selected(${many}, 'queue')", True),
    ("selected(${many}, 'que')", False),
    ("selected(${many}, ' rude ')", True),
    ("selected(${many}, 'queue rude')", False),
    ("selected(${one}, 'clean')", True),
    ("selected(${skipped}, 'clean')", False),
    ("selected('a b c', 'b')", True),
    ("selected('1 2 3', 2)", True),
    ("selected('', '')", True),
    ("selected(${many}, '')", False),
    ("selected-at(${many}, 0)", "queue"),
    ("selected-at(${many}, 2)", "dirty"),
    ("selected-at(${many}, 3)", ""),
    ("selected-at(${many}, -1)", ""),
    ("selected-at(${many}, 1.9)", "rude"),
    ("selected-at(${many}, 'x')", ""),
    ("selected-at(${skipped}, 0)", ""),
    ("count-selected(${many})", 3),
    ("count-selected(${one})", 1),
    ("count-selected(${skipped})", 0),
    ("count-selected(${none_chosen})", 0),
    ("count-selected('a  b')", 2),
    ("jr:choice-name('queue', '${many}')", "Очередь"),
    ("jr:choice-name(selected-at(${many}, 1), '${many}')", "Грубость"),
    ("jr:choice-name(${one}, '${one}')", "Чисто"),
    ("jr:choice-name( 'dirty' , \" ${many} \" )", ""),
    ("if(${age} > 18, 'adult', 'child')", "adult"),
    ("if('', 1, 2)", 2),
    ("if('no', 1, 2)", 1),
    ("if(${skipped}, 1, 2)", 2),
    ("if(true(), today() = today(), date('x'))", True),
    ("if(false(), date('x'), 'fine')", "fine"),
    ("if(1, if(0, 'a', 'b'), 'c')", "b"),
    ("coalesce(${skipped}, 'x')", "x"),
    ("coalesce(${name}, 'x')", "Анна Иванова"),
    ("coalesce('', '')", ""),
    ("coalesce(0, 5)", 0),
    ("coalesce(0 div 0, 5)", 5),
    ("coalesce(${age}, date('x'))", 42),
    ("coalesce(${none_chosen}, 'none')", "none"),
    ("checklist(1, 2, ${yes}, ${no}, ${skipped})", True),
    ("checklist(2, -1, ${yes}, ${no})", False),
    ("checklist(-1, 1, ${yes}, ${yes})", False),
    ("checklist(-1, -1, ${no})", True),
    ("checklist(2, 2, ${age} > 1, ${age} > 2, ${age} > 100)", True),
    ("checklist(1, 1, 5, 0, -1)", True),
    ("checklist(2, 2, ${yes} | ${no} | ${yes})", True),
    ("weighted-checklist(5, 10, ${yes}, 3, ${yes}, 4, ${no}, 100)", True),
    ("weighted-checklist(8, -1, ${yes}, 3, ${yes}, 4)", False),
    ("weighted-checklist(-1, 6.5, ${yes}, 3, ${yes}, 4)", False),
    ("sum(${age})", 42),
    ("sum(${age} | ${half} | ${minus})", 35.5),
    ("sum(${skipped} | ${age})", 42),
    ("sum(${name})", 0),
    ("count(${age} | ${skipped})", 2),
    ("count(${age})", 1),
    ("count-non-empty(${age} | ${skipped} | ${empty} | ${name})", 2),
    ("count-non-empty(${none_chosen})", 0),
    ("min(3, 1, 2)", 1),
    ("max(3, '11', 2)", 11),
    ("max(-5, -3)", -3),
    ("min(${age}, ${skipped})", 42),
    ("max(${skipped}, ${empty})", math.nan),
    ("min(${age} | ${half} | ${minus})", -7),
    ("max(${age})", 42),
    ("join(', ', ${one}, ${yes})", "clean, yes"),
    ("join('-', ${one} | ${yes} | ${no})", "clean-yes-no"),
    ("concat(${one} | ${yes})", "cleanyes"),
]


@pytest.mark.parametrize(("source", "expected"), TABLE)
def test_choosing(source: str, expected: object) -> None:
    wanted = float(expected) if isinstance(expected, int) and not isinstance(expected, bool) else expected
    assert same(value_of(source), wanted)


def test_once_gives_the_first_value_for_ever() -> None:
    assert value_of("once('new')") == "new"
    assert value_of("once('new')", own="old") == "old"
    assert value_of("once('new')", own="") == "new"
    assert value_of("once('new')", own=0) == 0


def test_chance_comes_from_the_scope_and_nowhere_else() -> None:
    assert value_of("random()") == value_of("random()") == pytest.approx(0.32383276483316237)
    assert value_of("uuid()") == value_of("uuid()")
    drawn = value_of("uuid()")
    assert isinstance(drawn, str)
    assert (len(drawn), drawn[14]) == (36, "4")
    assert value_of("string-length(uuid(12))") == 12
    assert value_of("uuid(0)") == ""
