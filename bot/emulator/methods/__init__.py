"""The methods of the Bot API that the emulator carries out, one module per family."""

from bot.emulator.methods import (
    albums,
    callbacks,
    chats,
    copying,
    deleting,
    editing,
    fetching,
    files,
    media,
    profile,
    sending,
    session,
    webhooks,
)
from bot.emulator.methods.registry import METHODS, Answer, Method

FAMILIES = (
    albums,
    callbacks,
    chats,
    copying,
    deleting,
    editing,
    fetching,
    files,
    media,
    profile,
    sending,
    session,
    webhooks,
)

__all__ = ["FAMILIES", "METHODS", "Answer", "Method"]
