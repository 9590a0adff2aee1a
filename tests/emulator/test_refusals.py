"""Every refusal that a bot like ours can meet, in Telegram's words; each row names its source.

TG is a section of the project's Telegram reference; BA and TD are lines of the server's and of TDLib's
source, as cited there.
"""

import io
from typing import Any, NamedTuple

import pytest
from PIL import Image

from tests.emulator.conftest import ANNA, Telegram

pytestmark = pytest.mark.bad_requests

BORIS_BLOCKED, VERA_DELETED, GLEB_KNOWN, STRANGER = 2, 3, 4, 99
HERS, TEXT, PHOTO, KEYBOARD, DELETED = 1, 5, 6, 7, 8
DAY = 86_400


class Row(NamedTuple):
    source: str
    method: str
    parameters: dict[str, Any]
    description: str
    code: int = 400


def inline(*buttons: Any) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


def say(**more: Any) -> dict[str, Any]:
    return {"chat_id": ANNA, "text": "Здравствуйте", **more}


def edit(message: int, text: str = "Новое", **more: Any) -> dict[str, Any]:
    return {"chat_id": ANNA, "message_id": message, "text": text, **more}


BAD_BUTTON = "Bad Request: can't parse inline keyboard button: "
ROWS = [
    Row("TG 2.1, BA 12664", "sendSurvey", {}, "Not Found: method not found", 404),
    # Texts
    Row("TG 2.2, BA 11401", "sendMessage", {"chat_id": ANNA}, "Bad Request: message text is empty"),
    Row(
        "TG 2.2, TD MessageEntity 4519",
        "sendMessage",
        say(text=" \n "),
        "Bad Request: text must be non-empty",
    ),
    Row(
        "TG 2.2, TD MessageContent 4757",
        "sendMessage",
        say(text="ё" * 4097),
        "Bad Request: message is too long",
    ),
    # Order: parsing before the chat, lengths after it
    Row("TG 2.2 order", "sendMessage", {"chat_id": STRANGER}, "Bad Request: message text is empty"),
    Row(
        "TD sendMessage: lengths are counted when the chat is known",
        "sendMessage",
        say(chat_id=STRANGER, text="ё" * 4097),
        "Bad Request: chat not found",
    ),
    Row(
        "BA do_send_message: the keyboard before the chat",
        "sendMessage",
        say(chat_id=STRANGER, reply_markup=inline({"text": "1"})),
        BAD_BUTTON + "Text buttons are unallowed in the inline keyboard",
    ),
    # Keyboards
    Row(
        "TG 2.3, Telegram.Bot#470",
        "sendMessage",
        say(reply_markup=inline({"text": "1", "callback_data": "ж" * 33})),
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    Row(
        "TG 2.3, BA 9694",
        "sendMessage",
        say(reply_markup=inline({"text": "1", "callback_data": ""})),
        BAD_BUTTON + "Text buttons are unallowed in the inline keyboard",
    ),
    Row(
        "BA get_inline_keyboard_button",
        "sendMessage",
        say(reply_markup=inline("1")),
        BAD_BUTTON + "InlineKeyboardButton must be an Object",
    ),
    Row(
        "BA get_inline_keyboard_button",
        "sendMessage",
        say(reply_markup=inline({"callback_data": "x"})),
        BAD_BUTTON + 'Can\'t find field "text"',
    ),
    Row(
        "TG 1, BA 9455",
        "sendMessage",
        say(reply_markup=inline({"text": "1", "callback_data": "x", "style": "pink"})),
        BAD_BUTTON + "invalid button style specified",
    ),
    Row(
        "TG 2.3, BA 9747",
        "sendMessage",
        say(reply_markup={"inline_keyboard": [{"text": "1"}]}),
        'Bad Request: field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    Row(
        "BA get_reply_markup",
        "sendMessage",
        say(reply_markup="{"),
        "Bad Request: can't parse reply keyboard markup JSON object",
    ),
    Row(
        "BA get_reply_markup",
        "sendMessage",
        say(reply_markup=[]),
        "Bad Request: object expected as reply markup",
    ),
    Row(
        "TG 2.3, BA 120",
        "sendMessage",
        say(reply_markup={"inline_keyboard": [[{"text": "и" * 40, "callback_data": "d" * 64}]] * 99}),
        "Bad Request: reply markup is too long",
    ),
    Row(
        "TG 2.3, tginfo#228",
        "sendMessage",
        say(reply_markup={"inline_keyboard": [[{"text": "1", "callback_data": "x"}]] * 101}),
        "Bad Request: reply markup is too long",
    ),
    Row(
        "TG 2.3, TD ReplyMarkup 591",
        "sendMessage",
        say(reply_markup=inline({"text": "1", "url": "http://localhost"})),
        "Bad Request: inline keyboard button URL 'http://localhost' is invalid: Wrong HTTP URL",
    ),
    Row(
        "TG 2.3, TD ReplyMarkup 591",
        "sendMessage",
        say(reply_markup=inline({"text": "1", "web_app": {"url": "http://a.ru"}})),
        "Bad Request: inline keyboard button Web App URL 'http://a.ru' is invalid: Only HTTPS links are allowed",
    ),
    # Chats
    Row("TG 2.6, BA 8201", "sendMessage", {"text": "x"}, "Bad Request: chat_id is empty"),
    Row("TG 2.6, BA 6571", "sendMessage", say(chat_id=STRANGER), "Bad Request: chat not found"),
    Row("TG 2.6, BA 6596", "sendMessage", say(chat_id="@anna"), "Bad Request: chat not found"),
    Row(
        "TG 2.6, BA 125",
        "sendMessage",
        say(chat_id=BORIS_BLOCKED),
        "Forbidden: bot was blocked by the user",
        403,
    ),
    Row("TG 2.6, BA 122", "sendMessage", say(chat_id=VERA_DELETED), "Forbidden: user is deactivated", 403),
    Row(
        "TG 2.6, TD MessagesManager 27957",
        "sendMessage",
        say(chat_id=GLEB_KNOWN),
        "Forbidden: bot can't initiate conversation with a user",
        403,
    ),
    Row(
        "TG 2.6, TD MessagesManager 27951",
        "sendMessage",
        say(chat_id=4242),
        "Forbidden: the bot can't send messages to the bot",
        403,
    ),
    Row(
        "BA check_reply_parameters",
        "sendMessage",
        say(reply_parameters={"message_id": 999}),
        "Bad Request: message to be replied not found",
    ),
    # Editing
    Row(
        "TG 2.5, BA 108",
        "editMessageText",
        edit(TEXT, "Старое"),
        "Bad Request: message is not modified: specified new message content and reply markup are exactly "
        "the same as a current content and reply markup of the message",
    ),
    Row("TG 2.5: spaces are cleaned first", "editMessageText", edit(TEXT, "Старое  "), "~not modified"),
    Row("TG 2.5, BA 13541", "editMessageText", edit(999), "Bad Request: message to edit not found"),
    Row("TG 2.5, BA 8417", "editMessageText", edit(DELETED), "Bad Request: message to edit not found"),
    Row("TG 2.5, TD 23386", "editMessageText", edit(HERS), "Bad Request: message can't be edited"),
    Row("TD can_edit_message", "editMessageText", edit(KEYBOARD), "Bad Request: message can't be edited"),
    Row(
        "TG 2.5, BA 12446",
        "editMessageText",
        {"text": "x"},
        "Bad Request: message identifier is not specified",
    ),
    Row("TG 2.2, BA 11401", "editMessageText", edit(TEXT, ""), "Bad Request: message text is empty"),
    Row(
        "TD editMessageText",
        "editMessageText",
        edit(PHOTO),
        "Bad Request: there is no text in the message to edit",
    ),
    Row(
        "TD editMessageCaption",
        "editMessageCaption",
        {"chat_id": ANNA, "message_id": TEXT, "caption": "x"},
        "Bad Request: there is no caption in the message to edit",
    ),
    Row(
        "TG 2.2, TD MessageContent 5241",
        "editMessageCaption",
        {"chat_id": ANNA, "message_id": PHOTO, "caption": "ё" * 1025},
        "Bad Request: message caption is too long",
    ),
    Row(
        "TG 2.5",
        "editMessageReplyMarkup",
        {"chat_id": ANNA, "message_id": TEXT},
        "~message is not modified",
    ),
    # Deleting
    Row(
        "TG 2.5, BA 13804",
        "deleteMessage",
        {"chat_id": ANNA, "message_id": DELETED},
        "Bad Request: message to delete not found",
    ),
    Row(
        "BA process_delete_message_query",
        "deleteMessage",
        {"chat_id": ANNA},
        "Bad Request: message identifier is not specified",
    ),
    Row(
        "TG 2.5, BA 12418",
        "deleteMessages",
        {"chat_id": ANNA, "message_ids": list(range(1, 102))},
        "Bad Request: too many message identifiers specified",
    ),
    # Callbacks
    Row(
        "TG 2.4, BA 146",
        "answerCallbackQuery",
        {"callback_query_id": "17"},
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    ),
    # Actions, files, profile
    Row(
        "TG 2.6, BA 13446",
        "sendChatAction",
        {"chat_id": STRANGER, "action": "dancing"},
        "Bad Request: wrong parameter action in request",
    ),
    Row("BA 13400s", "sendPhoto", {"chat_id": ANNA}, "Bad Request: there is no photo in the request"),
    Row("BA 13400s", "sendDocument", {"chat_id": ANNA}, "Bad Request: there is no document in the request"),
    Row("BA process_get_file_query", "getFile", {}, "Bad Request: file_id not specified"),
    Row("BA process_get_file_query", "getFile", {"file_id": "x"}, "Bad Request: invalid file_id"),
    Row("TG 2.6, BA 6571", "getChat", {"chat_id": STRANGER}, "Bad Request: chat not found"),
    Row(
        "TG 2.3",
        "setMyCommands",
        {"commands": [{"command": "Старт", "description": "x"}]},
        "Bad Request: BOT_COMMAND_INVALID",
    ),
    Row(
        "TG 2.8, BA 16023",
        "setWebhook",
        {"url": "http://127.0.0.1:1/", "secret_token": "два слова"},
        "Bad Request: secret token contains unallowed characters",
    ),
    Row(
        "TG 2.8, BA 16020",
        "setWebhook",
        {"url": "http://127.0.0.1:1/", "secret_token": "s" * 257},
        "Bad Request: secret token is too long",
    ),
]


@pytest.fixture
async def peopled(telegram: Telegram) -> Telegram:
    people = telegram.emulator.people
    for number, name in ((BORIS_BLOCKED, "Борис"), (VERA_DELETED, "Вера")):
        people.add(name, person_id=number)
        people.start(number)
    people.add("Глеб", person_id=GLEB_KNOWN, known=True)
    people.add("Дина", person_id=STRANGER)
    people.block(BORIS_BLOCKED)
    people.deactivate(VERA_DELETED)
    telegram.emulator.world.account.next_message_id()
    assert (await telegram.does("sendMessage", **say(text="Старое")))["message_id"] == TEXT
    sent = await telegram.uploads("sendPhoto", "photo", "p.png", picture(), chat_id=ANNA)
    assert sent["result"]["message_id"] == PHOTO
    await telegram.does("sendMessage", **say(reply_markup={"keyboard": [["Да"]]}))
    await telegram.does("sendMessage", **say())
    await telegram.does("deleteMessage", chat_id=ANNA, message_id=DELETED)
    return telegram


def picture(width: int = 100, height: int = 80) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.source}: {row.method}" for row in ROWS])
async def test_telegram_refuses_in_its_own_words(peopled: Telegram, row: Row) -> None:
    before = len(peopled.emulator.world.account.people[ANNA].chat.messages)
    answer = await peopled.bot(row.method, **row.parameters)
    if row.description.startswith("~"):
        assert row.description[1:] in answer["description"]
    else:
        assert answer["description"] == row.description
    assert answer["error_code"] == row.code
    assert len(peopled.emulator.world.account.people[ANNA].chat.messages) == before


@pytest.mark.parametrize(
    ("parameters", "shown"),
    [
        (say(text="ё" * 4096), {}),
        (say(text="😀" * 4096), {}),
        (say(reply_markup=inline({"text": "1", "callback_data": "ж" * 32})), {"buttons": 1}),
        (
            say(reply_markup=inline(*[{"text": str(n), "callback_data": "x"} for n in range(15)])),
            {"buttons": 12},
        ),
        (
            say(reply_markup=inline({"text": "  ", "callback_data": "x"}, {"text": "1", "callback_data": "x"})),
            {"buttons": 1},
        ),
        (say(reply_markup=inline({"text": "", "callback_data": "x"})), {"buttons": 0}),
        (say(reply_markup={"keyboard": [["Да", "Нет"]]}), {"buttons": 0}),
        (say(chat_id=f" {ANNA}".strip() + "abc"), {}),
    ],
    ids=[
        "4096 letters",
        "4096 emoji",
        "64 bytes",
        "13th button cut",
        "empty button dropped",
        "no keyboard left",
        "reply keyboard is not echoed",
        "lenient integers",
    ],
)
async def test_what_telegram_takes_is_taken_and_cut_silently(
    telegram: Telegram, parameters: dict[str, Any], shown: dict[str, int]
) -> None:
    sent = await telegram.does("sendMessage", **parameters)
    rows = sent.get("reply_markup", {"inline_keyboard": []})["inline_keyboard"]
    assert sum(map(len, rows)) == shown.get("buttons", 0)
    assert ("reply_markup" in sent) == bool(shown.get("buttons"))


async def test_the_first_action_of_a_button_wins(telegram: Telegram) -> None:
    button = {"text": "1", "callback_data": "x", "url": "https://example.org"}
    sent = await telegram.does("sendMessage", **say(reply_markup=inline(button)))
    assert sent["reply_markup"]["inline_keyboard"] == [[{"text": "1", "url": "https://example.org/"}]]


async def test_a_long_callback_answer_is_refused_and_may_be_repeated_shorter(telegram: Telegram) -> None:
    sent = await telegram.does("sendMessage", **say(reply_markup=inline({"text": "1", "callback_data": "x"})))
    tap = telegram.emulator.people.tap(ANNA, sent["message_id"], "1")
    long = await telegram.bot("answerCallbackQuery", callback_query_id=tap.id, text="ё" * 201)
    assert long["description"] == "Bad Request: MESSAGE_TOO_LONG"
    await telegram.does("answerCallbackQuery", callback_query_id=tap.id, text="ё" * 200)
    assert tap.answer == {"text": "ё" * 200, "show_alert": False}
    again = await telegram.bot("answerCallbackQuery", callback_query_id=tap.id)
    assert "query is too old" in again["description"]


async def test_an_answer_after_15_seconds_is_too_late(telegram: Telegram) -> None:
    sent = await telegram.does("sendMessage", **say(reply_markup=inline({"text": "1", "callback_data": "x"})))
    timely, late = (telegram.emulator.people.tap(ANNA, sent["message_id"], "1") for _ in range(2))
    telegram.emulator.clock.advance(14)
    await telegram.does("answerCallbackQuery", callback_query_id=timely.id)
    telegram.emulator.clock.advance(2)
    refused = await telegram.bot("answerCallbackQuery", callback_query_id=late.id)
    assert "query is too old" in refused["description"]


async def test_messages_over_48_hours_old_cannot_be_deleted_but_edited(telegram: Telegram) -> None:
    sent = await telegram.does("sendMessage", **say())
    telegram.emulator.clock.advance(2 * DAY + 60)
    for method, named in (("deleteMessage", "message_id"), ("deleteMessages", "message_ids")):
        value = sent["message_id"] if named == "message_id" else [sent["message_id"]]
        refused = await telegram.bot(method, chat_id=ANNA, **{named: value})
        assert refused["description"] == "Bad Request: message can't be deleted for everyone"
    assert (await telegram.does("editMessageText", **edit(sent["message_id"])))["text"] == "Новое"


async def test_a_persons_own_message_can_be_deleted_for_48_hours_and_never_edited(telegram: Telegram) -> None:
    words, later = (telegram.emulator.people.say(ANNA, text)[0].id for text in ("Шумно", "Темно"))
    refused = await telegram.bot("editMessageText", **edit(words))
    assert refused["description"] == "Bad Request: message can't be edited"
    assert await telegram.does("deleteMessage", chat_id=ANNA, message_id=words) is True
    again = await telegram.bot("deleteMessage", chat_id=ANNA, message_id=words)
    assert again["description"] == "Bad Request: message to delete not found"
    telegram.emulator.clock.advance(2 * DAY + 60)
    late = await telegram.bot("deleteMessage", chat_id=ANNA, message_id=later)
    assert late["description"] == "Bad Request: message can't be deleted for everyone"


async def test_an_edit_without_a_keyboard_removes_it(telegram: Telegram) -> None:
    sent = await telegram.does("sendMessage", **say(reply_markup=inline({"text": "1", "callback_data": "x"})))
    edited = await telegram.does("editMessageText", **edit(sent["message_id"], sent["text"]))
    assert "reply_markup" not in edited
    assert "edit_date" not in edited


async def test_unknown_ids_are_skipped_when_many_are_deleted(telegram: Telegram) -> None:
    sent = await telegram.does("sendMessage", **say())
    assert await telegram.does("deleteMessages", chat_id=ANNA, message_ids=[sent["message_id"], 777]) is True
    assert sent["message_id"] not in telegram.emulator.world.account.people[ANNA].chat.messages


@pytest.mark.parametrize(
    ("token", "code", "description"),
    [
        ("0123:x", 401, "Unauthorized: invalid token specified"),
        ("4242", 401, "Unauthorized: invalid token specified"),
        ("4242:" + "x" * 80, 401, "Unauthorized: invalid token specified"),
        ("4243:other", 401, "Unauthorized"),
    ],
)
async def test_a_wrong_token_is_unauthorized(telegram: Telegram, token: str, code: int, description: str) -> None:
    async with telegram.http.get(telegram.address("getMe", token)) as answer:
        assert (answer.status, (await answer.json())["description"]) == (code, description)


async def test_a_path_that_is_no_method_is_not_found(telegram: Telegram) -> None:
    async with telegram.http.get(f"{telegram.emulator.url}/something") as answer:
        assert await answer.json() == {"ok": False, "error_code": 404, "description": "Not Found"}


@pytest.mark.parametrize(
    ("size", "description"),
    [
        ((10_000, 10), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        ((400, 10), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
    ],
    ids=["sides over 10000", "ratio over 20"],
)
async def test_a_picture_of_a_wrong_shape_is_refused(
    telegram: Telegram, size: tuple[int, int], description: str
) -> None:
    answer = await telegram.uploads("sendPhoto", "photo", "p.png", picture(*size), chat_id=ANNA)
    assert answer["description"] == description


async def test_what_is_no_picture_or_empty_or_too_big_is_refused(telegram: Telegram) -> None:
    async def described(method: str, field: str, data: bytes) -> str:
        answer = await telegram.uploads(method, field, "f.bin", data, chat_id=ANNA)
        return str(answer["description"])

    assert await described("sendPhoto", "photo", b"not a picture") == "Bad Request: IMAGE_PROCESS_FAILED"
    assert await described("sendDocument", "document", b"") == "Bad Request: file must be non-empty"
    assert await described("sendPhoto", "photo", b"x" * 10_485_761) == (
        "Bad Request: file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes"
    )


async def test_a_body_over_the_limits_is_413(telegram: Telegram) -> None:
    halves = {"text": "x" * 600_000, "other": "y" * 600_000}
    much = await telegram.uploads("sendMessage", "file", "f.bin", b"x", chat_id=ANNA, **halves)
    assert (much["error_code"], much["description"]) == (413, "Request Entity Too Large: too many parameters")
    big = await telegram.uploads("sendDocument", "document", "f.bin", b"x" * (50 * 1024 * 1024 + 1), chat_id=ANNA)
    assert (big["error_code"], big["description"]) == (413, "Request Entity Too Large")


async def test_a_file_over_20_megabytes_cannot_be_downloaded(telegram: Telegram) -> None:
    sent = await telegram.uploads("sendDocument", "document", "f.bin", b"x" * (20 * 1024 * 1024 + 1), chat_id=ANNA)
    refused = await telegram.bot("getFile", file_id=sent["result"]["document"]["file_id"])
    assert refused["description"] == "Bad Request: file is too big"
