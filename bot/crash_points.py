"""Labelled points at which a test kills the process, to prove that every moment is a safe one to die at."""

import os
import signal

VARIABLE = "OTKLIK_CRASH_AT"
"""`label` or `label:n`, the n-th time. Unset everywhere but in fault stories."""

_passed: dict[str, int] = {}


def crash_at(label: str) -> None:
    """Die by SIGKILL if the environment asks for it at this point; nothing otherwise."""
    wanted = os.environ.get(VARIABLE)
    if not wanted:
        return
    name, _, count = wanted.partition(":")
    if name == label:
        _passed[label] = _passed.get(label, 0) + 1
        if _passed[label] >= int(count or 1):
            os.kill(os.getpid(), signal.SIGKILL)
