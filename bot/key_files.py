"""The installation's secret: one file outside the database and its backups, readable by its owner alone.

KeyFileRefused     the file or its folder is open to others, or is not ours
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


def installation_secret(folder: Path) -> bytes:
    """The secret in `folder`, made on first use. Raises KeyFileRefused, or OSError where the folder cannot be used."""
    path = folder / NAME
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
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise KeyFileRefused(f"{path} can be read by others (mode {mode:o}): run `chmod 600 {path}` and start again.")
    content = path.read_bytes()
    if len(content) != BYTES:
        raise KeyFileRefused(f"{path} is not a key of this program: restore it from your safe copy.")
    return content
