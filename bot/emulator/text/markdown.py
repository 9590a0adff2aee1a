"""The old Markdown: no nesting, four escapes, and the oddities of a parser kept for old bots."""

from bot.emulator.text.entities import Entity
from bot.emulator.text.linked import linked
from bot.emulator.text.markdown_marks import Sheet, read_block_head
from bot.emulator.text.units import byte_length
from bot.emulator.text.values import refuse, unparsable

_MARKS = frozenset("_*`[")
_PLAIN_KINDS = {"_": "italic", "*": "bold", "`": "code"}


def parse_markdown(text: str) -> tuple[str, list[Entity]]:
    """The plain text and its entities.

    Raises TextRefused with the byte offset TDLib would name.
    """
    return _OldMarkdown(text).parse()


class _OldMarkdown:
    def __init__(self, text: str) -> None:
        self.source = text
        self.size = len(text)
        self.closed = text + "\0\0\0"
        self.at = 0
        self.sheet = Sheet()

    def parse(self) -> tuple[str, list[Entity]]:
        while self.at < self.size:
            character = self.closed[self.at]
            if character == "\\" and self.closed[self.at + 1] in _MARKS:
                self.sheet.add(self.closed[self.at + 1])
                self.at += 2
            elif character in _MARKS:
                self._entity(character)
            else:
                self.sheet.add(character)
                self.at += 1
        return self.sheet.text, self.sheet.entities

    def _entity(self, mark: str) -> None:
        begin = self.at
        offset = self.sheet.length
        is_block = self.closed.startswith("```", begin)
        language = ""
        self.at += 1
        if is_block:
            language, self.at = read_block_head(self.closed, begin + 3, self.size)
        self._copy_to("```" if is_block else {"[": "]"}.get(mark, mark), begin)
        length = self.sheet.length - offset
        inside_end = self.at
        self.at += 3 if is_block else 1
        if length == 0:
            return
        if mark == "[":
            self.sheet.add_entity(_checked(linked(offset, length, self._link(begin, inside_end))))
        elif is_block:
            self.sheet.add_entity(Entity("pre", offset, length, language))
        else:
            self.sheet.add_entity(Entity(_PLAIN_KINDS[mark], offset, length))

    def _copy_to(self, closing: str, begin: int) -> None:
        end = self.source.find(closing, self.at)
        if end < 0:
            where = byte_length(self.source[:begin])
            raise unparsable(f"Can't find end of the entity starting at byte offset {where}")
        for character in self.source[self.at : end]:
            self.sheet.add(character)
        self.at = end

    def _link(self, begin: int, inside_end: int) -> str:
        if self.closed[self.at] != "(":
            return self._text_as_link(begin, inside_end)
        end = self.source.find(")", self.at)
        link = self.source[self.at + 1 : end] if end >= 0 else self.source[self.at + 1 :]
        self.at = self.size if end < 0 else end + 1
        return link

    def _text_as_link(self, begin: int, inside_end: int) -> str:
        """The link of `[a.ru]` alone.

        TDLib writes the plain text over the source and then reads the link from there, so that it comes out
        shifted: `[a.ru]` leads to ".ruu". Seen in tdjson 1.8.69; the emulator repeats it.
        """
        plain = self.sheet.text.encode()
        overwritten = plain + self.source.encode()[len(plain) :]
        first = byte_length(self.source[:begin]) + 1
        return overwritten[first : byte_length(self.source[:inside_end])].decode(errors="surrogateescape")


def _checked(entity: Entity | None) -> Entity | None:
    """Refuses a link whose shift has torn a letter apart; tdjson itself dies of it, the server says this."""
    if entity is not None and any("\udc80" <= character <= "\udcff" for character in entity.detail):
        raise refuse("MessageEntityTextUrl.url must be encoded in UTF-8")
    return entity
