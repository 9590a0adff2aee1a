"""A bot of a few lines that knows nothing but HTTP."""

import asyncio
from typing import Any

import aiohttp

from bot.emulator.server import Emulator

Json = dict[str, Any]


class Counter:
    """A bot with one question. `held`: while not set, taps stay unanswered."""

    def __init__(self, emulator: Emulator, web: aiohttp.ClientSession) -> None:
        self._emulator = emulator
        self._web = web
        self.held = asyncio.Event()
        self.held.set()
        self.alert = False
        self.heard: list[Json] = []

    async def call(self, method: str, **parameters: Any) -> Any:
        address = f"{self._emulator.url}/bot{self._emulator.token}/{method}"
        async with self._web.post(address, json=parameters) as answer:
            body = await answer.json()
        assert body["ok"], body
        return body["result"]

    async def control(self, path: str, body: Any) -> Any:
        async with self._web.post(self._emulator.url + path, json=body) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def run(self) -> None:
        offset = 0
        while True:
            for event in await self.call("getUpdates", offset=offset, timeout=20):
                offset = event["update_id"] + 1
                self.heard.append(event)
                if "callback_query" in event:
                    await self._rated(event["callback_query"])
                elif event.get("message", {}).get("text", "").startswith("/start"):
                    await self._ask(event["message"]["chat"]["id"])

    async def _ask(self, chat: int) -> None:
        faces = [{"text": str(mark), "callback_data": f"rate {mark}"} for mark in range(1, 6)]
        await self.call(
            "sendMessage",
            chat_id=chat,
            text="<b>Как вас обслужили?</b>",
            parse_mode="HTML",
            reply_markup={"inline_keyboard": [faces]},
        )

    async def _rated(self, query: Json) -> None:
        await self.held.wait()
        await self.call("answerCallbackQuery", callback_query_id=query["id"], text="Сохранено", show_alert=self.alert)
        message = query["message"]
        again = {"text": "Изменить", "callback_data": "rate 0", "style": "primary"}
        await self.call(
            "editMessageText",
            chat_id=message["chat"]["id"],
            message_id=message["message_id"],
            text=f"Ваша оценка: {query['data'].split()[1]}",
            reply_markup={"inline_keyboard": [[again]]},
        )
