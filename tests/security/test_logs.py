"""Row 12: nothing that a process writes beside its database says who somebody is or what they said."""

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.emulator.server import Emulator
from tests.security.town import TOKEN, Citizen, Town, founded, leaked, until

ROOT = Path(__file__).resolve().parents[2]
NAME, SURNAME, NICK = "Канарейкина", "Щеглова", "canary_nick"
TOLD = "начальник-кричит-42"
NUMBER = 7_000_123_456_789
"""A person's id that occurs nowhere by chance."""
CANARIES = (NAME, SURNAME, NICK, TOLD, str(NUMBER), TOKEN, TOKEN.partition(":")[2])


def canary(town: Town, number: int = NUMBER) -> Citizen:
    return town.citizen(NAME, last_name=SURNAME, username=NICK, person_id=number)


async def test_a_failure_at_every_statement_leaves_no_word_of_a_person_in_the_log(tmp_path: Path) -> None:
    """Each statement of a conversation fails once, as a full disk and as a statement the database refuses."""
    fail_at = count = 0
    broken: dict[int, str] = {}

    def executing(cursor: Any, statement: str, parameters: Any, context: Any) -> None:
        nonlocal count, fail_at
        count += 1
        if count == fail_at:
            fail_at = 0
            failure = sqlite3.OperationalError(f"cannot bind {parameters!r}")
            if count % 2:
                failure.sqlite_errorname = "SQLITE_FULL"
            broken[count] = statement
            raise failure

    async with founded(tmp_path) as town:
        event.listen(Engine, "do_execute", executing)
        try:
            for place in range(1, 20):
                anna = canary(town, NUMBER + place)
                count, fail_at = 0, place
                town.emulator.people.start(anna.id, town.link("k2"))
                town.emulator.people.say(anna.id, TOLD)
                town.emulator.people.say(anna.id, f"/claim {TOLD}")
                await town.quiet()
        finally:
            event.remove(Engine, "do_execute", executing)
        written = town.log.getvalue()
    assert len(broken) >= 15
    failures = {line["event"] for line in town.events()}
    assert {"storage_unavailable", "handler_failed"} <= failures
    assert leaked(written, (*CANARIES, str(NUMBER)[:9], "bind")) == []


async def test_a_bot_with_everything_going_wrong_writes_no_canary_to_any_file(tmp_path: Path) -> None:
    async with Emulator(token=TOKEN, limits=False) as emulator:
        process = _started(tmp_path, emulator.url)
        try:
            claim = await _ran(tmp_path)
            await _everything_goes_wrong(emulator, tmp_path)
        finally:
            process.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(process.wait, 40) == 0
    log = (tmp_path / "stderr.log").read_text(encoding="utf-8")
    happened = {json.loads(line)["event"] for line in log.splitlines() if line.startswith("{")}
    assert {"forged_tap", "handler_failed", "message_refused", "update_put_aside", "poll_failed"} <= happened
    assert all(line.startswith("{") for line in log.splitlines()), log
    assert claim not in log
    for one in written_beside_the_database(tmp_path):
        assert leaked(one.read_bytes().decode("utf-8", "replace"), CANARIES) == [], one.name


def written_beside_the_database(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file() and not one.name.startswith("otklik.db")]


async def _everything_goes_wrong(emulator: Emulator, folder: Path) -> None:
    people, faults = emulator.people, emulator.faults
    people.add(NAME, SURNAME, NICK, person_id=NUMBER)
    chat = people.get(NUMBER).chat

    async def quiet() -> None:
        await until(lambda: len(emulator.world.account.updates) == 0, "the bot to be quiet")

    people.start(NUMBER, f"p{NICK}")
    await until(lambda: bool(chat.messages) and not list(chat.messages.values())[-1].mine, "an answer")
    shown = list(chat.messages)[-1]
    people.tap(NUMBER, shown, data=f"{TOLD}:{NUMBER}~{NAME}")
    faults.add({"method": "sendMessage", "times": 1, "do": {"kind": "error", "code": 400, "description": TOLD}})
    people.say(NUMBER, TOLD)
    await quiet()
    sender = {"id": NUMBER, "is_bot": False, "first_name": NAME}
    emulator.world.account.updates.push({"message": {"text": TOLD, "from": sender, "date": NAME}}, "raw")
    await quiet()
    with sqlite3.connect(folder / "otklik.db") as database:
        database.execute(
            "CREATE TRIGGER broken BEFORE UPDATE OF language ON person "
            f"BEGIN SELECT RAISE(ABORT, 'cannot store {SURNAME}'); END"
        )
    people.say(NUMBER, "/language")
    await until(lambda: any("English" in button["text"] for button in _buttons(chat)), "languages")
    menu = next(message for message in chat.messages.values() if message.button("English"))
    people.tap(NUMBER, menu.id, "English")
    await quiet()
    faults.add({"method": "getUpdates", "times": 1, "do": {"kind": "error", "code": 500, "description": TOLD}})
    faults.add({"method": "sendMessage", "times": 2, "do": {"kind": "drop_after"}})
    people.say(NUMBER, "/help")
    await quiet()
    people.say(NUMBER, TOLD)
    await until(lambda: any("QR" in str(one.content.get("text")) for one in list(chat.messages.values())[-2:]), "help")


def _buttons(chat: Any) -> list[Any]:
    return [button for message in chat.messages.values() for row in message.inline or () for button in row]


def _started(folder: Path, url: str) -> "subprocess.Popen[bytes]":
    own = {
        "OTKLIK_BOT_TOKEN": TOKEN,
        "OTKLIK_TELEGRAM_API": url,
        "OTKLIK_DATABASE_URL": f"sqlite:///{folder}/otklik.db",
        "OTKLIK_KEYS": str(folder / "keys"),
        "OTKLIK_LOG_LEVEL": "debug",
        "OTKLIK_LOG_JSON": "true",
        "PYTHONPATH": str(ROOT),
    }
    with (folder / "stdout.log").open("wb") as out, (folder / "stderr.log").open("wb") as err:
        return subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], cwd=folder, env={**os.environ, **own}, stdout=out, stderr=err
        )


async def _ran(folder: Path) -> str:
    """Wait for the bot. The administrator's code: standard output shows it to whoever starts the bot, on purpose."""
    out = folder / "stdout.log"
    await until(lambda: "/claim" in out.read_text(encoding="utf-8"), "the bot to run")
    return out.read_text(encoding="utf-8").rpartition(" ")[2].strip()


@pytest.mark.parametrize(
    ("crash", "told"),
    [
        ("raise ValueError(secret)", "crashed"),
        ("import threading; t = threading.Thread(target=lambda: int(secret)); t.start(); t.join()", "thread_crashed"),
        ("class Falling:\n def __del__(self): raise ValueError(secret)\nFalling()", "not_raisable"),
        ("import warnings; warnings.warn(secret)", "library"),
        ("import logging; logging.getLogger('x').error('%s', secret, extra={'event': secret})", "library"),
        ("import asyncio\nasync def f():\n asyncio.create_task(g())\n await asyncio.sleep(0.01)\n"
         "async def g(): raise ValueError(secret)\nasyncio.run(f())", "library"),
    ],
)  # fmt: skip
def test_an_end_that_nobody_catches_is_a_line_without_its_words(crash: str, told: str) -> None:
    begin = "from bot.logs import configure, confine_crashes\nconfigure('debug', as_json=True)\nconfine_crashes()\n"
    script = f"{begin}secret = 'начальник' + '-кричит-42'\n{crash}\n"
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert told in [json.loads(line)["event"] for line in run.stderr.splitlines()]
    assert leaked(run.stdout + run.stderr, (TOLD, "начальник")) == []
