"""`otklik points` and `otklik poster` as a coordinator runs them."""

import json
import zipfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from bot.cli import points as points_command
from bot.cli import poster as poster_command
from bot.registers import register_rows, register_workbook
from surveys.points.links import Verdict, payload, read_payload
from surveys.points.point import Point
from surveys.questionnaires.definition import Questionnaire, Settings
from tests.points.places import ARCHIVE, HALL, SECRET
from tests.twins.points import TwinWorks


class Published:
    def offered(self, audience: str) -> list[Questionnaire]:
        forms = {"external": ("counter", "ext-service"), "internal": ("int-annual",)}[audience]
        return [Questionnaire(Settings(form), ()) for form in forms]


@dataclass
class City:
    works: TwinWorks = field(default_factory=TwinWorks)
    secret: bytes = SECRET
    bot_name: str = "argun_otklik_bot"
    settings: Any = field(default_factory=lambda: type("Named", (), {"administration": "Администрация Аргуна"})())

    @property
    def rows(self) -> dict[str, Point]:
        return self.works.work.points.rows

    @asynccontextmanager
    async def open(self) -> AsyncIterator["City"]:
        yield self

    def run(self, *args: object) -> tuple[int, str]:
        app = typer.Typer()
        points_command.add_to(app, self.open)
        poster_command.add_to(app, self.open)
        result = CliRunner().invoke(app, [str(arg) for arg in args])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output


@pytest.fixture
def city() -> City:
    made = City()
    made.works.work.questionnaires = Published()  # type: ignore[attr-defined]
    made.works.work.points.save([HALL, ARCHIVE])
    return made


def workbook(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    from storage.workbooks import write_workbook
    from surveys.spreadsheets.sheet import Sheet

    write_workbook((Sheet("Точки", tuple(tuple(row) for row in rows)),), path)
    return path


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_an_exported_register_is_imported_without_a_change(city: City, tmp_path: Path, lang: str) -> None:
    file = tmp_path / "register.xlsx"
    assert city.run("points", "export", file, "--lang", lang)[0] == 0
    before = dict(city.rows)
    status, said = city.run("points", "import", file, "--apply", "--json")
    assert (status, json.loads(said)["untouched"]) == (0, 2)
    assert city.rows == before


def test_an_import_shows_first_and_acts_only_when_told(city: City, tmp_path: Path) -> None:
    file = workbook(tmp_path / "new.xlsx", [["Название", "Подразделение"], ["Окно 1", "ЗАГС"]])
    status, said = city.run("points", "import", file)
    assert status == 0
    assert "Окно 1 (ЗАГС)" in said
    assert "--apply" in said
    assert len(city.rows) == 2
    assert city.run("points", "import", file, "--apply")[0] == 0
    assert [point.title for point in city.rows.values()][2:] == ["Окно 1"]
    status, said = city.run("points", "import", file, "--apply", "--json")
    assert (status, json.loads(said)["issues"][0]["code"]) == (1, "exists")
    assert len(city.rows) == 3


def test_a_wrong_register_names_every_place_and_changes_nothing(city: City, tmp_path: Path) -> None:
    rows = [["Название", "Подразделение", "Анкета"], ["", "ЗАГС", "conter"], ["Окно", "ЗАГС", "int-annual"]]
    file = workbook(tmp_path / "wrong.xlsx", rows)
    status, said = city.run("points", "import", file, "--apply")
    assert status == 1
    for part in ("Строка 2, «Название»", "Строка 2, «Анкета»", "Подойдёт: counter", "Строка 3, «Анкета»", "3 ошибки"):
        assert part in said
    assert len(city.rows) == 2


def test_what_is_no_workbook_is_refused_with_a_sentence(city: City, tmp_path: Path) -> None:
    file = tmp_path / "register.xlsx"
    file.write_bytes(b"PK\x03\x04 nothing")
    assert city.run("points", "import", file)[0] == 1
    status, said = city.run("points", "import", file, "--json")
    assert status == 1
    assert json.loads(said)["accepted"] is False
    assert city.run("points", "import", tmp_path / "absent.xlsx")[0] == 2


def test_no_text_of_a_point_becomes_a_formula_or_a_link_in_the_workbook(tmp_path: Path) -> None:
    hostile = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "https://x.example", "\uff1dHYPERLINK(1)"]
    points = [replace(HALL, key=f"key{number}", title=text) for number, text in enumerate(hostile)]
    file = tmp_path / "register.xlsx"
    file.write_bytes(register_workbook(points, "ru"))
    with zipfile.ZipFile(file) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        assert not [name for name in archive.namelist() if "rels/sheet" in name]
    assert [row[0] for row in register_rows(file.read_bytes())[1:]] == hostile


def test_the_list_gives_programs_links_that_work(city: City) -> None:
    status, said = city.run("points", "list", "--json")
    listed = json.loads(said)
    assert status == 0
    assert [point["title"] for point in listed] == [HALL.title, ARCHIVE.title]
    assert listed[0]["link"].endswith(payload(HALL, SECRET))
    assert listed[0]["services"] == {service.code: service.label for service in HALL.services}
    assert f"{HALL.code[:4]} {HALL.code[4:]}" in city.run("points", "list")[1]


def test_revoking_and_renewing_make_printed_posters_void(city: City) -> None:
    printed = payload(HALL, SECRET)
    assert city.run("points", "revoke", HALL.key)[0] == 0
    assert read_payload(printed, SECRET, city.rows.get).verdict is Verdict.REVOKED
    assert city.run("poster", HALL.key)[0] == 1
    status, said = city.run("points", "renew", HALL.key)
    renewed = city.rows[HALL.key]
    assert status == 0
    assert f"{renewed.code[:4]} {renewed.code[4:]}" in said
    assert read_payload(printed, SECRET, city.rows.get).verdict is Verdict.REPLACED
    assert city.run("points", "renew", "nothing2")[0] == 1


def test_posters_are_printed_by_key_by_code_or_for_all_active_points(city: City, tmp_path: Path) -> None:
    code = f"{HALL.code[:4]} {HALL.code[4:]}"
    assert city.run("poster", HALL.key, code, ARCHIVE.key, "--size", "a6", "--out", tmp_path / "new")[0] == 0
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == sorted(
        [f"poster-{HALL.code}-a6.pdf", f"poster-{ARCHIVE.code}-a6.pdf"]
    )
    assert city.run("poster", "--all", "--size", "sheet", "--format", "png", "--out", tmp_path / "all")[0] == 0
    assert [path.name for path in (tmp_path / "all").iterdir()] == ["posters-sheet-1.png"]


def test_every_wrong_name_is_told_at_once_and_nothing_is_printed(city: City, tmp_path: Path) -> None:
    status, said = city.run("poster", "nothing2", "12345678", HALL.key, "--out", tmp_path)
    assert status == 1
    assert "nothing2" in said
    assert "12345678" in said
    assert list(tmp_path.iterdir()) == []
    assert city.run("poster")[0] == 2
    city.works.work.points.rows.clear()
    assert city.run("poster", "--all")[0] == 1
    city.bot_name = ""
    assert city.run("poster", HALL.key)[0] == 1
