"""Row 14: what privileged people did is read by administrators, checked from outside, and published day by day."""

import asyncio
import json
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import application
from bot.diagnosis import Level, diagnose
from bot.trail_heads import publish_head
from handlers.telegram.payloads import pack
from surveys.conversation.deeds import ADMIN, COORDINATOR, EMPLOYEE, EVERYBODY, Deed
from surveys.conversation.denials import MOST_AN_HOUR, note_denial
from surveys.conversation.incoming import Outcome
from surveys.screens import Action, Reply
from surveys.trail_head import head_of
from tests.security.town import Citizen, Town


async def acted(town: Town, count: int = 3) -> None:
    now = town.installation.clock.now()
    for number in range(count):
        await town.changed(lambda work, n=number: work.trail.append("denied", n, {"verb": f"v{n}"}, now))


async def chief(town: Town) -> Citizen:
    vera = town.citizen("Вера")
    await vera.says(f"/claim {town.claim}")
    return vera


def spoiled(town: Town, statement: str) -> None:
    with closing(sqlite3.connect(town.folder / "otklik.db", isolation_level=None)) as raw:
        for (name,) in raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'trail_entry'"
        ):
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(statement)


async def test_an_administrator_reads_the_newest_acts_and_the_head_in_words(town: Town) -> None:
    vera = await chief(town)
    await acted(town, 25)
    await vera.says("/trail")
    await vera.sees("Журнал действий")
    assert "25. " in vera.seen
    assert "6. " in vera.seen
    assert "\n5. " not in vera.seen
    assert "программа: отказано в доступе" not in vera.seen
    assert "участник № 24: отказано в доступе (v24)" in vera.seen
    assert "Цепочка цела" in vera.seen
    assert (await town.installation.works.read(head_of)).said in vera.seen


async def test_nobody_else_reads_it(town: Town) -> None:
    await acted(town)
    anna = town.citizen()
    await anna.starts()
    number, now = (await anna.row()).number, town.installation.clock.now()
    await town.changed(lambda work: work.roles.grant(number, COORDINATOR, now))
    await anna.says("/trail")
    assert "отказано" not in anna.seen
    assert "Журнал" not in anna.seen


async def test_a_spoiled_entry_is_told_in_the_chat_by_the_doctor_and_by_the_days_head(town: Town) -> None:
    vera = await chief(town)
    await acted(town)
    spoiled(town, "UPDATE trail_entry SET actor = 9 WHERE number = 2")
    await vera.says("/trail")
    await vera.sees("первая неверная под номером 2")
    found = [each async for each in diagnose(town.installation.settings) if each.subject == "trail"]
    assert [each.level for each in found] == [Level.ERROR]
    assert "entry 2" in found[0].sentence
    day = town.installation.policy.day(town.installation.clock.now()) + timedelta(days=9)
    await publish_head(town.installation.works, day)
    assert [event["count"] for event in town.events() if event["event"] == "trail_broken"] == [2]


async def test_the_log_gets_the_head_once_a_day(town: Town) -> None:
    await acted(town)
    head = await town.installation.works.read(head_of)
    # The running bot publishes by itself, when it looks: another day is ours alone.
    day = town.installation.policy.day(town.installation.clock.now()) + timedelta(days=9)
    before = len(town.events())
    for _ in range(3):
        await publish_head(town.installation.works, day)
    told = [event for event in town.events()[before:] if event["event"] == "trail_head"]
    assert [(event["count"], event["head"]) for event in told] == [(3, head.digest.hex())]


async def test_a_right_taken_away_leaves_one_line_for_each_refused_tap_and_five_an_hour(town: Town) -> None:
    vera = await chief(town)
    number = (await vera.row()).number
    await vera.taps("Точки")
    with closing(sqlite3.connect(town.folder / "otklik.db", isolation_level=None)) as raw:
        raw.execute("DELETE FROM role_grant")
    button = next(data for owner, data in sorted(town.produced()) if owner == vera.id and data.startswith("pt"))
    for _ in range(MOST_AN_HOUR + 3):
        await vera.sends(button)
    await vera.says("/points")
    entries = await town.installation.works.read(lambda work: work.trail.entries())
    assert [(entry.act, entry.actor, entry.facts) for entry in entries] == [
        ("denied", number, {"verb": "pt"})
    ] * MOST_AN_HOUR


async def test_no_button_of_an_employee_or_a_citizen_leads_into_the_trail(town: Town) -> None:
    anna = town.citizen()
    await anna.starts(town.link("k1"))
    for verb in ("anon", "abegin", "tsend", "privacy", "why", "erase", "survey", "nonsense"):
        await anna.sends(pack(Action(verb, ("k7m2",)), str(anna.id), town.installation.payload_secret))
    assert await town.installation.works.read(lambda work: work.trail.entries()) == []


@pytest.mark.parametrize("roles", [{EMPLOYEE}, {EMPLOYEE, ADMIN}, EVERYBODY])
async def test_what_employees_may_do_is_never_written_down_when_it_is_refused(town: Town, roles: set[str]) -> None:
    anna = town.citizen()
    await anna.starts()
    person, now = await anna.row(), town.installation.clock.now()
    deed = Deed(lambda *_: Outcome(Reply(), "ru"), frozenset(roles))
    await town.changed(lambda work: note_denial(work, person, "leave", deed, now))
    rows = town.rows()
    assert (rows["trail_entry"], rows["attempt"]) == ([], [])


@pytest.fixture
def command(town: Town, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Awaitable[Result]]:
    """`otklik trail …` beside the running bot."""
    monkeypatch.chdir(town.folder)
    monkeypatch.setenv("OTKLIK_DATABASE_URL", town.installation.settings.database_url)
    monkeypatch.setenv("OTKLIK_KEYS", str(town.installation.settings.keys))

    async def run(*arguments: str) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, application("trail"), ["trail", *arguments])

    return run


async def test_the_command_lists_acts_without_names_and_gives_the_head(
    town: Town, command: Callable[..., Awaitable[Result]]
) -> None:
    await acted(town)
    listed = await command("--last", "2")
    assert [line.split()[0] for line in listed.stdout.splitlines()] == ["2", "3"]
    assert "denied  verb=v2" in listed.stdout
    newest = json.loads((await command("--json")).stdout)[-1]
    head = await town.installation.works.read(head_of)
    assert (newest["number"], newest["digest"], newest["facts"]) == (3, head.digest.hex(), {"verb": "v2"})
    assert (await command("--head")).stdout.strip() == head.said


async def test_the_command_checks_the_chain_against_itself_and_a_head_kept_elsewhere(
    town: Town, command: Callable[..., Awaitable[Result]]
) -> None:
    await acted(town)
    head = (await town.installation.works.read(head_of)).said
    assert (await command("--verify", "--against", head)).exit_code == 0
    assert (await command("--against", "3:beef")).exit_code == 2
    spoiled(town, "DELETE FROM trail_entry WHERE number = 3")
    assert (await command("--verify")).exit_code == 0
    cut = await command("--against", head)
    assert (cut.exit_code, "Entry 3 is not the one" in cut.stderr) == (1, True)
    spoiled(town, "UPDATE trail_entry SET act = 'x' WHERE number = 1")
    changed = await command("--verify")
    assert (changed.exit_code, "Entry 1 was changed" in changed.stderr) == (1, True)
