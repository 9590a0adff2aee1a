"""What comes out of reading a text, and the one way to refuse it.

Errors: TextRefused is the only one. It is an answer of the emulated server, not a fault of ours.
"""

from dataclasses import dataclass
from typing import Any


class TextRefused(Exception):
    """Telegram would refuse this text. `description` is what the Bot API answers, prefix included."""

    def __init__(self, description: str) -> None:
        super().__init__(description)
        self.description = description


@dataclass(frozen=True)
class FormattedText:
    """A text after parsing and cleaning. Offsets and lengths of entities count UTF-16 units."""

    text: str
    entities: tuple[dict[str, Any], ...] = ()


def refuse(message: str) -> TextRefused:
    """The refusal the Bot API makes of TDLib's `message`.

    It lowers the first letter, unless the second character is a capital or `_`: so server codes such as
    MESSAGE_TOO_LONG keep their case.
    """
    if len(message) > 1 and (message[1] == "_" or "A" <= message[1] <= "Z"):
        return TextRefused(f"Bad Request: {message}")
    return TextRefused(f"Bad Request: {message[:1].lower()}{message[1:]}")


def unparsable(message: str) -> TextRefused:
    """The refusal of broken markup."""
    return refuse(f"Can't parse entities: {message}")
