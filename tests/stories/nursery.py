"""Bots as real processes, born quickly: one process imports everything once and forks a bot on every request.

Importing takes seconds, and a story kills its bot hundreds of times. What a child runs after the fork is `otklik run`
as it stands: its own settings, database, network and death.

Requests are lines of JSON on standard input: {"run": {...}} gives the child's number, {"poll": number} its exit code or
null while it lives. The children die with the nursery.
"""

import ctypes
import json
import os
import random
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
CAPABILITY_VERSION_3 = 0x20080522


def serve() -> None:
    import uuid

    import asyncpg

    import bot.__main__
    import bot.lifecycle
    import storage.postgres
    from bot.library import library

    assert bot
    assert asyncpg
    assert uuid
    assert storage
    library()
    _say("ready")
    exits: dict[int, int] = {}
    for line in sys.stdin:
        request = json.loads(line)
        if "run" in request:
            _say(_born(request["run"]))
        else:
            number = request["poll"]
            if number not in exits:
                found, status = os.waitpid(number, os.WNOHANG)
                if found:
                    exits[number] = os.waitstatus_to_exitcode(status)
            _say(exits.get(number))


def _born(wish: dict[str, Any]) -> int:
    nursery = os.getpid()
    number = os.fork()
    if number:
        return number
    code = 1
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != nursery:
            os._exit(1)
        for descriptor, path in ((0, os.devnull), (1, wish["out"]), (2, wish["err"])):
            flags = os.O_RDONLY if descriptor == 0 else os.O_WRONLY | os.O_CREAT | os.O_APPEND
            opened = os.open(path, flags, 0o600)
            os.dup2(opened, descriptor)
            os.close(opened)
        os.environ.update(wish["env"])
        os.chdir(wish["folder"])
        random.seed()
        if wish["powerless"]:
            give_up_powers()
        if wish["wall"]:
            go_by(Path(wish["wall"]))
        code = _lived(wish["arguments"])
    finally:
        os._exit(code)


def _lived(arguments: list[str]) -> int:
    import traceback

    from bot.__main__ import main

    sys.argv = ["otklik", *arguments]
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def give_up_powers() -> None:
    """Root without its capabilities obeys the rights of files like anybody else."""
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None, use_errno=True).capset(header, nothing):
        raise OSError(ctypes.get_errno(), "capset")


def go_by(wall: Path) -> None:
    """The clock on this process's wall is as many seconds ahead of the system's as stand in the file, at any moment.

    The monotonic clock is left alone, as by whoever sets a machine's clock.
    """
    from surveys.chance import SystemClock

    right = SystemClock.now

    def shown(self: SystemClock) -> datetime:
        return right(self) + timedelta(seconds=float(wall.read_text()))

    SystemClock.now = shown  # type: ignore[method-assign]


def _say(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve()
