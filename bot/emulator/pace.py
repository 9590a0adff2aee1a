"""Flood limits: short waits are slept inside the server, longer ones answered with 429."""

import math

from bot.emulator.clock import Clock
from bot.emulator.refusals import too_many_requests

CHAT_INTERVAL = 1.0  # core.telegram.org/bots/faq: about one message a second in a chat, short bursts allowed
CHAT_BURST = 5  # the size of a burst is unpublished (telegram.md part 7); a choice of ours
BOT_INTERVAL = 1 / 30
BOT_BURST = 30
PAID_INTERVAL = 1 / 1000
"""With allow_paid_broadcast, which has nothing to do with the usual limit of the bot (telegram.md 2.9)."""
SLEPT = 8.0  # TD net/NetQueryCreator.cpp:74


class Pace:
    """A place in two queues, the chat's and the bot's. Times are emulated seconds."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._chats: dict[int, float] = {}
        self._bot = 0.0
        self._paid = 0.0

    def reserve(self, chat_id: int, *, paid: bool = False) -> float:
        """Takes a place and returns the seconds to sleep before it. Raises Refused 429 above 8 s."""
        now = self._clock.now()
        interval = PAID_INTERVAL if paid else BOT_INTERVAL
        chat = max(self._chats.get(chat_id, 0.0), now)
        bot = max(self._paid if paid else self._bot, now)
        wait = max(0.0, chat - CHAT_INTERVAL * (CHAT_BURST - 1) - now, bot - interval * (BOT_BURST - 1) - now)
        if wait > SLEPT:
            raise too_many_requests(math.ceil(wait))
        self._chats[chat_id] = chat + CHAT_INTERVAL
        if paid:
            self._paid = bot + interval
        else:
            self._bot = bot + interval
        if len(self._chats) > 10_000:
            self._chats = {one: free_at for one, free_at in self._chats.items() if free_at > now}
        return wait
