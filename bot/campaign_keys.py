"""The keys of anonymous surveys: small files outside the database and every backup of it (trust.md 1.3 item 6).

    <keys>/campaigns/<code>/campaign.key
    <keys>/campaigns/<code>/<pool>-<generation>.key      pool: 16 hexadecimal digits of SHA-256 over stream and cell

A key gets its name only when it is whole and on the disk, so a file under a key's name is never half a key. It is
overwritten before it goes; what that is worth on flash memory says docs/anonymity-operations.md.

Making is done inside a write of storage, of which there is one at a time. Raises Unavailable: "full", and "keys" where
the folder cannot be used; KeyFileRefused at the start.
"""

import errno
import hashlib
import os
import re
import secrets
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.key_files import BYTES, NAME, KeyFileRefused
from surveys.anonymity.keys import KeyLost, Pool
from surveys.errors import Conflict, Unavailable

CAMPAIGNS = "campaigns"
CAMPAIGN_KEY = "campaign.key"
SUFFIX, UNFINISHED = ".key", ".new"
REMEDIES = {"keys": "The key folder (OTKLIK_KEYS) cannot be used. Mount it, or give this user the right to use it."}
"""What to do about an `Unavailable.reason` of this module that storage does not have."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_CODE = re.compile(r"[a-z0-9]{4,16}")


class FileKeys:
    """Implements `surveys.anonymity.keys.Keys`. Nothing is kept in memory, so what is dropped is gone at once."""

    def __init__(self, root: Path) -> None:
        """`root` is the folder that also holds the installation's secret."""
        self._root = root
        self._folder = root / CAMPAIGNS

    def campaign(self, campaign: str) -> bytes:
        key = self._read(self._of(campaign) / CAMPAIGN_KEY)
        if key is None:
            raise KeyLost("campaign", campaign)
        return key

    def make_campaign(self, campaign: str) -> bytes:
        path = self._of(campaign) / CAMPAIGN_KEY
        if self._read(path) is not None:
            raise Conflict("key")
        return self._made(path)

    def block(self, pool: Pool, generation: int) -> bytes:
        key = self._read(self._block_path(pool, generation))
        if key is None:
            raise KeyLost("block", pool.campaign)
        return key

    def make_block(self, pool: Pool, generation: int) -> bytes:
        path = self._block_path(pool, generation)
        key = self._read(path)
        if key is None:
            return self._made(path)
        with _translated():
            _sync_folder(path.parent)  # a kill may have come between the name and its durability
        return key

    def generations(self, pool: Pool) -> frozenset[int]:
        prefix = f"{_hashed(pool)}-"
        with _translated():
            names = _names(self._of(pool.campaign))
        found = (name.removeprefix(prefix).removesuffix(SUFFIX) for name in names if name.startswith(prefix))
        return frozenset(int(number) for number in found if number.isdigit())

    def block_keys(self, campaign: str) -> int:
        with _translated():
            return sum(name != CAMPAIGN_KEY and name.endswith(SUFFIX) for name in _names(self._of(campaign)))

    def drop_block(self, pool: Pool, generation: int) -> None:
        path = self._block_path(pool, generation)
        with _translated():
            self._refuse_if_away()
            _wipe(path)
            _wipe(path.with_suffix(UNFINISHED))
            _sync_folder(path.parent)

    def keep_blocks(self, campaign: str, kept: Collection[tuple[Pool, int]]) -> None:
        folder = self._of(campaign)
        names = {self._block_path(pool, generation).name for pool, generation in kept} | {CAMPAIGN_KEY}
        with _translated():
            self._refuse_if_away()
            others = sorted(name for name in _names(folder) if name not in names)
            for name in others:
                _wipe(folder / name)
            if others:
                _sync_folder(folder)

    def drop_campaign(self, campaign: str) -> None:
        folder = self._of(campaign)
        with _translated():
            self._refuse_if_away()
            # The campaign's own key goes first: it is the one that names people.
            for name in sorted(_names(folder), key=lambda name: (name != CAMPAIGN_KEY, name)):
                _wipe(folder / name)
            _sync_folder(folder)
            with suppress(FileNotFoundError):
                folder.rmdir()
            _sync_folder(self._folder)

    # --- beyond the port

    def codes(self) -> frozenset[str]:
        """The campaigns that have a folder here."""
        with _translated():
            return frozenset(name for name in _names(self._folder) if _CODE.fullmatch(name))

    def check(self) -> None:
        """Raises KeyFileRefused where others could read a key or put one there."""
        if not self._folder.exists():
            return
        for path in (self._folder, *sorted(self._folder.rglob("*"))):
            mode = stat.S_IMODE(path.stat().st_mode)
            wanted = "700" if path.is_dir() else "600"
            if mode & 0o077:
                sentence = f"{path} is open to others (mode {mode:o}): run `chmod {wanted} {path}` and start again."
                raise KeyFileRefused(sentence)

    # --- files

    def _of(self, campaign: str) -> Path:
        if not _CODE.fullmatch(campaign):
            raise ValueError("no code of a campaign")
        return self._folder / campaign

    def _block_path(self, pool: Pool, generation: int) -> Path:
        return self._of(pool.campaign) / f"{_hashed(pool)}-{generation}{SUFFIX}"

    def _read(self, path: Path) -> bytes | None:
        """None for a key that is lost."""
        with _translated():
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                self._refuse_if_away()
                return None
        return content if len(content) == BYTES else None

    def _refuse_if_away(self) -> None:
        """Where the installation's own secret is missing too, the whole folder is away (a disk that is not mounted):
        then nothing may be given up for lost, and nothing be called destroyed."""
        if not (self._root / NAME).exists():
            raise Unavailable("keys")

    def _made(self, path: Path) -> bytes:
        fresh = secrets.token_bytes(BYTES)
        unfinished = path.with_suffix(UNFINISHED)
        with _translated():
            self._make_folder(path.parent)
            _wipe(unfinished)
            try:
                _write(unfinished, fresh)
                os.rename(unfinished, path)
                _sync_folder(path.parent)
            except OSError:
                with suppress(OSError):
                    unfinished.unlink()
                raise
        return fresh

    def _make_folder(self, folder: Path) -> None:
        for each in (self._folder, folder):
            if not each.is_dir():
                each.mkdir(mode=0o700)
                _sync_folder(each.parent)


def _hashed(pool: Pool) -> str:
    """Which pool a key is for, without the name of a department or a question in the name of a file."""
    return hashlib.sha256(f"{pool.stream}\n{pool.cell}".encode()).hexdigest()[:16]


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        return []


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _wipe(path: Path) -> None:
    """Overwrite in place, then remove. Passes over what is gone already."""
    try:
        descriptor = os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        return
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(max(BYTES, os.fstat(file.fileno()).st_size)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def _sync_folder(folder: Path) -> None:
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _translated() -> Iterator[None]:
    """The system's errors in our words."""
    reason = ""
    try:
        yield
    except OSError as trouble:
        reason = "full" if trouble.errno in _FULL else "keys"
    if reason:
        raise Unavailable(reason)
