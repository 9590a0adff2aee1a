"""Times in columns, and time inside of ids that look random."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from bot.audit.records import Value

_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)?(?:Z|[+-]\d\d:?\d\d)?")
_NAMED_LIKE_TIME = re.compile(
    r"(?:^|_)(?:at|on|ts|time|timestamp|date|day|since|when|created|updated|seen|touched)(?:$|_)"
)
_SCALES = ((1e9, 1.0), (1e12, 1e-3), (1e15, 1e-6))
_EARLIEST, _LATEST = 1.0e9, 4.1e9
"""2001 to 2099: what falls outside is no moment."""
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ULID = re.compile(f"[0-7][{_CROCKFORD}]{{25}}")
_GREGORIAN = 0x01B21DD213814000
"""100-nanosecond steps from 1582 to 1970."""


def moments(column: str, values: Sequence[Value], *, of_people: bool) -> list[float] | None:
    """Seconds since 1970 for each of the values, none of which is None; None where they are no moments.

    Numbers of people (ten-digit ids look like seconds) count only in columns named like a time.
    """
    if not values:
        return None
    for reading in (_iso, _time_ordered):
        if (found := _all(reading, values)) is not None:
            return found
    if of_people and not _NAMED_LIKE_TIME.search(column.lower()):
        return None
    return _all(_number, values)


def day(moment: float) -> int:
    """Number of the day in UTC."""
    return int(moment // 86400)


def _all(reading: Callable[[Value], float | None], values: Sequence[Value]) -> list[float] | None:
    found = []
    for value in values:
        moment = reading(value)
        if moment is None or not _EARLIEST <= moment <= _LATEST:
            return None
        found.append(moment)
    return found


def _iso(value: Value) -> float | None:
    if not isinstance(value, str) or not _ISO.fullmatch(value):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _number(value: Value) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return next((value * scale for low, scale in _SCALES if low <= value < low * 4.1), None)


def _time_ordered(value: Value) -> float | None:
    """UUID of version 1, 6 or 7, ULID; as text or 16 bytes."""
    if isinstance(value, str) and _ULID.fullmatch(value.upper()):
        number = 0
        for sign in value.upper()[:10]:
            number = number << 5 | _CROCKFORD.index(sign)
        return number / 1000
    try:
        identity = UUID(bytes=value) if isinstance(value, bytes) else UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if identity is None or identity.variant != "specified in RFC 4122":
        return None
    return _of_uuid(identity)


def _of_uuid(identity: UUID) -> float | None:
    version = identity.int >> 76 & 0xF
    if version == 7:
        return (identity.int >> 80) / 1000
    if version == 1:
        return (identity.time - _GREGORIAN) / 1e7
    if version == 6:
        ticks = (identity.int >> 80) << 12 | identity.int >> 64 & 0xFFF
        return (ticks - _GREGORIAN) / 1e7
    return None
