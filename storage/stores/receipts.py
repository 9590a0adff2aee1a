"""Which incoming things have had their effect."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from storage.tables import receipt
from storage.upserts import or_ignore

RECORD = or_ignore(receipt)
RECORDED = select(receipt.c.at).where(
    receipt.c.source == bindparam("from_source"), receipt.c.number == bindparam("which")
)
FORGET = delete(receipt).where(receipt.c.at < bindparam("moment"))


class SqlReceipts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._record = RECORD.on(connection)

    def record(self, source: str, number: int, at: datetime) -> bool:
        done = self._connection.execute(self._record, {"source": source, "number": number, "at": at})
        return done.rowcount == 1

    def recorded(self, source: str, number: int) -> datetime | None:
        return self._connection.execute(RECORDED, {"from_source": source, "which": number}).scalar()

    def forget_before(self, moment: datetime) -> int:
        return self._connection.execute(FORGET, {"moment": moment}).rowcount
