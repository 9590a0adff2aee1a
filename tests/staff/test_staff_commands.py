"""`otklik staff` as a coordinator runs it, on a database of its own."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from PIL import Image
from typer.testing import CliRunner

from bot.cli import staff as staff_command
from bot.installation import Installation, open_installation
from bot.settings import Settings
from surveys.staff.batches import batches
from surveys.staff.invitation import digest_of, start_code
from surveys.work import Work
from tests.posters.test_posters import read_by_zbar
from tests.staff.sheets import ROWS, hidden_sheet, units_sheet, workbook


class Office:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bot_name = "city_bot"
        self.settings = Settings(
            _env_file=None,
            bot_token="4242:emulated-token",
            database_url=f"sqlite:///{folder}/otklik.db",
            keys=folder / "keys",
        )

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Installation]:
        async with open_installation(self.settings) as installation:
            yield replace(installation, bot_name=self.bot_name)

    def run(self, *args: object) -> tuple[int, str]:
        app = typer.Typer()
        app.callback()(lambda: None)
        staff_command.add_to(app, self.open)
        result = CliRunner().invoke(app, ["staff", *map(str, args)])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    def asked(self, question: object) -> object:
        async def ask() -> object:
            async with self.open() as installation:
                return await installation.works.read(question)  # type: ignore[arg-type]

        return asyncio.run(ask())


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def sent(folder: Path, *sheets: object) -> Path:
    file = folder / "units.xlsx"
    file.write_bytes(workbook(*sheets))  # type: ignore[arg-type]
    return file


def test_units_are_shown_first_entered_when_told_and_exported_equal(office: Office, tmp_path: Path) -> None:
    assert office.run("units")[0] == 1
    file = sent(tmp_path, units_sheet(*ROWS), hidden_sheet(("Иванова Анна",)))
    status, said = office.run("import", file)
    assert status == 0
    assert "--apply" in said
    assert office.run("units")[0] == 1
    assert office.run("import", file, "--apply")[0] == 0
    status, said = office.run("units")
    assert status == 0
    assert "    s3  Школа № 3: 0 / 48" in said
    assert "Объединены" in said
    listed = json.loads(office.run("units", "--json")[1])
    assert [unit["code"] for unit in listed["units"]] == ["adm", "edu", "s3", "s4", "zags"]
    assert sum(group["people"] for group in listed["groups"]) == 77
    exported = tmp_path / "again.xlsx"
    assert office.run("export", exported, "--lang", "en")[0] == 0
    again = json.loads(office.run("import", exported, "--apply", "--json")[1])
    assert (again["accepted"], again["untouched"], again["new"]) == (True, 5, [])


def test_a_wrong_workbook_names_every_place_and_changes_nothing(office: Office, tmp_path: Path) -> None:
    file = sent(tmp_path, units_sheet(("1", "А", "Бюро"), ("1", "", "А", "много")))
    status, said = office.run("import", file, "--apply")
    assert status == 1
    for part in ("строка 2, «Вышестоящее»", "строка 3, «Код»", "строка 3, «Подразделение»", "строка 3, «Человек»"):
        assert part in said
    assert office.run("units")[0] == 1
    assert office.run("import", sent(tmp_path, replace(units_sheet(), name="Точки")))[0] == 1
    (tmp_path / "no.xlsx").write_bytes(b"PK\x03\x04 nothing")
    assert office.run("import", tmp_path / "no.xlsx")[0] == 1


def test_printed_codes_are_read_by_a_scanner_and_kept_as_hashes_only(office: Office, tmp_path: Path) -> None:
    office.run("import", sent(tmp_path, units_sheet(*ROWS)), "--apply")
    out = tmp_path / "printed"
    assert office.run("invite", "s3", "--count", 3, "--format", "png", "--out", out)[0] == 0
    (picture,) = out.iterdir()
    links = read_by_zbar(Image.open(picture), tmp_path)
    codes = [start_code(link.partition("start=")[2]) for link in links]
    assert len(codes) == 3

    def stored(work: Work) -> list[bool]:
        return [work.invitations.find(digest_of(code or "")) is not None for code in codes]

    assert office.asked(stored) == [True] * 3
    assert office.run("invite", "s3", "--shared", 40, "--out", out)[0] == 0
    status, said = office.run("codes")
    assert status == 0
    assert said.count("Школа № 3: 0 из") == 2
    batch = picture.name.split("-")[2]
    assert "3" in office.run("withdraw", batch)[1]
    assert office.asked(stored) == [False] * 3
    assert office.run("withdraw", batch)[0] == 1
    assert office.run("invite", "nowhere", "--out", out)[0] == 1
    office.bot_name = ""
    assert office.run("invite", "s3", "--out", out)[0] == 1
    assert len(office.asked(batches)) == 1  # type: ignore[arg-type]
