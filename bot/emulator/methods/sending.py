"""Texts, places and the sign of typing."""

import asyncio
from typing import Any

from bot.emulator.access import check_writable, known_chat
from bot.emulator.account import Account
from bot.emulator.methods.registry import method
from bot.emulator.parameters import Parameters
from bot.emulator.posting import send
from bot.emulator.refusals import bad_request
from bot.emulator.wording import read_text

ACTION_SECONDS = 5.0  # schema, sendChatAction: "The status is set for 5 seconds or less"
ACTIONS = frozenset({"cancel", "typing", "choose_sticker", "pick_up_location", "find_location"}) | {
    f"{verb}_{thing}"
    for verb, things in {
        "record": ("video", "audio", "voice", "video_note"),
        "upload": ("video", "audio", "voice", "video_note", "photo", "document"),
    }.items()
    for thing in things
}


@method("sendMessage", paced=True)
def send_message(account: Account, parameters: Parameters) -> Any:
    reading = read_text(parameters)
    return send(account, parameters, reading.content).body()


@method("sendLocation", paced=True)
def send_location(account: Account, parameters: Parameters) -> Any:
    place = {name: _coordinate(parameters, name) for name in ("latitude", "longitude")}
    return send(account, parameters, lambda: {"location": place}).body()


@method("sendChatAction")
def send_chat_action(account: Account, parameters: Parameters) -> Any:
    action = parameters.text("action").lower()
    if action not in ACTIONS:  # BA Client.cpp:13446, before the chat is looked at
        raise bad_request("wrong parameter action in request")
    person = known_chat(account, parameters.text("chat_id"))
    check_writable(person)
    person.chat.typing_until = 0.0 if action == "cancel" else account.clock.now() + ACTION_SECONDS
    person.chat.touch()
    asyncio.get_running_loop().call_later(ACTION_SECONDS, person.chat.touch)
    return True


def _coordinate(parameters: Parameters, name: str) -> float:
    text = parameters.text(name).strip()
    if not text:
        raise bad_request(f"{name} is empty")
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not abs(value) <= (90 if name == "latitude" else 180):
        raise bad_request("wrong location specified")
    return value
