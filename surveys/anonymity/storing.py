"""What storage is asked about anonymous surveys as they were launched and closed. Their pools are `pool.Rows`."""

from collections.abc import Sequence
from typing import Protocol

from surveys.anonymity.campaign import Act, Campaign, Loss


class Campaigns(Protocol):
    """Anonymous surveys."""

    def add(self, campaign: Campaign) -> None:
        """Raises Conflict("code") for a code that is taken."""
        ...

    def find(self, code: str) -> Campaign | None: ...

    def all(self) -> list[Campaign]:
        """The newest first."""
        ...

    def running(self) -> list[Campaign]:
        """The newest first."""
        ...

    def close(self, code: str, act: Act) -> None:
        """Raises Conflict("closed") for one that is closed, unless only `key_destroyed` becomes true."""
        ...

    def lose(self, code: str, losses: Sequence[Loss]) -> None:
        """Add to its losses."""
        ...
