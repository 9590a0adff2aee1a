"""What both kinds of Markdown share: reserved marks, code blocks, and the text read so far."""

from dataclasses import dataclass, field

from bot.emulator.text.entities import Entity
from bot.emulator.text.units import SPACES, utf16_width


@dataclass
class Sheet:
    """The plain text so far, its length in UTF-16 units, and the finished entities."""

    characters: list[str] = field(default_factory=list)
    length: int = 0
    entities: list[Entity] = field(default_factory=list)

    def add(self, character: str) -> None:
        """Put one character behind the text."""
        self.characters.append(character)
        self.length += utf16_width(character)

    def add_entity(self, entity: Entity | None) -> None:
        """Keep an entity, if there is one and it covers anything."""
        if entity is not None and entity.length > 0:
            self.entities.append(entity)

    @property
    def text(self) -> str:
        return "".join(self.characters)


def read_block_head(closed: str, at: int, size: int) -> tuple[str, int]:
    """The language behind three backticks at `at`, and where the block's text begins.

    One line break before the text is dropped, also a pair of two different ones. `closed` is the source with
    NULs behind its `size` characters.
    """
    end = at
    while closed[end] not in SPACES and closed[end] != "`":
        end += 1
    language = ""
    if end != at and end < size and closed[end] != "`":
        language, at = closed[at:end], end
    if closed[at] in "\r\n":
        at += 2 if closed[at + 1] in "\r\n" and closed[at + 1] != closed[at] else 1
    return language, at
