"""A citizen as the program knows them: an address and a language, no name."""

from dataclasses import dataclass
from datetime import datetime

from surveys.address import Address


@dataclass(frozen=True, slots=True)
class Person:
    """`number` is ours and means nothing outside. `language` is "" until chosen or told by the channel."""

    number: int
    address: Address
    language: str
    since: datetime
    unreachable_since: datetime | None = None
    """Blocked the bot or deleted the account; cleared when the person comes back."""
    last_point: str = ""
    consent: str = ""
    """The version of the consent text this person answered under, or ""."""
    notices: bool = False
    """Asked to hear what changed."""
    zone: str = ""
    """IANA name of where they live; "": the installation's, or that of who asks."""
