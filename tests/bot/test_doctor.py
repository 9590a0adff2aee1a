"""`otklik doctor` names what is wrong, changes nothing, and shows no secret."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.__main__ import application
from bot.diagnosis import diagnose
from bot.emulator.server import Emulator
from bot.findings import Finding, Level
from bot.installation import open_installation
from bot.key_files import NAME
from bot.settings import Settings
from bot.telegram_diagnosis import ask_telegram
from surveys.address import Address
from surveys.conversation.desk_rights import ADMIN
from surveys.points.point import Point
from surveys.work import Work

TOKEN = "4242:emulated-token"
WINDOW = Point("k1", "48217306", "Окно 3", "МФЦ")


def settings(folder: Path, **more: Any) -> Settings:
    (folder / "data").mkdir(exist_ok=True)
    chosen = {"bot_token": TOKEN, "database_url": f"sqlite:///{folder}/data/otklik.db", "keys": folder / "keys"}
    return Settings(_env_file=None, **{**chosen, **more})


async def settled(chosen: Settings, *points: Point, admin: bool = True) -> None:
    async with open_installation(chosen) as installation:
        now = installation.clock.now()

        def settle(work: Work) -> None:
            work.points.save(points)
            if admin:
                work.roles.grant(work.people.enter(Address("telegram", "1"), "ru", now).number, ADMIN, now)

        await installation.works.write(settle)


async def found(chosen: Settings) -> dict[str, list[Finding]]:
    by_subject: dict[str, list[Finding]] = {}
    async for finding in diagnose(chosen):
        by_subject.setdefault(finding.subject, []).append(finding)
    return by_subject


def files(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file()]


def level(findings: list[Finding]) -> Level:
    return max((finding.level for finding in findings), key=list(Level).index)


async def test_a_whole_installation_is_fine_and_told_of_the_law(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    await settled(chosen, WINDOW)
    levels = {subject: level(findings) for subject, findings in (await found(chosen)).items() if subject != "disk"}
    fine = ("settings", "token", "database", "administrator", "points", "trail", "keys")
    assert levels == {**dict.fromkeys(fine, Level.OK), "law": Level.WARNING}


async def test_a_new_folder_is_no_error_and_stays_empty(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    levels = {subject: level(findings) for subject, findings in (await found(chosen)).items()}
    assert (levels["database"], levels["keys"]) == (Level.WARNING, Level.WARNING)
    assert files(tmp_path) == []


async def test_what_is_missing_in_it_is_named(tmp_path: Path) -> None:
    chosen = settings(tmp_path, bot_token=None, keys=tmp_path / "data" / "keys")
    await settled(chosen, replace(WINDOW, follow_up="gone"), admin=False)
    seen = await found(chosen)
    assert level(seen["token"]) is Level.ERROR
    assert level(seen["administrator"]) is Level.WARNING
    assert "gone" in seen["points"][0].sentence
    assert level(seen["points"]) is Level.ERROR
    assert "OTKLIK_KEYS" in seen["keys"][0].remedy


async def test_a_lost_or_open_key_is_an_error(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    await settled(chosen, WINDOW)
    (tmp_path / "keys" / NAME).chmod(0o644)
    assert "chmod 600" in (await found(chosen))["keys"][0].sentence
    (tmp_path / "keys" / NAME).unlink()
    lost = await found(chosen)
    assert level(lost["keys"]) is Level.ERROR
    assert "missing" in lost["keys"][0].sentence
    assert list((tmp_path / "keys").iterdir()) == []


async def test_a_damaged_file_and_old_tables_are_told_apart(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    database = tmp_path / "data" / "otklik.db"
    database.write_bytes(b"")
    assert "otklik migrate" in (await found(chosen))["database"][0].remedy
    database.write_bytes(b"no database at all" * 500)
    assert "restore" in (await found(chosen))["database"][0].remedy


async def test_telegram_is_asked_for_the_bot_and_its_webhook(tmp_path: Path) -> None:
    async with Emulator(token=TOKEN) as emulator:
        known = await asyncio.to_thread(ask_telegram, emulator.url, TOKEN)
        assert {finding.level for finding in known} == {Level.OK}
        emulator.world.account.webhook.url = "https://elsewhere.example/"
        taken = await asyncio.to_thread(ask_telegram, emulator.url, TOKEN)
        assert "webhook" in taken[-1].sentence
        emulator.world.account.webhook.url = ""
        emulator.world.account.revoke()
        refused = await asyncio.to_thread(ask_telegram, emulator.url, TOKEN)
        assert "does not accept" in refused[-1].sentence
    away = await asyncio.to_thread(ask_telegram, emulator.url, TOKEN)
    assert [finding.level for finding in away] == [Level.ERROR]
    assert TOKEN not in repr([known, taken, refused, away])


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OTKLIK_DATABASE_URL", f"sqlite:///{tmp_path}/data/otklik.db")
    monkeypatch.setenv("OTKLIK_KEYS", str(tmp_path / "keys"))
    return CliRunner()


def test_the_command_ends_with_zero_one_or_two(command: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    app = application("doctor")
    monkeypatch.setenv("OTKLIK_BOT_TOKEN", TOKEN)
    fine = command.invoke(app, ["doctor", "--offline", "--json"])
    assert fine.exit_code == 0
    assert json.loads(fine.stdout)["ok"] is True
    assert TOKEN not in fine.stdout
    assert command.invoke(app, ["doctor", "--offlin"]).exit_code == 2
    monkeypatch.setenv("OTKLIK_TIMEZONE", "Mars/Base")
    wrong = command.invoke(app, ["doctor", "--offline"])
    assert wrong.exit_code == 1
    assert "OTKLIK_TIMEZONE" in wrong.stdout


def test_an_open_env_file_is_warned_of(command: CliRunner, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"OTKLIK_BOT_TOKEN={TOKEN}\n")
    (tmp_path / ".env").chmod(0o644)
    told = command.invoke(application("doctor"), ["doctor", "--offline"])
    assert "chmod 600 .env" in told.stdout
    assert TOKEN not in told.stdout
