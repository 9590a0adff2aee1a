"""MarkdownV2: nested marks, and eighteen characters that must be escaped everywhere else."""

from dataclasses import dataclass

from bot.emulator.text.entities import PREFORMATTED, Entity, in_order
from bot.emulator.text.linked import emoji_or_date, linked
from bot.emulator.text.markdown_marks import Sheet, read_block_head
from bot.emulator.text.units import byte_length
from bot.emulator.text.values import TextRefused, unparsable

_RESERVED = frozenset("_*[]()~`>#+-=|{}.!\n")
_RESERVED_IN_CODE = frozenset("`")
_ESCAPABLE = "\x7e"  # the last character a backslash hides
# How an open entity is called in errors.
_NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
    "blockquote": "BlockQuote",
}
_CLOSINGS = {
    "bold": "*",
    "underline": "__",
    "strikethrough": "~",
    "spoiler": "||",
    "code": "`",
    "pre": "```",
    "text_link": "]",
    "custom_emoji": "]",
}


@dataclass(frozen=True, slots=True)
class _Opened:
    kind: str
    offset: int
    begin: int  # where its mark stands in the source
    plain_begin: int  # how many characters of plain text came before
    language: str = ""

    @property
    def name(self) -> str:
        if self.kind == "pre":
            return "PreCode" if self.language else "Pre"
        return _NAMES[self.kind]


def parse_markdown_v2(text: str) -> tuple[str, list[Entity]]:
    """The plain text and its entities.

    Raises TextRefused with the byte offset TDLib would name.
    """
    return _MarkdownV2(text).parse()


class _MarkdownV2:
    def __init__(self, text: str) -> None:
        self.source = text
        self.size = len(text)
        self.closed = text + "\0\0\0\0"
        self.at = 0
        self.sheet = Sheet()
        self.opened: list[_Opened] = []
        self.in_quote = False
        self.at_line_start = True  # marks and carriage returns do not end it

    def parse(self) -> tuple[str, list[Entity]]:
        while self.at < self.size:
            self._step()
        if self.in_quote and self.opened[-1].kind in ("blockquote", "spoiler"):
            self._close_quote()
        if self.opened:
            raise self._unclosed(self.opened[-1])
        return self.sheet.text, in_order(self.sheet.entities)

    def _step(self) -> None:
        character, following = self.closed[self.at], self.closed[self.at + 1]
        if character == "\\" and "\0" < following <= _ESCAPABLE:
            self._plain(following)
            if following == "\n":
                self.at_line_start = True
            self.at += 1
        elif character not in self._reserved():
            self._plain(character)
        elif self._ends_quote(character, following):
            self._close_quote()
            self._line_break()
        elif self.opened and self._closes(self.opened[-1].kind):
            self._close(self.opened.pop())
        else:
            self._open(character, following)

    def _reserved(self) -> frozenset[str]:
        in_code = bool(self.opened) and self.opened[-1].kind in PREFORMATTED
        return _RESERVED_IN_CODE if in_code else _RESERVED

    def _plain(self, character: str) -> None:
        self.sheet.add(character)
        self.at += 1
        if character != "\r":
            self.at_line_start = False

    def _line_break(self) -> None:
        self.sheet.add("\n")
        self.at += 1
        self.at_line_start = True

    # Quotations

    def _ends_quote(self, character: str, following: str) -> bool:
        return self.in_quote and character == "\n" and (self.at + 1 == self.size or following != ">")

    def _close_quote(self) -> None:
        """End the quotation, with its line break; a spoiler opened as its last mark makes it fold."""
        kind = "blockquote"
        last = self.opened.pop()
        if last.kind == "spoiler" and self._folds(last):
            kind, last = "expandable_blockquote", self.opened.pop()
        if last.kind != "blockquote":
            raise self._unclosed(last)
        self.in_quote = False
        has_break = self.at < self.size
        length = self.sheet.length + has_break - last.offset
        self.sheet.add_entity(Entity(kind, last.offset, length))

    def _folds(self, last: _Opened) -> bool:
        between = self.source[last.begin : self.at]
        return between == "||" or (between == "||\r" and self.at < self.size)

    def _quote_mark(self) -> None:
        if not self.at_line_start:
            raise self._reserved_character(">")
        if not self.in_quote:
            self.in_quote = True
            self._push("blockquote", 1)
        else:
            self.at += 1

    # Marks

    def _open(self, character: str, following: str) -> None:
        doubled = following == character
        match character:
            case "_":
                self._push("underline" if doubled else "italic", 1 + doubled)
            case "*":
                self._push("bold", 1)
            case "~":
                self._push("strikethrough", 1)
            case "|" if doubled:
                self._push("spoiler", 2)
            case "[":
                self._push("text_link", 1)
            case "!" if following == "[":
                self._push("custom_emoji", 2)
            case "`":
                self._open_code()
            case "\n":
                self._line_break()
            case ">":
                self._quote_mark()
            case _:
                raise self._reserved_character(character)

    def _push(self, kind: str, width: int, language: str = "") -> None:
        plain = len(self.sheet.characters)
        self.opened.append(_Opened(kind, self.sheet.length, self.at, plain, language))
        self.at += width

    def _open_code(self) -> None:
        if not self.closed.startswith("```", self.at):
            self._push("code", 1)
            return
        language, begin = read_block_head(self.closed, self.at + 3, self.size)
        self._push("pre", begin - self.at, language)

    def _closes(self, kind: str) -> bool:
        if kind == "italic":
            return self.closed[self.at] == "_" and self.closed[self.at + 1] != "_"
        closing = _CLOSINGS.get(kind)
        return closing is not None and self.closed.startswith(closing, self.at)

    def _close(self, opened: _Opened) -> None:
        length = self.sheet.length - opened.offset
        self.at += len(_CLOSINGS.get(opened.kind, "_"))
        if opened.kind == "text_link":
            link = self._link()
            if link is None:
                link = "".join(self.sheet.characters[opened.plain_begin :])
            entity = linked(opened.offset, length, link)
        elif opened.kind == "custom_emoji":
            link = self._link()
            if link is None:
                raise unparsable("The entity must contain a tg://emoji or tg://time URL")
            entity = emoji_or_date(opened.offset, length, link)
        else:
            entity = Entity(opened.kind, opened.offset, length, opened.language)
        self.sheet.add_entity(entity)

    def _link(self) -> str | None:
        if self.closed[self.at] != "(":
            return None
        self.at += 1
        begin = self.at
        link: list[str] = []
        while self.at < self.size and self.closed[self.at] != ")":
            if self.closed[self.at] == "\\" and "\0" < self.closed[self.at + 1] <= _ESCAPABLE:
                self.at += 1
            link.append(self.closed[self.at])
            self.at += 1
        if self.closed[self.at] != ")":
            raise unparsable(f"Can't find end of a URL at byte offset {byte_length(self.source[:begin])}")
        self.at += 1
        return "".join(link)

    # Refusals

    def _unclosed(self, opened: _Opened) -> TextRefused:
        where = byte_length(self.source[: opened.begin])
        return unparsable(f"Can't find end of {opened.name} entity at byte offset {where}")

    def _reserved_character(self, character: str) -> TextRefused:
        return unparsable(f"Character '{character}' is reserved and must be escaped with the preceding '\\'")
