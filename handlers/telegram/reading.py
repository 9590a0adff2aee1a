"""What a message of Telegram's says, in our words. Who it says it about is never taken from it: only its sender is."""

from aiogram.types import InaccessibleMessage, Message

from handlers.telegram.payloads import unpack
from surveys.answering.inputs import Located, Sent
from surveys.answering.values import Attachment, GeoPoint
from surveys.screens import Action

QUOTED = frozenset(["blockquote", "expandable_blockquote", "code"])
"""How `rendering` marks Emphasis.QUOTE and Emphasis.CODE."""


def words_of(message: Message) -> str | None:
    """What the person typed themselves. None for everything else: a sticker, a voice, a contact, a forwarded text.

    A contact would prove who somebody is only if it were their own card, sent by themselves (trust.md 4, row 5); no use
    case asks for one, so none is ever taken. Forwarded words are somebody else's.
    """
    return None if message.forward_origin is not None else message.text


def given_by(message: Message) -> Sent | Located | None:
    """A photo, a document or a place of the person's own. None for every other kind and for what was forwarded."""
    if message.forward_origin is not None:
        return None
    if message.photo:
        largest = message.photo[-1]
        return Sent(Attachment(largest.file_id, "", "image/jpeg", largest.file_size or 0))
    if message.document:
        document = message.document
        return Sent(
            Attachment(document.file_id, document.file_name or "", document.mime_type or "", document.file_size or 0)
        )
    if message.location:
        return Located(GeoPoint(message.location.latitude, message.location.longitude))
    return None


def command_of(text: str) -> tuple[str, str]:
    """The name and the rest of "/name@bot rest"; ("", "") for a text that is no command."""
    if not text.startswith("/"):
        return "", ""
    head, _, rest = text[1:].partition(" ")
    return head.partition("@")[0].lower(), rest.strip()


def quotations_of(message: Message | InaccessibleMessage | None) -> tuple[str, ...]:
    """The quotations and codes of our message, in order. Empty where Telegram no longer shows it to us (48 hours)."""
    if not isinstance(message, Message) or not message.text or not message.entities:
        return ()
    units = message.text.encode("utf-16-le", "surrogatepass")
    marked = sorted((one.offset, one.offset + one.length) for one in message.entities if one.type in QUOTED)
    return tuple(units[begin * 2 : end * 2].decode("utf-16-le", "replace") for begin, end in marked)


def replied_action(message: Message, person: str, secret: bytes) -> Action | None:
    """What the first button does of our message that this one replies to; None unless we signed it for this person.

    Telegram leaves out which message a text replies to where that is the newest one of the chat.
    """
    markup = message.reply_to_message.reply_markup if message.reply_to_message is not None else None
    first = next((button for row in markup.inline_keyboard for button in row), None) if markup is not None else None
    return unpack(first.callback_data, person, secret) if first is not None and first.callback_data else None


def written_at(message: Message | InaccessibleMessage | None) -> float:
    """Seconds since the epoch; 0 where nobody knows."""
    return message.date.timestamp() if isinstance(message, Message) else 0.0
