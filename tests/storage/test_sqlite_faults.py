"""What a SQLite file has to survive: locks, a full disk, damage, a second bot, a killed process."""

import asyncio
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from storage.backups import backup, restore
from storage.opening import open_storage
from surveys.errors import Unavailable
from tests.storage.examples import FixedClock

ROOT = Path(__file__).parents[2]


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


@contextmanager
def _held(url: str) -> Iterator[sqlite3.Connection]:
    """Another program in the middle of a write."""
    with closing(sqlite3.connect(_file(url), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


async def test_a_locked_database_makes_writes_wait_and_reads_go_on(sqlite_url: str) -> None:
    async with open_storage(sqlite_url, clock=FixedClock(), patience=20) as storage:
        with _held(sqlite_url) as other:
            waiting = asyncio.create_task(storage.write(lambda w: w.notes.put("n", "1")))
            assert await storage.read(lambda w: w.notes.get("n")) is None
            assert not waiting.done()
            other.execute("COMMIT")
            await waiting
        assert await storage.read(lambda w: w.notes.get("n")) == "1"


async def test_a_write_that_waited_too_long_says_so_and_may_be_tried_again(sqlite_url: str) -> None:
    async with open_storage(sqlite_url, clock=FixedClock(), patience=0.1) as storage:
        with _held(sqlite_url):
            waiting = [storage.write(lambda w, n=n: w.notes.put(f"n{n}", "1")) for n in range(5)]
            told = await asyncio.gather(*waiting, return_exceptions=True)
        assert [str(each) for each in told] == ["locked"] * 5
        assert await storage.read(lambda w: w.notes.get("n0")) is None
        await storage.write(lambda w: w.notes.put("n0", "1"))
        assert await storage.read(lambda w: w.notes.get("n0")) == "1"


FULL_DISK = """
    import asyncio, resource, sys
    from storage.opening import open_storage
    from surveys.chance import SystemClock
    from surveys.errors import Unavailable

    def limit(size):
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    async def main(url):
        confirmed, refused = [], set()
        async with open_storage(url, clock=SystemClock()) as storage:
            for allowed in (600_000, resource.RLIM_INFINITY):
                limit(allowed)
                for number in range(len(confirmed), len(confirmed) + 60):
                    try:
                        await storage.write(lambda w: w.notes.put(f"n{number}", "x" * 20_000))
                        confirmed.append(number)
                    except Unavailable as error:
                        refused.add(error.reason)
            kept = await storage.read(lambda w: [n for n in confirmed if w.notes.get(f"n{n}")])
        print(kept == confirmed, len(confirmed), sorted(refused))

    asyncio.run(main(sys.argv[1]))
"""


def test_a_full_disk_refuses_keeps_what_was_confirmed_and_goes_on_by_itself(sqlite_url: str) -> None:
    whole, confirmed, refused = _run(FULL_DISK, sqlite_url).stdout.split(maxsplit=2)
    assert (whole, refused.strip()) == ("True", "['full']")
    assert 60 < int(confirmed) < 120


KILLED = """
    import asyncio, json, os, signal, sys
    from storage.opening import open_storage
    from surveys.chance import SystemClock

    async def citizens(url, at, out):
        async def one(storage, number):
            await storage.write(lambda w: [w.notes.put(f"a{number}", "1"), w.notes.put(f"b{number}", "1")])
            os.write(out, b"%d " % number)

        async with open_storage(url, clock=SystemClock(), at=at) as storage:
            for start in range(0, 60, 6):
                await asyncio.gather(*(one(storage, n) for n in range(start, start + 6)))

    def killed_at(url, label, turn):
        passed = 0

        def at(moment):
            nonlocal passed
            passed += moment == label
            if passed == turn:
                os.kill(os.getpid(), signal.SIGKILL)

        told, out = os.pipe()
        child = os.fork()
        if child == 0:
            asyncio.run(citizens(url, at, out))
            os._exit(0)
        os.close(out)
        status = os.waitpid(child, 0)[1]
        return os.waitstatus_to_exitcode(status), os.read(told, 9999).decode()

    print(json.dumps([killed_at(*case) for case in json.loads(sys.argv[1])]))
"""

MOMENTS = [("begun", 3), ("worked", 15), ("before_commit", 4), ("after_commit", 1), ("after_commit", 5)]


async def test_a_killed_process_keeps_what_it_confirmed_no_half_of_a_work_and_no_lock(
    template: Path, tmp_path: Path
) -> None:
    cases = []
    for number, moment in enumerate(MOMENTS):
        shutil.copy(template, tmp_path / f"{number}.db")
        cases.append((f"sqlite:///{tmp_path}/{number}.db", *moment))
    told = json.loads((await asyncio.to_thread(_run, KILLED, json.dumps(cases))).stdout)
    for (url, label, _), (exit_code, said) in zip(cases, told, strict=True):
        assert exit_code == -signal.SIGKILL
        async with open_storage(url, clock=FixedClock()) as storage:
            a, b = await storage.read(lambda w: [{n for n in range(60) if w.notes.get(f"{h}{n}")} for h in "ab"])
        confirmed = {int(number) for number in said.split()}
        assert a == b
        assert confirmed <= a
        assert label != "after_commit" or a - confirmed, "the last batch was committed and not confirmed"


async def test_a_damaged_page_is_found_at_the_start_and_a_restore_sets_the_file_aside(
    sqlite_url: str, tmp_path: Path
) -> None:
    path = _file(sqlite_url)
    async with open_storage(sqlite_url, clock=FixedClock()) as storage:
        for number in range(40):
            await storage.write(lambda w, n=number: w.notes.put(f"n{n}", "x" * 3000))
    await backup(sqlite_url, tmp_path / "b.zip")
    content = bytearray(path.read_bytes())
    page = len(content) // 4096 // 2 * 4096
    content[page : page + 4096] = os.urandom(4096)
    path.write_bytes(content)
    with pytest.raises(Unavailable, match="corrupt"):
        async with open_storage(sqlite_url, clock=FixedClock()):
            pass
    with pytest.raises(Unavailable, match="corrupt"):
        await restore(tmp_path / "b.zip", sqlite_url)
    await restore(tmp_path / "b.zip", sqlite_url, force=True)
    async with open_storage(sqlite_url, clock=FixedClock()) as storage:
        assert await storage.read(lambda w: sum(w.notes.get(f"n{n}") is not None for n in range(40))) == 40
    assert (tmp_path / "otklik.db.damaged").read_bytes() == content


async def test_a_file_that_is_no_database_is_refused(sqlite_url: str) -> None:
    _file(sqlite_url).write_bytes(b"not a database, but long enough to look at" * 200)
    with pytest.raises(Unavailable, match="corrupt"):
        async with open_storage(sqlite_url, clock=FixedClock()):
            pass


async def test_a_file_without_tables_or_a_missing_one_asks_for_a_migration(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    for name, reason in (("empty.db", "schema"), ("missing.db", "schema"), ("no/folder.db", "unreachable")):
        with pytest.raises(Unavailable, match=reason):
            async with open_storage(f"sqlite:///{tmp_path}/{name}", clock=FixedClock()):
                pass
    assert sorted(os.listdir(tmp_path)) == ["empty.db"]


async def test_a_second_bot_is_refused_until_the_first_has_ended(url: str) -> None:
    async with open_storage(url, clock=FixedClock()):
        with pytest.raises(Unavailable, match="taken"):
            async with open_storage(url, clock=FixedClock(), patience=0.2):
                pass
        async with open_storage(url, clock=FixedClock(), exclusive=False) as command:
            await command.write(lambda w: w.notes.put("n", "1"))
    async with open_storage(url, clock=FixedClock()) as next_one:
        assert await next_one.read(lambda w: w.notes.get("n")) == "1"


async def test_the_files_of_the_database_are_as_the_decisions_say(sqlite_url: str) -> None:
    async with open_storage(sqlite_url, clock=FixedClock()) as storage:

        def settings(w: object) -> list[object]:
            connection = w._connection  # type: ignore[attr-defined]
            names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "temp_store")
            return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

        assert await storage.write(settings) == ["wal", 2, 1, 1, 2]
        assert (await storage.read(settings))[-1] == 2


def _run(program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", textwrap.dedent(program), *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
