"""The signed payload of a point's link: it cannot be invented, and it can be made void.

A payload is `p<key>-<version>-<mac>`: the point's key, the version of its signature, and 96 bits of HMAC-SHA256
(RFC 2104, RFC 4868 allows truncation to half; 96 bits leave a guesser 1 chance in 8·10^28) over everything before it,
under the installation's secret. The version stands in the payload, so the signature is checked *before* anything is
looked up: a forged payload costs one HMAC and no query, whether the point in it exists or not, and there is no
difference to measure. Only who holds a genuinely printed poster can learn that it was replaced or withdrawn.

The alphabet and the length are those a start link allows: 1-64 of `A-Za-z0-9_-`
(Bot API, "Deep linking"; `START_PARAM_INVALID` of messages.startBot otherwise).
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from surveys.points.point import Point

PURPOSE = b"otklik service point link 1\x00"
"""Keeps a signature made for another purpose under the same secret from being a link."""
MAC_BYTES = 12
MAX_LENGTH = 64
_SHAPE = re.compile(r"(p([0-9A-Za-z_]{1,40})-([1-9][0-9]{0,4}))-([0-9A-Za-z_-]{16})", re.ASCII)


class Verdict(Enum):
    FOUND = "found"
    UNKNOWN = "unknown"
    """Forged, damaged, of another installation, or of a point that is no longer registered: told apart nowhere."""
    REPLACED = "replaced"
    """A genuine poster of an earlier `secret_version`: a newer one hangs somewhere."""
    REVOKED = "revoked"
    """A genuine poster of a point whose link was withdrawn."""
    INACTIVE = "inactive"
    """A genuine poster of a point that takes no ratings now."""
    WAIT = "wait"
    """Too many wrong guesses by this person: nothing was looked at."""


@dataclass(frozen=True, slots=True)
class Scan:
    """`point` is there when the verdict is FOUND, and to name the place when it is INACTIVE."""

    verdict: Verdict
    point: Point | None = None


UNKNOWN = Scan(Verdict.UNKNOWN)


def payload(point: Point, secret: bytes) -> str:
    """What the point's poster carries. Raises ValueError for a key that does not fit a link."""
    head = f"p{point.key}-{point.secret_version}"
    text = f"{head}-{_mac(head, secret)}"
    if not _SHAPE.fullmatch(text) or len(text) > MAX_LENGTH:
        raise ValueError(f"a point with the key {point.key!r} cannot have a link")
    return text


def link(payload: str, bot_name: str) -> str:
    """The address in the QR code. `bot_name` with or without "@"."""
    return f"https://t.me/{bot_name.removeprefix('@')}?start={payload}"


def read_payload(text: str, secret: bytes, find: Callable[[str], Point | None]) -> Scan:
    """What a scanned payload leads to. `find` (by key) is called only for a payload that we signed."""
    shape = _SHAPE.fullmatch(text)
    head, key, version, mac = shape.groups() if shape else ("", "", "0", "")
    if not hmac.compare_digest(_mac(head, secret).encode(), mac.encode()) or len(text) > MAX_LENGTH:
        return UNKNOWN
    point = find(key)
    if point is None or int(version) > point.secret_version:
        return UNKNOWN
    if point.revoked:
        return Scan(Verdict.REVOKED)
    if int(version) < point.secret_version:
        return Scan(Verdict.REPLACED)
    return reachable(point)


def reachable(point: Point) -> Scan:
    """The scan of a point that was truly named, by its link or by its code."""
    if point.revoked:
        return Scan(Verdict.REVOKED)
    return Scan(Verdict.FOUND if point.active else Verdict.INACTIVE, point)


def _mac(head: str, secret: bytes) -> str:
    digest = hmac.digest(secret, PURPOSE + head.encode("ascii"), hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:MAC_BYTES]).decode("ascii")
