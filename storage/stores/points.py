"""Service points."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from storage.columns import pack, unpack
from storage.tables import point
from storage.upserts import or_replace
from surveys.points.point import Point, Service

BY_KEY = select(point).where(point.c.key == bindparam("wanted"))
BY_CODE = select(point).where(point.c.code == bindparam("wanted"))
ALL = select(point).order_by(point.c.key)
SAVE = or_replace(point, ("key",))


class SqlPoints:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_key(self, key: str) -> Point | None:
        row = self._connection.execute(BY_KEY, {"wanted": key}).first()
        return _point(row) if row else None

    def by_code(self, code: str) -> Point | None:
        row = self._connection.execute(BY_CODE, {"wanted": code}).first()
        return _point(row) if row else None

    def all(self) -> list[Point]:
        return [_point(row) for row in self._connection.execute(ALL)]

    def save(self, points: Iterable[Point]) -> None:
        rows = [_row(each) for each in points]
        if rows:
            self._connection.execute(SAVE.on(self._connection), rows)


def _row(value: Point) -> dict[str, Any]:
    return {
        "key": value.key,
        "code": value.code,
        "title": value.title,
        "unit": value.unit,
        "address": value.address,
        "hours": value.hours,
        "services": pack([[service.code, service.label] for service in value.services]),
        "questionnaire": value.questionnaire,
        "follow_up": value.follow_up,
        "active": value.active,
        "revoked": value.revoked,
        "secret_version": value.secret_version,
    }


def _point(row: Row[Any]) -> Point:
    return Point(
        row.key,
        row.code,
        row.title,
        row.unit,
        row.address,
        row.hours,
        tuple(Service(code, label) for code, label in unpack(row.services)),
        row.questionnaire,
        row.follow_up,
        row.active,
        row.revoked,
        row.secret_version,
    )
