"""What is carried away from a running installation, on either kind of database."""

import asyncio
import shutil
import sqlite3
from pathlib import Path
from typing import Protocol

from bot.audit.copies import Copies
from bot.audit.postgres import take_snapshot
from bot.audit.postgres_copies import ServerCopies
from storage.backups import backup


class Thief(Protocol):
    """`name` is part of names of files. Every method leaves what it took in the folder it was made with."""

    series: Path
    """A copy after every answer."""
    nights: list[Path]
    """Copies of each night."""
    zips: list[Path]
    """The installation's own backups of each night."""

    async def after_an_answer(self) -> None: ...

    async def at_night(self, backups: Path) -> None: ...

    async def everything(self, name: str) -> Path:
        """The store as it lies, journals included."""
        ...

    async def done(self) -> None: ...


class OfAFile:
    def __init__(self, database: Path, folder: Path) -> None:
        self.series, self.nights, self.zips = folder / "series.copies", [], []
        self._database, self._folder = database, folder
        self._copies = Copies(self.series)
        self._connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, check_same_thread=False)

    async def after_an_answer(self) -> None:
        self._copies.take(self._connection.serialize())

    async def at_night(self, backups: Path) -> None:
        target = self._folder / f"night{len(self.nights)}.db"
        await asyncio.to_thread(target.write_bytes, self._connection.serialize())
        self.nights.append(target)
        self.zips.append(await _backup(f"sqlite:///{self._database}", backups, len(self.zips)))

    async def everything(self, name: str) -> Path:
        for suffix in ("", "-wal", "-journal"):
            source = self._database.with_name(self._database.name + suffix)
            if source.exists():
                await asyncio.to_thread(shutil.copy, source, self._folder / f"{name}.db{suffix}")
        return self._folder / f"{name}.db"

    async def done(self) -> None:
        self._connection.close()


class OfAServer:
    def __init__(self, url: str, folder: Path, copies: ServerCopies) -> None:
        self.series, self.nights, self.zips = copies.path, [], []
        self._url, self._folder, self._copies = url, folder, copies

    @classmethod
    async def watching(cls, url: str, folder: Path) -> "OfAServer":
        return cls(url, folder, await ServerCopies.opened(url, folder / "series.copies"))

    async def after_an_answer(self) -> None:
        await self._copies.take()

    async def at_night(self, backups: Path) -> None:
        self.nights.append(await self.everything(f"night{len(self.nights)}"))
        self.zips.append(await _backup(self._url, backups, len(self.zips)))

    async def everything(self, name: str) -> Path:
        target = self._folder / f"{name}.snapshot"
        await asyncio.to_thread(take_snapshot, self._url, target)
        return target

    async def done(self) -> None:
        await self._copies.close()


async def _backup(url: str, folder: Path, night: int) -> Path:
    target = folder / f"backup{night}.zip"
    await backup(url, target)
    return target
