"""What entered a store together: the transactions of a write-ahead log, or of PostgreSQL by `xmin`."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.audit.images import Image
from bot.audit.journals import Transaction, WriteAheadLog
from bot.audit.knowledge import Knowledge, Sighting
from bot.audit.pages import Page
from bot.audit.records import Malformed, Value, record
from bot.audit.rows import Row, Series


@dataclass(slots=True)
class Entered:
    """What one transaction brought."""

    people: set[Sighting] = field(default_factory=set)
    answers: set[tuple[int, str]] = field(default_factory=set)
    """(question, whose)."""
    sealed: list[int] = field(default_factory=list)
    """Lengths of long binary values."""


@dataclass(frozen=True, slots=True)
class Story:
    name: str
    transactions: tuple[Entered, ...]
    """In order of time."""


LONG = 48
"""Bytes from which a binary value is taken for something sealed."""


def of_log(log: WriteAheadLog, file: Image, live: Image, knowledge: Knowledge) -> Story:
    """New contents of the pages each transaction touched: images after against images before, stale ones included."""
    before: dict[int, Page] = {}
    found = []
    for each in log.transactions:
        found.append(_entered(_new(each, before, file, live), knowledge))
        before.update(each.pages)
    return Story("wal", tuple(found))


def of_rows(series: Series, knowledge: Knowledge) -> Story:
    """Rows that share an `xmin`."""
    groups: dict[int, list[tuple[Value, ...]]] = {}
    for history in series.tables.values():
        for row in history.ever():
            if row.transaction is not None:
                groups.setdefault(row.transaction, []).append(row.values)
    return Story("xmin", tuple(_entered(groups[number], knowledge) for number in sorted(groups)))


def _new(transaction: Transaction, before: dict[int, Page], file: Image, live: Image) -> list[tuple[Value, ...]]:
    after: Counter[tuple[Value, ...]] = Counter()
    old: Counter[tuple[Value, ...]] = Counter()
    for number, page in transaction.pages.items():
        contents = _contents(page, transaction, live)
        earlier = before.get(number) or file.page(number)
        known = _contents(earlier, transaction, live) if earlier is not None else Counter()
        if number not in before and contents and not contents - known:
            continue  # a checkpoint has brought the file to this moment or beyond it: what was before is not known
        after += contents
        old += known
    return list((after - old).keys())


def _contents(page: Page, transaction: Transaction, live: Image) -> Counter[tuple[Value, ...]]:
    found: Counter[tuple[Value, ...]] = Counter()
    for cell in page.cells:
        whole, number = cell.local, cell.overflow
        while number and len(whole) < cell.size:
            following = transaction.pages.get(number) or live.page(number)
            if following is None:
                break
            whole += following.data[4 : following.usable]
            number = int.from_bytes(following.data[:4], "big")
        try:
            found[(cell.rowid, *record(whole[: cell.size], live.encoding, partly=True))] += 1
        except Malformed:
            continue
    return found


def _entered(contents: Iterable[tuple[Value, ...]], knowledge: Knowledge) -> Entered:
    entered = Entered()
    for values in contents:
        row = Row(values)
        entered.people |= {sighting for _, sighting in knowledge.people_in(row)}
        entered.answers |= {whose for _, whose in canaries(values, knowledge)}
        entered.sealed += [len(value) for value in values if isinstance(value, bytes) and len(value) >= LONG]
    return entered


def canaries(values: Iterable[Value], knowledge: Knowledge) -> list[tuple[int, tuple[int, str]]]:
    """(column, (question, whose)) of every answer in a row, in the order in which they stand there."""
    return [
        (place, whose)
        for place, value in enumerate(values)
        if isinstance(value, str | bytes)
        for _, whose in knowledge.canaries.found(value.encode("utf-8", "replace") if isinstance(value, str) else value)
    ]
