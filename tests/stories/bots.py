"""A bot process as a story handles it: started, waited for, killed, asked to stop."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
READY = "is running"
LOOK = 0.01
"""Seconds between two looks at what another process announces to nobody."""


class Late(AssertionError):
    """Something did not happen in time."""


async def until(true: Callable[[], Any], seconds: float, what: str) -> None:
    """Returns when `true()` holds. Raises Late after `seconds`."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise Late(f"not within {seconds:g} s: {what}")
        await asyncio.sleep(LOOK)


class Nursery:
    """The process of `tests.stories.nursery`."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.stories.nursery"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._answer() == "ready"

    def run(self, **wish: Any) -> int:
        return int(self._ask({"run": wish}))

    def poll(self, number: int) -> int | None:
        answer = self._ask({"poll": number})
        return None if answer is None else int(answer)

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def _ask(self, request: dict[str, Any]) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


class BotProcess:
    """`otklik run` in `folder`, whose OTKLIK_* variables are `settings`. One at a time; logs of all lives pile up."""

    def __init__(self, nursery: Nursery, folder: Path, settings: dict[str, str]) -> None:
        self._nursery = nursery
        self._folder = folder
        self._settings = settings
        self._announced = 0
        self.number = 0
        self.wall: Path | None = None
        """The file with the clock of the next lives (`tests.stories.nursery.go_by`); None: the system's."""
        self.out = folder / "stdout.log"
        self.err = folder / "stderr.log"

    @property
    def told(self) -> str:
        """What stands on standard error of all lives."""
        return self.err.read_text(errors="replace") if self.err.exists() else ""

    @property
    def exit_code(self) -> int | None:
        return self._nursery.poll(self.number)

    def launch(self, *arguments: str, powerless: bool = False, **settings: str) -> None:
        """Start without waiting. `settings` are further variables of this one life."""
        assert not self.number or self.exit_code is not None
        self._announced = self._announcements()
        self.number = self._nursery.run(
            arguments=list(arguments or ("run",)),
            env={"OTKLIK_CRASH_AT": "", **self._settings, **settings},
            folder=str(self._folder),
            out=str(self.out),
            err=str(self.err),
            powerless=powerless,
            wall=str(self.wall or ""),
        )

    async def start(self, seconds: float = 30.0, **settings: str) -> float:
        """Start and wait for the announcement. The seconds it took."""
        begun = time.monotonic()
        self.launch(**settings)
        await until(lambda: self._announcements() > self._announced or self.exit_code is not None, seconds, "ready")
        if self._announcements() == self._announced and self.exit_code != -signal.SIGKILL:
            raise AssertionError(f"the bot ended with {self.exit_code}: {self.told[-800:]}")
        return time.monotonic() - begun

    async def kill(self) -> None:
        self.send(signal.SIGKILL)
        await self.ended(10)

    async def stop(self, seconds: float = 25.0) -> float:
        """SIGTERM and wait. The seconds it took to end; its exit code must be 0."""
        begun = time.monotonic()
        self.send(signal.SIGTERM)
        await self.ended(seconds)
        assert self.exit_code == 0, self.told[-800:]
        return time.monotonic() - begun

    async def ended(self, seconds: float) -> int:
        await until(lambda: self.exit_code is not None, seconds, "the process ends")
        code = self.exit_code
        assert code is not None
        return code

    def send(self, number: signal.Signals) -> None:
        os.kill(self.number, number)

    def _announcements(self) -> int:
        return self.out.read_text().count(READY) if self.out.exists() else 0
