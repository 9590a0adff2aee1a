"""What people do and see, through the paths under `/_/`."""

import asyncio
import io
from typing import Any

import pytest
from aiohttp import FormData
from PIL import Image

from bot.emulator.people import ImpossibleAct
from tests.emulator.conftest import ANNA, START, MakeTelegram, Telegram

BUTTONS = {"inline_keyboard": [[{"text": "Хорошо", "callback_data": "5"}, {"text": "Сайт", "url": "https://a.ru"}]]}


async def asked(telegram: Telegram) -> int:
    sent = await telegram.does("sendMessage", chat_id=ANNA, text="Как вам?", reply_markup=BUTTONS)
    return int(sent["message_id"])


async def test_a_person_is_made_and_starts_behind_a_link(telegram: Telegram) -> None:
    boris = await telegram.control("POST", "people", {"first_name": "Борис", "username": "boris"})
    assert boris["id"] == ANNA + 1
    await telegram.control("POST", f"people/{boris['id']}/start", {"payload": "p_42-Aa"})
    message = (await telegram.updates())[-1]["message"]
    assert message["text"] == "/start p_42-Aa"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"] == {
        "id": boris["id"], "is_bot": False, "first_name": "Борис", "username": "boris", "language_code": "ru",
    }  # fmt: skip
    assert len(await telegram.control("GET", "people")) == 2


@pytest.mark.parametrize(("payload", "reason"), [("a b", "START_PARAM_INVALID"), ("x" * 65, "START_PARAM_TOO_LONG")])
async def test_a_link_no_app_would_open_is_refused(telegram: Telegram, payload: str, reason: str) -> None:
    answer = await telegram.control("POST", f"people/{ANNA}/start", {"payload": payload})
    assert answer == {"error": reason}
    assert len(await telegram.updates()) == 1


async def test_a_tap_reaches_the_bot_and_its_answer_the_person(telegram: Telegram) -> None:
    message_id = await asked(telegram)
    body = {"message_id": message_id, "button": "Хорошо", "wait": 5}
    tap = asyncio.create_task(telegram.control("POST", f"people/{ANNA}/tap", body))
    found: list[Any] = []
    while not any("callback_query" in one for one in found):
        found = await telegram.updates(offset=-1, timeout=5)
    query = found[-1]["callback_query"]
    assert (query["data"], query["message"]["message_id"]) == ("5", message_id)
    assert query["chat_instance"].isdigit()
    await telegram.does("answerCallbackQuery", callback_query_id=query["id"], text="Принято")
    assert await tap == {
        "callback_query_id": query["id"],
        "answer": {"text": "Принято", "show_alert": False},
    }
    chat = await telegram.control("GET", f"people/{ANNA}/chat")
    assert chat["toast"]["text"] == "Принято"


async def test_any_data_can_be_forged_but_not_any_button_pressed(telegram: Telegram) -> None:
    message_id = await asked(telegram)
    forged = {"message_id": message_id, "data": "admin:drop"}
    assert (await telegram.control("POST", f"people/{ANNA}/tap", forged))["answer"] is None
    assert (await telegram.updates(offset=-1))[0]["callback_query"]["data"] == "admin:drop"
    for button in ("Плохо", "Сайт"):
        with pytest.raises(ImpossibleAct):
            telegram.emulator.people.tap(ANNA, message_id, button)


async def test_a_tap_on_a_deleted_message_shows_it_inaccessible(telegram: Telegram) -> None:
    message_id = await asked(telegram)
    await telegram.does("deleteMessage", chat_id=ANNA, message_id=message_id)
    telegram.emulator.people.tap(ANNA, message_id, data="5")
    message = (await telegram.updates(offset=-1))[0]["callback_query"]["message"]
    assert (message["message_id"], message["date"]) == (message_id, 0)


async def test_a_tap_on_a_message_over_48_hours_old_shows_it_inaccessible(telegram: Telegram) -> None:
    message_id = await asked(telegram)
    for hours, text in ((47, "Как вам?"), (2, None)):
        telegram.emulator.clock.advance(hours * 3600)
        telegram.emulator.people.tap(ANNA, message_id, "Хорошо")
        message = (await telegram.updates(offset=-1))[0]["callback_query"]["message"]
        assert (message["message_id"], message.get("text")) == (message_id, text)
    assert (message["date"], "reply_markup" in message) == (0, False)


async def test_a_reply_names_its_message_unless_that_is_the_newest(telegram: Telegram) -> None:
    older, newest = await asked(telegram), await asked(telegram)
    for reply_to in (newest, older):
        await telegram.control("POST", f"people/{ANNA}/say", {"text": "Так", "reply_to": reply_to})
    implied, named = (update["message"] for update in (await telegram.updates(offset=-2)))
    assert "reply_to_message" not in implied
    assert named["reply_to_message"]["message_id"] == older
    assert named["reply_to_message"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "5"
    with pytest.raises(ImpossibleAct):
        telegram.emulator.people.say(ANNA, "Так", reply_to=777)


async def test_the_chat_shows_what_the_person_sees(telegram: Telegram) -> None:
    await asked(telegram)
    await telegram.does("setMyCommands", commands=[{"command": "help", "description": "Помощь"}])
    await telegram.does("sendChatAction", chat_id=ANNA, action="typing")
    chat = await telegram.control("GET", f"people/{ANNA}/chat")
    assert [(one["text"], one["mine"]) for one in chat["messages"]] == [("/start", True), ("Как вам?", False)]
    assert (chat["typing"], chat["toast"]) == (True, None)
    assert chat["commands"] == [{"command": "help", "description": "Помощь"}]
    await telegram.does("sendMessage", chat_id=ANNA, text="!", reply_markup={"keyboard": [["Да"]]})
    chat = await telegram.control("GET", f"people/{ANNA}/chat")
    assert (chat["typing"], chat["reply_keyboard"]) == (False, {"keyboard": [[{"text": "Да"}]]})
    await telegram.does("sendMessage", chat_id=ANNA, text="?", reply_markup={"remove_keyboard": True})
    assert (await telegram.control("GET", f"people/{ANNA}/chat"))["reply_keyboard"] is None


async def test_a_waiting_reader_of_a_chat_wakes_on_a_change(telegram: Telegram) -> None:
    chat = await telegram.control("GET", f"people/{ANNA}/chat")
    path = f"people/{ANNA}/chat?since={chat['revision']}&wait=20"
    reader = asyncio.create_task(telegram.control("GET", path))
    await asyncio.sleep(0.02)
    assert not reader.done()
    await asked(telegram)
    assert (await reader)["messages"][-1]["text"] == "Как вам?"
    unchanged = await telegram.control("GET", f"people/{ANNA}/chat?since=9999&wait=0")
    assert unchanged["revision"] > chat["revision"]


async def test_blocking_and_coming_back_are_told_to_the_bot(telegram: Telegram) -> None:
    await telegram.control("POST", f"people/{ANNA}/block")
    assert (await telegram.bot("sendMessage", chat_id=ANNA, text="x"))["error_code"] == 403
    await telegram.control("POST", f"people/{ANNA}/start", {})
    changes = [one["my_chat_member"] for one in await telegram.updates() if "my_chat_member" in one]
    assert [change["new_chat_member"]["status"] for change in changes] == ["kicked", "member"]
    assert (await telegram.bot("sendMessage", chat_id=ANNA, text="x"))["ok"]


async def test_uploads_arrive_and_can_be_downloaded(telegram: Telegram) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (1000, 500), "green").save(buffer, "PNG")

    async def upload(kind: str, name: str, data: bytes) -> dict[str, Any]:
        form = FormData({"kind": kind}, quote_fields=False)
        form.add_field("file", io.BytesIO(data), filename=name, content_type="application/octet-stream")
        path = f"{telegram.emulator.url}/_/people/{ANNA}/upload"
        async with telegram.http.post(path, data=form) as answer:
            return await answer.json()  # type: ignore[no-any-return]

    photo = (await upload("photo", "p.png", buffer.getvalue()))["photo"]
    assert [(size["width"], size["height"]) for size in photo] == [
        (90, 45),
        (320, 160),
        (800, 400),
        (1000, 500),
    ]
    document = (await upload("document", "анкета.xlsx", b"rows"))["document"]
    assert (document["file_name"], document["file_size"]) == ("анкета.xlsx", 4)
    path = (await telegram.does("getFile", file_id=document["file_id"]))["file_path"]
    for address in (f"file/bot{telegram.emulator.token}/{path}", f"_/files/{document['file_id']}"):
        async with telegram.http.get(f"{telegram.emulator.url}/{address}") as answer:
            assert await answer.read() == b"rows"
    place = {"kind": "location", "latitude": 55.75, "longitude": 37.62}
    await telegram.control("POST", f"people/{ANNA}/upload", place)
    last = (await telegram.updates(offset=-1))[0]["message"]
    assert last["location"] == {"latitude": 55.75, "longitude": 37.62}


async def test_a_long_text_becomes_several_messages(telegram: Telegram) -> None:
    await telegram.control("POST", f"people/{ANNA}/say", {"text": "ж" * 5000})
    assert [len(one["message"]["text"]) for one in (await telegram.updates())[1:]] == [4096, 904]


async def test_nothing_cannot_be_said(telegram: Telegram) -> None:
    assert "error" in await telegram.control("POST", f"people/{ANNA}/say", {"text": "  "})
    assert "error" in await telegram.control("POST", "people/777/say", {"text": "x"})
    assert "error" in await telegram.control("POST", f"people/{ANNA}/tap", {"message_id": "x"})


async def test_a_corrected_message_comes_as_edited(telegram: Telegram) -> None:
    body = {"message_id": 1, "text": "Исправлено"}
    await telegram.control("POST", f"people/{ANNA}/edit", body)
    update = (await telegram.updates(offset=-1))[0]
    assert update["edited_message"]["text"] == "Исправлено"
    assert update["edited_message"]["edit_date"] >= START


async def test_the_clock_moves_both_ways(telegram: Telegram) -> None:
    day_later = await telegram.control("POST", "clock", {"advance": 86_400})
    assert START + 86_400 <= day_later["now"] < START + 86_410
    there = await telegram.control("POST", "clock", {"set": "2027-01-01T09:00:00+03:00"})
    assert there["iso"].startswith("2027-01-01T06:00:0")
    assert "error" in await telegram.control("POST", "clock", {"set": "2027-01-01T09:00:00"})
    sent = await telegram.does("sendMessage", chat_id=ANNA, text="x")
    assert sent["date"] == int(there["now"])


async def test_posters_are_kept_by_their_id(telegram: Telegram) -> None:
    poster = {"id": "p1", "title": "МФЦ", "subtitle": "Окно 5", "payload": "p_1", "code": "117-4"}
    await telegram.control("POST", "posters", poster)
    await telegram.control("POST", "posters", {**poster, "title": "Многофункциональный центр"})
    assert [one["title"] for one in await telegram.control("GET", "posters")] == ["Многофункциональный центр"]


@pytest.mark.bad_requests
async def test_the_journal_tells_everything_in_order(telegram: Telegram) -> None:
    before = (await telegram.control("GET", "journal"))["last"]
    telegram.emulator.people.say(ANNA, "Привет")
    await telegram.updates()
    await telegram.bot("sendMessage", chat_id=ANNA)
    entries = (await telegram.control("GET", f"journal?since={before}"))["entries"]
    assert [entry["kind"] for entry in entries] == ["action", "update", "update", "call", "call"]
    assert (entries[0]["action"], entries[0]["text"]) == ("say", "Привет")
    assert entries[-1]["answer"]["description"] == "Bad Request: message text is empty"
    assert [entry["seq"] for entry in entries] == list(range(before + 1, before + 6))


async def test_the_journal_keeps_only_its_newest_entries(make_telegram: MakeTelegram) -> None:
    telegram = await make_telegram(journal_limit=3)
    for _ in range(5):
        await telegram.bot("getMe")
    journal = await telegram.control("GET", "journal")
    assert [entry["seq"] for entry in journal["entries"]] == [4, 5, 6]


async def test_a_reset_forgets_everything(telegram: Telegram) -> None:
    await telegram.does("setMyName", name="Другой")
    await telegram.control("POST", "reset")
    assert await telegram.control("GET", "people") == []
    assert await telegram.updates() == []
    assert (await telegram.does("getMyName"))["name"] == "Отклик"


async def test_a_page_that_is_not_there_is_not_found(telegram: Telegram) -> None:
    async with telegram.http.get(f"{telegram.emulator.url}/page/..%2Fserver.py") as answer:
        assert answer.status == 404


async def test_profile_and_chat_have_the_shapes_clients_insist_on(telegram: Telegram) -> None:
    chat = await telegram.does("getChat", chat_id=ANNA)
    assert {"accepted_gift_types", "max_reaction_count", "accent_color_id"} <= chat.keys()
    await telegram.does("setMyDescription", description="Опросы", language_code="ru")
    assert await telegram.does("getMyDescription", language_code="ru") == {"description": "Опросы"}
    assert await telegram.does("getMyDescription") == {"description": ""}
    assert await telegram.does("getChatMenuButton", chat_id=ANNA) == {"type": "commands"}
    copied = await telegram.does("copyMessage", chat_id=ANNA, from_chat_id=ANNA, message_id=1)
    assert copied == {"message_id": 2}
