"""`otklik evaluate`, as a person and as a program meets it."""

import json

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from bot.cli.evaluate import MISUSES, add_to

NOW = ["--now", "2026-11-22T22:30:00+00:00", "--timezone", "Europe/Moscow"]


def run(*arguments: str, lines: str | bytes | None = None) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)  # a lone command would lose its name
    add_to(app)
    return CliRunner().invoke(app, ["evaluate", *arguments], input=lines)


@pytest.mark.parametrize(
    ("expression", "answers", "value"),
    [
        ("${a} + 1", {"a": 2}, 3),
        ("${a} div 2", {"a": 3}, 1.5),
        ("${a}", {"a": "Да"}, "Да"),
        ("${a}", {"a": ["x", "y"]}, "x y"),
        ("selected(${a}, 'y')", {"a": ["x", "y"]}, True),
        ("${a}", {"a": None}, ""),
        ("${a}", {"a": True}, True),
        (". > 3", {".": "4"}, True),
        ("today()", {}, "2026-11-23"),
        ("now()", {}, "2026-11-23T01:30:00.000+03:00"),
        ("0 div 0", {}, "NaN"),
        ("-1 div 0", {}, "-Infinity"),
        ("-1 + 2", {}, 1),
        ("pow(10, 20)", {}, 1e20),
        ("${a}", {"a": "\ud800"}, "\ud800"),
    ],
)
def test_a_value_is_one_line_of_json(expression: str, answers: object, value: object) -> None:
    result = run(expression, "--answers", json.dumps(answers), *NOW)
    assert result.exit_code == 0
    assert result.stdout.count("\n") == 1
    assert json.loads(result.stdout) == {"value": value}


def test_a_whole_number_has_no_fraction() -> None:
    assert run("6 div 2").stdout == '{"value": 3}\n'


@pytest.mark.parametrize(
    ("expression", "code", "offset", "russian", "english"),
    [
        ("cuont(${a})", "unsupported_function", 0, "Возможно, нужна «count»", "Did you mean “count”"),
        ("1 +", "syntax", 3, "Выражение оборвано", "ends too early"),
        ("2 * date('x')", "not_a_date", 4, "не дату", "not a date"),
    ],
)
def test_a_refusal_says_what_where_and_what_to_do(
    expression: str, code: str, offset: int, russian: str, english: str
) -> None:
    for language, words in (("ru", russian), ("en", english)):
        result = run(expression, "--lang", language)
        error = json.loads(result.stdout)["error"]
        assert (result.exit_code, error["code"], error["offset"]) == (1, code, offset)
        assert words in error["message"]


def test_lines_are_answered_one_by_one_and_the_worst_decides_the_status() -> None:
    lines = [
        json.dumps({"expr": "${a} = 'б'", "answers": {"a": "б"}}),
        "",
        json.dumps({"expr": "1 + 1"}),
    ]
    good = run("-", lines="\n".join(lines))
    assert [json.loads(line) for line in good.stdout.splitlines()] == [{"value": True}, {"value": 2}]
    assert good.exit_code == 0
    refused = run("-", lines="\n".join([*lines, json.dumps({"expr": "1 +"})]))
    assert refused.exit_code == 1
    assert json.loads(refused.stdout.splitlines()[-1])["error"]["code"] == "syntax"


@pytest.mark.parametrize(
    "line",
    [b"no json", b"[]", b"1", b'{"expr": 5}', b'{"answers": {}}', b"\xff\xfe", b"[" * 100_000, b"9" * 10_000],
)
def test_a_line_that_is_no_request_is_reported_and_the_next_is_answered(line: bytes) -> None:
    result = run("-", lines=line + b'\n{"expr": "1"}\n')
    first, second = map(json.loads, result.stdout.splitlines())
    assert first["error"]["code"] == "bad_line"
    assert second == {"value": 1}
    assert result.exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["1", "--answers", "[]"],
        ["1", "--answers", "{"],
        ["1", "--answers", '{"a": {"b": 1}}'],
        ["1", "--answers", '{"a": [[1]]}'],
        ["1", "--now", "yesterday"],
        ["1", "--now", "2026-11-22T10:00:00"],
        ["1", "--timezone", "Mars/Olympus"],
        ["1", "--timezone", "../../etc/passwd"],
        ["1", "--lang", "tt"],
        ["1", "2"],
        [],
    ],
)
def test_misuse_is_status_two_and_prints_no_value(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_misuses_are_told_in_both_languages() -> None:
    for russian, english in MISUSES.values():
        assert any("а" <= letter <= "я" for letter in russian)
        assert not any("а" <= letter <= "я" for letter in english)
    assert "Ответы" in run("1", "--answers", "x").stderr
    assert "Answers" in run("1", "--answers", "x", "--lang", "en").stderr


def test_the_zone_may_come_from_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTKLIK_TIMEZONE", "Asia/Vladivostok")
    result = run("now()", "--now", "2026-11-22T10:00:00Z")
    assert json.loads(result.stdout) == {"value": "2026-11-22T20:00:00.000+10:00"}
