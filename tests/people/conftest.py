"""A town whose clock is set, with a coordinator and a small organisation."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.anonymity.held import SetClock
from tests.people.hall import Hall
from tests.security.conftest import logging_as_before
from tests.security.town import founded
from tests.staff.sheets import UNITS

__all__ = ["logging_as_before"]

NOON = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
"""Noon in Moscow."""


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    clock = SetClock(NOON)
    async with founded(tmp_path, clock=clock) as town:
        await town.changed(lambda work: work.staff.replace_units(UNITS))
        yield await Hall.opened(town, clock)
