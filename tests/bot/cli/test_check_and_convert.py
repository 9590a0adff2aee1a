"""The commands of authors, as a terminal and a program see them."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.cli import check, convert
from surveys.questionnaires.reading import read

DOCS = Path(__file__).parents[3] / "docs"
GOOD = "settings: {form_id: f}\nsurvey:\n- {type: text, name: a, label: A}\n"
BAD = "| survey |\n| | type | name | label |\n| | txt | a | A |\n| | audio | b | B |\n"


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    check.add_to(app)
    convert.add_to(app)
    return app


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.yaml"
    path.write_text(GOOD, "utf-8")
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.md"
    path.write_text(BAD, "utf-8")
    return path


def run(app: typer.Typer, *args: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(arg) for arg in args])
    return result.exit_code, result.output


def test_a_good_file_is_accepted(app: typer.Typer, good: Path) -> None:
    status, said = run(app, "check", good, "--json")

    assert status == 0
    assert json.loads(said) == {"accepted": True, "issues": []}


def test_a_bad_file_is_refused_with_every_issue(app: typer.Typer, bad: Path) -> None:
    status, said = run(app, "check", bad, "--json", "--lang", "en")
    found = json.loads(said)

    assert status == 1
    assert not found["accepted"]
    assert [(issue["code"], issue["sheet"], issue["row"], issue["column"]) for issue in found["issues"]] == [
        ("TYPE_MISSPELT", "survey", 2, "type"),
        ("TYPE_UNSUPPORTED", "survey", 3, "type"),
    ]
    assert found["issues"][0]["message"] == "There is no type “txt”; it looks like “text”."
    assert found["issues"][0]["hint"] == "Change it to “text”."


def test_many_files_are_a_list_and_one_bad_one_refuses(app: typer.Typer, good: Path, bad: Path) -> None:
    status, said = run(app, "check", good, bad, "--json")

    assert status == 1
    assert [(Path(one["file"]).name, one["accepted"]) for one in json.loads(said)] == [
        ("good.yaml", True),
        ("bad.md", False),
    ]


def test_people_read_russian_by_default(app: typer.Typer, bad: Path) -> None:
    status, said = run(app, "check", bad)

    assert status == 1
    assert "не принята (2 ошибки)" in said
    assert "строка 3" in said
    assert "\x1b[" not in said


@pytest.mark.parametrize("name", ["nothing.yaml", "letter.docx"])
def test_misuse_has_its_own_status(app: typer.Typer, tmp_path: Path, name: str) -> None:
    (tmp_path / "letter.docx").write_text("x", "utf-8")

    assert run(app, "check", tmp_path / name)[0] == 2


def test_yaml_becomes_a_workbook_and_comes_back(app: typer.Typer, good: Path, tmp_path: Path) -> None:
    book, back = tmp_path / "f.xlsx", tmp_path / "back.yaml"

    assert run(app, "convert", good, book)[0] == 0
    assert run(app, "convert", book, back)[0] == 0
    assert read("x.yaml", back.read_bytes()) == read("x.yaml", good.read_bytes())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["back.yaml", "f.xlsx", "good.yaml"]


def test_a_refused_questionnaire_is_not_converted(app: typer.Typer, bad: Path, tmp_path: Path) -> None:
    status, _ = run(app, "convert", bad, tmp_path / "out.yaml")

    assert status == 1
    assert not (tmp_path / "out.yaml").exists()


def test_converting_to_another_kind_is_misuse(app: typer.Typer, good: Path, tmp_path: Path) -> None:
    assert run(app, "convert", good, tmp_path / "out.pdf")[0] == 2
    assert run(app, "convert", good, tmp_path / "nowhere" / "out.yaml")[0] == 2


def test_a_text_that_fits_no_cell_is_refused_and_leaves_no_file(app: typer.Typer, tmp_path: Path) -> None:
    long = tmp_path / "long.yaml"
    long.write_text(GOOD.replace("form_id: f", f"form_id: f, outro: {'x' * 40_000}"), "utf-8")

    assert run(app, "convert", long, tmp_path / "long.xlsx")[0] == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["long.yaml"]


def test_the_documented_schema_is_the_one_the_program_uses(app: typer.Typer) -> None:
    status, said = run(app, "schema")

    assert status == 0
    assert (DOCS / "questionnaire.schema.json").read_text("utf-8") == said
