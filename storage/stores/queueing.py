"""Putting deliveries into the queue.

Those of one launch differ in nothing but the person, so a statement carries what they share once and the people as one
JSON list: a hundred thousand take a few dozen statements, and the memory of one slice.
"""

from collections.abc import Iterable
from dataclasses import fields
from itertools import islice
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Integer, Text, bindparam, cast, func, select, true
from sqlalchemy.dialects import postgresql, sqlite

from storage.campaign_tables import delivery as table
from storage.columns import pack
from surveys.campaigns.delivering import Delivery

SLICE = 5000

SHARED = attrgetter(*(field.name for field in fields(Delivery) if field.name != "person"))
COLUMNS = [column.name for column in table.columns if column.name != "person_id"]


def _statement(people: Any, insert: Any) -> Any:
    shared = [bindparam(name, type_=table.c[name].type).label(name) for name in COLUMNS]
    source = select(cast(people.c.value, Integer).label("person_id"), *shared).select_from(people).where(true())
    return insert.from_select(["person_id", *COLUMNS], source).on_conflict_do_nothing()


STATEMENTS = {
    "sqlite": _statement(func.json_each(bindparam("people", type_=Text)).table_valued("value"), sqlite.insert(table)),
    "postgresql": _statement(
        func.json_array_elements_text(cast(bindparam("people", type_=Text), postgresql.JSON)).table_valued("value"),
        postgresql.insert(table),
    ),
}


def enqueue(connection: Connection, deliveries: Iterable[Delivery]) -> int:
    statement = STATEMENTS[connection.dialect.name]
    left, new = iter(deliveries), 0
    while some := list(islice(left, SLICE)):
        for first, people in _alike(some):
            new += connection.execute(statement, {"people": pack(people), **_written(first)}).rowcount
    return new


def _alike(deliveries: Iterable[Delivery]) -> Iterable[tuple[Delivery, list[int]]]:
    """One of each sort, with the people of all. Most are as the one before them, which needs no hash."""
    sorts: dict[Any, tuple[Delivery, list[int]]] = {}
    before, people = None, list[int]()
    for each in deliveries:
        shared = SHARED(each)
        if shared != before:
            before, (_, people) = shared, sorts.setdefault(shared, (each, []))
        people.append(each.person)
    return sorts.values()


def _written(shared: Delivery) -> dict[str, Any]:
    return {
        "outreach": shared.outreach,
        "matter": shared.matter.value,
        "number": shared.number,
        "not_before": shared.not_before,
        "not_after": shared.not_after,
        "status": shared.status.value,
        "failures": shared.failures,
        "repeats": shared.repeats,
        "claimed_at": shared.claimed_at,
        "courier": shared.courier,
        "untraced": shared.untraced,
        "sent_at": shared.sent_at,
    }
