"""`otklik audit-anonymity`, as whoever releases the program meets it."""

import csv
import json
import sqlite3
from pathlib import Path

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from bot.cli.audit import add_to
from bot.code_version import code_version
from surveys.anonymity.audit_note import NOTE, read
from tests.audit.leaks import LoggedIds
from tests.audit.survey import Survey


def run(*arguments: str | Path) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    add_to(app)
    return CliRunner().invoke(app, ["audit-anonymity", *map(str, arguments)])


def given(folder: Path, made: type[Survey]) -> list[str | Path]:
    survey = made(folder).run()
    evidence, knowledge = survey.evidence(), survey.knowledge(insider=True)
    with (folder / "roster.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("id", "department"), *((who, *known) for who, known in knowledge.roster.items())])
    for name, content in (("truth", knowledge.truth), ("marks", knowledge.marks)):
        (folder / f"{name}.json").write_text(json.dumps({who: texts[0] for who, texts in content.items()}))
    (folder / "copies").mkdir()
    for copy in evidence.snapshots:
        copy.rename(folder / "copies" / copy.name)
    logs = [part for log in evidence.logs for part in ("--log", log)]
    options = ("--db", evidence.database, "--roster", folder / "roster.csv", "--truth", folder / "truth.json")
    return [*options, "--snapshot", folder / "copies", *logs]


def test_it_passes_a_survey_without_a_leak_and_writes_a_report_without_a_name(tmp_path: Path) -> None:
    result = run(*given(tmp_path, Survey), "--json", tmp_path / "report.json")
    assert result.exit_code == 0, result.output
    assert "passed as thief" in result.stdout
    assert "block[0]: 10 answers, 2 cells (smallest 5)" in result.stdout
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["snapshots"], report["answers"][0]["n"], report["insider"]) == (4, 10, False)


def test_it_fails_a_survey_with_a_leak_and_says_which(tmp_path: Path) -> None:
    result = run(*given(tmp_path, LoggedIds))
    assert result.exit_code == 1
    assert "participation: participation in people: id in bot.log" in result.stdout


def test_whoever_gives_pseudonyms_is_judged_as_an_insider(tmp_path: Path) -> None:
    result = run(*given(tmp_path, Survey), "--marks", tmp_path / "marks.json")
    assert "passed as insider" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "nothing to attack"),
        (("--db", "missing.db"), "No such file"),
        (("--db", "roster.csv"), "not a SQLite database"),
        (("--db", "roster.csv", "--truth", "roster.csv"), "is no JSON"),
        (("--db", "roster.csv", "--marks", "marks.json"), "hexadecimal"),
        (("--db", "roster.csv", "--truth-values", "marks.json"), "{person: {question: value}}"),
        (("--db", "postgresql://127.0.0.1:1/none"), "does not let itself be read"),
    ],
)
def test_what_it_cannot_use_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "roster.csv").write_text("1234567,Отдел\n")
    (tmp_path / "marks.json").write_text('{"1234567": "no hex"}')
    result = run("--roster", "roster.csv", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr


def result(folder: Path, version: str) -> Path:
    path = folder / "audit.json"
    told = {"day": "2026-03-02", "verdict": "passed", "accuracy": 0.11, "chance": 0.05, "seeds": 120}
    path.write_text(json.dumps({"summary": {**told, "code_version": version}}))
    return path


def test_what_was_found_is_recorded_for_everybody_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTKLIK_DATABASE_URL", f"sqlite:///{tmp_path}/otklik.db")
    monkeypatch.setenv("OTKLIK_KEYS", str(tmp_path / "keys"))
    done = run("--record", result(tmp_path, code_version()))
    assert done.exit_code == 0, done.output
    assert "recorded: passed, 120 surveys" in done.stdout
    with sqlite3.connect(tmp_path / "otklik.db") as database:
        (stored,) = database.execute("SELECT value FROM note WHERE name = ?", (NOTE,)).fetchone()
    note = read(stored)
    assert note is not None
    assert (note.accuracy, note.seeds, note.code_version) == (0.11, 120, code_version())


def test_what_another_version_was_found_to_do_is_not_recorded(tmp_path: Path) -> None:
    done = run("--record", result(tmp_path, "0123456789ab"))
    assert done.exit_code == 2
    assert "run `make audit` again" in done.stderr


def test_it_asks_for_the_people_it_is_to_link(tmp_path: Path) -> None:
    done = run("--db", tmp_path / "otklik.db")
    assert done.exit_code == 2
    assert "--roster" in done.stderr
