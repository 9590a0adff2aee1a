"""Delivery of updates to the bot's own server (telegram.md 2.8; BA WebhookActor.cpp)."""

import asyncio
import json
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from bot.emulator.clock import Clock
from bot.emulator.faults import Faults
from bot.emulator.journal import Journal
from bot.emulator.updates import Event, UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
SECONDS = 60.0
LONGEST_WAIT = (60.0, 120.0)
LONGEST_RETRY_AFTER = 3600.0
GONE_FOR = 23 * 3600.0
_NO_CALL = ("get", "setwebhook", "deletewebhook", "close", "logout")

Call = Callable[[str, dict[str, Any]], Awaitable[None]]
log = logging.getLogger(__name__)


@dataclass
class Attempts:
    """How often the head of a lane has failed, and when (emulated) it may be tried again."""

    count: int = 0
    due: float = 0.0


@dataclass
class Webhook:
    """The address and the delivery task. Per lane one update is in flight; lanes run in parallel."""

    queue: UpdateQueue
    clock: Clock
    journal: Journal
    faults: Faults
    chance: random.Random
    call: Call | None = None
    url: str = ""
    secret: str = ""
    max_connections: int = 40
    ip_address: str = ""
    last_error: tuple[int, str] | None = None
    _lanes: dict[str, Attempts] = field(default_factory=dict)
    _flying: set[str] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _first_gone: float | None = None
    _session: ClientSession | None = None

    def __post_init__(self) -> None:
        self.queue.on_push.append(lambda _: self.pump())
        self.clock.on_move(self.pump)

    @property
    def in_flight(self) -> int:
        """Deliveries under way."""
        return len(self._flying)

    def point_at(self, url: str, secret: str, max_connections: int, ip_address: str) -> None:
        self.url, self.secret = url, secret
        self.max_connections, self.ip_address = max_connections, ip_address
        self.last_error = self._first_gone = None
        self._lanes.clear()
        self.pump()

    def remove(self) -> None:
        self.url = self.secret = self.ip_address = ""
        self.last_error = self._first_gone = None

    def pump(self) -> None:
        """Starts every delivery that may start now, and plans the next look when some must wait."""
        if not self.url:
            return
        now = self.clock.now()
        seen: set[str] = set()
        nearest = float("inf")
        for event in self.queue.waiting():
            if event.lane in seen or event.lane in self._flying:
                continue
            seen.add(event.lane)
            due = self._lanes.setdefault(event.lane, Attempts()).due
            if due > now:
                nearest = min(nearest, due - now)
            elif len(self._flying) < self.max_connections:
                self._launch(event)
        if nearest < float("inf"):
            asyncio.get_running_loop().call_later(nearest, self.pump)

    async def close(self) -> None:
        self.remove()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def _launch(self, event: Event) -> None:
        self._flying.add(event.lane)
        task = asyncio.get_running_loop().create_task(self._deliver(event))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, event: Event) -> None:
        try:
            copies = 2 if self.faults.for_delivery("duplicate_updates") else 1
            done = all([await self._post(event) for _ in range(copies)])
        finally:
            self._flying.discard(event.lane)
        if done:
            self.queue.remove(event)
            self._lanes.pop(event.lane, None)
        self.pump()

    async def _post(self, event: Event) -> bool:
        url = self.url
        headers = {"Content-Type": "application/json", "Accept-Encoding": "gzip, deflate"}
        if self.secret:
            headers[SECRET_HEADER] = self.secret
        if self._session is None:
            self._session = ClientSession(timeout=ClientTimeout(total=SECONDS))
        self.journal.add("update", update_id=event.id, update=event.body, by="webhook")
        try:
            async with self._session.post(url, data=event.payload, headers=headers, allow_redirects=False) as answer:
                if 200 <= answer.status < 300:
                    self._first_gone = None
                    await self._call_back(answer)
                    return True
                self._failed(event, f"Wrong response from the webhook: {answer.status} {answer.reason}", answer)
        except TimeoutError:
            self._failed(event, "Read timeout expired")
        except (ClientError, OSError, ValueError) as error:  # ValueError: a host name no resolver takes
            self._failed(event, f"Connection failed: {type(error).__name__}")
        return False

    def _failed(self, event: Event, words: str, answer: ClientResponse | None = None) -> None:
        now = self.clock.now()
        self.last_error = (int(now), words)
        attempts = self._lanes.setdefault(event.lane, Attempts())
        attempts.count += 1
        wait = 0.0 if attempts.count == 1 else 2.0 ** (attempts.count - 1)
        wait = min(wait, self.chance.uniform(*LONGEST_WAIT))
        if answer is not None:
            asked = answer.headers.get("Retry-After", "")
            wait = max(wait, min(float(asked), LONGEST_RETRY_AFTER)) if asked.isdigit() else wait
            self._consider_gone(answer.status, now)
        attempts.due = now + wait

    def _consider_gone(self, status: int, now: float) -> None:
        if status != 410:
            self._first_gone = None
        elif self._first_gone is None:
            self._first_gone = now
        elif now - self._first_gone > GONE_FOR:
            self.remove()

    async def _call_back(self, answer: ClientResponse) -> None:
        """A method call in the answer's body is carried out; its result is reported to nobody."""
        raw = await answer.read()
        if self.call is None or not raw:
            return
        try:
            body = json.loads(raw)
        except ValueError:
            return
        if isinstance(body, dict) and (name := str(body.pop("method", ""))):
            if name.lower().startswith(_NO_CALL):
                log.warning("a webhook answer may not call %s", name)
                return
            await self.call(name, body)
