"""Who has voted, as a pseudonym that means nothing once the campaign's key is gone.

    mark = first 16 bytes of HMAC-SHA256(campaign key, person key)

Unique in storage: one vote. A text is an item of its own, with a mark of its own, so that neither says when the other
came. Whoever holds the key and a list of staff can name every mark (trust.md 1.2 b), hence the key lies outside
database and backups and is destroyed at the close.
"""

import hashlib
import hmac

from surveys.address import Address

LENGTH = 16


def subject(address: Address) -> str:
    """Whom a mark, a ticket or a slip is about: the address, so that who erases oneself and returns votes no second
    time."""
    return f"{address.channel}:{address.key}"


def vote_mark(campaign_key: bytes, person: str) -> bytes:
    """`person` is the same for one employee at every visit, e.g. the channel and key of the address."""
    return _mark(campaign_key, person.encode())


def text_mark(campaign_key: bytes, person: str, question: str) -> bytes:
    """One text per person and question. The leading zero byte keeps it apart from every vote."""
    return _mark(campaign_key, b"\0".join((b"", question.encode(), person.encode())))


def _mark(campaign_key: bytes, subject: bytes) -> bytes:
    return hmac.new(campaign_key, subject, hashlib.sha256).digest()[:LENGTH]
