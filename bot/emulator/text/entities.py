"""One stretch of a text that Telegram shows differently, and the order in which entities are told."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

SPLITTABLE = ("bold", "italic", "underline", "strikethrough", "spoiler")
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
PREFORMATTED = frozenset({"code", "pre"})
HOLDING_NOTHING = PREFORMATTED | {"date_time"}
FOUND_BY_SERVER = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}
)

# Among entities of one stretch the lower number comes first: the order in which TDLib tells them.
_PRECEDENCE = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "code": 20,
    "date_time": 48,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}


@dataclass(frozen=True, slots=True)
class Entity:
    """`detail` is the link, language, emoji's id or format of a date; `number` a user's id or a date."""

    kind: str
    offset: int
    length: int
    detail: str = ""
    number: int = 0

    @property
    def end(self) -> int:
        """The first unit behind the entity."""
        return self.offset + self.length

    @property
    def order(self) -> tuple[int, int, int]:
        """Sort key: earlier first, then longer first, then by kind."""
        return self.offset, -self.length, self._precedence()

    def moved(self, offset: int, length: int) -> "Entity":
        """The same entity at another place."""
        return Entity(self.kind, offset, length, self.detail, self.number)

    def told(self) -> dict[str, Any]:
        """The Bot API's MessageEntity. Of a mentioned user only the id is known here."""
        told: dict[str, Any] = {"offset": self.offset, "length": self.length, "type": self.kind}
        match self.kind:
            case "text_link":
                told["url"] = self.detail
            case "text_mention":
                told["user"] = {"id": self.number}
            case "pre" if self.detail:
                told["language"] = self.detail
            case "custom_emoji":
                told["custom_emoji_id"] = self.detail
            case "date_time":
                told["unix_time"] = self.number
                if self.detail:
                    told["date_time_format"] = self.detail
        return told

    def _precedence(self) -> int:
        if self.kind == "pre":
            return 10 if self.detail else 11
        return _PRECEDENCE.get(self.kind, 50)


def in_order(entities: Iterable[Entity]) -> list[Entity]:
    """Entities as Telegram tells them; equal ones keep their order."""
    return sorted(entities, key=lambda entity: entity.order)
