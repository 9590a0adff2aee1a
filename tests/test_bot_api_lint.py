"""The lint finds every kind of mistake it promises to find, and passes what is right."""

import json
from typing import Any

import pytest

from tests.bot_api_lint import bot_api, lint_request, lint_result
from tests.bot_api_schema import locked

USER = {"id": 5, "is_bot": False, "first_name": "Анна"}
CHAT = {"id": 5, "type": "private"}
MESSAGE = {"message_id": 1, "date": 1_700_000_000, "chat": CHAT, "text": "x"}
KEYBOARD = {"inline_keyboard": [[{"text": "Да", "callback_data": "yes"}]]}


def test_the_schema_is_whole() -> None:
    api = bot_api()
    assert api.version == "10.3"
    assert len(api.methods) == 185
    assert len(api.objects) + len(api.unions) == 400
    assert api.unresolved() == set()


def test_every_length_limit_of_the_prose_is_read() -> None:
    api = bot_api()
    tables = [*api.methods.values(), *api.objects.values()]
    assert sum(field.longest is not None for table in tables for field in table.values()) == 117


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("sendMessage", {"chat_id": 5, "text": "x"}),
        ("SENDMESSAGE", {"chat_id": "5", "text": "x", "reply_markup": json.dumps(KEYBOARD)}),
        (
            "sendMessage",
            {"chat_id": "@city", "text": "x", "reply_markup": KEYBOARD, "protect_content": "true"},
        ),
        ("sendMessage", {"chat_id": 5, "text": "😀" * 4096}),
        ("sendMessage", {"chat_id": 5, "text": "<b>" + "x" * 4096 + "</b>", "parse_mode": "HTML"}),
        ("sendPhoto", {"chat_id": "5", "photo": "attach://f1", "f1": b"..."}),
        ("getUpdates", {"offset": "1", "timeout": "30", "allowed_updates": '["message"]'}),
        (
            "setMessageReaction",
            {"chat_id": 5, "message_id": 1, "reaction": [{"type": "emoji", "emoji": "👍"}]},
        ),
        ("answerCallbackQuery", {"callback_query_id": "1", "show_alert": "False"}),
        ("getMe", {}),
    ],
)
def test_a_right_request_passes(method: str, params: dict[str, Any]) -> None:
    assert lint_request(method, params) == []


@pytest.mark.parametrize(
    ("method", "params", "complaint"),
    [
        ("sendMessages", {}, "sendMessages: there is no such method"),
        (
            "sendMessage",
            {"chat_id": 5, "text": "x", "chatid": 5},
            "sendMessage.chatid: there is no such parameter",
        ),
        ("sendMessage", {"chat_id": 5}, "sendMessage.text: is required"),
        ("sendMessage", {"chat_id": 5, "text": 7}, "sendMessage.text: must be String, not 7"),
        ("sendMessage", {"chat_id": 5, "text": ""}, "sendMessage.text: must have 1-4096 characters, not 0"),
        (
            "sendMessage",
            {"chat_id": 5, "text": "я" * 4097},
            "sendMessage.text: must have 1-4096 characters, not 4097",
        ),
        (
            "deleteMessage",
            {"chat_id": 5, "message_id": "one"},
            "deleteMessage.message_id: must be Integer, not a String",
        ),
        (
            "deleteMessage",
            {"chat_id": 5, "message_id": True},
            "deleteMessage.message_id: must be Integer, not a Boolean",
        ),
        (
            "sendMessage",
            {"chat_id": 5, "text": "x", "protect_content": "maybe"},
            "sendMessage.protect_content: must be Boolean, not a String",
        ),
        (
            "getUpdates",
            {"allowed_updates": "message"},
            "getUpdates.allowed_updates: must be an Array, not a String",
        ),
        (
            "sendMessage",
            {"chat_id": 5, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "data": "b"}]]}},
            "sendMessage.reply_markup.inline_keyboard[0][0].data: InlineKeyboardButton has no such field",
        ),
        (
            "sendMessage",
            {"chat_id": 5, "text": "x", "reply_markup": {"inline_keyboard": [[{"callback_data": "b"}]]}},
            "sendMessage.reply_markup.inline_keyboard[0][0].text: InlineKeyboardButton requires it",
        ),
        (
            "sendMessage",
            {
                "chat_id": 5,
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "я" * 33}]]},
            },
            "sendMessage.reply_markup.inline_keyboard[0][0].callback_data: must have 1-64 bytes, not 66",
        ),
        (
            "setMessageReaction",
            {"chat_id": 5, "message_id": 1, "reaction": [{"type": "emoji", "emoj": "👍"}]},
            "setMessageReaction.reaction[0].emoj: ReactionTypeEmoji has no such field",
        ),
        (
            "setMyCommands",
            {"commands": [], "scope": {"type": "nobody"}},
            "setMyCommands.scope.type: must be 'default', not 'nobody'",
        ),
    ],
)
def test_a_planted_mistake_is_found(method: str, params: dict[str, Any], complaint: str) -> None:
    assert complaint in lint_request(method, params)


@pytest.mark.parametrize(
    ("method", "result"),
    [
        ("getMe", {**USER, "is_bot": True}),
        ("sendMessage", MESSAGE),
        ("editMessageText", True),
        ("editMessageText", MESSAGE),
        ("deleteMessage", True),
        ("getChatMemberCount", 3),
        ("getUpdates", [{"update_id": 1, "message": {**MESSAGE, "from": USER}}]),
        ("getUpdates", []),
        (
            "getUpdates",
            [
                {
                    "update_id": 2,
                    "callback_query": {
                        "id": "7",
                        "from": USER,
                        "chat_instance": "1",
                        "data": "yes",
                        "message": {"chat": CHAT, "message_id": 1, "date": 0},
                    },
                }
            ],
        ),
        ("getChatMember", {"status": "left", "user": USER}),
    ],
)
def test_a_right_result_passes(method: str, result: Any) -> None:
    assert lint_result(method, result) == []


@pytest.mark.parametrize(
    ("method", "result", "complaint"),
    [
        ("deleteMessage", False, "deleteMessage(): must be True, not a Boolean"),
        ("getUpdates", {}, "getUpdates(): must be an Array, not an object"),
        ("getMe", {"id": 5, "is_bot": True}, "getMe().first_name: User requires it"),
        ("getMe", {**USER, "nick": "x"}, "getMe().nick: User has no such field"),
        ("sendMessage", {**MESSAGE, "date": "now"}, "sendMessage().date: must be Integer, not a String"),
        ("sendMessage", True, "sendMessage(): must be a Message, not a Boolean"),
        (
            "getUpdates",
            [{"update_id": 1, "message": {**MESSAGE, "chat": {"id": 5}}}],
            "getUpdates()[0].message.chat.type: Chat requires it",
        ),
        (
            "getChatMember",
            {"status": "kicked", "user": USER},
            "getChatMember().until_date: ChatMemberBanned requires it",
        ),
    ],
)
def test_a_misshapen_result_is_found(method: str, result: Any, complaint: str) -> None:
    assert complaint in lint_result(method, result)


def test_a_locked_package_is_found_with_its_hashes_and_no_more() -> None:
    lock = "aio==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\nb==2.0 \\\n    --hash=sha256:cc\n"
    assert locked(lock, "aio") == "aio==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb"
    with pytest.raises(LookupError):
        locked(lock, "c")
