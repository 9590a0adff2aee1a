"""The twelve seeded leaks of trust.md 3.3 and seven against our own design: each changes one thing of the survey."""

import json
import uuid

from tests.audit.survey import BOX, Employee, Survey


class RowForEachAnswer(Survey):
    """Who took part and what was said are two rows, written one after the other."""

    participation = "telegram_id INTEGER PRIMARY KEY) WITHOUT ROWID"
    answer = "id BLOB PRIMARY KEY, department TEXT, comment TEXT) WITHOUT ROWID"

    def more_schema(self) -> str:
        return f"CREATE TABLE participation ({self.participation}; CREATE TABLE answer ({self.answer};"

    def submits(self, person: Employee) -> None:
        with self.transaction():
            self.took_part(person)
        with self.transaction():
            self.said(person)
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.answered.append(person)

    def took_part(self, person: Employee) -> None:
        self.db.execute("INSERT INTO participation VALUES (?)", (int(person.id),))

    def said(self, person: Employee) -> None:
        row = (self.chance.randbytes(16), person.department, person.text)
        self.db.execute("INSERT INTO answer VALUES (?, ?, ?)", row)


class Autoincrement(RowForEachAnswer):
    participation = "id INTEGER PRIMARY KEY AUTOINCREMENT, telegram_id INTEGER)"
    answer = "id INTEGER PRIMARY KEY AUTOINCREMENT, department TEXT, comment TEXT)"

    def took_part(self, person: Employee) -> None:
        self.db.execute("INSERT INTO participation (telegram_id) VALUES (?)", (int(person.id),))

    def said(self, person: Employee) -> None:
        self.db.execute("INSERT INTO answer (department, comment) VALUES (?, ?)", (person.department, person.text))


class CreatedAt(RowForEachAnswer):
    participation = "telegram_id INTEGER PRIMARY KEY, created_at INTEGER) WITHOUT ROWID"
    answer = "id BLOB PRIMARY KEY, department TEXT, comment TEXT, created_at INTEGER) WITHOUT ROWID"

    def took_part(self, person: Employee) -> None:
        self.db.execute("INSERT INTO participation VALUES (?, ?)", (int(person.id), person.at))

    def said(self, person: Employee) -> None:
        row = (self.chance.randbytes(16), person.department, person.text, person.at + 2)
        self.db.execute("INSERT INTO answer VALUES (?, ?, ?, ?)", row)


class TimeOrderedIds(RowForEachAnswer):
    participation = "id TEXT PRIMARY KEY, telegram_id INTEGER) WITHOUT ROWID"
    answer = "id TEXT PRIMARY KEY, department TEXT, comment TEXT) WITHOUT ROWID"

    def uuid7(self, at: int) -> str:
        number = at * 1000 << 80 | self.chance.getrandbits(80)
        return str(uuid.UUID(int=number & ~(0xF << 76) & ~(0x3 << 62) | 7 << 76 | 2 << 62))

    def took_part(self, person: Employee) -> None:
        self.db.execute("INSERT INTO participation VALUES (?, ?)", (self.uuid7(person.at), int(person.id)))

    def said(self, person: Employee) -> None:
        row = (self.uuid7(person.at + 1), person.department, person.text)
        self.db.execute("INSERT INTO answer VALUES (?, ?, ?)", row)


class RowidTable(RowForEachAnswer):
    participation = "telegram_id TEXT PRIMARY KEY)"
    answer = "id TEXT PRIMARY KEY, department TEXT, comment TEXT)"

    def took_part(self, person: Employee) -> None:
        self.db.execute("INSERT INTO participation VALUES (?)", (person.id,))

    def said(self, person: Employee) -> None:
        row = (self.chance.randbytes(16).hex(), person.department, person.text)
        self.db.execute("INSERT INTO answer VALUES (?, ?, ?)", row)


class JointTransaction(RowForEachAnswer):
    """The two rows are random and without rowids, but share a transaction, and the log is not cut off."""

    def submits(self, person: Employee) -> None:
        with self.transaction():
            self.took_part(person)
            self.said(person)


class UnfinishedForms(Survey):
    """The state of a conversation lies in the file, rewritten at every step, until it is deleted."""

    secure_delete = False

    def more_schema(self) -> str:
        return "CREATE TABLE fsm (key TEXT PRIMARY KEY, state TEXT, data TEXT);"

    def submits(self, person: Employee) -> None:
        for said in ("", person.text[:40], person.text):
            with self.transaction():
                row = (f"bot:{person.id}:{person.id}", "q7", json.dumps({"comment": said}, ensure_ascii=False))
                self.db.execute("INSERT OR REPLACE INTO fsm VALUES (?, ?, ?)", row)
        super().submits(person)
        with self.transaction():
            self.db.execute("DELETE FROM fsm WHERE key LIKE ?", (f"%{person.id}",))


class LoggedIds(Survey):
    def submits(self, person: Employee) -> None:
        super().submits(person)
        self.log.append(f"INFO update handled for user {person.id}")


class ArrivalInTheBlock(Survey):
    def in_block(self, people: list[Employee]) -> list[Employee]:
        return sorted(people, key=lambda person: person.at)


class MixedOverTheTown(Survey):
    """One pool for all, first in first out, while answers keep their own department."""

    def cell(self, person: Employee) -> str:
        return "town"

    def draws(self, cell: str, now: int) -> None:
        people = list(self.waiting[cell].values())
        self.removed(self.waiting.pop(cell), people)
        self.chance.shuffle(people)
        for person in people:
            self.written(person.department, [person], now)


class AuditEventPerAnswer(Survey):
    def more_schema(self) -> str:
        return "CREATE TABLE audit_event (id INTEGER PRIMARY KEY AUTOINCREMENT, actor INTEGER, action TEXT);"

    def marked(self, person: Employee) -> None:
        super().marked(person)
        self.db.execute("INSERT INTO audit_event (actor, action) VALUES (?, 'answered')", (int(person.id),))


class DeliveryDone(Survey):
    def marked(self, person: Employee) -> None:
        super().marked(person)
        self.db.execute("UPDATE delivery SET status = 'done' WHERE telegram_id = ?", (int(person.id),))


class AppendOnlyFile(Survey):
    """Redis keeps the conversation and appends every command to a file, deleted keys as well."""

    def submits(self, person: Employee) -> None:
        key, value = f"fsm:{person.id}:data", json.dumps({"q7": person.text}, ensure_ascii=False)
        for command in (("SET", key, value), ("DEL", key)):
            self.log.append(f"*{len(command)}\r")
            self.log += [line for part in command for line in (f"${len(part.encode())}\r", f"{part}\r")]
        super().submits(person)


class BlockByMark(Survey):
    """The block is written in the order in which the marks lie."""

    def in_block(self, people: list[Employee]) -> list[Employee]:
        return sorted(people, key=self.mark)


class MarkNamesSlot(Survey):
    """`mark.slot` is for taking an answer back, and is not emptied when the answer is drawn."""

    def more_schema(self) -> str:
        return "ALTER TABLE mark ADD COLUMN slot BLOB;"

    def submits(self, person: Employee) -> None:
        with self.transaction():
            self.db.execute("INSERT INTO mark VALUES ('c', ?, ?)", (self.mark(person), self.put(person)))
        self.answered.append(person)

    def put_again(self, person: Employee, old: dict[bytes, Employee]) -> None:
        self.db.execute("UPDATE mark SET slot = ? WHERE mark = ?", (self.put(person), self.mark(person)))


class SlotsAreKept(Survey):
    """Boxes that stay keep their slots through a draw."""

    def removed(self, old: dict[bytes, Employee], drawn: list[Employee]) -> None:
        gone = [(slot,) for slot, person in old.items() if person in drawn]
        self.db.executemany("DELETE FROM pool WHERE slot = ?", gone)

    def put_again(self, person: Employee, old: dict[bytes, Employee]) -> None:
        slot = next(slot for slot, one in old.items() if one is person)
        self.db.execute("UPDATE pool SET box = ? WHERE slot = ?", (self.box(person), slot))
        self.waiting[self.cell(person)][slot] = person


class MessagesToDelete(Survey):
    """The queue of typed messages that the bot still has to delete from chats lies in the file for a day."""

    def more_schema(self) -> str:
        return (
            "CREATE TABLE deletion (id INTEGER PRIMARY KEY AUTOINCREMENT, chat INTEGER, message INTEGER, due INTEGER);"
        )

    def submits(self, person: Employee) -> None:
        super().submits(person)
        with self.transaction():
            self.db.execute("DELETE FROM deletion WHERE due < ?", (person.at,))
            row = (int(person.id), self.chance.randrange(900), person.at + 86_400)
            self.db.execute("INSERT INTO deletion (chat, message, due) VALUES (?, ?, ?)", row)


class LastSeen(Survey):
    """The receipt of the update and `last_seen` of its author are written together with the answer."""

    def more_schema(self) -> str:
        return (
            "CREATE TABLE receipt (number INTEGER PRIMARY KEY) WITHOUT ROWID;"
            "ALTER TABLE staff ADD COLUMN last_seen INTEGER;"
        )

    def marked(self, person: Employee) -> None:
        super().marked(person)
        self.db.execute("INSERT INTO receipt VALUES (?)", (880_000_000 + 3 * len(self.answered),))
        self.db.execute("UPDATE staff SET last_seen = ? WHERE telegram_id = ?", (person.at, int(person.id)))


class UnpaddedBoxes(Survey):
    def box(self, person: Employee) -> bytes:
        return self.chance.randbytes(BOX + len(person.text.encode()))


class DrawnAt(Survey):
    """The mark remembers when its answer was drawn."""

    def more_schema(self) -> str:
        return "ALTER TABLE mark ADD COLUMN drawn_at INTEGER;"

    def marked(self, person: Employee) -> None:
        self.db.execute("INSERT INTO mark VALUES ('c', ?, NULL)", (self.mark(person),))

    def written(self, cell: str, people: list[Employee], now: int) -> None:
        super().written(cell, people, now)
        marks = [(now, self.mark(person)) for person in people]
        self.db.executemany("UPDATE mark SET drawn_at = ? WHERE mark = ?", marks)
