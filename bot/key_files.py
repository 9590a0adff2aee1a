"""The installation's secret: one file outside the database and its backups, readable by its owner alone.

KeyFileRefused     the file can be read or its folder written by others, or it is not the key of this database
"""

import hashlib
import hmac
import os
import secrets
import stat
from pathlib import Path

NAME = "installation.key"
BYTES = 32


class KeyFileRefused(Exception):
    """`sentence` says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def fingerprint(secret: bytes) -> str:
    """What a database may know of the secret: enough to recognise it."""
    return derived(secret, "fingerprint").hex()


def installation_secret(folder: Path, known: str | None = None) -> bytes:
    """The secret in `folder`, made on first use; `known` is the fingerprint of the one the database was used with.

    Another secret would quietly void every printed poster and every button. Raises KeyFileRefused, or OSError where
    the folder cannot be used.
    """
    path = folder / NAME
    if known is not None and not path.exists():
        raise KeyFileRefused(f"{path} is missing, and the posters of this database need it: restore your safe copy.")
    secret = _made_or_kept(folder, path)
    if known not in (None, fingerprint(secret)):
        raise KeyFileRefused(f"{path} is not the key of this database: restore the right one from your safe copy.")
    return secret


def _made_or_kept(folder: Path, path: Path) -> bytes:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _kept(path)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(BYTES))
        file.flush()
        os.fsync(file.fileno())
    return _kept(path)


def derived(secret: bytes, purpose: str) -> bytes:
    """A key for one purpose, so that a signature of one kind is never valid as another."""
    return hmac.new(secret, purpose.encode(), hashlib.sha256).digest()


def _kept(path: Path) -> bytes:
    folder = path.parent
    if folder.stat().st_mode & 0o022:
        raise KeyFileRefused(f"Others may put files into {folder}: run `chmod 700 {folder}` and start again.")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise KeyFileRefused(f"{path} can be read by others (mode {mode:o}): run `chmod 600 {path}` and start again.")
    content = path.read_bytes()
    if len(content) != BYTES:
        raise KeyFileRefused(f"{path} is not a key of this program: restore it from your safe copy.")
    return content
