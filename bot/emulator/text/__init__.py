"""Message texts as Telegram's server reads them: markup, cleaning, entities, limits and its words of refusal."""

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
