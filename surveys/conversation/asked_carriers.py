"""What the buttons of an invitation carry, and under which key its survey is begun.

A button names the outreach, with a sign before it that no key of a response has: until the first tap there is no
response. The key that the response will have is made of the outreach and the person by the installation's secret, so
that the invitation is drawn with the very session that the first tap begins (an order at random comes from the key),
and a second copy of the invitation finds the same response.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace

from surveys.answering.keys import index_of, key_of
from surveys.chance import ALPHABET
from surveys.screens import Action, Option, Options, Screen

ASKED = "asked"
"""The verb that begins, or goes on with, what somebody was invited to, without answering anything yet."""
SIGN = "@"
NUMBERED = "."
KEY_SIGNS = 12
"""60 bits: of a million responses no two have one key."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """`number` is that of the invitation: 0, or the day of one by the day of hire."""

    outreach: str
    number: int = 0

    def __str__(self) -> str:
        return f"{SIGN}{self.outreach}" + (f"{NUMBERED}{key_of(self.number)}" if self.number else "")

    @property
    def stage(self) -> str:
        """Under which name stages are counted: of each invitation by itself."""
        return str(self).removeprefix(SIGN)


def read_carrier(text: str) -> Carrier | None:
    """None for what is no carrier, as the key of a response is not."""
    if not text.startswith(SIGN):
        return None
    outreach, dot, number = text.removeprefix(SIGN).partition(NUMBERED)
    at = index_of(number) if dot else 0
    return Carrier(outreach, at) if outreach and at is not None else None


def carrier_of(action: Action | None) -> Carrier | None:
    """That of a button, wherever it leads."""
    return read_carrier(action.args[0]) if action is not None and action.args else None


def response_key(secret: bytes, carrier: Carrier, person: int, attempt: int) -> str:
    """Nobody who has the database alone can tell whose response it was, once the person has been erased."""
    made = hmac.digest(secret, f"invited\n{carrier}\n{person}\n{attempt}".encode(), "sha256")
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in made[:KEY_SIGNS])


def carrying(screen: Screen, key: str, carrier: Carrier) -> Screen:
    """A question drawn for the response `key`, with buttons that name the outreach instead."""

    def named(action: Action) -> Action:
        carries = bool(action.args) and action.args[0] == key
        return Action(action.verb, (str(carrier), *action.args[1:])) if carries else action

    return with_actions(screen, named)


def with_actions(screen: Screen, changed: Callable[[Action], Action]) -> Screen:
    """The screen with every action changed."""

    def each(option: Option) -> Option:
        return replace(option, action=changed(option.action))

    answers = screen.answers
    return replace(
        screen,
        answers=None if answers is None else Options(answers.layout, tuple(map(each, answers.options))),
        controls=tuple(map(each, screen.controls)),
        again=None if screen.again is None else changed(screen.again),
    )
