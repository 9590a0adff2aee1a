"""A small town answers an anonymous survey, kept in real SQLite files as the design says; leaks are made by changing
one step of it (tests/audit/leaks.py).

Boxes hold nothing: what is in them is remembered here, as under a key that the attacker does not have.
"""

import hashlib
import hmac
import json
import random
import shutil
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from bot.audit import Evidence, Knowledge

K = 5
BOX = 64
"""Bytes of a box. The real ones are longer and tell as little."""
DAY = 86_400
BEGIN = 1_772_442_000
"""2 March 2026, 9:00 UTC."""
WORDS = ("да", "нет", "можно", "лучше", "очень", "зимой", "холодно", "начальник", "график", "смены", "отпуск", "чай")


@dataclass(frozen=True, slots=True)
class Employee:
    id: str
    department: str
    answers: bool
    at: int
    """Seconds since 1970."""
    canary: str
    text: str


def town(seed: int, sizes: tuple[int, ...]) -> list[Employee]:
    chance = random.Random(seed)
    people = []
    for number, size in enumerate(sizes):
        for _ in range(size):
            day = min(4, int(chance.expovariate(0.6)))
            at = BEGIN + day * DAY + chance.randrange(9 * 3600)
            canary = f"{chance.getrandbits(64):016x}"
            text = " ".join([*chance.choices(WORDS, k=chance.randint(3, 44)), canary])
            identity = str(chance.randrange(10**9, 10**10))
            people.append(Employee(identity, f"Отдел {number:02}", chance.random() < 0.7, at, canary, text))
    chance.shuffle(people)
    return people


class Survey:
    """The design without a leak: marks, boxes padded to one length, k of 2k drawn at random, sorted blocks."""

    schema = """
        CREATE TABLE staff (id INTEGER PRIMARY KEY AUTOINCREMENT, telegram_id INTEGER UNIQUE, name TEXT,
            department TEXT);
        CREATE TABLE delivery (campaign TEXT, telegram_id INTEGER, status TEXT, PRIMARY KEY (campaign, telegram_id))
            WITHOUT ROWID;
        CREATE TABLE mark (campaign TEXT, mark BLOB, PRIMARY KEY (campaign, mark)) WITHOUT ROWID;
        CREATE TABLE pool (slot BLOB PRIMARY KEY, cell TEXT, box BLOB) WITHOUT ROWID;
        CREATE TABLE block (id BLOB PRIMARY KEY, cell TEXT, n INTEGER, comments TEXT) WITHOUT ROWID;
    """
    secure_delete = True

    def __init__(self, folder: Path, seed: int = 1, sizes: tuple[int, ...] = (16, 14, 12, 12)) -> None:
        self.folder = folder
        self.people = town(seed, sizes)
        self.chance = random.Random(seed + 1000)
        self.key = self.chance.randbytes(32)
        self.waiting: dict[str, dict[bytes, Employee]] = defaultdict(dict)
        self.snapshots: list[Path] = []
        self.log: list[str] = []
        self.answered: list[Employee] = []
        self.db = sqlite3.connect(folder / "survey.db", isolation_level=None)
        for pragma in ("journal_mode = WAL", f"secure_delete = {self.secure_delete}", "synchronous = OFF"):
            self.db.execute(f"PRAGMA {pragma}")
        self.db.executescript(f"BEGIN; {self.schema}; {self.more_schema()}; COMMIT")
        self.registered()

    def more_schema(self) -> str:
        return ""

    def registered(self) -> None:
        with self.transaction():
            for person in self.people:
                self.db.execute(
                    "INSERT INTO staff (telegram_id, name, department) VALUES (?, ?, ?)",
                    (int(person.id), f"Имя {self.chance.random()}", person.department),
                )
                self.db.execute("INSERT INTO delivery VALUES ('c', ?, 'sent')", (int(person.id),))

    def run(self, *, each: bool = False, close: bool = False) -> "Survey":
        """`each`: a copy after every submission (the insider); else one each night (the thief)."""
        last = 0
        for person in sorted((one for one in self.people if one.answers), key=lambda one: one.at):
            day = (person.at - BEGIN) // DAY
            if not each and day != last:
                self.copy()
            last = day
            self.submits(person)
            self.ticks(person.at)
            if each:
                self.copy()
        if close:
            self.closes()
            if each:
                self.copy()
        return self

    def submits(self, person: Employee) -> None:
        with self.transaction():
            self.marked(person)
            self.put(person)
        self.answered.append(person)

    def marked(self, person: Employee) -> None:
        self.db.execute("INSERT INTO mark VALUES ('c', ?)", (self.mark(person),))

    def mark(self, person: Employee) -> bytes:
        return hmac.new(self.key, person.id.encode(), hashlib.sha256).digest()[:16]

    def cell(self, person: Employee) -> str:
        return person.department

    def put(self, person: Employee) -> bytes:
        slot, cell = self.chance.randbytes(16), self.cell(person)
        self.db.execute("INSERT INTO pool VALUES (?, ?, ?)", (slot, cell, self.box(person)))
        self.waiting[cell][slot] = person
        return slot

    def box(self, person: Employee) -> bytes:
        return self.chance.randbytes(BOX)

    def ticks(self, now: int) -> None:
        for cell, waiting in list(self.waiting.items()):
            if len(waiting) >= 2 * K:
                with self.transaction():
                    self.draws(cell, now)
                self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def draws(self, cell: str, now: int) -> None:
        old = self.waiting.pop(cell)
        mixed = self.mixed(old)
        drawn, kept = mixed[:K], mixed[K:]
        self.removed(old, drawn)
        for person in kept:
            self.put_again(person, old)
        self.written(cell, drawn, now)

    def mixed(self, waiting: dict[bytes, Employee]) -> list[Employee]:
        people = list(waiting.values())
        self.chance.shuffle(people)
        return people

    def removed(self, old: dict[bytes, Employee], drawn: list[Employee]) -> None:
        self.db.executemany("DELETE FROM pool WHERE slot = ?", [(slot,) for slot in old])

    def put_again(self, person: Employee, old: dict[bytes, Employee]) -> None:
        self.put(person)

    def written(self, cell: str, people: list[Employee], now: int) -> None:
        texts = json.dumps([person.text for person in self.in_block(people)], ensure_ascii=False)
        self.db.execute("INSERT INTO block VALUES (?, ?, ?, ?)", (self.chance.randbytes(16), cell, len(people), texts))

    def in_block(self, people: list[Employee]) -> list[Employee]:
        return sorted(people, key=lambda person: person.text)

    def closes(self) -> None:
        with self.transaction():
            rest: list[Employee] = []
            for cell, waiting in list(self.waiting.items()):
                self.db.execute("DELETE FROM pool WHERE cell = ?", (cell,))
                if len(waiting) >= K:
                    self.written(cell, self.mixed(waiting), BEGIN + 10 * DAY)
                else:
                    rest += waiting.values()
            if len(rest) >= K:
                self.written("прочие", rest, BEGIN + 10 * DAY)
            self.db.execute("DELETE FROM mark")
        self.waiting.clear()
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.db.execute("VACUUM")

    def copy(self) -> None:
        target = self.folder / f"copy{len(self.snapshots):04}.db"
        target.write_bytes(self.db.serialize())
        self.snapshots.append(target)

    def transaction(self) -> "Transaction":
        return Transaction(self.db)

    def evidence(self) -> Evidence:
        """The file and its log are copied as they lie, since closing the connection would tidy them up."""
        stolen = self.folder / "stolen.db"
        for suffix in ("", "-wal", "-journal"):
            if (source := self.folder / f"survey.db{suffix}").exists():
                shutil.copy(source, self.folder / f"stolen.db{suffix}")
        logs = []
        if self.log:
            (self.folder / "bot.log").write_text("\n".join(self.log), encoding="utf-8")
            logs = [self.folder / "bot.log"]
        return Evidence(stolen, snapshots=self.snapshots, logs=logs)

    def knowledge(self, *, insider: bool = False) -> Knowledge:
        return Knowledge(
            {person.id: (person.department,) for person in self.people},
            {person.id: (self.mark(person).hex(),) for person in self.people} if insider else {},
            {person.id: (person.canary,) for person in self.people if person.answers},
        )


class Transaction:
    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def __enter__(self) -> None:
        self.db.execute("BEGIN IMMEDIATE")

    def __exit__(self, *failed: object) -> None:
        self.db.execute("ROLLBACK" if failed[0] else "COMMIT")
