"""One message and the shapes the Bot API gives it."""

from dataclasses import dataclass, field
from typing import Any

from bot.emulator.keyboards import Rows

Body = dict[str, Any]

CAPTIONED = ("photo", "document", "video", "audio", "voice", "animation")


@dataclass(slots=True)
class Message:
    """`content` holds the fields that an edit may replace (text, entities, photo, caption ...)."""

    id: int
    chat: Body
    sender: Body
    date: int
    mine: bool
    content: Body
    inline: Rows | None = None
    # Sent with a reply keyboard, its removal or a forced reply: Telegram lets nobody edit such a message.
    moved_keyboard: bool = False
    edit_date: int | None = None
    extra: Body = field(default_factory=dict)

    def body(self) -> Body:
        """The Bot API's Message. Only inline keyboards are echoed (telegram.md 2.10)."""
        body = {"message_id": self.id, "from": self.sender, "chat": self.chat, "date": self.date}
        if self.edit_date is not None:
            body["edit_date"] = self.edit_date
        body.update(self.extra)
        body.update(self.content)
        if self.inline:
            body["reply_markup"] = {"inline_keyboard": self.inline}
        return body

    def shown(self) -> Body:
        """The message as the chat page shows it; `mine` is true for the person's own messages."""
        return {**self.body(), "mine": self.mine}

    def button(self, text: str) -> Body | None:
        """The first inline button with this visible text."""
        return next((one for row in self.inline or () for one in row if one["text"] == text), None)


def text_content(text: str, entities: tuple[Body, ...]) -> Body:
    return {"text": text, "entities": list(entities)} if entities else {"text": text}


def caption_content(caption: str, entities: tuple[Body, ...]) -> Body:
    if not caption:
        return {}
    return {"caption": caption, "caption_entities": list(entities)} if entities else {"caption": caption}
