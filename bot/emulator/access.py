"""Which chats and messages a bot can reach (telegram.md 2.6; BA Client.cpp:6571-8277)."""

from bot.emulator.account import Account
from bot.emulator.chats import Person
from bot.emulator.messages import Message
from bot.emulator.parameters import Parameters, integer
from bot.emulator.refusals import bad_request, forbidden


def known_chat(account: Account, raw: str) -> Person:
    """The person behind a `chat_id`. Raises Refused when it cannot be reached."""
    if not raw:
        raise bad_request("chat_id is empty")
    # A person is no public chat, so their @username is not found either.
    chat_id = 0 if raw.startswith("@") else integer(raw)
    if chat_id == account.bot_id:
        raise forbidden("the bot can't send messages to the bot")
    person = account.people.get(chat_id)
    if person is None or not (person.started or person.known):
        raise bad_request("chat not found")
    if person.deactivated:
        raise forbidden("user is deactivated")
    return person


def check_writable(person: Person) -> None:
    """What Telegram's own server says when the message arrives there. Raises Refused."""
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")


def known_message(account: Account, parameters: Parameters, purpose: str) -> tuple[Person, Message]:
    """The message that `chat_id` and `message_id` name; `purpose` as in "message to edit"."""
    person = known_chat(account, parameters.text("chat_id"))
    message = person.chat.messages.get(parameters.message_id())
    if message is None:
        raise bad_request(f"{purpose} not found")
    return person, message
