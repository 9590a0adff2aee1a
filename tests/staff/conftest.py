"""A database with the tables, one for each test."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.migrating import upgrade
from storage.opening import Storage, open_storage
from tests.storage.examples import FixedClock


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tables") / "empty.db"
    asyncio.run(upgrade(f"sqlite:///{path}"))
    return path


@pytest.fixture
async def storage(empty_file: Path, tmp_path: Path) -> AsyncIterator[Storage]:
    shutil.copy(empty_file, tmp_path / "staff.db")
    async with open_storage(f"sqlite:///{tmp_path}/staff.db", clock=FixedClock()) as opened:
        yield opened
