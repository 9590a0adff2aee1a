"""One bot for each SQLite file."""

import fcntl
import os
from pathlib import Path

from surveys.errors import Unavailable


class ProcessLock:
    """Held on a file beside the database until released or until the process dies, however it dies."""

    def __init__(self, database: Path) -> None:
        """Raises Unavailable("taken") when another process holds it."""
        self._descriptor = os.open(f"{database}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._descriptor)
            self._descriptor = -1
        if self._descriptor < 0:
            raise Unavailable("taken")

    def __enter__(self) -> "ProcessLock":
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
