"""A bad request fails the test that made it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.emulator.server import Emulator
from tests.requests_linted import Witness

ROOT = Path(__file__).resolve().parent.parent
PLANTED = """
import pytest
from aiohttp import ClientSession
from bot.emulator.server import Emulator
from tests.requests_linted import requests_are_documented, witness

async def call(method, **parameters):
    async with Emulator() as emulator, ClientSession() as http:
        emulator.people.start(emulator.people.add("Anna").id)
        async with http.post(f"{emulator.url}/bot{emulator.token}/{method}", json=parameters) as answer:
            await answer.read()

async def test_good():
    await call("sendMessage", chat_id=1_000_001, text="Hello")

async def test_bad():
    await call("sendMessage", chat_id=1_000_001, text="Hello", colour="red")

@pytest.mark.bad_requests
async def test_bad_on_purpose():
    await call("sendMessage", chat_id=1_000_001, text="Hello", colour="red")
"""


def test_a_planted_parameter_fails_its_own_test_and_no_other(witness: Witness | None, tmp_path: Path) -> None:
    if witness is None:
        pytest.skip("The Bot API schema is not there: run `make build/bot-api/schema.json`.")
    (tmp_path / "test_planted.py").write_text(PLANTED, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nasyncio_mode = auto\nmarkers =\n  bad_requests: x\n")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "3 passed, 1 error" in run.stdout
    assert "ERROR at teardown of test_bad " in run.stdout
    assert "sendMessage.colour: there is no such parameter" in run.stdout


@pytest.mark.bad_requests
async def test_requests_under_an_unknown_name_and_updates_of_people_are_seen(witness: Witness | None) -> None:
    if witness is None:
        pytest.skip("The Bot API schema is not there: run `make build/bot-api/schema.json`.")
    async with Emulator() as emulator, ClientSession() as http:
        anna = emulator.people.add("Анна")
        emulator.people.start(anna.id)
        async with http.post(f"{emulator.url}/bot{emulator.token}/sendSurvey", json={"chat_id": anna.id}) as answer:
            assert answer.status == 404
        emulator.world.account.emit("message", {"text": "no sender, no chat"}, "lane")
    complaints = witness.complaints()
    assert "sendSurvey: there is no such method" in complaints
    assert "getUpdates()[0].message.chat: Message requires it" in complaints
