"""No picture of our memory on any disk: it holds keys, and an answer at the moment of its sealing (trust.md 1.3)."""

import ctypes
import resource

PR_SET_DUMPABLE = 4


def forbid_core_dumps() -> None:
    """For the rest of this process's life. Where the kernel hands dumps to a program instead of a file, the limit
    alone would not do (core(5)), so the process also declares itself not dumpable; that closes its memory to other
    processes of the same user too."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:  # Linux
        prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
