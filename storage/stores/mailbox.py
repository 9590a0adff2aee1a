"""Threads of letters. `place` orders the letters of one thread; threads have no order."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, func, insert, select, update

from storage.columns import pack, unpack
from storage.staff_tables import mail_letter, mail_thread
from surveys.errors import NotFound
from surveys.mailbox.letters import Arrived, Letter, Side, Standing, Thread

ORDER = case({standing.value: place for place, standing in enumerate(Standing)}, value=mail_thread.c.standing)
THREADS = select(mail_thread).order_by(ORDER, mail_thread.c.digest)
THREAD = select(mail_thread).where(mail_thread.c.digest == bindparam("wanted"))
LETTERS = select(mail_letter).order_by(mail_letter.c.thread, mail_letter.c.place)
LETTERS_OF = LETTERS.where(mail_letter.c.thread == bindparam("wanted"))
COUNT = select(func.count()).select_from(mail_letter).where(mail_letter.c.thread == bindparam("wanted"))
BEGIN = insert(mail_thread)
STAND = update(mail_thread).where(mail_thread.c.digest == bindparam("wanted")).values(standing=bindparam("now"))
ADD = insert(mail_letter)


class SqlMailbox:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def let_in(self, letters: Iterable[Arrived], day: date) -> None:
        for letter in letters:
            if not self._stand(letter.digest, Standing.NEW):
                about = pack([list(each) for each in letter.about])
                row = {"digest": letter.digest, "about": about, "standing": Standing.NEW.value}
                self._connection.execute(BEGIN, row)
            self._add(letter.digest, Side.AUTHOR, letter.text, day)

    def threads(self) -> list[Thread]:
        letters: dict[bytes, list[Row[Any]]] = {}
        for row in self._connection.execute(LETTERS):
            letters.setdefault(row.thread, []).append(row)
        return [_thread(row, letters.get(row.digest, ())) for row in self._connection.execute(THREADS)]

    def thread(self, digest: bytes) -> Thread | None:
        row = self._connection.execute(THREAD, {"wanted": digest}).first()
        if row is None:
            return None
        return _thread(row, self._connection.execute(LETTERS_OF, {"wanted": digest}).all())

    def answer(self, digest: bytes, text: str, day: date) -> None:
        if not self._stand(digest, Standing.ANSWERED):
            raise NotFound("thread")
        self._add(digest, Side.DESK, text, day)

    def close(self, digest: bytes) -> None:
        """Raises NotFound."""
        if not self._stand(digest, Standing.CLOSED):
            raise NotFound("thread")

    def _stand(self, digest: bytes, standing: Standing) -> bool:
        """False where there is no such thread."""
        return self._connection.execute(STAND, {"wanted": digest, "now": standing.value}).rowcount == 1

    def _add(self, digest: bytes, side: Side, text: str, day: date) -> None:
        place = self._connection.execute(COUNT, {"wanted": digest}).scalar_one()
        row = {"thread": digest, "place": place, "side": side.value, "text": pack(text), "day": day}
        self._connection.execute(ADD, row)


def _thread(row: Row[Any], letters: Sequence[Row[Any]]) -> Thread:
    about = tuple((question, option) for question, option in unpack(row.about))
    return Thread(row.digest, about, Standing(row.standing), tuple(map(_letter, letters)))


def _letter(row: Row[Any]) -> Letter:
    return Letter(Side(row.side), unpack(row.text), row.day)
