"""Delivery to the bot's own server (TG 2.8)."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web

from tests.emulator.conftest import ANNA, MakeTelegram, Telegram, until

BORIS = 2


class Receiver:
    """A bot's web server. `answer` makes each response; all requests are kept."""

    def __init__(self) -> None:
        self.url = ""
        self.headers: list[Any] = []
        self.bodies: list[dict[str, Any]] = []
        self.answer: Callable[[dict[str, Any]], Any] = lambda body: web.Response()

    async def take(self, request: web.Request) -> web.StreamResponse:
        self.headers.append(request.headers)
        self.bodies.append(await request.json())
        answer = self.answer(self.bodies[-1])
        return await answer if asyncio.iscoroutine(answer) else answer  # type: ignore[no-any-return]

    async def has(self, count: int) -> None:
        await until(lambda: len(self.bodies) >= count)

    @property
    def texts(self) -> list[str]:
        return [body["message"]["text"] for body in self.bodies]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    app = web.Application()
    app.router.add_post("/hook", made.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


async def test_waiting_updates_arrive_with_the_secret(telegram: Telegram, receiver: Receiver) -> None:
    await telegram.does("setWebhook", url=receiver.url, secret_token="sesame_1")
    await receiver.has(1)
    assert receiver.texts == ["/start"]
    assert receiver.headers[0]["X-Telegram-Bot-Api-Secret-Token"] == "sesame_1"
    assert receiver.headers[0]["Content-Type"] == "application/json"
    await until(lambda: len(telegram.emulator.world.account.updates) == 0)
    info = await telegram.does("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == (receiver.url, 0)


async def test_messages_of_a_chat_come_one_after_another(telegram: Telegram, receiver: Receiver) -> None:
    flying: dict[int, int] = {ANNA: 0, BORIS: 0}
    most: dict[int, int] = {ANNA: 0, BORIS: 0, 0: 0}

    both = asyncio.Event()

    async def held(body: dict[str, Any]) -> web.Response:
        """Nobody is answered before both chats have a message in flight."""
        chat = body["message"]["chat"]["id"]
        flying[chat] += 1
        most[chat] = max(most[chat], flying[chat])
        most[0] = max(most[0], sum(flying.values()))
        if all(flying.values()):
            both.set()
        await asyncio.wait_for(both.wait(), 5)
        flying[chat] -= 1
        return web.Response()

    receiver.answer = held
    telegram.emulator.people.add("Борис", person_id=BORIS)
    for number in range(4):
        telegram.emulator.people.say(ANNA, f"А{number}")
        telegram.emulator.people.say(BORIS, f"Б{number}")
    await telegram.does("setWebhook", url=receiver.url)
    await receiver.has(9)
    assert [text for text in receiver.texts if text.startswith("А")] == ["А0", "А1", "А2", "А3"]
    assert most == {ANNA: 1, BORIS: 1, 0: 2}


async def test_a_failed_update_is_tried_again_at_once_and_then_later(telegram: Telegram, receiver: Receiver) -> None:
    receiver.answer = lambda body: web.Response(status=500)
    await telegram.does("setWebhook", url=receiver.url)
    await receiver.has(2)
    info = await telegram.does("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    receiver.answer = lambda body: web.Response()
    await until(lambda: telegram.emulator.world.account.webhook.in_flight == 0)
    assert len(receiver.bodies) == 2
    telegram.emulator.clock.advance(3)
    await receiver.has(3)
    assert receiver.texts == ["/start"] * 3


async def test_a_redirect_is_a_failure(telegram: Telegram, receiver: Receiver) -> None:
    receiver.answer = lambda body: web.Response(status=302, headers={"Location": "/elsewhere"})
    await telegram.does("setWebhook", url=receiver.url)
    await receiver.has(2)
    assert len(telegram.emulator.world.account.updates) == 1


async def test_a_method_in_the_answer_is_carried_out(telegram: Telegram, receiver: Receiver) -> None:
    receiver.answer = lambda body: web.json_response({"method": "sendMessage", "chat_id": ANNA, "text": "Здравствуйте"})
    await telegram.does("setWebhook", url=receiver.url)
    chat = telegram.emulator.world.account.people[ANNA].chat
    await asyncio.wait_for(chat.changed(chat.revision, 5), 6)
    assert [message.content["text"] for message in chat.messages.values()] == ["/start", "Здравствуйте"]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://example.org/", "An HTTPS URL must be provided for webhook"),
        ("https://example.org:8080/", "Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ("https://127.0.0.1/", "IP address 127.0.0.1 is reserved"),
    ],
)
async def test_the_cloud_refuses_unreachable_addresses(make_telegram: MakeTelegram, url: str, words: str) -> None:
    cloud = await make_telegram(local=False)
    refused = await cloud.bot("setWebhook", url=url)
    assert refused["description"] == f"Bad Request: bad webhook: {words}"
    assert (await cloud.does("getWebhookInfo"))["url"] == ""


async def test_setting_it_twice_in_a_second_is_too_often(telegram: Telegram, receiver: Receiver) -> None:
    await telegram.does("setWebhook", url=receiver.url)
    again = await telegram.bot("setWebhook", url=receiver.url)
    assert (again["error_code"], again["parameters"]) == (429, {"retry_after": 1})
