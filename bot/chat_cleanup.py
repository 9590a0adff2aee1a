"""The chores of `handlers.telegram.chores` that must survive the process: one small file beside the keys.

It lies outside the database and its backups, because it names chats in which somebody answered: only while Telegram is
away, and only channel, chat, message number, kind and deadline. Without a chore there is no file.
"""

import asyncio
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import structlog

from handlers.telegram.chores import Chore, Key, Kind
from surveys.address import Address

log = structlog.get_logger()

NAME = "chat-cleanup"
FRESH = "chat-cleanup.new"


class ChatCleanup:
    """The file in `folder`, read once; each change is on disk, whole and synced, when its call returns."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._chores = {chore.key: chore for chore in _read(self._path)}
        self._changes = self._saved = 0
        self._saving: asyncio.Task[None] | None = None

    def chores(self) -> Sequence[Chore]:
        return tuple(self._chores.values())

    def holds(self, key: Key) -> bool:
        return key in self._chores

    async def add(self, chore: Chore) -> None:
        if self._chores.get(chore.key) != chore:
            self._chores[chore.key] = chore
            self._changes += 1
        await self._on_disk()

    async def strike(self, key: Key) -> None:
        if self._chores.pop(key, None) is not None:
            self._changes += 1
        await self._on_disk()

    async def _on_disk(self) -> None:
        """Changes made side by side share one writing, which goes on where one of their callers is cancelled."""
        wanted = self._changes
        while self._saved < wanted:
            if self._saving is None or self._saving.done():
                self._saving = asyncio.create_task(self._save())
            await asyncio.shield(self._saving)

    async def _save(self) -> None:
        changes, chores = self._changes, self.chores()
        await asyncio.to_thread(_write, self._path, chores)
        self._saved = changes


def _write(path: Path, chores: Iterable[Chore]) -> None:
    lines = [json.dumps(_row(chore), separators=(",", ":")) + "\n" for chore in chores]
    if lines:
        fresh = path.with_name(FRESH)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            os.fchmod(file.fileno(), 0o600)
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    else:
        path.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _read(path: Path) -> Iterable[Chore]:
    path.with_name(FRESH).unlink(missing_ok=True)  # a kill cut its writing short; the former file is whole
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    chores = [chore for line in lines if (chore := _chore(line)) is not None]
    if len(chores) < len(lines):
        log.error("chores_unreadable", count=len(lines) - len(chores))
    return chores


def _row(chore: Chore) -> list[str | int]:
    address = chore.address
    return [address.channel, address.key, chore.placement, chore.kind.value, int(chore.deadline)]


def _chore(line: str) -> Chore | None:
    try:
        channel, chat, placement, kind, deadline = json.loads(line)
        return Chore(Address(str(channel), str(chat)), str(int(placement)), Kind(kind), float(deadline))
    except (ValueError, TypeError):
        return None
