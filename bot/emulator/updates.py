"""The queue of updates of one bot, with Telegram's rules (TD tddb/td/db/TQueue.cpp, BA Client.cpp)."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.emulator.clock import Clock

MAX_EVENTS = 100_000  # TQueue.cpp:86-88
MAX_TOTAL_BYTES = 128 << 20
MAX_UPDATE_BYTES = 512 << 10
FUTURE_IDS = 10  # TQueue.cpp:304-308
WEEK = 7 * 86_400
DAY = 86_400.0
TAP_LIFETIME = 150.0  # BA Client.cpp:17155

OPTIONAL_KINDS = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
KINDS = OPTIONAL_KINDS | {
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
}


@dataclass(slots=True)
class Event:
    """One update. `lane` orders webhook deliveries: updates of one lane are delivered one after another."""

    id: int
    body: dict[str, Any]
    payload: str
    expires: float
    lane: str


@dataclass
class UpdateQueue:
    clock: Clock
    chance: random.Random
    on_push: list[Callable[[Event], None]] = field(default_factory=list)
    allowed: frozenset[str] | None = None  # None: all but the optional ones
    dropped: int = 0

    def __post_init__(self) -> None:
        self._events: dict[int, Event] = {}
        self._bytes = 0
        self._last_push = self.clock.now()
        self.next_id = self._random_id()

    def __len__(self) -> int:
        self._forget_expired()
        return len(self._events)

    def takes(self, kind: str) -> bool:
        """`allowed_updates` is applied when an update is created, not when it is fetched."""
        return kind not in OPTIONAL_KINDS if self.allowed is None else kind in self.allowed

    def allow(self, raw: str) -> None:
        """Unreadable keeps the old set; a list that matches nothing resets it (BA Client.cpp:16889-16946)."""
        try:
            names = json.loads(raw)
        except ValueError:
            return
        if isinstance(names, list) and all(isinstance(name, str) for name in names):
            self.allowed = frozenset(name.lower() for name in names) & KINDS or None

    def push(self, content: dict[str, Any], lane: str, lifetime: float = DAY) -> Event | None:
        """Adds `{"update_id": ..., **content}`; None when the queue is full and the update is dropped."""
        now = self.clock.now()
        if not self._events and now - self._last_push > WEEK:
            self.next_id = self._random_id()  # may be lower than the last one
        body = {"update_id": self.next_id, **content}
        payload = json.dumps(body)
        if not self._room_for(len(payload)):
            self.dropped += 1
            return None
        event = Event(self.next_id, body, payload, now + lifetime, lane)
        self._events[event.id] = event
        self._bytes += len(payload)
        self.next_id += 1
        self._last_push = now
        for listener in self.on_push:
            listener(event)
        return event

    def read(self, offset: int, limit: int) -> list[Event]:
        """Confirms what `offset` confirms and returns the next events, at most `limit`."""
        if offset > self.next_id + FUTURE_IDS:
            offset = 0
        if offset < 0:
            self._forget_expired()
            ids = list(self._events)
            offset = ids[max(offset, -len(ids))] if ids else 0
        if offset > 0:
            self._forget_below(offset)
        now = self.clock.now()
        found: list[Event] = []
        for event in self._events.values():
            if len(found) == limit:
                break
            if event.expires > now:
                found.append(event)
        return found

    def waiting(self) -> Iterator[Event]:
        self._forget_expired()
        return iter(tuple(self._events.values()))

    def remove(self, event: Event) -> None:
        if self._events.pop(event.id, None) is not None:
            self._bytes -= len(event.payload)

    def clear(self) -> None:
        self._events.clear()
        self._bytes = 0

    def _forget_below(self, offset: int) -> None:
        gone = []
        for event in self._events.values():
            if event.id >= offset:
                break
            gone.append(event)
        for event in gone:
            self.remove(event)

    def _forget_expired(self) -> None:
        now = self.clock.now()
        for event in [one for one in self._events.values() if one.expires <= now]:
            self.remove(event)

    def _room_for(self, size: int) -> bool:
        fits = len(self._events) < MAX_EVENTS and self._bytes + size <= MAX_TOTAL_BYTES
        return fits and size <= MAX_UPDATE_BYTES

    def _random_id(self) -> int:
        return self.chance.randint(2_000_001, 10**9)
