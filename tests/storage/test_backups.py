"""A backup holds everything, is refused when it cannot be trusted, and a restore is all or nothing."""

import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from storage.archive import BrokenBackup, check
from storage.backups import backup, restore
from storage.migrating import current, head, in_snapshot
from storage.opening import open_storage
from storage.tables import METADATA
from surveys.answering.session import State
from surveys.errors import Conflict, Unavailable
from surveys.points.point import Point, Service
from surveys.work import Work
from tests.storage import campaign_examples, staff_examples
from tests.storage.examples import ANNA, BORIS, NOON, FixedClock, questionnaire, response

Rows = dict[str, list[tuple[object, ...]]]


@pytest.fixture
async def filled(url: str) -> str:
    async with open_storage(url, clock=FixedClock()) as storage:
        await storage.write(_fill)
    return url


async def test_a_restored_database_has_every_row_of_the_one_backed_up(filled: str, tmp_path: Path) -> None:
    made = await backup(filled, tmp_path / "b.zip")
    before = await _everything(filled)
    assert made.tables["answer"].rows == 2
    assert all(before[table.name] for table in METADATA.sorted_tables), "the example leaves a table untested"
    await _change(filled)
    await restore(tmp_path / "b.zip", filled, force=True)
    assert await _everything(filled) == before
    assert await current(filled) == head()


async def test_a_backup_moves_an_installation_to_the_other_kind_of_database(
    sqlite_url: str, postgres_url: str, tmp_path: Path
) -> None:
    async with open_storage(sqlite_url, clock=FixedClock()) as storage:
        await storage.write(_fill)
    await backup(sqlite_url, tmp_path / "there.zip")
    await restore(tmp_path / "there.zip", postgres_url)
    assert await _everything(postgres_url) == await _everything(sqlite_url)
    async with open_storage(postgres_url, clock=FixedClock()) as storage:
        new = await storage.write(lambda w: w.people.enter(replace(ANNA, key="new"), "ru", NOON))
    assert new.number == 3
    await backup(postgres_url, tmp_path / "back.zip")
    fresh = f"sqlite:///{tmp_path}/new/otklik.db"
    await restore(tmp_path / "back.zip", fresh)
    assert await _everything(fresh) == await _everything(postgres_url)


async def test_a_database_with_data_is_not_overwritten_unasked(filled: str, tmp_path: Path) -> None:
    await backup(filled, tmp_path / "b.zip")
    await _change(filled)
    before = await _everything(filled)
    with pytest.raises(Conflict, match="not_empty"):
        await restore(tmp_path / "b.zip", filled)
    assert await _everything(filled) == before


async def test_a_backup_is_made_while_the_bot_writes_and_a_restore_waits_for_its_end(
    filled: str, tmp_path: Path
) -> None:
    async with open_storage(filled, clock=FixedClock()) as storage:
        await storage.write(lambda w: w.notes.put("here", "yes"))
        made = await backup(filled, tmp_path / "b.zip")
        with pytest.raises(Unavailable, match="taken"):
            await restore(tmp_path / "b.zip", filled, force=True)
    assert made.tables["note"].rows == 2


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-50])


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0xFF
    path.write_bytes(content)


def _rewrite(path: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    with zipfile.ZipFile(path) as archive:
        entries = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            if content is not None:
                archive.writestr(name, content)


def _forge_answer(path: Path) -> None:
    _rewrite(path, lambda name, content: content.replace(b'"5', b'"1') if name == "tables/answer.jsonl" else content)


def _lose_table(path: Path) -> None:
    _rewrite(path, lambda name, content: None if name == "tables/person.jsonl" else content)


def _from_the_future(path: Path) -> None:
    def change(name: str, content: bytes) -> bytes:
        return json.dumps(json.loads(content) | {"revision": "9999"}).encode() if name == "manifest.json" else content

    _rewrite(path, change)


@pytest.mark.parametrize("damage", [_cut, _flip, _forge_answer, _lose_table, _from_the_future])
async def test_a_damaged_backup_is_refused_and_changes_nothing(
    damage: Callable[[Path], None], sqlite_url: str, tmp_path: Path
) -> None:
    async with open_storage(sqlite_url, clock=FixedClock()) as storage:
        await storage.write(_fill)
    await backup(sqlite_url, tmp_path / "b.zip")
    damage(tmp_path / "b.zip")
    before = await _everything(sqlite_url)
    with pytest.raises(BrokenBackup):
        await restore(tmp_path / "b.zip", sqlite_url, force=True)
    assert await _everything(sqlite_url) == before


async def test_rows_that_do_not_fit_together_are_rolled_back(filled: str, tmp_path: Path) -> None:
    await backup(filled, tmp_path / "b.zip")
    source = tmp_path / "b.zip"
    manifest = check(source)
    with zipfile.ZipFile(source) as archive:
        stored = json.loads(archive.read("manifest.json"))
    stored["tables"]["unheard_of"] = stored["tables"]["note"]
    _rewrite(source, lambda name, content: json.dumps(stored).encode() if name == "manifest.json" else content)
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr("tables/unheard_of.jsonl", archive.read("tables/note.jsonl"))
    before = await _everything(filled)
    with pytest.raises(BrokenBackup, match="damaged"):
        await restore(source, filled, force=True)
    assert manifest.tables
    assert await _everything(filled) == before


async def test_only_its_owner_reads_a_backup_and_nothing_unfinished_stays(sqlite_url: str, tmp_path: Path) -> None:
    await backup(sqlite_url, tmp_path / "b.zip")
    assert (tmp_path / "b.zip").stat().st_mode & 0o777 == 0o600
    assert sorted(os.listdir(tmp_path)) == ["b.zip", "otklik.db"]


async def test_there_is_no_backup_of_a_database_without_tables(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="schema"):
        await backup(f"sqlite:///{tmp_path}/none.db", tmp_path / "b.zip")
    assert not (tmp_path / "none.db").exists()


def _fill(w: Work) -> None:
    anna = w.people.enter(ANNA, "ru", NOON)
    boris = w.people.enter(BORIS, "", NOON)
    w.people.save(replace(anna, consent="2026-1", unreachable_since=NOON))
    w.questionnaires.publish(questionnaire(), NOON)
    w.points.save([Point("mfc-1", "10012", "МФЦ «Центр»", "МФЦ", services=(Service("1", "Паспорт"),))])
    begun = response("k1", anna.number, placement="77:5")
    w.responses.add(begun)
    w.responses.record("k1", {"rating": "5", "why": "до\0после \ud800"}, NOON)
    w.responses.save(replace(begun, session=replace(begun.session, state=State.SUBMITTED)))
    w.responses.add(response("k2", boris.number))
    w.receipts.record("chat", 2**40, NOON)
    w.funnel.count("mfc-1", "scanned", NOON.date())
    w.funnel.flag_burst("mfc-1", NOON, 20)
    w.roles.grant(boris.number, "admin", NOON)
    w.notes.put("claim", "hash")
    w.notes.quarantine("chat", 8, "odd", "ValueError", NOON)
    w.attempts.add("a", NOON)
    staff_examples.fill(w, boris.number)
    campaign_examples.fill(w, boris.number)


async def _change(url: str) -> None:
    async with open_storage(url, clock=FixedClock()) as storage:
        await storage.write(lambda w: w.people.erase(1))
        await storage.write(lambda w: w.notes.put("later", "yes"))


async def _everything(url: str) -> Rows:
    return await in_snapshot(
        url,
        lambda connection: {
            table.name: [tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key.columns))]
            for table in METADATA.sorted_tables
        },
    )
