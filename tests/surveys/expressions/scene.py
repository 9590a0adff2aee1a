"""One fixed world for every test of expressions: answers, a clock that stands still, dice that repeat."""

import math
import random
from collections.abc import Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from surveys.expressions import PlainScope, Value, evaluate, parse

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 11, 22, 10, 30, 15, 250_000, tzinfo=MOSCOW)

ANSWERS: dict[str, Value | None] = {
    "age": 42,
    "half": 0.5,
    "zero": 0,
    "minus": -7,
    "digits": "17",
    "comma": "3,5",
    "name": "Анна Иванова",
    "phone": "+7 912 345-67-89",
    "yes": "yes",
    "no": "no",
    "empty": "",
    "skipped": None,
    "agreed": True,
    "refused": False,
    "one": "clean",
    "many": ("queue", "rude", "dirty"),
    "none_chosen": (),
    "born": date(1984, 2, 29),
    "visit": datetime(2026, 11, 20, 9, 15, tzinfo=MOSCOW),
    "opens": time(9, 30),
    "typed_date": "2026-11-20",
    "имя": "Олег",
}

LABELS = {("many", "queue"): "Очередь", ("many", "rude"): "Грубость", ("one", "clean"): "Чисто"}


LISTS: dict[str, list[dict[str, Value | None]]] = {
    "town": [{"name": "a", "label": "Алмаз", "region": "n"}, {"name": "b", "label": "Берёза", "region": "s"}]
}


def scope(
    answers: Mapping[str, Value | None] | None = None, own: Value | None = None, language: str = "ru"
) -> PlainScope:
    given = ANSWERS if answers is None else answers
    return PlainScope(NOW, random.Random(7), given, own, LABELS, {"region": "north", "size": "3"}, language, LISTS)


def value_of(source: str, own: Value | None = None) -> Value:
    return evaluate(parse(source), scope(own=own))


def same(left: Value, right: object) -> bool:
    """Equal and of one kind: True is not 1.0, and NaN is itself."""
    if isinstance(left, float) and isinstance(right, int | float) and not isinstance(right, bool):
        if math.isnan(left) or math.isnan(right):
            return math.isnan(left) and math.isnan(right)
        return left == right or math.isclose(left, right, rel_tol=1e-12)
    return type(left) is type(right) and left == right
