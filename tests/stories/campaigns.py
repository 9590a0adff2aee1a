"""Campaigns in a story: employees by the thousand, a launch in the town's own installation, and who got what."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from bot.emulator.journal import Entry
from bot.installation import Installation, open_installation
from bot.settings import Settings
from storage.opening import Storage, open_storage
from surveys.address import Address
from surveys.anonymity.organisation import Unit
from surveys.campaigns.audiences import AllStaff
from surveys.campaigns.launching import step
from surveys.campaigns.outreach import Kind, Outreach, State
from surveys.campaigns.quiet import NEVER
from surveys.campaigns.states import Step
from surveys.campaigns.tallies import Count, Tally
from surveys.chance import SystemClock
from surveys.work import Work
from tests.stories.bots import BotProcess, Late
from tests.stories.conftest import Town
from tests.stories.questionnaires import told

FIRST = 7_500_000_000
CODE = "annual26"
REMINDER = "Напоминаем"
QUESTION = "Довольны ли вы своим рабочим местом?"
ANNUAL = f"""
settings:
  {{form_id: annual, title: {{ru: Как вам работается?}}, version: "1", default_language: ru, audience: internal}}
languages: {{ru: Русский}}
survey:
  - type: range
    name: place
    label: {{ru: "{QUESTION}"}}
    required: true
    parameters: {{start: "1", end: "5", step: "1"}}
"""


@dataclass
class Campaign:
    """What was launched, and to how many."""

    town: Town
    people: int

    async def schedule(self, at: timedelta) -> None:
        """To begin so long from now, by itself."""
        async with self.installed() as installation:
            now = installation.clock.now()
            scheduled = replace(_draft(now), opens_at=now + at, state=State.SCHEDULED)
            await installation.works.write(lambda work: work.outreaches.add(scheduled))

    async def launch(self, **changes: Any) -> None:
        """Beside a bot that runs, or while it sleeps. `changes` are of the outreach."""
        async with self.installed() as installation:
            now = installation.clock.now()

            def begin(work: Work) -> None:
                work.outreaches.add(replace(_draft(now), **changes))
                begun = step(work, CODE, Step.LAUNCH, now, 0)
                assert isinstance(begun, Outreach), begun

            await installation.works.write(begin)

    @property
    def ids(self) -> range:
        return range(FIRST, FIRST + self.people)

    @property
    def received(self) -> Counter[int]:
        """Messages with the question by person, as they stand in the chats: what is deleted or edited away does not."""
        get = self.town.emulator.people.get
        return Counter(
            {
                each: sum(QUESTION in str(one.content.get("text")) for one in get(each).chat.messages.values())
                for each in self.ids
            }
        )

    @property
    def reminded(self) -> Counter[int]:
        """Messages that remind of it, by person."""
        get = self.town.emulator.people.get
        return Counter(
            {
                each: sum(REMINDER in str(one.content.get("text")) for one in get(each).chat.messages.values())
                for each in self.ids
            }
        )

    @property
    def arrived(self) -> int:
        return sum(self.received.values())

    @property
    def lost(self) -> int:
        get = self.town.emulator.people.get
        return sum(not count and not get(each).blocked for each, count in self.received.items())

    @property
    def copies(self) -> int:
        return sum(count - 1 for count in self.received.values() if count > 1)

    @property
    def most_copies(self) -> int:
        """Of the question in one chat, beside the first."""
        return max(self.received.values()) - 1

    async def reaches(self, messages: float, seconds: float = 600.0) -> None:
        """Until so many questions stand in the chats. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while self.arrived < messages:  # noqa: ASYNC110 - chats tell nobody
                await asyncio.sleep(0.05 + self.people / 50_000)

    @asynccontextmanager
    async def looked_into(self) -> AsyncIterator[Storage]:
        """The database beside the bot; nothing is written, so the bot is not waited for."""
        async with open_storage(self.town.database, clock=SystemClock(), exclusive=False) as storage:
            yield storage

    @asynccontextmanager
    async def installed(self) -> AsyncIterator[Installation]:
        async with open_installation(settings_of(self.town)) as installation:
            yield installation

    async def in_flight(self) -> int:
        """What stands claimed: after a kill, all that is in doubt."""
        ever = SystemClock().now() + timedelta(days=3650)  # the clock of the process may be set
        async with self.looked_into() as storage:
            return len(await storage.read(lambda work: work.deliveries.held_since(ever)))

    async def finished(self, seconds: float) -> Tally:
        """Until no invitation waits. Raises Late."""
        end = time.monotonic() + seconds
        async with self.looked_into() as storage:
            while _waits(tally := await storage.read(lambda work: work.tallies.of(CODE))):
                if time.monotonic() > end:
                    raise Late(f"{tally[Count.QUEUED]} of {self.people} still wait after {seconds:g} s")
                await asyncio.sleep(0.2)
        return tally


def _waits(tally: Tally) -> bool:
    return not tally[Count.INVITED] or tally[Count.QUEUED] > 0


def _draft(now: datetime) -> Outreach:
    ends = now + timedelta(days=14)
    return Outreach(CODE, Kind.ANNUAL, "Год", "annual", "1", AllStaff(), "Europe/Moscow", closes_at=ends, quiet=NEVER)


def settings_of(town: Town) -> Settings:
    return Settings(
        bot_token=town.variables["OTKLIK_BOT_TOKEN"],
        telegram_api=town.emulator.url,
        database_url=town.database,
        keys=town.folder / "keys",
        _env_file=None,
    )


def with_limits(town: Town) -> None:
    """Telegram's flood limits are on from now."""
    account = town.emulator.world.account
    account.options = replace(account.options, limits=True)


async def hired(town: Town, people: int) -> Campaign:
    """So many employees, each known to Telegram and to us, and the questionnaire that they are to be asked."""
    for each in range(FIRST, FIRST + people):
        town.emulator.people.add("Анна", person_id=each).started = True
    async with open_installation(settings_of(town)) as installation:
        now = installation.clock.now()

        def employ(work: Work) -> None:
            work.questionnaires.publish(told(ANNUAL), now)
            work.staff.replace_units([Unit("top", "Администрация"), Unit("d", "Отдел", "top", people)])
            for each in range(FIRST, FIRST + people):
                work.staff.join(work.people.enter(Address("telegram", str(each)), "ru", now).number, "d")

        await installation.works.write(employ)
    return Campaign(town, people)


async def launched(town: Town, people: int) -> Campaign:
    """Employees and a campaign to all of them, whose deliveries wait for the couriers."""
    campaign = await hired(town, people)
    await campaign.launch()
    return campaign


def beside(town: Town, name: str) -> BotProcess:
    """Another process on the town's database, with logs of its own."""
    folder = town.folder / name
    folder.mkdir()
    return BotProcess(town.nursery, folder, town.variables)


def calls(town: Town, method: str = "") -> list[Entry]:
    entries = town.emulator.journal.since()
    return [each for each in entries if each["kind"] == "call" and method in ("", each["method"])]


def told_to_wait(town: Town) -> int:
    """How many calls were answered 429."""
    return sum((each["answer"] or {}).get("error_code") == 429 for each in calls(town))


def paced(town: Town) -> list[float]:
    """When new and edited messages were carried out, on the monotonic clock."""
    return [
        each["monotonic"]
        for each in calls(town)
        if each["method"].startswith(("send", "edit")) and (each["answer"] or {}).get("ok")
    ]


class Sleeps:
    """Seconds for which Telegram itself held up what came too fast for it, one for each message."""

    def __init__(self, town: Town) -> None:
        self.seconds: list[float] = []
        pace = town.emulator.world.account.pace
        reserve = pace.reserve

        def watched(chat_id: int, *, paid: bool = False) -> float:
            self.seconds.append(reserve(chat_id, paid=paid))
            return self.seconds[-1]

        pace.reserve = watched  # type: ignore[method-assign]


def longest_gap(moments: Iterable[float]) -> float:
    return max((later - earlier for earlier, later in pairwise(sorted(moments))), default=0.0)
