"""Deletion (telegram.md 2.5)."""

from typing import Any

from bot.emulator.access import known_chat, known_message
from bot.emulator.account import Account
from bot.emulator.messages import Message
from bot.emulator.methods.registry import method
from bot.emulator.parameters import Parameters
from bot.emulator.refusals import bad_request

DELETABLE = 48 * 3600
MOST_IDS = 100


@method("deleteMessage")
def delete_message(account: Account, parameters: Parameters) -> Any:
    if not parameters.text("chat_id"):
        raise bad_request("chat identifier is not specified")
    if not parameters.message_id():
        raise bad_request("message identifier is not specified")
    person, message = known_message(account, parameters, "message to delete")
    if _too_old(account, message):
        raise bad_request("message can't be deleted for everyone")  # TD MessagesManager.cpp:8504-8507
    person.chat.remove(message.id)
    return True


@method("deleteMessages")
def delete_messages(account: Account, parameters: Parameters) -> Any:
    ids = _identifiers(parameters)
    person = known_chat(account, parameters.text("chat_id"))
    found = [message for one in ids if (message := person.chat.messages.get(one)) is not None]
    if any(_too_old(account, message) for message in found):
        raise bad_request("message can't be deleted for everyone")
    for message in found:
        person.chat.remove(message.id)
    return True


def _too_old(account: Account, message: Message) -> bool:
    return account.clock.now() - message.date > DELETABLE


def _identifiers(parameters: Parameters) -> list[int]:
    raw = parameters.required("message_ids")
    try:
        value = parameters.json("message_ids")
    except ValueError:
        raise bad_request(f"can't parse message identifiers JSON object {raw!r}") from None
    if not isinstance(value, list):
        raise bad_request("expected an Array of message identifiers")
    if len(value) > MOST_IDS:  # BA Client.cpp:12418
        raise bad_request("too many message identifiers specified")
    if not value:
        raise bad_request("message identifiers are not specified")
    if not all(isinstance(one, int) and one > 0 for one in value):
        raise bad_request("invalid message identifier specified")
    return list(dict.fromkeys(value))
