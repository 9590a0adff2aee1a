"""Why an installation cannot be opened, as one sentence on standard error and an exit status."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any, NoReturn, TypeVar

from bot import campaign_keys
from bot.key_files import KeyFileRefused
from bot.logs import frames
from bot.settings import SettingsRefused
from storage.failures import REMEDIES
from surveys.errors import Unavailable

T = TypeVar("T")

REFUSED = 1


def carried_out(work: Coroutine[Any, Any, T]) -> T:
    """Run `work`; whatever keeps an installation from opening ends the process with what to do, never a traceback."""
    try:
        return asyncio.run(work)
    except SettingsRefused as refused:
        leave(*refused.sentences)
    except KeyFileRefused as refused:
        leave(refused.sentence)
    except Unavailable as away:
        remedies = REMEDIES | campaign_keys.REMEDIES
        leave(remedies.get(away.reason, f"The database cannot be used: {away.reason}."))
    except OSError as trouble:
        # The class and the system's own words: a path of ours, no person's data.
        leave(f"A file or folder cannot be used: {trouble.strerror} ({trouble.filename}). Check its rights and place.")
    except Exception as fault:
        # Its words may be somebody's answer: only its class and the places it passed.
        leave(f"A defect ended the program: {type(fault).__name__} at {', '.join(frames(fault))}.")


def leave(*sentences: str, status: int = REFUSED) -> NoReturn:
    for sentence in sentences:
        print(sentence, file=sys.stderr)
    raise SystemExit(status)
