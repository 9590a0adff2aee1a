"""`instance('list')/root/item[…]/column`: the form's own lists read from an expression and from a label."""

import random

import pytest

from surveys.expressions import EvaluationFailed, PlainScope, Value, evaluate, parse
from surveys.expressions.evaluation import MAX_WORK, ROW_WORK
from surveys.expressions.references import interpolate, lookups_in
from tests.surveys.expressions.scene import NOW

TOWNS: list[dict[str, Value | None]] = [
    {"name": "a", "label": "Алмаз", "region": "n", "people": "300"},
    {"name": "b", "label": "Берёза [юг]", "region": "s", "people": "20"},
    {"name": "c", "label": "Восток", "region": "s", "people": None},
]
REGIONS: list[dict[str, Value | None]] = [{"name": "n", "label": "Север"}, {"name": "s", "label": "Юг"}]


def scope(**answers: Value | None) -> PlainScope:
    return PlainScope(NOW, random.Random(7), answers, lists={"town": TOWNS, "region": REGIONS})


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("instance('town')/root/item[name = ${t}]/label", "Берёза [юг]"),
        ("instance('town')/root/item[region = 's']/label", "Берёза [юг]"),
        ("instance('town')/root/item[name = 'z']/label", ""),
        ("instance('town')/root/item[region = 's'][2]/name", "c"),
        ("instance('town')/root/item[region = 's' and number(people) < 100]/name", "b"),
        ("instance('town')/root/item[starts-with(label, 'Вост')]/name", "c"),
        ("count(instance('town')/root/item)", 3.0),
        ("count(instance('town')/root/item[region = 's'])", 2.0),
        ("count(instance('town')/root/item/people)", 2.0),
        ("sum(instance('town')/root/item/people)", 320.0),
        ("join(', ', instance('town')/root/item[region != 'n']/name)", "b, c"),
        ("instance('town')/root/item[name = ${t}]/region = 's'", True),
        ("if(instance('town')/root/item[name = 'z']/label, 1, 2)", 2.0),
    ],
)
def test_a_lookup_finds_what_fits(source: str, expected: object) -> None:
    assert evaluate(parse(source), scope(t="b")) == expected


def test_a_bare_name_belongs_to_the_innermost_list() -> None:
    nested = "instance('region')/root/item[name = instance('town')/root/item[name = ${t}]/region]/label"

    assert [evaluate(parse(nested), scope(t=town)) for town in "abc"] == ["Север", "Юг", "Юг"]


def test_outside_a_choice_filter_a_bare_name_stands_only_between_the_brackets() -> None:
    both = parse("region = instance('town')/root/item[name = ${t}]/region", choice_filter=True)

    assert both.columns == {"region"}
    assert both.references == {"t"}


def test_a_list_that_is_not_there_is_named() -> None:
    with pytest.raises(EvaluationFailed) as failed:
        evaluate(parse("1 + count(instance('towns')/root/item)"), scope())

    assert (failed.value.code, failed.value.offset, failed.value.data) == ("no_list", 10, {"name": "towns"})


def test_a_list_within_a_list_is_read_once_and_not_for_every_row() -> None:
    rows: list[dict[str, Value | None]] = [{"name": str(number)} for number in range(2_000)]
    nested = "count(instance('l')/root/item[name = instance('l')/root/item[name = '7']/name])"
    assert len(rows) ** 2 > MAX_WORK

    assert evaluate(parse(nested), PlainScope(NOW, random.Random(7), lists={"l": rows})) == 1


def test_a_list_too_long_to_look_at_is_an_error_and_no_wait() -> None:
    rows: list[dict[str, Value | None]] = [{"name": "x"}] * (MAX_WORK // ROW_WORK + 1)

    with pytest.raises(EvaluationFailed) as failed:
        evaluate(parse("count(instance('l')/root/item)"), PlainScope(NOW, random.Random(7), lists={"l": rows}))

    assert failed.value.code == "too_much_work"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Вы из: instance('town')/root/item[name = ${t}]/label, верно?", "Вы из: Берёза [юг], верно?"),
        ('${t}: instance("region")/root/item[name = "s"]/label', "b: Юг"),
        ("instance('town')/root/item[contains(label, ']')]/name", "b"),
        ("instance('nowhere')/root/item[name = 'x']/label!", "!"),
        ("an instance(s) of it", "an instance(s) of it"),
    ],
)
def test_a_label_says_what_its_lookups_find(text: str, said: str) -> None:
    assert interpolate(text, scope(t="b")) == said


def test_what_a_lookup_finds_is_not_looked_into_again() -> None:
    tricky: list[dict[str, Value | None]] = [{"name": "a", "label": "${t} instance('l')/root/item[name = 'a']/label"}]
    found = interpolate(
        "instance('l')/root/item[1]/label", PlainScope(NOW, random.Random(7), {"t": "x"}, lists={"l": tricky})
    )

    assert found == tricky[0]["label"]


def test_a_lookup_in_a_label_ends_at_a_space() -> None:
    text = "x instance('l')/root/item[a = ' ] ']/b c instance('l') instance('l')/root/item[a"

    assert [(found.offset, found.name) for found in lookups_in(text)] == [
        (2, "instance('l')/root/item[a = ' ] ']/b"),
        (41, "instance('l')"),
        (55, "instance('l')/root/item[a"),
    ]


def test_the_sign_of_spreadsheets_is_read_and_noticed() -> None:
    assert evaluate(parse("1 <> 2"), scope()) is True
    assert parse("instance('town')/root/item[name <> 'a']/label").uses_spreadsheet_signs
    assert not parse("1 != 2 and '<>' = '<>'").uses_spreadsheet_signs
