"""A desk of its own for every test, copied from one that was furnished once; logging as it was."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.outreach.office import Office, furnished, opened
from tests.security.conftest import logging_as_before

__all__ = ["logging_as_before"]


@pytest.fixture(scope="session")
def furniture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("furniture")
    asyncio.run(furnished(folder))
    return folder


@pytest.fixture
async def desk(tmp_path: Path, furniture: Path) -> AsyncIterator[Office]:
    shutil.copytree(furniture, tmp_path / "office")
    async with opened(tmp_path / "office") as built:
        yield built
