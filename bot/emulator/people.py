"""What people do: start, write, tap, upload, block. Every act is what their Telegram app would cause."""

import re
from typing import Any, TypeGuard

from bot.emulator.account import Account
from bot.emulator.callbacks import Tap
from bot.emulator.chats import Person
from bot.emulator.messages import Body, Message, text_content
from bot.emulator.refusals import Refused
from bot.emulator.text import TextRefused
from bot.emulator.text.formatting import format_text
from bot.emulator.updates import TAP_LIFETIME

MESSAGE_LIMIT = 4096  # apps cut longer texts into several messages
FIRST_ID = 1_000_001
ACCESSIBLE = 48 * 3600
"""Seconds after which a tap brings its message without its content. The Bot API's page says only that old messages may
be inaccessible; reports name hours to days (tdlib/telegram-bot-api issues 400, 401), most often two days."""
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class ImpossibleAct(Exception):
    """Something no Telegram app would let a person do. `reason` says what."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class People:
    def __init__(self, account: Account) -> None:
        self._account = account

    def add(
        self,
        first_name: str,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "ru",
        person_id: int | None = None,
        known: bool = False,
    ) -> Person:
        """A new person, or the person with this id renamed."""
        people = self._account.people
        if person_id is None:
            person_id = max(FIRST_ID - 1, *people) + 1 if people else FIRST_ID
        person = people.get(person_id) or Person(person_id, first_name)
        if not person.chat_instance:
            person.chat_instance = self._account.chance.getrandbits(62)
        person.first_name, person.last_name = first_name, last_name
        person.username, person.language_code = username, language_code
        person.known = known
        people[person_id] = person
        return person

    def get(self, person_id: int) -> Person:
        """Raises ImpossibleAct for a person who was never added."""
        person = self._account.people.get(person_id)
        if person is None:
            raise ImpossibleAct(f"there is no person {person_id}")
        return person

    def start(self, person_id: int, payload: str | None = None) -> Message:
        """Presses Start, perhaps behind a deep link; unblocks the bot as the app does."""
        if payload and not _PAYLOAD.fullmatch(payload):
            raise ImpossibleAct("START_PARAM_TOO_LONG" if len(payload) > 64 else "START_PARAM_INVALID")
        person = self._acting(person_id, "start", payload=payload)
        if person.blocked:
            self._set_blocked(person, blocked=False)
        return self._write(person, f"/start {payload}" if payload else "/start")

    def say(
        self, person_id: int, text: str, entities: list[Body] | None = None, reply_to: int | None = None
    ) -> list[Message]:
        """Sends a text; one over 4096 characters becomes several messages. `reply_to` is the message it answers."""
        person = self._acting(person_id, "say", text=text, reply_to=reply_to)
        extra = _replying(person, reply_to)
        if person.blocked:
            self._set_blocked(person, blocked=False)
        if entities or extra:
            return [self._write(person, text, entities, extra)]
        parts = [text[start : start + MESSAGE_LIMIT] for start in range(0, len(text), MESSAGE_LIMIT)] or [""]
        return [self._write(person, part) for part in parts]

    def tap(self, person_id: int, message_id: int, button: str | None = None, data: str | None = None) -> Tap:
        """Presses an inline button by its visible text, or sends any `data`, as a forged app can.

        Raises ImpossibleAct when there is no such button or it calls nobody back."""
        person = self._acting(person_id, "tap", message_id=message_id, button=button, data=data)
        message = person.chat.messages.get(message_id)
        if data is None:
            data = _data_behind(message, button)
        tap = Tap(str(self._account.chance.getrandbits(62)), person, self._account.clock.now())
        self._account.taps.add(tap)
        query = {
            "id": tap.id,
            "from": person.user(),
            "message": message.body() if self._accessible(message) else _inaccessible(person, message_id),
            "chat_instance": str(person.chat_instance),
            "data": data,
        }
        self._account.emit("callback_query", query, f"user {person.id}", TAP_LIFETIME)
        return tap

    def send(self, person_id: int, content: Body, act: str = "upload") -> Message:
        """A message that is no text: a photo, a document, a place, a contact."""
        person = self._acting(person_id, act, content=sorted(content))
        return self._deliver(person, content)

    def edit(self, person_id: int, message_id: int, text: str) -> Message:
        """Changes an own text message; the bot gets `edited_message`."""
        person = self._acting(person_id, "edit", message_id=message_id, text=text)
        message = person.chat.messages.get(message_id)
        if message is None or not message.mine or "text" not in message.content:
            raise ImpossibleAct("only an own text message can be edited")
        formatted = _formatted(text, None)
        message.content = text_content(formatted.text, formatted.entities)
        message.edit_date = self._account.clock.seconds()
        person.chat.touch()
        self._account.emit("edited_message", message.body(), f"chat {person.id}")
        return message

    def block(self, person_id: int) -> None:
        person = self._acting(person_id, "block")
        if not person.blocked:
            self._set_blocked(person, blocked=True)

    def unblock(self, person_id: int) -> None:
        person = self._acting(person_id, "unblock")
        if person.blocked:
            self._set_blocked(person, blocked=False)

    def deactivate(self, person_id: int) -> None:
        """The person deletes their account."""
        self._acting(person_id, "deactivate").deactivated = True

    def _acting(self, person_id: int, act: str, **details: Any) -> Person:
        person = self.get(person_id)
        if person.deactivated:
            raise ImpossibleAct(f"person {person_id} has deleted their account")
        self._account.journal.add("action", person=person_id, action=act, **details)
        return person

    def _accessible(self, message: Message | None) -> TypeGuard[Message]:
        return message is not None and self._account.clock.now() - message.date <= ACCESSIBLE

    def _write(
        self, person: Person, text: str, entities: list[Body] | None = None, extra: Body | None = None
    ) -> Message:
        formatted = _formatted(text, entities)
        return self._deliver(person, text_content(formatted.text, formatted.entities), extra)

    def _deliver(self, person: Person, content: Body, extra: Body | None = None) -> Message:
        person.started = True
        message = self._account.post(person, content, mine=True, extra=extra or {})
        self._account.emit("message", message.body(), f"chat {person.id}")
        return message

    def _set_blocked(self, person: Person, *, blocked: bool) -> None:
        account = self._account
        person.blocked = blocked
        person.chat.touch()
        member = {"user": account.bot, "status": "member"}
        kicked = {"user": account.bot, "status": "kicked", "until_date": 0}
        change = {
            "chat": person.chat_body(),
            "from": person.user(),
            "date": account.clock.seconds(),
            "old_chat_member": member if blocked else kicked,
            "new_chat_member": kicked if blocked else member,
        }
        account.emit("my_chat_member", change, f"member {person.id}")


def _formatted(text: str, entities: list[Body] | None) -> Any:
    try:
        return format_text(text, entities=entities)
    except (TextRefused, Refused) as refusal:
        raise ImpossibleAct(f"no app sends this text: {refusal}") from refusal


def _data_behind(message: Message | None, text: str | None) -> str:
    button = message.button(text) if message and text is not None else None
    if button is None:
        raise ImpossibleAct(f"there is no button {text!r} under this message")
    if "callback_data" not in button:
        raise ImpossibleAct(f"the button {text!r} does not call the bot back")
    return str(button["callback_data"])


def _inaccessible(person: Person, message_id: int) -> Body:
    """InaccessibleMessage: the bot can no longer read it."""
    return {"chat": person.chat_body(), "message_id": message_id, "date": 0}


def _replying(person: Person, reply_to: int | None) -> Body:
    """Which message a text replies to, as the bot is told: not at all where that is the newest message of the chat
    (reported in yagop/node-telegram-bot-api issue 1190; what an app shows is not told from what it sends)."""
    if reply_to is None:
        return {}
    message = person.chat.messages.get(reply_to)
    if message is None:
        raise ImpossibleAct(f"there is no message {reply_to} to reply to")
    if reply_to == max(person.chat.messages):
        return {}
    return {"reply_to_message": {key: value for key, value in message.body().items() if key != "reply_to_message"}}
