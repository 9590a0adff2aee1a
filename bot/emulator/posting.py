"""The common path of every method that sends: reply, keyboard, chat, content, and then Telegram's own checks.

The order of the checks is the order of BA's `do_send_message` and TDLib's `sendMessage`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.emulator.access import check_writable, known_chat
from bot.emulator.account import Account
from bot.emulator.chats import Person
from bot.emulator.keyboards import Markup, parse_markup, settle_markup
from bot.emulator.messages import Body, Message
from bot.emulator.parameters import Parameters, integer
from bot.emulator.refusals import bad_request


@dataclass(frozen=True)
class Reply:
    message_id: int
    optional: bool


def send(account: Account, parameters: Parameters, content: Callable[[], Body], **extra: Any) -> Message:
    """Posts one message. `content` is asked after the chat is known, for refusals that come late."""
    reply = _reply(parameters)
    markup = parse_markup(parameters.text("reply_markup"))
    person = known_chat(account, parameters.text("chat_id"))
    replied = _replied(person, reply)
    made = content()
    settled = settle_markup(markup)
    check_writable(person)
    if replied is not None:
        extra["reply_to_message"] = {
            name: value for name, value in replied.body().items() if name != "reply_to_message"
        }
    if parameters.truth("protect_content"):
        extra["has_protected_content"] = True
    return _post(account, person, made, settled, extra)


def _post(account: Account, person: Person, content: Body, markup: Markup | None, extra: Body) -> Message:
    inline = markup.rows if markup and markup.kind == "inline" else None
    moved = markup is not None and markup.kind != "inline"
    if markup is not None and moved:
        person.chat.keyboard = markup if markup.kind == "reply" else None
    return account.post(person, content, mine=False, inline=inline, moved_keyboard=moved, extra=extra)


def _reply(parameters: Parameters) -> Reply | None:
    try:
        value = parameters.json("reply_parameters")
    except ValueError:
        raise bad_request("can't parse reply parameters JSON object") from None
    if isinstance(value, dict):
        found = integer(str(value.get("message_id", "")))
        return Reply(found, value.get("allow_sending_without_reply") is True) if found > 0 else None
    if value is not None:
        raise bad_request("object expected as reply parameters")
    legacy = parameters.message_id("reply_to_message_id")
    return Reply(legacy, parameters.truth("allow_sending_without_reply")) if legacy else None


def _replied(person: Person, reply: Reply | None) -> Message | None:
    if reply is None:
        return None
    message = person.chat.messages.get(reply.message_id)
    if message is None and not reply.optional:
        raise bad_request("message to be replied not found")
    return message
