"""The clock on the wall of a bot process, which a story sets: `otklik run` itself, where the clock is wrong."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from surveys.chance import SystemClock


class Wall:
    """A file that says by how much the clock is ahead; the process looks at it whenever it looks at the clock."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.ahead = timedelta()
        self._write()

    def now(self) -> datetime:
        return SystemClock().now() + self.ahead

    def move(self, by: timedelta) -> None:
        """Forward, or back where it is negative."""
        self.ahead += by
        self._write()

    def _write(self) -> None:
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str(self.ahead.total_seconds()))
        os.replace(fresh, self.file)
