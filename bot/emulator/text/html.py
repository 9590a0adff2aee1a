"""Telegram's HTML: a small set of tags, strict where browsers forgive."""

import re
from dataclasses import dataclass, replace

from bot.emulator.text.dates import required_format
from bot.emulator.text.entities import PREFORMATTED, Entity, in_order
from bot.emulator.text.html_references import read_reference
from bot.emulator.text.html_tags import KINDS, StartTag, TagReader
from bot.emulator.text.linked import linked
from bot.emulator.text.links import custom_emoji_id
from bot.emulator.text.units import leading_int32, utf16_length
from bot.emulator.text.values import unparsable

_MARK = re.compile("[<&]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class _Opened:
    tag: StartTag
    offset: int
    piece: int  # how many pieces of text came before


class _Page:
    """What has been read: pieces of text, their length in UTF-16 units, open tags and finished entities."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.opened: list[_Opened] = []
        self.entities: list[Entity] = []

    def add(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += utf16_length(piece)

    def open(self, tag: StartTag) -> None:
        self.opened.append(_Opened(tag, self.length, len(self.pieces)))

    def close(self) -> None:
        opened = self.opened.pop()
        length = self.length - opened.offset
        if length == 0:
            return
        if KINDS[opened.tag.name] in PREFORMATTED:
            self._close_preformatted(opened, length)
            return
        entity = _entity(opened, length, "".join(self.pieces[opened.piece :]))
        if entity is not None:
            self.entities.append(entity)

    def _close_preformatted(self, opened: _Opened, length: int) -> None:
        """`<pre><code class="language-x">` in either nesting is one block with a language."""
        kind = KINDS[opened.tag.name]
        language = opened.tag.argument
        last = self.entities[-1] if self.entities else None
        if last is not None and (last.offset, last.length) == (opened.offset, length):
            inner = last.detail if last.kind == "code" and kind == "pre" else ""
            outer = language if last.kind == "pre" and not last.detail and kind == "code" else ""
            if inner or outer:
                self.entities[-1] = Entity("pre", opened.offset, length, inner or outer)
                return
        self.entities.append(Entity(kind, opened.offset, length, language))


def parse_html(text: str) -> tuple[str, list[Entity]]:
    """The plain text and its entities.

    Raises TextRefused with the byte offset TDLib would name.
    """
    page = _Page()
    closed = text + "\0"  # so that a tag cut short meets an end
    at = 0
    while mark := _MARK.search(text, at):
        page.add(text[at : mark.start()])
        at = mark.start()
        if text[at] == "&":
            character, at = read_reference(text, at) or ("&", at + 1)
            page.add(character)
        else:
            at = _read_tag(page, closed, at)
    page.add(text[at:])
    if page.opened:
        name = page.opened[-1].tag.name
        raise unparsable(f'Can\'t find end tag corresponding to start tag "{name}"')
    return _finished(page)


def _finished(page: _Page) -> tuple[str, list[Entity]]:
    plain = "".join(page.pieces)
    if _SURROGATE.search(plain):
        raise unparsable(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    # A language is told of blocks only: inline code loses it.
    entities = (replace(entity, detail="") if entity.kind == "code" else entity for entity in page.entities)
    return plain, in_order(entities)


def _read_tag(page: _Page, closed: str, begin: int) -> int:
    reader = TagReader(closed, begin)
    if reader.is_end_tag:
        reader.read_end(page.opened[-1].tag.name if page.opened else None)
        page.close()
    else:
        page.open(reader.read_start())
    return reader.at


def _entity(opened: _Opened, length: int, inside: str) -> Entity | None:
    tag = opened.tag
    kind = KINDS[tag.name]
    match kind:
        case "text_link":
            return linked(opened.offset, length, tag.argument or inside)
        case "custom_emoji":
            emoji = custom_emoji_id(tag.argument)
            if emoji is None:
                raise unparsable("Invalid custom emoji identifier specified")
            return Entity(kind, opened.offset, length, emoji)
        case "date_time":
            date_format = required_format(tag.argument)
            date = leading_int32(tag.unix)
            return Entity(kind, opened.offset, length, date_format, date) if date > 0 else None
        case "blockquote" if tag.argument:
            return Entity("expandable_blockquote", opened.offset, length)
    return Entity(kind, opened.offset, length)
