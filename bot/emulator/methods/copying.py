"""Copies and forwards of messages."""

from typing import Any

from bot.emulator.access import known_chat
from bot.emulator.account import Account
from bot.emulator.messages import CAPTIONED, Message
from bot.emulator.methods.registry import method
from bot.emulator.parameters import Parameters
from bot.emulator.posting import send
from bot.emulator.refusals import bad_request
from bot.emulator.wording import read_caption


@method("copyMessage", paced=True)
def copy_message(account: Account, parameters: Parameters) -> Any:
    message = _source(account, parameters, "message to copy")
    content = dict(message.content)
    if parameters.has("caption") and any(kind in content for kind in CAPTIONED):
        caption = read_caption(parameters)
        bare = {key: value for key, value in content.items() if not key.startswith("caption")}
        return {"message_id": send(account, parameters, lambda: {**bare, **caption.content()}).id}
    return {"message_id": send(account, parameters, lambda: content).id}


@method("forwardMessage", paced=True)
def forward_message(account: Account, parameters: Parameters) -> Any:
    message = _source(account, parameters, "message to forward")
    origin = {"type": "user", "date": message.date, "sender_user": message.sender}
    bare = Parameters({name: value for name, value in parameters.values.items() if name != "reply_markup"})
    return send(account, bare, lambda: dict(message.content), forward_origin=origin).body()


def _source(account: Account, parameters: Parameters, purpose: str) -> Message:
    parameters.required("from_chat_id")
    person = known_chat(account, parameters.text("from_chat_id"))
    message = person.chat.messages.get(parameters.message_id())
    if message is None:
        raise bad_request(f"{purpose} not found")
    if message.extra.get("has_protected_content"):
        raise bad_request(f"{'message' if 'copy' in purpose else 'the message'} can't be {_done(purpose)}")
    return message


def _done(purpose: str) -> str:
    return "copied" if "copy" in purpose else "forwarded"
