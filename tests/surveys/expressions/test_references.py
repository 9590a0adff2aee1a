"""References: where they stand, what was meant, renaming, piping into labels."""

from surveys.expressions import parse
from surveys.expressions.references import Place, collect, collect_piped, interpolate, rename, unknown
from tests.surveys.expressions.scene import scope


def test_every_reference_is_found_at_its_place() -> None:
    expression = parse("if(${age} > 1, sum(${a} | ${b}), jr:choice-name(${c}, '${d}'))")
    source = expression.source
    assert [place.name for place in collect(expression)] == ["age", "a", "b", "c", "d"]
    for place in collect(expression):
        assert source.startswith(f"${{{place.name}}}", place.offset)


def test_a_misspelt_reference_is_reported_with_the_nearest_name() -> None:
    places = collect(parse("${nmae} = 'x' and ${age} > ${zzzzz} and ${Age} = 1"))
    found = unknown(places, ["name", "age", "city"])
    assert [(each.place, each.nearest) for each in found] == [
        (Place("nmae", 0), "name"),
        (Place("zzzzz", 27), None),
        (Place("Age", 40), "age"),
    ]


def test_references_of_a_label_are_found_too() -> None:
    assert collect_piped("Здравствуйте, ${name}! Вам ${age}? ${ нет }") == (
        Place("name", 14),
        Place("age", 27),
    )


def test_renaming_touches_references_only() -> None:
    renamed = rename("${a} + ${ab} = 'a' and selected(${a}, 'a')", {"a": "b"})
    assert renamed == "${b} + ${ab} = 'a' and selected(${b}, 'a')"


def test_a_label_shows_answers_as_people_read_them() -> None:
    shown = interpolate("${name}, ${age}: ${one} / ${many} / ${half} [${skipped}] ${visit}", scope())
    assert shown == ("Анна Иванова, 42: Чисто / Очередь, Грубость, dirty / 0.5 [] 2026-11-20T09:15:00.000+03:00")


def test_an_answer_that_looks_like_a_reference_is_shown_as_it_is() -> None:
    assert interpolate("${a} ${b}", scope({"a": r"${b} \1 \g<0>", "b": "$"})) == r"${b} \1 \g<0> $"


def test_a_label_without_references_is_left_alone() -> None:
    for text in ("", "100 $", "${", "${}", "${a b}", "$a", "{name}"):
        assert interpolate(text, scope({"a": "x", "name": "y"})) == text
