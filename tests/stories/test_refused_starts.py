"""Row 9: what keeps the bot from working is said in one line at the start, not found out by a citizen."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.stories.conftest import Town

Breakage = Callable[[Town], None]


def _key(town: Town) -> Path:
    return town.folder / "keys" / "installation.key"


def _no_writing_in(town: Town) -> None:
    town.folder.chmod(0o500)


def _no_writing_of_the_file(town: Town) -> None:
    (town.folder / "otklik.db").chmod(0o400)


def _closed_keys(town: Town) -> None:
    _key(town).parent.chmod(0)


def _lost_keys(town: Town) -> None:
    _key(town).unlink()
    _key(town).parent.rmdir()


def _open_key(town: Town) -> None:
    _key(town).chmod(0o644)


def _strange_key(town: Town) -> None:
    _key(town).write_bytes(os.urandom(32))


def _short_key(town: Town) -> None:
    _key(town).write_bytes(b"short")


REFUSALS: list[tuple[Breakage, dict[str, str], str]] = [
    (_no_writing_in, {}, "may not be written"),
    (_no_writing_of_the_file, {}, "may not be written"),
    (_closed_keys, {}, "Permission denied"),
    (_lost_keys, {}, "restore your safe copy"),
    (_open_key, {}, "chmod 600"),
    (_strange_key, {}, "not the key of this database"),
    (_short_key, {}, "not a key of this program"),
    (lambda town: None, {"OTKLIK_BOT_TOKEN": ""}, "OTKLIK_BOT_TOKEN is not set"),
    (lambda town: None, {"OTKLIK_BOT_TOKEN": "4242"}, "does not look like a token"),
    (lambda town: None, {"OTKLIK_TIMEZONE": "Mars/Olympus"}, "OTKLIK_TIMEZONE"),
    (lambda town: None, {"OTKLIK_DATABASE_URL": "sqlite:////proc/otklik.db"}, ""),
]


@pytest.mark.parametrize(("breakage", "settings", "sentence"), REFUSALS)
async def test_a_start_is_refused_with_one_clear_line(
    town: Town, breakage: Breakage, settings: dict[str, str], sentence: str
) -> None:
    breakage(town)
    town.bot.out, town.bot.err = town.folder.parent / "stdout.log", town.folder.parent / "stderr.log"
    town.bot.launch(powerless=True, **settings)
    try:
        assert await town.bot.ended(20) == 1
    finally:
        town.folder.chmod(0o700)
        _key(town).parent.exists() and _key(town).parent.chmod(0o700)
    (line,) = town.bot.told.splitlines()
    assert sentence in line
    assert "Traceback" not in line


async def test_a_second_bot_on_the_same_database_is_refused(town: Town) -> None:
    await town.bot.start()
    from tests.stories.bots import BotProcess

    second = BotProcess(town.nursery, town.folder, town.variables)
    second.out, second.err = town.folder / "second.out", town.folder / "second.err"
    second.launch()
    assert await second.ended(20) == 1
    (line,) = second.told.splitlines()
    assert "Another bot runs on this database" in line
