"""A request's parameters, read as leniently as the Bot API reads them."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.emulator.refusals import bad_request

_TRUE = frozenset({"true", "yes", "1"})
_LEADING_INTEGER = re.compile(r"-?[0-9]{1,19}")


@dataclass(frozen=True)
class Upload:
    """A file part of a multipart body."""

    name: str
    mime: str
    data: bytes


def integer(text: str) -> int:
    """As TDLib's `to_integer`: the leading digits, or 0; nothing is refused."""
    found = _LEADING_INTEGER.match(text)
    return int(found.group()) if found else 0


class Parameters:
    """Values are strings, as they travel; a nested value is the text of its JSON."""

    def __init__(self, values: Mapping[str, str], files: Mapping[str, Upload] | None = None) -> None:
        self.values = values
        self.files: Mapping[str, Upload] = files or {}

    def has(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    def truth(self, name: str) -> bool:
        """BA Client.cpp:9357."""
        return self.text(name).strip().lower() in _TRUE

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """Limits are clamped, not refused (BA Client.cpp:12360-12365)."""
        text = self.text(name)
        return min(max(integer(text), low), high) if text else default

    def message_id(self, name: str = "message_id") -> int:
        return max(0, integer(self.text(name)))

    def required(self, name: str) -> str:
        text = self.text(name)
        if not text:
            raise bad_request(f'parameter "{name}" is required')
        return text

    def json(self, name: str) -> Any:
        """The decoded value, None when absent. Raises ValueError when it is no JSON."""
        text = self.text(name)
        try:
            return json.loads(text) if text else None
        except RecursionError:
            raise ValueError("nested too deep") from None
