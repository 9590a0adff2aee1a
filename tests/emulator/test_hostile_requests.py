"""Requests that no sane bot makes get an answer all the same, and never a broken one."""

from typing import Any

import pytest

from bot.emulator.methods import FAMILIES, METHODS
from tests.emulator.conftest import ANNA, Telegram

pytestmark = pytest.mark.bad_requests

NASTY = {
    "deep": "[" * 5000,
    "digits": "9" * 5000,
    "surrogate": "\udcff\x00",
    "object": '{"type": {}, "message_id": [], "inline_keyboard": [[{"text": {}}]], "media": 1, "url": null}',
    "array": '[null, 1, "x", {}, [[]], {"type": "photo", "media": "attach://none"}]',
    "nothing": "",
    "not a number": "NaN",
}
NAMES = (
    "text",
    "caption",
    "parse_mode",
    "entities",
    "caption_entities",
    "reply_markup",
    "reply_parameters",
    "message_id",
    "message_ids",
    "from_chat_id",
    "action",
    "latitude",
    "longitude",
    "media",
    "photo",
    "document",
    "voice",
    "video",
    "file_id",
    "commands",
    "scope",
    "menu_button",
    "name",
    "description",
    "short_description",
    "language_code",
    "user_id",
    "callback_query_id",
    "show_alert",
    "cache_time",
    "url",
    "secret_token",
)


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
async def test_every_method_answers_nonsense_in_its_own_words(telegram: Telegram, nasty: str) -> None:
    quick = [method.name for method in METHODS.values() if method.name != "getUpdates"]
    for method in quick:
        for chat in (str(ANNA), nasty):
            body: dict[str, Any] = {"chat_id": chat, **dict.fromkeys(NAMES, nasty)}
            async with telegram.http.post(telegram.address(method), json=body) as answer:
                assert answer.status < 500, (method, await answer.text())
                assert (await answer.json())["ok"] is (answer.status == 200)


async def test_a_body_that_cannot_be_read_is_a_bad_request(telegram: Telegram) -> None:
    for kind, body in (
        ("application/json", b"{"),
        ("application/json", b"[]"),
        ("multipart/form-data", b"x"),
    ):
        async with telegram.http.post(telegram.address("getMe"), data=body, headers={"Content-Type": kind}) as answer:
            assert answer.status == 400, kind


async def test_a_body_in_any_form_means_the_same(telegram: Telegram) -> None:
    address, values = telegram.address("SENDmessage"), {"chat_id": str(ANNA), "text": "Привет"}
    for request in ({"params": values}, {"data": values}, {"json": {**values, "chat_id": ANNA}}):
        async with telegram.http.post(address, **request) as answer:
            assert (await answer.json())["result"]["text"] == "Привет"


def test_every_family_of_methods_is_registered() -> None:
    homes = {method.run.__module__ for method in METHODS.values()}
    assert homes == {family.__name__ for family in FAMILIES}
