"""A person, and the one private chat they have with the bot."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from bot.emulator.keyboards import Markup
from bot.emulator.messages import Message


@dataclass(slots=True)
class Person:
    """`known`: the bot has met them elsewhere (a group, say), though they never wrote to it."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    known: bool = False
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    chat_instance: int = 0
    chat: "Chat" = field(default_factory=lambda: Chat())

    def user(self) -> dict[str, Any]:
        """The Bot API's User; what Telegram leaves out when unknown is left out."""
        user: dict[str, Any] = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            if (value := getattr(self, name)) is not None:
                user[name] = value
        return user

    def chat_body(self) -> dict[str, Any]:
        body = {key: value for key, value in self.user().items() if key not in ("is_bot", "language_code")}
        return {**body, "type": "private"}

    def described(self) -> dict[str, Any]:
        """The person as the control interface shows them."""
        return {
            **self.user(),
            "started": self.started,
            "blocked": self.blocked,
            "deactivated": self.deactivated,
        }


class Chat:
    """Messages by id in order, and what else a person sees; `revision` rises with every visible change."""

    def __init__(self) -> None:
        self.messages: dict[int, Message] = {}
        self.revision = 0
        self.toast: dict[str, Any] | None = None
        self.typing_until = 0.0
        self.keyboard: Markup | None = None
        self._watchers: set[asyncio.Future[None]] = set()

    def touch(self) -> None:
        self.revision += 1
        for watcher in self._watchers:
            if not watcher.done():
                watcher.set_result(None)
        self._watchers.clear()

    def add(self, message: Message) -> None:
        self.messages[message.id] = message
        if not message.mine:
            self.typing_until = 0.0
        self.touch()

    def remove(self, message_id: int) -> None:
        del self.messages[message_id]
        self.touch()

    async def changed(self, since: int, wait: float) -> None:
        """Returns when the revision is above `since`, or after `wait` seconds."""
        if self.revision > since or wait <= 0:
            return
        watcher: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._watchers.add(watcher)
        await asyncio.wait((watcher,), timeout=wait)
        self._watchers.discard(watcher)
