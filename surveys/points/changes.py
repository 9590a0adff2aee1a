"""What reading a register will do, shown before it is done: new, changed and untouched points. Nothing is deleted."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from surveys.chance import Chance
from surveys.errors import NotFound
from surveys.points.codes import new_code
from surveys.points.columns import COLUMNS
from surveys.points.point import Point
from surveys.points.register import Entry, Issue, read_register
from surveys.work import Work

KEY_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Change:
    """`fields` are the attributes that differ, in the sheet's order."""

    before: Point
    after: Point
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """`absent` points stand in the register and not in the file: they stay as they are."""

    new: tuple[Point, ...] = ()
    changed: tuple[Change, ...] = ()
    untouched: tuple[Point, ...] = ()
    absent: tuple[Point, ...] = ()
    issues: tuple[Issue, ...] = ()
    """With issues nothing else is filled, and nothing was or will be done."""


def preview(entries: Iterable[Entry], existing: Collection[Point]) -> Preview:
    known = {point.key: point for point in existing}
    rows = [entry.point for entry in entries]
    pairs = [(known[point.key], point) for point in rows if point.key]
    named = {point.key for point in rows}
    return Preview(
        new=tuple(point for point in rows if not point.key),
        changed=tuple(Change(before, after, differing(before, after)) for before, after in pairs if before != after),
        untouched=tuple(before for before, after in pairs if before == after),
        absent=tuple(point for point in existing if point.key not in named),
    )


def differing(before: Point, after: Point) -> tuple[str, ...]:
    return tuple(column.field for column in COLUMNS if getattr(before, column.field) != getattr(after, column.field))


def import_register(
    work: Work, rows: Sequence[Sequence[str]], questionnaires: Collection[str], chance: Chance, *, apply: bool
) -> Preview:
    """Read, compare and, when `apply`, save. New points get their key and code here; see `Preview.issues` first.

    The comparison is made in the same work as the saving, so what is done is what is returned, whatever was
    previewed earlier.
    """
    existing = work.points.all()
    reading = read_register(rows, existing, questionnaires)
    if reading.issues:
        return Preview(issues=reading.issues)
    plan = preview(reading.entries, existing)
    if not apply:
        return plan
    keys, codes = {point.key for point in existing}, {point.code for point in existing}
    plan = replace(plan, new=tuple(_entered(point, chance, keys, codes) for point in plan.new))
    work.points.save([*plan.new, *(change.after for change in plan.changed)])
    return plan


def revoke(work: Work, key: str) -> Point:
    """Withdraw every printed poster of the point: its link and its code lead nowhere. Raises NotFound."""
    return _saved(work, replace(_known(work, key), revoked=True))


def renew(work: Work, key: str, chance: Chance) -> Point:
    """A new link and a new code; posters printed before are void, and a withdrawn point works again. NotFound."""
    point = _known(work, key)
    codes = {other.code for other in work.points.all()}
    code = new_code(chance, codes.__contains__)
    return _saved(work, replace(point, code=code, revoked=False, secret_version=point.secret_version + 1))


def _known(work: Work, key: str) -> Point:
    point = work.points.by_key(key)
    if point is None:
        raise NotFound("point", key)
    return point


def _saved(work: Work, point: Point) -> Point:
    work.points.save([point])
    return point


def _entered(point: Point, chance: Chance, keys: set[str], codes: set[str]) -> Point:
    key = _new_key(chance, keys)
    code = new_code(chance, codes.__contains__)
    keys.add(key)
    codes.add(code)
    return replace(point, key=key, code=code)


def _new_key(chance: Chance, taken: set[str]) -> str:
    for _ in range(200):
        key = chance.key(KEY_LENGTH)
        if key not in taken:
            return key
    raise RuntimeError("no free key found: chance is stuck")
