"""What a button carries: a short action and its signature.

Any client may send any bytes as a button's data, so the data is signed for the person it was drawn for (trust.md 4, row
3). Who may do what is checked again where it is done: a signature only says that we drew this button for this person.
"""

import base64
import hmac

from surveys.screens import Action

LIMIT = 64
"""Bytes that Telegram carries in a button."""
MAC_BYTES = 8
SEPARATOR = ":"
MARK = "~"


class ActionTooLong(ValueError):
    """An action does not fit a button. `length` in bytes, signature included."""

    def __init__(self, verb: str, length: int) -> None:
        super().__init__(f"{verb}: {length} bytes")
        self.length = length


def pack(action: Action, person: str, secret: bytes) -> str:
    """The button data of `action` for `person` (the key of their address). Raises ActionTooLong over 64 bytes."""
    body = SEPARATOR.join((action.verb, *action.args))
    data = f"{body}{MARK}{_signature(body, person, secret)}"
    if len(data.encode()) > LIMIT:
        raise ActionTooLong(action.verb, len(data.encode()))
    return data


def unpack(data: str, person: str, secret: bytes) -> Action | None:
    """The action that was packed for this person, or None for anything else."""
    body, mark, signature = data.rpartition(MARK)
    expected = _signature(body, person, secret)
    if not mark or not hmac.compare_digest(signature.encode(errors="replace"), expected.encode()):
        return None
    verb, *args = body.split(SEPARATOR)
    return Action(verb, tuple(args))


def verb_of(data: str) -> str:
    """The verb as it stands there, of data that nobody has checked yet."""
    return data.partition(MARK)[0].partition(SEPARATOR)[0]


def _signature(body: str, person: str, secret: bytes) -> str:
    signed = hmac.digest(secret, f"{person}\n{body}".encode(errors="replace"), "sha256")
    return base64.urlsafe_b64encode(signed[:MAC_BYTES]).rstrip(b"=").decode()
