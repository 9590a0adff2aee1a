"""Where a person can be reached, opaque to the domain."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """A channel and the person's key in it, e.g. ("chat", "4242")."""

    channel: str
    key: str
