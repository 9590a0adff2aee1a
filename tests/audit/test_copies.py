"""Hundreds of copies in one file say the same as hundreds of files."""

import asyncio
import os
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot.audit import Evidence, EvidenceRefused, Failure, Knowledge, audit, verdict
from bot.audit.copies import Copies, read_copies
from bot.audit.postgres_copies import ServerCopies
from tests.audit.small import CANARY, KNOWLEDGE, PEOPLE, shuffled

SERVER = os.environ.get("OTKLIK_TEST_POSTGRES", "")
TABLES = "CREATE TABLE taken (person {0} PRIMARY KEY); CREATE TABLE said (id {1} PRIMARY KEY, text TEXT)"


def paired(report_of: Evidence) -> list[Failure]:
    return [failure for failure in verdict(audit(report_of, KNOWLEDGE)) if failure.kind == "partition"]


def key(person: str) -> str:
    return random.Random(person).randbytes(16).hex()


def test_of_a_file_only_pages_that_changed_are_kept_and_every_state_is_seen(tmp_path: Path) -> None:
    database, copies = sqlite3.connect(tmp_path / "a.db"), Copies(tmp_path / "many")
    database.executescript(TABLES.format("INTEGER", "TEXT") + "; CREATE TABLE other (x); INSERT INTO other VALUES (1)")
    for person in shuffled(9):
        database.execute("INSERT INTO taken VALUES (?)", (int(person),))
        database.execute("INSERT INTO said VALUES (?, ?)", (key(person), f"текст {CANARY[person]}"))
        database.commit()
        copies.take(database.serialize())
    found = list(read_copies(copies.path))
    assert len(found) == copies.count == 12
    assert all(len(copy.changed) < copy.length for copy in found[1:])
    assert audit(Evidence(snapshots=[copies.path]), KNOWLEDGE).snapshots == 12
    assert any(failure.found == 12 for failure in paired(Evidence(snapshots=[copies.path])))


def test_copies_that_were_cut_off_are_refused(tmp_path: Path) -> None:
    database, copies = sqlite3.connect(tmp_path / "a.db"), Copies(tmp_path / "many")
    database.executescript(TABLES.format("INTEGER", "TEXT"))
    copies.take(database.serialize())
    copies.path.write_bytes(copies.path.read_bytes()[:-1])
    with pytest.raises(EvidenceRefused, match="whole copies"):
        audit(Evidence(snapshots=[copies.path]), KNOWLEDGE)


@pytest.fixture
def server() -> Iterator[str]:
    if not SERVER:
        pytest.skip("OTKLIK_TEST_POSTGRES names no PostgreSQL server")
    name = f"otklik_copies_{os.getpid()}"
    asyncio.run(_told(SERVER, f"CREATE DATABASE {name}"))
    yield f"{SERVER.rpartition('/')[0]}/{name}"
    asyncio.run(_told(SERVER, f"DROP DATABASE {name} WITH (FORCE)"))


async def _told(url: str, *statements: str) -> None:
    connection: Any = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def test_of_a_server_only_rows_that_moved_are_kept_and_every_state_is_seen(server: str, tmp_path: Path) -> None:
    async def watched() -> int:
        await _told(server, TABLES.format("BIGINT", "TEXT"), "CREATE TABLE other (x bytea)")
        copies = await ServerCopies.opened(server, tmp_path / "many")
        await _told(server, "INSERT INTO other VALUES ('\\x0011223344556677')")
        for person in shuffled(9):
            said = f"INSERT INTO said VALUES ('{key(person)}', 'текст {CANARY[person]}')"
            await _told(server, f"INSERT INTO taken VALUES ({person})", said)
            await copies.take()
        await _told(server, "DELETE FROM other", "UPDATE said SET text = text || '!'")
        await copies.take()
        await copies.close()
        return copies.count

    assert asyncio.run(watched()) == 13
    many = tmp_path / "many"
    assert many.read_text(encoding="utf-8").count("0011223344556677") == 1
    assert audit(Evidence(snapshots=[many]), KNOWLEDGE).snapshots == 13
    assert any(failure.found == 12 for failure in paired(Evidence(snapshots=[many])))
    many.write_bytes(many.read_bytes()[:-20])
    with pytest.raises(EvidenceRefused, match="whole copies"):
        audit(Evidence(snapshots=[many]), KNOWLEDGE)


def test_answers_that_went_into_sums_are_found_by_the_name_of_the_row_they_went_into(tmp_path: Path) -> None:
    """Two rows of sums, six people in each; a table beside them says who came before which."""
    names = {person: random.Random(place // 6).randbytes(16) for place, person in enumerate(PEOPLE)}
    database = sqlite3.connect(tmp_path / "a.db")
    database.executescript("CREATE TABLE sums (name BLOB, counts TEXT); CREATE TABLE came (person INTEGER, block BLOB)")
    database.executemany("INSERT INTO sums VALUES (?, '{}')", [(name,) for name in set(names.values())])
    known = Knowledge(KNOWLEDGE.roster, rows={person: name.hex() for person, name in names.items()})
    database.commit()
    (section,) = audit(Evidence(tmp_path / "a.db"), known).sections
    assert (section.name, section.n, section.best) == ("sums[rows]", 12, pytest.approx(1 / 12))
    database.executemany("INSERT INTO came VALUES (?, ?)", [(int(person), name) for person, name in names.items()])
    database.commit()
    sections = {each.name: each for each in audit(Evidence(tmp_path / "a.db"), known).sections}
    assert sections["sums[rows]"].best == pytest.approx(1 / 6)
