"""An administration without staff and without campaigns: what a bot asks about them from time to time, answered with
nothing."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any


class NoCampaigns:
    def running(self) -> list[Any]:
        return []

    def all(self) -> list[Any]:
        return []


class NoPools:
    def generation(self, pool: object) -> int:
        return 0

    def size(self, pool: object) -> int:
        return 0

    def boxes(self, pool: object) -> list[Any]:
        return []

    def pools(self, campaign: str) -> list[Any]:
        return []

    def blocks(self, campaign: str) -> list[Any]:
        return []


class NoLetters:
    def threads(self) -> list[Any]:
        return []


class NoTrail:
    def entries(self, newest: int | None = None) -> list[Any]:
        return []


class NoInvitations:
    def forget_before(self, moment: datetime) -> int:
        return 0


class NoLists:
    def keys(self) -> list[str]:
        return []


class NoStaff:
    def unit_of(self, person: int) -> str | None:
        return None

    def units(self) -> list[Any]:
        return []


class NoOutreaches:
    def find(self, code: str) -> None:
        return None

    def all(self) -> list[Any]:
        return []

    def living(self) -> list[Any]:
        return []


class NoOccasions:
    def hired(self, first: date, last: date) -> list[tuple[int, date]]:
        return []


class NoDeliveries:
    def next_at(self) -> datetime | None:
        return None

    def claim(self, courier: str, now: datetime, limit: int) -> list[Any]:
        return []

    def held_by(self, courier: str) -> list[Any]:
        return []

    def held_since(self, moment: datetime) -> list[Any]:
        return []

    def settle_all(self, settlements: Sequence[Any]) -> list[bool]:
        return []


class NoSubscriptions:
    def of(self, person: int) -> frozenset[str]:
        return frozenset()

    def services(self) -> dict[str, int]:
        return {}
