"""What the kernel says of a bot process: how much memory it holds, and how much it may have."""

import asyncio
import resource
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

MIB = 1 << 20
LOOK = 0.5
"""Seconds between two looks."""


def resident(process: int) -> int:
    """Bytes in memory now. Raises ProcessLookupError or FileNotFoundError once it is gone."""
    return _kept(process, "VmRSS")


def leave_room(process: int, more: int) -> None:
    """From now on its address space may grow by so many bytes and no further."""
    most = _kept(process, "VmSize") + more
    resource.prlimit(process, resource.RLIMIT_AS, (most, most))


@asynccontextmanager
async def watched(process: int) -> AsyncIterator[list[int]]:
    """Its memory twice a second while the block lasts, in bytes."""
    seen: list[int] = [resident(process)]

    async def look() -> None:
        with suppress(ProcessLookupError, FileNotFoundError):
            while True:
                await asyncio.sleep(LOOK)
                seen.append(resident(process))

    looking = asyncio.create_task(look())
    try:
        yield seen
    finally:
        looking.cancel()


def mib(number: float) -> float:
    return round(number / MIB, 1)


def _kept(process: int, name: str) -> int:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise ProcessLookupError(process)
