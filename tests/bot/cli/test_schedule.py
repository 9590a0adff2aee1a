"""`otklik schedule`: what will happen next, for people and for programs."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import application
from bot.installation import open_installation
from surveys.campaigns.audiences import AllStaff
from surveys.campaigns.outreach import Kind, Outreach, State

TEN = datetime(2026, 12, 15, 7, 0, tzinfo=UTC)
"""In Moscow."""


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OTKLIK_DATABASE_URL", f"sqlite:///{tmp_path}/otklik.db")
    monkeypatch.setenv("OTKLIK_KEYS", str(tmp_path / "keys"))


def told(*arguments: str) -> str:
    result = CliRunner().invoke(application("schedule"), ["schedule", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_nothing_is_to_come_where_nothing_was_scheduled() -> None:
    assert told() == "Nothing is to come.\n"
    assert json.loads(told("--json")) == []


def test_what_comes_next_is_told_in_the_installations_zone_the_nearest_first() -> None:
    scheduled = Outreach(
        "y26",
        Kind.ANNUAL,
        "Год \x1b[2J2026",
        "annual",
        "1",
        AllStaff(),
        "Europe/Moscow",
        opens_at=TEN,
        closes_at=TEN + timedelta(days=14),
        state=State.SCHEDULED,
    )

    async def schedule() -> None:
        async with open_installation() as installation:
            await installation.works.write(lambda work: work.outreaches.add(scheduled))

    asyncio.run(schedule())
    first, second = told().splitlines()
    assert first.startswith("2026-12-15 10:00 +0300  begins")
    assert second.startswith("2026-12-29 10:00 +0300  ends")
    assert "\x1b" not in first, "a title cannot play tricks on a terminal"
    assert json.loads(told("--json"))[0] | {"title": ""} == {
        "at": "2026-12-15T10:00:00+03:00",
        "what": "launch",
        "outreach": "y26",
        "title": "",
    }
