"""Bots under test, each a process of its own, pointed at the emulator of this one."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import make_url

START = 60.0
"""Seconds a bot may take until it has announced itself."""


class BotFailed(Exception):
    """A bot under test ended without a word."""


@dataclass
class Running:
    """`report` is what the bot counted in its storage, once it has ended."""

    process: asyncio.subprocess.Process
    payloads: list[str]
    report: dict[str, Any] = field(default_factory=dict)

    def processor_seconds(self) -> float:
        """Of the bot's process so far (Linux's /proc; 0 elsewhere)."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def running(module: str, *arguments: str, environment: Mapping[str, str]) -> AsyncIterator[Running]:
    """A bot that has announced itself; it is told to stop at the end, and what it counted is read. Raises BotFailed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, stdout=asyncio.subprocess.PIPE, env={**os.environ, **environment}
    )
    try:
        bot = Running(process, (await _line(process))["payloads"])
        yield bot
        process.send_signal(signal.SIGTERM)
        bot.report = await _line(process)
        await asyncio.wait_for(process.wait(), START)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _line(process: asyncio.subprocess.Process) -> dict[str, Any]:
    assert process.stdout is not None
    while line := await asyncio.wait_for(process.stdout.readline(), START):
        if line.startswith(b"{"):
            said: dict[str, Any] = json.loads(line)
            return said
    raise BotFailed


@asynccontextmanager
async def server_database(server: str) -> AsyncIterator[str]:
    """The URL of a new database on the PostgreSQL server, dropped at the end."""
    name = f"otklik_bench_{os.getpid()}"
    await _on_server(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    await _on_server(server, f"CREATE DATABASE {name}")
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        await _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


async def _on_server(server: str, statement: str) -> None:
    connection: Any = await asyncpg.connect(server)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
