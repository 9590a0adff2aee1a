"""Placeholder of the text rules: emptiness, length and commands only."""

import re
from typing import Any, Literal

from bot.emulator.text import FormattedText, TextRefused

_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,64}")
_TOO_LONG = {
    "message": "message is too long",
    "caption": "message caption is too long",
    "answer": "MESSAGE_TOO_LONG",
}


def format_text(
    text: str,
    parse_mode: str | None = None,
    entities: list[dict[str, Any]] | None = None,
    *,
    limit: int = 4096,
    kind: Literal["message", "caption", "answer"] = "message",
) -> FormattedText:
    if not text and kind == "message":
        raise TextRefused("Bad Request: message text is empty")
    clean = text.strip()
    if not clean and kind == "message":
        raise TextRefused("Bad Request: text must be non-empty")
    if len(clean) > limit:
        raise TextRefused(f"Bad Request: {_TOO_LONG[kind]}")
    found = [
        {"type": "bot_command", "offset": one.start(), "length": len(one.group())}
        for one in _COMMAND.finditer(clean)
    ]
    return FormattedText(clean, tuple(found if entities is None else [*entities, *found]))
