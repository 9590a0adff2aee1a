"""A service point: the place where a citizen meets the administration, and what its poster leads to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Service:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Point:
    """`key` stands in links for ever; `code` is typed from the poster (with its check digit).

    `secret_version` is part of the signature: raising it makes every printed poster of the point void.
    """

    key: str
    code: str
    title: str
    unit: str
    address: str = ""
    hours: str = ""
    services: tuple[Service, ...] = ()
    questionnaire: str = "counter"
    follow_up: str = ""
    """A longer questionnaire offered after the first one, or ""."""
    active: bool = True
    revoked: bool = False
    secret_version: int = 1
