"""Links are found wherever they lie: behind keys, in JSON, in choices, on a server, in a dump or a log."""

import asyncio
import gzip
import json
import os
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot.audit import Evidence, EvidenceRefused, Failure, Knowledge, audit, verdict
from bot.audit.postgres import take_snapshot
from storage.archive import write
from tests.audit.small import CANARY, KNOWLEDGE, OTHERS, PEOPLE, made, shuffled

SERVER = os.environ.get("OTKLIK_TEST_POSTGRES", "")


def failures(evidence: Evidence, knowledge: Knowledge = KNOWLEDGE, kind: str = "") -> list[Failure]:
    return [failure for failure in verdict(audit(evidence, knowledge)) if failure.kind == kind or not kind]


def keyed(database: sqlite3.Connection) -> None:
    """Person -> response -> answer, each by a key that says nothing."""
    for person in shuffled(1):
        key = random.Random(person).randbytes(8).hex()
        database.execute("INSERT INTO person (k) VALUES (?)", (int(person),))
        (number,) = database.execute("SELECT max(id) FROM person").fetchone()
        database.execute("INSERT INTO run VALUES (?, ?)", (key, number))
        database.execute("INSERT INTO said VALUES (?, ?)", (key, f"текст {CANARY[person]}"))


def test_a_person_two_keys_away_from_the_answer_is_found(tmp_path: Path) -> None:
    schema = """
        CREATE TABLE person (id INTEGER PRIMARY KEY, k INTEGER UNIQUE);
        CREATE TABLE run (key TEXT PRIMARY KEY, owner INTEGER REFERENCES person (id));
        CREATE TABLE said (run TEXT, text TEXT);
    """
    found = failures(Evidence(made(tmp_path / "a.db", schema, keyed)), kind="direct")
    assert any(failure.why == "hard" and failure.found == 12 for failure in found)


def test_a_value_that_a_person_shares_with_one_answer_is_found(tmp_path: Path) -> None:
    def fill(database: sqlite3.Connection) -> None:
        for person in shuffled(2):
            database.execute("INSERT INTO issued VALUES (?, ?)", (person, random.Random(person).randbytes(16)))
        for person in shuffled(3):
            row = (random.Random(person).randbytes(16), json.dumps({"c": [{"t": CANARY[person]}]}))
            database.execute("INSERT INTO spent VALUES (?, ?)", row)

    schema = "CREATE TABLE issued (who TEXT, token BLOB); CREATE TABLE spent (token BLOB, form TEXT)"
    assert failures(Evidence(made(tmp_path / "a.db", schema, fill)), kind="direct")


CHOICES = {person: {"q1": str(place % 3), "q2": str(place // 3)} for place, person in enumerate(PEOPLE)}


def wide(database: sqlite3.Connection) -> None:
    database.execute("CREATE TABLE r (who INTEGER, form TEXT)")
    for person in shuffled(4):
        database.execute("INSERT INTO r VALUES (?, ?)", (int(person), json.dumps({"v": CHOICES[person]})))


def long(database: sqlite3.Connection) -> None:
    database.execute("CREATE TABLE r (who INTEGER, q TEXT, v TEXT)")
    for person in shuffled(5):
        for question, value in CHOICES[person].items():
            database.execute("INSERT INTO r VALUES (?, ?, ?)", (int(person), question, value))


@pytest.mark.parametrize("fill", [wide, long])
def test_choices_without_a_text_are_found_where_a_row_shows_all_of_one_persons(tmp_path: Path, fill: Any) -> None:
    path = made(tmp_path / "a.db", "", fill)
    assert failures(Evidence(path), Knowledge(KNOWLEDGE.roster, values=CHOICES), "direct")


def test_counts_of_choices_are_nobodys(tmp_path: Path) -> None:
    def fill(database: sqlite3.Connection) -> None:
        counts = json.dumps({"q1": {"0": 4, "1": 4, "2": 4}, "q2": {"0": 3, "1": 3, "2": 3, "3": 3}})
        database.execute("INSERT INTO block VALUES (?, ?)", ("Отдел 1", counts))

    path = made(tmp_path / "a.db", "CREATE TABLE block (cell TEXT, counts TEXT)", fill)
    assert audit(Evidence(path), Knowledge(KNOWLEDGE.roster, values=CHOICES)).sections == ()


def test_ids_and_answers_in_one_line_of_a_log_are_found_without_a_table(tmp_path: Path) -> None:
    log = tmp_path / "bot.log"
    log.write_text("\n".join(f'{{"user": {person}, "text": "{CANARY[person]}"}}' for person in shuffled(6)))
    path = made(tmp_path / "a.db", "CREATE TABLE t (a TEXT)", lambda _: None)
    found = failures(Evidence(path, logs=[log]), kind="residue")
    assert [failure.found for failure in found if failure.why == "hard"] == [12]


def test_a_backup_keeps_the_order_of_its_rows(tmp_path: Path) -> None:
    tables = [
        ("taken", [{"person": int(person)} for person in shuffled(7)]),
        ("said", [{"text": CANARY[person]} for person in shuffled(7)]),
    ]
    write(tmp_path / "b.zip", datetime(2026, 3, 2, tzinfo=UTC), "sqlite", "r1", tables)
    found = failures(Evidence(backups=[tmp_path / "b.zip"]), kind="order")
    assert any("taken.person (id) by place ~ place" in failure.link for failure in found)
    tables[1] = ("said", [{"text": CANARY[person]} for person in shuffled(8)])
    write(tmp_path / "b.zip", datetime(2026, 3, 2, tzinfo=UTC), "sqlite", "r1", tables)
    assert failures(Evidence(backups=[tmp_path / "b.zip"]), kind="order") == []


def test_a_plain_dump_is_read_as_a_backup_is(tmp_path: Path) -> None:
    lines = [
        "SET x = 1;",
        "COPY public.taken (person, note) FROM stdin;",
        *(f"{p}\\t\\\\N" for p in shuffled(7)),
        "\\.",
    ]
    lines += ["COPY public.said (text) FROM stdin;", *(f"a\\\\tb {CANARY[p]}" for p in shuffled(7)), "\\."]
    (tmp_path / "d.sql").write_text("\n".join(lines).replace("\\t\\\\N", "\t\\N").replace("\\\\t", "\\t"))
    assert failures(Evidence(backups=[tmp_path / "d.sql"]), kind="order")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    if not SERVER:
        pytest.skip("OTKLIK_TEST_POSTGRES names no PostgreSQL server")
    name = f"otklik_audit_{os.getpid()}"
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


def _each_in_a_transaction_of_its_own() -> list[str]:
    tables = "CREATE TABLE taken (person bigint PRIMARY KEY); CREATE TABLE said (id uuid PRIMARY KEY, text text)"
    return [
        "DROP TABLE IF EXISTS taken, said",
        tables,
        *(
            f"INSERT INTO taken VALUES ({person});INSERT INTO said VALUES (gen_random_uuid(), 'текст {CANARY[person]}')"
            for person in shuffled(9)
        ),
    ]


def test_postgresql_pairs_what_one_transaction_wrote_even_after_vacuum_full(server: str) -> None:
    asyncio.run(_told(server, *_each_in_a_transaction_of_its_own()))
    for command in ("ANALYZE", "VACUUM FULL", "VACUUM FREEZE"):
        asyncio.run(_told(server, command))
        found = failures(Evidence(server))
        assert any(failure.kind == "wal_tx" and failure.found == 12 for failure in found)
        assert any(failure.kind == "order" and failure.found == 12 for failure in found)


def test_postgresql_rows_written_at_once_in_random_order_pair_nobody(server: str, tmp_path: Path) -> None:
    await_all = [*_each_in_a_transaction_of_its_own(), "CREATE TABLE mixed AS SELECT text FROM said ORDER BY md5(text)"]
    asyncio.run(_told(server, *await_all, "DROP TABLE said"))
    take_snapshot(server, tmp_path / "one.jsonl.gz")
    asyncio.run(
        _told(server, "CREATE TABLE later (b bytea, at timestamptz)", "INSERT INTO later VALUES ('\\x00', now())")
    )
    found = audit(Evidence(server, snapshots=[tmp_path / "one.jsonl.gz"]), KNOWLEDGE)
    assert found.snapshots == 1
    assert [failure for failure in verdict(found) if failure.why in ("hard", "certain", "accuracy")] == []


def test_copies_of_a_server_tell_when_people_and_answers_came(server: str, tmp_path: Path) -> None:
    statements = _each_in_a_transaction_of_its_own()
    asyncio.run(_told(server, *statements[:2], "CREATE TABLE pair (a int)"))
    copies = []
    for number, statement in enumerate(statements[2:]):
        person, answer = statement.split(";")
        asyncio.run(_told(server, person, answer))
        copies.append(tmp_path / f"{number:02}.gz")
        take_snapshot(server, copies[-1])
    found = failures(Evidence(server, snapshots=copies), kind="partition")
    assert any(failure.found >= 11 for failure in found if failure.why == "certain")


def test_without_the_truth_links_are_offered_and_hard_ones_fail(tmp_path: Path) -> None:
    schema = """
        CREATE TABLE person (id INTEGER PRIMARY KEY, k INTEGER UNIQUE);
        CREATE TABLE run (key TEXT PRIMARY KEY, owner INTEGER REFERENCES person (id));
        CREATE TABLE comments (run TEXT, text TEXT);
    """

    def fill(database: sqlite3.Connection) -> None:
        database.execute("CREATE TEMP VIEW said AS SELECT * FROM comments")
        database.execute(
            "CREATE TEMP TRIGGER t INSTEAD OF INSERT ON said BEGIN INSERT INTO comments VALUES (new.run, new.text); END"
        )
        keyed(database)

    report = audit(Evidence(made(tmp_path / "a.db", schema, fill)), replace(KNOWLEDGE, truth={}))
    assert not report.known
    assert {(failure.kind, failure.why) for failure in verdict(report)} == {("direct", "hard")}


def test_nobody_is_named_in_the_report(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", "CREATE TABLE person (id INTEGER, said TEXT)", lambda database: [
        database.execute("INSERT INTO person VALUES (?, ?)", (int(person), CANARY[person])) for person in PEOPLE
    ])  # fmt: skip
    report = audit(Evidence(path), KNOWLEDGE)
    written = json.dumps(report.to_json()) + report.table() + "".join(map(str, verdict(report)))
    assert verdict(report)
    assert not [secret for secret in (*PEOPLE, *OTHERS, *CANARY.values()) if secret in written]


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "no.db").write_text("no database at all " * 60)
    (tmp_path / "no.zip").write_text("no zip")
    with gzip.open(tmp_path / "no.gz", "wt") as file:
        file.write('{"format": "other"}\n')
    for evidence in (
        Evidence(tmp_path / "no.db"),
        Evidence(snapshots=[tmp_path / "no.gz"]),
        Evidence(snapshots=[tmp_path / "no.zip"]),
        Evidence(backups=[tmp_path / "no.zip"]),
        Evidence(backups=[tmp_path / "no.db"]),
        Evidence("postgresql://127.0.0.1:1/none"),
    ):
        with pytest.raises(EvidenceRefused):
            audit(evidence, KNOWLEDGE)
