"""A screen as Telegram's text: plain text with entities, so that no answer or name can ever break the markup."""

from dataclasses import dataclass
from typing import Any

from aiogram.types import InlineKeyboardMarkup, LinkPreviewOptions
from aiogram.utils.formatting import BlockQuote, Bold, Code, Italic, Text

from handlers.telegram.layout import buttons
from handlers.telegram.payloads import pack
from surveys.screens import Emphasis, Phrase, Screen, Span, Words
from surveys.texts import Texts

LIMIT = 4096
"""Code points Telegram takes in one message (telegram.md, finding 10)."""
CAPTION_LIMIT = 1024
COUNTED = 4
"""Questions from which on it helps to know how many are left; under that, counting makes a tap look like a form."""
MARKUP = {Emphasis.STRONG: Bold, Emphasis.QUIET: Italic, Emphasis.QUOTE: BlockQuote, Emphasis.CODE: Code}
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A screen ready to send. `content` are the keyword arguments of text or caption with its entities."""

    content: dict[str, Any]
    markup: InlineKeyboardMarkup | None


class View:
    """Draws screens for one installation: its texts and its signing key."""

    def __init__(self, texts: Texts, secret: bytes) -> None:
        self._texts = texts
        self._secret = secret

    def said(self, words: Words, language: str) -> str:
        return self._texts.say(words, language)

    def draw(self, screen: Screen, person: str, page: int = 0) -> Drawing:
        """`screen` for the person with this key. A text over the limit is cut at its longest span, with an ellipsis."""
        caption = screen.exhibit is not None
        text = self._text(screen, CAPTION_LIMIT if caption else LIMIT)
        markup = buttons(
            screen,
            page,
            lambda words: self._texts.say(words, screen.language),
            lambda action: pack(action, person, self._secret),
        )
        keys = {"text_key": "caption", "entities_key": "caption_entities"} if caption else {}
        return Drawing(text.as_kwargs(replace_parse_mode=True, **keys), markup)

    def _text(self, screen: Screen, limit: int) -> Text:
        parts = self._parts(screen)
        while (excess := sum(len(text) for text, _ in parts) - limit) > 0:
            longest = max(range(len(parts)), key=lambda index: len(parts[index][0]))
            text, emphasis = parts[longest]
            parts[longest] = (text[: max(0, len(text) - excess - 1)] + "…", emphasis)
        return Text(*(MARKUP[emphasis](text) if emphasis in MARKUP else text for text, emphasis in parts))

    def _parts(self, screen: Screen) -> list[tuple[str, Emphasis]]:
        blocks: list[list[tuple[str, Emphasis]]] = []
        if screen.notice is not None:
            blocks.append([(self.said(screen.notice, screen.language), Emphasis.PLAIN)])
        if screen.progress is not None and screen.progress.total >= COUNTED:
            at = Phrase("view.progress", {"at": screen.progress.at, "total": screen.progress.total})
            blocks.append([(self.said(at, screen.language), Emphasis.QUIET)])
        blocks += [self._spans(paragraph, screen.language) for paragraph in screen.paragraphs]
        if screen.footnote is not None:
            blocks.append([(self.said(screen.footnote, screen.language), Emphasis.QUIET)])
        parts: list[tuple[str, Emphasis]] = []
        for block in blocks:
            if parts and block:
                parts.append(("\n\n", Emphasis.PLAIN))
            parts += block
        return [part for part in parts if part[0]]

    def _spans(self, spans: tuple[Span, ...], language: str) -> list[tuple[str, Emphasis]]:
        return [(self.said(span.words, language), span.emphasis) for span in spans]
