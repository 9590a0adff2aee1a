"""`otklik play`: from a file of answers, and at the terminal."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from bot.cli.play import add_to

SURVEY = """
settings: {form_id: visit, title: Приём}
survey:
  - {type: hidden, name: point}
  - {type: select_one yn, name: came, label: "Приходили?", required: true}
  - {type: range, name: rate, label: Оценка, required: yes, relevant: "${came} = 'yes'", parameters: {start: 1, end: 5}}
  - {type: select_multiple pains, name: pains, label: "Что мешало?", max_choices: 1}
  - {type: integer, name: wait, label: Минут, constraint: ". < 600", constraint_message: Меньше десяти часов}
  - {type: rank pains, name: order, label: Порядок}
  - {type: decimal, name: far, label: Километров, default: "1.5"}
  - {type: geopoint, name: place, label: Где}
  - {type: image, name: photo, label: Фото}
  - {type: acknowledge, name: ok, label: Согласны}
  - {type: text, name: more, label: Ещё, na: true}
lists:
  yn: [{name: "yes", label: "Да"}, {name: "no", label: "Нет"}]
  pains: [{name: queue, label: Очередь}, {name: rude, label: Грубость}, {name: docs, label: Документы}]
"""
FULL = {
    "point": "p17",
    "came": "yes",
    "rate": 4,
    "pains": ["rude"],
    "wait": 15,
    "order": ["rude", "queue", "docs"],
    "far": 3.5,
    "place": {"latitude": 56.0, "longitude": 92.5},
    "photo": {"file": "pit.jpg"},
    "ok": True,
    "more": {"mark": "not_applicable"},
}


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    path = tmp_path / "visit.yaml"
    path.write_text(SURVEY, encoding="utf-8")
    return path


def run(*args: object, typed: str | None = None) -> Result:
    app = typer.Typer()
    add_to(app)
    app.callback()(lambda: None)
    return CliRunner().invoke(app, ["play", *map(str, args)], input=typed)


def scripted(survey: Path, answers: Any, *more: str) -> tuple[int, dict[str, Any]]:
    path = survey.with_suffix(".json")
    path.write_text(json.dumps(answers), encoding="utf-8")
    result = run(survey, "--answers", path, *more)
    return result.exit_code, json.loads(result.stdout)


def test_every_kind_of_answer_can_be_given_in_a_file(survey: Path) -> None:
    code, played = scripted(survey, FULL)
    assert played["refused"] == []
    assert (code, played["completed"]) == (0, True)
    assert played["asked"] == [name for name in FULL if name != "point"]
    photo = {"file": "pit.jpg", "name": "pit.jpg", "media_type": "image/jpeg", "size": 0}
    assert played["answers"] == {**FULL, "photo": photo, "ok": "OK"}


def test_null_skips_and_a_missing_name_skips_or_keeps_the_default(survey: Path) -> None:
    code, played = scripted(survey, {"came": "no", "wait": None})
    assert code == 0
    assert "rate" not in played["asked"]
    assert played["answers"]["wait"] is None
    assert played["answers"]["far"] == 1.5


def test_what_was_answered_plays_again_to_the_same(survey: Path) -> None:
    _, played = scripted(survey, {"came": "no", "wait": None, "order": "docs rude queue"})
    assert scripted(survey, played["answers"])[1] == played


def test_a_required_question_without_an_answer_is_not_completed(survey: Path) -> None:
    code, played = scripted(survey, {})
    assert (code, played["completed"], played["asked"], played["refused"]) == (1, False, ["came"], [])


def test_a_refused_answer_is_named_with_the_authors_message_and_the_rest_goes_on(survey: Path) -> None:
    code, played = scripted(survey, {**FULL, "wait": 1000, "pains": ["queue", "rude"]})
    assert code == 1
    assert played["completed"]
    assert [(each["question"], each["code"]) for each in played["refused"]] == [
        ("pains", "too_many"),
        ("wait", "constraint"),
    ]
    assert played["refused"][1]["message"] == "Меньше десяти часов"


def test_skipping_a_required_question_and_an_unknown_code_are_refused(survey: Path) -> None:
    code, played = scripted(survey, {"came": None})
    assert (code, played["refused"][0]["code"], played["completed"]) == (1, "required", False)
    code, played = scripted(survey, {"came": "maybe"}, "--lang", "en")
    assert (code, played["refused"][0]["code"]) == (1, "pick_option")
    assert played["refused"][0]["message"].startswith("Please tap")


@pytest.mark.parametrize("content", ["[1]", "{", '"x"', ""])
def test_answers_that_are_no_object_are_misuse(survey: Path, content: str) -> None:
    path = survey.with_suffix(".json")
    path.write_text(content, encoding="utf-8")
    result = run(survey, "--answers", path)
    assert result.exit_code == 2
    assert "JSON" in result.stderr


def test_a_missing_file_is_misuse(tmp_path: Path) -> None:
    assert run(tmp_path / "none.yaml").exit_code == 2


def test_a_questionnaire_with_faults_is_refused_with_its_faults(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(SURVEY.replace("type: integer", "type: integr"), encoding="utf-8")
    result = run(path)
    assert result.exit_code == 1
    assert "integr" in result.stderr


def test_at_the_terminal_numbers_choose_and_letters_command(survey: Path) -> None:
    typed = "1\n:b\n2\n:zz\n2\nd\n:s\n:s\n:d\n:s\n:s\n:s\nвсё хорошо\n:d\n"
    result = run(survey, typed=typed)
    assert "Такой команды здесь нет" in result.stdout
    assert "[x] Грубость" in result.stdout
    assert "Спасибо" in result.stdout, result.stdout
    assert result.exit_code == 0


def test_leaving_the_terminal_before_the_end_is_not_completed(survey: Path) -> None:
    assert run(survey, typed="1\n").exit_code == 1
