"""Everything Telegram knows around one bot: its people, chats, files, updates and profile."""

import asyncio
import random
from typing import Any

from bot.emulator.callbacks import Taps
from bot.emulator.chats import Person
from bot.emulator.clock import Clock
from bot.emulator.faults import Faults, Rule
from bot.emulator.files import Files
from bot.emulator.journal import Journal
from bot.emulator.messages import Body, Message
from bot.emulator.options import Options
from bot.emulator.pace import Pace
from bot.emulator.polling import TWO_POLLERS, Polling
from bot.emulator.profile import Profile
from bot.emulator.refusals import Refused, conflict
from bot.emulator.updates import DAY, Event, UpdateQueue
from bot.emulator.webhook import Webhook


class Account:
    """The state behind the Bot API. One counter numbers the messages of all private chats."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.clock = Clock(options.start)
        self.chance = random.Random(options.seed)
        self.journal = Journal(self.clock, options.journal_limit)
        self.people: dict[int, Person] = {}
        self.taps = Taps()
        self.files = Files()
        self.updates = UpdateQueue(self.clock, self.chance)
        self.polling = Polling(self.updates)
        self.pace = Pace(self.clock)
        self.faults = Faults(self.chance)
        self.webhook = Webhook(self.updates, self.clock, self.journal, self.faults, self.chance)
        self.webhook_set = float("-inf")
        self.repeated: list[Event] = []
        self.profile = Profile(options.bot_name)
        self.posters: list[Body] = []
        self.revoked = False
        self.bot_id = int(options.token.partition(":")[0])
        self._message_id = options.first_message - 1
        self._held: list[tuple[float, Body, str, float]] = []
        self.clock.on_move(self.release_held)

    @property
    def bot(self) -> Body:
        return {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": self.profile.name(""),
            "username": self.options.bot_username,
        }

    def next_message_id(self) -> int:
        self._message_id += 1
        return self._message_id

    def post(self, person: Person, content: Body, *, mine: bool, **fields: Any) -> Message:
        """Puts a new message into the person's chat; `mine` when the person wrote it."""
        message = Message(
            id=self.next_message_id(),
            chat=person.chat_body(),
            sender=person.user() if mine else self.bot,
            date=self.clock.seconds(),
            mine=mine,
            content=content,
            **fields,
        )
        person.chat.add(message)
        return message

    def emit(self, kind: str, value: Body, lane: str, lifetime: float = DAY) -> None:
        """Creates an update, unless the bot has not asked for this kind. A fault may hold it back."""
        if not self.updates.takes(kind):
            return
        if (delay := self.faults.update_delay()) is not None:
            self.hold(delay, {kind: value}, lane, lifetime)
            return
        self.updates.push({kind: value}, lane, lifetime)

    def hold(self, seconds: float, content: Body, lane: str, lifetime: float) -> None:
        """Keeps an update back for so many emulated seconds; `release_held` lets it go."""
        self._held.append((self.clock.now() + seconds, content, lane, lifetime))
        asyncio.get_running_loop().call_later(seconds, self.release_held)

    def release_held(self) -> None:
        now = self.clock.now()
        due = [one for one in self._held if one[0] <= now]
        self._held = [one for one in self._held if one[0] > now]
        for _, content, lane, lifetime in due:
            self.updates.push(content, lane, lifetime)

    def revoke(self) -> None:
        """Makes the token worthless, for the poll that waits now too."""
        self.revoked = True
        self.polling.interrupt(Refused(401, "Unauthorized"))

    def order_fault(self, spec: Body) -> Rule:
        """Adds a rule. One that touches no particular method works on the poll that waits now, too.

        Raises FaultUnreadable."""
        rule = self.faults.add(spec)
        if rule.kind == "revoke_token" and rule.method == "*":
            self.revoke()
        if rule.kind == "conflict":
            self.polling.interrupt(conflict(TWO_POLLERS))
        return rule
