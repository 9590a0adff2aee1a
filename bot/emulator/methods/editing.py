"""Edits of the bot's own messages (telegram.md 2.5)."""

from typing import Any

from bot.emulator.access import check_writable, known_message
from bot.emulator.account import Account
from bot.emulator.chats import Person
from bot.emulator.keyboards import Markup, Rows, parse_markup, settle_markup
from bot.emulator.messages import CAPTIONED, Body, Message
from bot.emulator.methods.registry import method
from bot.emulator.parameters import Parameters
from bot.emulator.pictures import read_input_media
from bot.emulator.refusals import bad_request
from bot.emulator.wording import read_caption, read_text

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


@method("editMessageText", paced=True)
def edit_message_text(account: Account, parameters: Parameters) -> Any:
    reading = read_text(parameters)
    person, message, markup = _target(account, parameters, parse_markup(parameters.text("reply_markup")))
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _apply(account, person, message, reading.content(), _inline(markup))


@method("editMessageCaption", paced=True)
def edit_message_caption(account: Account, parameters: Parameters) -> Any:
    markup = parse_markup(parameters.text("reply_markup"))
    reading = read_caption(parameters)
    person, message, markup = _target(account, parameters, markup)
    if not any(kind in message.content for kind in CAPTIONED):
        raise bad_request("there is no caption in the message to edit")
    bare = {key: value for key, value in message.content.items() if not key.startswith("caption")}
    return _apply(account, person, message, {**bare, **reading.content()}, _inline(markup))


@method("editMessageMedia", paced=True)
def edit_message_media(account: Account, parameters: Parameters) -> Any:
    markup = parse_markup(parameters.text("reply_markup"))
    media = read_input_media(parameters)
    person, message, markup = _target(account, parameters, markup)
    return _apply(account, person, message, media.content(account), _inline(markup))


@method("editMessageReplyMarkup", paced=True)
def edit_message_reply_markup(account: Account, parameters: Parameters) -> Any:
    person, message, markup = _target(account, parameters, parse_markup(parameters.text("reply_markup")))
    return _apply(account, person, message, message.content, _inline(markup))


def _target(account: Account, parameters: Parameters, markup: Markup | None) -> tuple[Person, Message, Markup | None]:
    """The message to edit. What it is to become has been read by then: text, caption, media, keyboard."""
    if not parameters.text("chat_id") and not parameters.message_id():
        if parameters.text("inline_message_id"):
            raise bad_request("MESSAGE_ID_INVALID")  # this bot has no inline mode, so none exists
        raise bad_request("message identifier is not specified")  # BA Client.cpp:12446
    person, message = known_message(account, parameters, "message to edit")
    foreign = message.mine or "forward_origin" in message.extra
    if foreign or message.moved_keyboard:  # TD MessagesManager.cpp:23386, can_edit_message
        raise bad_request("message can't be edited")
    return person, message, markup


def _inline(markup: Markup | None) -> Rows | None:
    """Another kind of keyboard cannot be put under an existing message; Telegram leaves none there."""
    settled = settle_markup(markup)
    return settled.rows if settled and settled.kind == "inline" else None


def _apply(account: Account, person: Person, message: Message, content: Body, inline: Rows | None) -> Body:
    check_writable(person)
    if content == message.content and inline == message.inline:
        raise bad_request(NOT_MODIFIED)
    if content != message.content:
        message.edit_date = account.clock.seconds()
    message.content, message.inline = content, inline
    person.chat.touch()
    return message.body()
