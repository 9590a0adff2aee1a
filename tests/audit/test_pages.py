"""What the attack reads from the bytes of a file is what SQLite wrote there, and what it has left behind."""

import random
import sqlite3
from pathlib import Path

import pytest

from bot.audit.images import NotADatabase, image, overlaid
from bot.audit.journals import journalled, write_ahead_log
from bot.audit.pages import Page, Pages
from bot.audit.records import Malformed, record, varint, written_varint
from bot.audit.rows import State
from bot.audit.shapes import Foreign, shape_of
from bot.audit.trees import Trees

SCHEMA = """
    CREATE TABLE plain (a INTEGER, b TEXT, c BLOB, d REAL);
    CREATE TABLE "num bered" (id INTEGER PRIMARY KEY, text TEXT NOT NULL DEFAULT 'x,(y)', -- a comment, with (brackets
        other REFERENCES plain (a));
    CREATE TABLE keyed (z TEXT, first BLOB, second TEXT, PRIMARY KEY (second, first)) WITHOUT ROWID;
    CREATE INDEX by_b ON plain (b);
"""


@pytest.fixture
def database(tmp_path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(tmp_path / "test.db", isolation_level=None)
    connection.executescript(f"PRAGMA page_size = 1024; PRAGMA journal_mode = DELETE; {SCHEMA}")
    return connection


def filled(database: sqlite3.Connection, rows: int, seed: int = 1) -> None:
    chance = random.Random(seed)
    database.execute("BEGIN")
    for _ in range(rows):
        text = "щ" * chance.choice([0, 5, 50, 700, 5000])
        row = (chance.randrange(-(2**62), 2**62) >> chance.randrange(62), text, chance.randbytes(9), chance.random())
        database.execute("INSERT INTO plain VALUES (?, ?, ?, ?)", row)
        database.execute('INSERT INTO "num bered" (text, other) VALUES (?, ?)', (text, row[0]))
        database.execute("INSERT INTO keyed VALUES (?, ?, ?)", (text, chance.randbytes(12), text[:40]))
    database.execute("COMMIT")


def read(path: Path) -> State:
    return Trees().state(image(path.read_bytes(), Pages()))


def told_by_sqlite(database: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    return sorted(database.execute(f'SELECT * FROM "{table}"').fetchall(), key=repr)


def test_every_kind_of_table_is_read_as_sqlite_reads_it(database: sqlite3.Connection, tmp_path: Path) -> None:
    filled(database, 300)
    database.execute("ALTER TABLE plain ADD COLUMN added TEXT")
    state = read(tmp_path / "test.db")
    for table in ("plain", "num bered", "keyed"):
        assert sorted((row.values for row in state[table]), key=repr) == told_by_sqlite(database, table)
    assert {row.number for row in state["plain"]} == set(range(1, 301))
    assert len(list(state["by_b"])) == 300


@pytest.mark.parametrize("encoding", ["UTF-16le", "UTF-16be"])
def test_texts_of_other_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    connection = sqlite3.connect(tmp_path / "wide.db")
    connection.executescript(f"PRAGMA encoding = '{encoding}'; CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('щит')")
    assert [row.values for row in read(tmp_path / "wide.db")["t"]] == [("щит",)]


def test_a_log_lies_over_the_file_and_remembers_what_a_checkpoint_has_left(tmp_path: Path) -> None:
    path = tmp_path / "logged.db"
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript("PRAGMA journal_mode = WAL; CREATE TABLE t (a TEXT); PRAGMA wal_checkpoint(TRUNCATE)")
    for number in range(6):
        database.execute("INSERT INTO t VALUES (?)", (f"early {number}",))
    database.execute("PRAGMA wal_checkpoint(RESTART)")
    for number in range(2):
        database.execute("INSERT INTO t VALUES (?)", (f"late {number}",))
    pages = Pages()
    file = image(path.read_bytes(), pages)
    log = write_ahead_log(path.with_name("logged.db-wal").read_bytes(), pages, file.usable, file.size)
    live, length = log.live()
    assert [row.values[0] for row in Trees().state(file)["t"]] == [f"early {n}" for n in range(6)]
    assert [row.values[0] for row in Trees().state(overlaid(file, live, length))["t"]][6:] == ["late 0", "late 1"]
    stale = [each for each in log.transactions if each.salt != log.salt]
    assert len(stale) >= 3
    assert [each.salt == log.salt for each in log.transactions] == [False] * len(stale) + [True, True]
    assert log.frames == 6  # two new frames over the first two of six


def test_a_deleted_row_is_in_the_bytes_until_it_is_overwritten(tmp_path: Path) -> None:
    for secure in (False, True):
        path = tmp_path / f"deleted{secure}.db"
        database = sqlite3.connect(path)
        database.executescript(
            f"PRAGMA secure_delete = {secure}; CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('canary-1'), ('other')"
        )
        database.execute("DELETE FROM t WHERE a = 'canary-1'")
        database.commit()
        seen: list[Page] = []
        image(path.read_bytes(), Pages(seen.append))
        assert any(b"canary-1" in page.data for page in seen) is not secure


def test_a_rollback_journal_shows_pages_as_they_were(database: sqlite3.Connection, tmp_path: Path) -> None:
    filled(database, 3)
    database.execute("PRAGMA journal_mode = PERSIST")
    before = (tmp_path / "test.db").read_bytes()
    database.execute("UPDATE \"num bered\" SET text = 'changed'")
    pages = journalled((tmp_path / "test.db-journal").read_bytes(), Pages(), 1024, 1024)
    assert any(page.data == before[start : start + 1024] for page in pages for start in range(1024, len(before), 1024))


def test_a_page_tells_the_order_of_arrival_until_it_is_rewritten(tmp_path: Path) -> None:
    chance = random.Random(4)
    database = sqlite3.connect(tmp_path / "order.db", isolation_level=None)
    database.execute("CREATE TABLE t (key BLOB PRIMARY KEY, text TEXT) WITHOUT ROWID")
    for number in range(12):
        database.execute("INSERT INTO t VALUES (?, ?)", (chance.randbytes(16), str(number)))
    lying = [row for row in read(tmp_path / "order.db")["t"] if row.position is not None]
    assert [row.values[1] for row in sorted(lying, key=lambda row: row.position or 0)] == [str(n) for n in range(12)]
    database.execute("VACUUM")
    assert all(row.position is None for row in read(tmp_path / "order.db")["t"])


def test_a_page_that_did_not_change_is_the_same_rows_again(database: sqlite3.Connection, tmp_path: Path) -> None:
    filled(database, 200)
    pages, trees = Pages(), Trees()
    first = image((tmp_path / "test.db").read_bytes(), pages)
    earlier = trees.state(first)
    database.execute("INSERT INTO plain VALUES (1, 'new', x'00', 0.5)")
    later = trees.state(image((tmp_path / "test.db").read_bytes(), pages, first))
    assert later["keyed"].parts == earlier["keyed"].parts
    old = {id(part) for part in earlier["plain"].parts}
    changed = [part for part in later["plain"].parts if id(part) not in old]
    assert [row.values[1] for part in changed for row in part if row.values[1] == "new"] == ["new"]
    assert len(changed) <= 2


def test_damaged_files_end_neither_in_loops_nor_in_errors(database: sqlite3.Connection, tmp_path: Path) -> None:
    filled(database, 60)
    whole = (tmp_path / "test.db").read_bytes()
    chance = random.Random(7)
    for _ in range(25):
        data = bytearray(whole)
        for _ in range(200):
            data[chance.randrange(100, len(data))] = chance.randrange(256)
        Trees().state(image(bytes(data), Pages()))


def test_what_is_no_database_is_refused() -> None:
    for data in (b"", b"SQLite format 3\0", b"PK" * 600, b"SQLite format 3\0" + b"\x01" * 600):
        with pytest.raises(NotADatabase):
            image(data, Pages())


def test_the_shape_of_a_table_is_read_from_its_sql() -> None:
    shape = shape_of(
        "t", 'CREATE TABLE t ("a ""b" INT, [c d] TEXT, e, PRIMARY KEY (e DESC, [c d])) WITHOUT ROWID, STRICT'
    )
    assert (shape.columns, shape.key, shape.stored) == (('a "b', "c d", "e"), ("e", "c d"), ("e", "c d", 'a "b'))
    shape = shape_of(
        "t", "CREATE TABLE t (i INTEGER, p TEXT REFERENCES o(k), FOREIGN KEY (i) REFERENCES q, PRIMARY KEY (i))"
    )
    assert (shape.alias, shape.foreign) == ("i", (Foreign("p", "o", "k"), Foreign("i", "q", "")))


def test_numbers_are_written_and_read_as_varints() -> None:
    for number in (0, 127, 128, 9_840_379_470, 2**55):
        assert varint(written_varint(number), 0) == (number, len(written_varint(number)))
    assert varint(b"\xff" * 9, 0) == (-1, 9)
    for torn in (b"", b"\xff" * 3, b"\x05\x01", b"\x02\x7f"):
        with pytest.raises(Malformed):
            record(torn)
