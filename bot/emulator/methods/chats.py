"""getChat, getChatMember and the like, for private chats."""

from typing import Any

from bot.emulator.access import known_chat
from bot.emulator.account import Account
from bot.emulator.methods.registry import method
from bot.emulator.parameters import Parameters, integer
from bot.emulator.refusals import bad_request

NO_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


@method("getChat")
def get_chat(account: Account, parameters: Parameters) -> Any:
    """ChatFullInfo with the fields that clients insist on (telegram.md part 3: tg-mock failed here)."""
    person = known_chat(account, parameters.text("chat_id"))
    chat: dict[str, Any] = {
        **person.chat_body(),
        "accent_color_id": person.id % 7,  # a person without a colour of their own has one of seven by id
        "max_reaction_count": 11,
        "accepted_gift_types": NO_GIFTS,
    }
    if person.username:
        chat["active_usernames"] = [person.username]
    return chat


@method("getChatMember")
def get_chat_member(account: Account, parameters: Parameters) -> Any:
    person = known_chat(account, parameters.text("chat_id"))
    user_id = integer(parameters.text("user_id"))
    if user_id <= 0:
        raise bad_request("invalid user_id specified")
    if user_id not in (person.id, account.bot_id):
        raise bad_request("member not found")
    user = person.user() if user_id == person.id else account.bot
    return {"user": user, "status": "member"}


@method("getChatMemberCount")
def get_chat_member_count(account: Account, parameters: Parameters) -> Any:
    known_chat(account, parameters.text("chat_id"))
    return 2
