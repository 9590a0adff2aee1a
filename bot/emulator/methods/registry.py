"""Where a method's function is found by the name that the bot calls."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.emulator.account import Account
from bot.emulator.parameters import Parameters

Run = Callable[[Account, Parameters], Any]


@dataclass(frozen=True)
class Answer:
    """A result with a description, as the webhook methods give."""

    result: Any
    description: str


@dataclass(frozen=True)
class RawAnswer:
    """A whole answer already in JSON, and what the journal says of it instead."""

    text: str
    summary: Any


@dataclass(frozen=True)
class Method:
    """`run` returns the result, or an awaitable of it. `paced` methods count against the flood limits."""

    name: str
    run: Callable[[Account, Parameters], Any | Awaitable[Any]]
    paced: bool


METHODS: dict[str, Method] = {}


def method(name: str, *, paced: bool = False) -> Callable[[Run], Run]:
    """Registers a function under `name`; calls find it in any case (telegram.md 1, point 1)."""

    def register(run: Run) -> Run:
        METHODS[name.lower()] = Method(name, run, paced)
        return run

    return register
