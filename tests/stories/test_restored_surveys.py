"""Row 29: backups and what comes back of an anonymous survey. Row 30: releases that change in the middle of one."""

import asyncio
import shutil
import signal
import sqlite3
import sys
from datetime import timedelta
from pathlib import Path

from storage.backups import backup, restore
from storage.migrating import current, head, upgrade
from surveys.anonymity.campaign import Campaign
from surveys.anonymity.pool import Vote
from tests.anonymity.held import Survey, people
from tests.stories.bots import ROOT, BotProcess
from tests.stories.citizens import COMMENT, RATING, THANKS, Citizen
from tests.stories.conftest import SERVER, Town
from tests.stories.history import rows
from tests.stories.staff_surveys import asleep, launched_long_ago, waits_for

BLOCKS = "SELECT count(*) FROM answer_block"
LOST = "Пропала часть ответов"


async def _administrated(town: Town, survey: Survey, *, reachable: bool = True) -> Citizen:
    """An administrator; one who cannot be reached has never opened the chat on this account."""
    (boss,) = town.settles(1)
    if reachable:
        town.emulator.people.start(boss.id)
    await survey.administrator(str(boss.id))
    return boss


async def _command(town: Town, *arguments: str) -> None:
    town.bot.launch(*arguments)
    assert await town.bot.ended(30) == 0, town.bot.told[-400:]


async def test_an_older_backup_costs_what_was_drawn_since_and_everybody_is_told(town: Town) -> None:
    """The keys of then are destroyed; marks stand, nothing is counted twice, other cells go on."""
    async with asleep(town) as survey:
        boss = await _administrated(town, survey)
        campaign = await launched_long_ago(survey)
        await survey.votes(campaign, people(11))
        await survey.votes(campaign, people(6, since=20), cell=1)
    await _command(town, "backup", "old.zip")
    await town.bot.start()
    await waits_for(town, BLOCKS, 1)
    await town.bot.stop()
    async with asleep(town) as survey:
        await survey.votes(campaign, people(2, since=40), cell=1)
        undone = await survey.launched()
    await _command(town, "restore", "old.zip", "--force")
    await town.bot.start()
    assert not survey.folder(undone).exists(), "the restored database knows nothing of it, and nobody had answered it"
    await boss.sees(LOST, 20)
    assert boss.reads("как минимум 10 чел.")
    await waits_for(town, "SELECT count(*) FROM note WHERE name = 'losses_to_tell'", 0)
    await town.bot.stop()
    await town.bot.start()
    await town.bot.stop()
    assert sum(LOST in str(one.content.get("text")) for one in boss.shown) == 1, "told once"
    async with asleep(town) as survey:
        assert await survey.votes(campaign, people(11)) == [Vote.TWICE] * 11
        assert await survey.votes(campaign, people(2, since=40), cell=1) == [Vote.TAKEN] * 2
        assert await survey.accounted(campaign) == people(6, since=20) + people(2, since=40)
        assert [loss.people for loss in (await survey.of(campaign)).losses] == [11]


async def test_a_clean_machine_without_the_keys_closes_the_survey_and_says_why(town: Town) -> None:
    """The administrator, who could not be reached at first, is told once they can."""
    async with asleep(town) as survey:
        boss = await _administrated(town, survey, reachable=False)
        campaign = await launched_long_ago(survey)
        await survey.votes(campaign, people(11))
    await town.bot.start()
    await waits_for(town, BLOCKS, 1)
    await _command_beside(town, "backup", "new.zip")
    await town.bot.stop()
    safe = (town.folder / "keys" / "installation.key").read_bytes()
    for name in ("otklik.db", "otklik.db-wal", "otklik.db-shm"):
        (town.folder / name).unlink(missing_ok=True)
    shutil.rmtree(town.folder / "keys")
    await _command(town, "restore", "new.zip")
    town.bot.launch()
    assert await town.bot.ended(20) == 1
    assert "restore your safe copy" in town.bot.told.splitlines()[-1]
    (town.folder / "keys").mkdir(mode=0o700)
    (town.folder / "keys" / "installation.key").write_bytes(safe)
    (town.folder / "keys" / "installation.key").chmod(0o600)
    await town.bot.start()
    await waits_for(town, "SELECT count(*) FROM person WHERE unreachable_since IS NOT NULL", 1)
    town.emulator.people.start(boss.id)
    await town.drained()
    await town.bot.stop()
    await town.bot.start()
    await boss.sees("опрос закрыт раньше срока", 20)
    await town.bot.stop()
    async with asleep(town) as survey:
        act = (await survey.of(campaign)).act
        assert act is not None
        assert (act.asked_by, act.key_destroyed, act.counted, act.lost) == ("key_lost", False, (("ratings", 5),), 6)


async def _command_beside(town: Town, *arguments: str) -> None:
    """While the bot runs."""
    beside = BotProcess(town.nursery, town.folder, town.variables)
    beside.out, beside.err = town.folder / "beside.out", town.folder / "beside.err"
    beside.launch(*arguments)
    assert await beside.ended(30) == 0, beside.told[-400:]


async def test_a_backup_made_while_people_answer_has_as_many_answers_as_marks(town: Town) -> None:
    """Every snapshot is whole: nobody's mark without their answer, no answer without its mark, also across draws."""
    async with asleep(town) as survey:
        campaign = await launched_long_ago(survey)
        written = asyncio.create_task(_answered_and_drawn(survey, campaign))
        made: list[Path] = []
        while not written.done():
            made.append(town.folder / f"b{len(made)}.zip")
            await backup(town.database, made[-1])
        await written
    sizes = set()
    made = town.chance.sample(made, min(len(made), 4))
    for number, file in enumerate(made):
        restored = f"sqlite:///{town.folder}/restored-{number}/otklik.db"
        await restore(file, restored)
        (marks,) = await rows(restored, "SELECT count(*) FROM mark")
        (boxes,) = await rows(restored, "SELECT count(*) FROM pool_box")
        (drawn,) = await rows(restored, "SELECT coalesce(sum(n), 0) FROM answer_block")
        assert marks[0] == boxes[0] + drawn[0]
        sizes.add(marks[0])
    assert len(sizes) > 1, "the backups were not made while people answered"


async def _answered_and_drawn(survey: Survey, campaign: Campaign) -> None:
    for turn in range(6):
        await survey.votes(campaign, people(12, since=turn * 12), cell=turn % 2)
        survey.clock.moment += timedelta(hours=13)
        await survey.keeping.tick()


# --- row 30


async def _killed_half_way(url: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.stories.next_release", url, cwd=ROOT, stderr=asyncio.subprocess.DEVNULL
    )
    assert await process.wait() == -signal.SIGKILL


async def _goes_on_after_half_a_migration(town: Town) -> None:
    async with asleep(town) as survey:
        campaign = await launched_long_ago(survey)
        await survey.votes(campaign, people(11))
    await _killed_half_way(town.database)
    assert await current(town.database) == head()
    await town.bot.start()
    await waits_for(town, BLOCKS, 1)
    await town.bot.stop()
    async with asleep(town) as survey:
        assert await survey.accounted(campaign) == people(11)
        assert await survey.votes(campaign, people(11)) == [Vote.TWICE] * 11


async def test_a_migration_killed_half_way_leaves_a_running_survey_as_it_was(town: Town) -> None:
    await _goes_on_after_half_a_migration(town)


async def test_a_migration_killed_half_way_on_postgresql_leaves_a_running_survey_as_it_was(
    postgres_town: Town,
) -> None:
    assert SERVER
    await _goes_on_after_half_a_migration(postgres_town)


async def test_a_citizen_in_the_middle_of_an_answer_does_not_notice_the_upgrade_of_an_old_database(town: Town) -> None:
    """The file of the first release, as it was when somebody had answered the first question."""
    (anna,) = town.settles(1)
    point, carried = next(iter(town.payloads.items()))
    await town.bot.start()
    await anna.scans(carried, point)
    await anna.sees(RATING)
    await anna.taps("5 ★", until=lambda: anna.reads(COMMENT))
    town.history.shown(anna.id, point, rating=5)
    await town.bot.stop()
    await _turned_back(town, "0001")
    await town.bot.start()
    assert await current(town.database) == head()
    anna.writes("всё хорошо")
    await anna.sees(THANKS)
    town.history.shown(anna.id, point, comment="всё хорошо")
    town.history.thanks(anna.id, point)
    await town.bot.stop()
    await town.kept()
    async with asleep(town) as survey:
        assert (await launched_long_ago(survey)).running


async def _turned_back(town: Town, revision: str) -> None:
    """The town's file with the tables of an older release and the same rows in them."""
    old = town.folder / "first-release.db"
    await upgrade(f"sqlite:///{old}", revision)
    with sqlite3.connect(old) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        database.execute("ATTACH ? AS newer", (str(town.folder / "otklik.db"),))
        for name in names:
            if name != "alembic_version" and not name.startswith("sqlite_"):
                columns = ", ".join(each[1] for each in database.execute(f"PRAGMA main.table_info({name})"))
                database.execute(f"INSERT INTO main.{name} ({columns}) SELECT {columns} FROM newer.{name}")
    database.close()
    for suffix in ("", "-wal", "-shm"):
        (town.folder / f"otklik.db{suffix}").unlink(missing_ok=True)
    old.rename(town.folder / "otklik.db")
