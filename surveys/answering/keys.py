"""The short keys that stand in actions: numbers in base 36, so that a button stays within 64 bytes.

A step's key is its place among the steps of its version, an option's key its place in its whole list: both stay the
same whatever the path and the filters leave.
"""

from surveys.answering.inputs import (
    Changed,
    Chose,
    Confirmed,
    DeclaredNotApplicable,
    Input,
    Skipped,
    Spoke,
    Submitted,
    Toggled,
    WentBack,
)
from surveys.screens import Action

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

SUMMARY_KEY = "_"
"""No digit of base 36: a letter such as "s" would be the key of the twenty-ninth question too."""


def key_of(index: int) -> str:
    """`index` (0 or more) in base 36."""
    digits = ""
    while True:
        index, rest = divmod(index, len(DIGITS))
        digits = DIGITS[rest] + digits
        if not index:
            return digits


def index_of(key: str) -> int | None:
    """The number that `key_of` wrote, None for anything else."""
    if not key or len(key) > 6 or any(sign not in DIGITS for sign in key):
        return None
    index = int(key, len(DIGITS))
    return index if key_of(index) == key else None


def read_action(action: Action) -> tuple[str, Input] | None:
    """The session's key and the input that choosing `action` means; None where it is no action of answering."""
    match action.verb, action.args:
        case "a", (session, step, option):
            return session, Chose(step, option)
        case "on" | "off" as verb, (session, step, option):
            return session, Toggled(step, option, verb == "on")
        case "edit", (session, step, question):
            return session, Changed(step, question)
        case "lang", (session, language):
            return session, Spoke(language)
        case verb, (session, step) if verb in _PLAIN:
            return session, _PLAIN[verb](step)
    return None


_PLAIN: dict[str, type[Confirmed | DeclaredNotApplicable | Skipped | WentBack | Submitted]] = {
    "ok": Confirmed,
    "na": DeclaredNotApplicable,
    "skip": Skipped,
    "back": WentBack,
    "send": Submitted,
}
