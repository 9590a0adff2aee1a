"""An administration on real storage whose people write letters: taps and words go the way the router takes them."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from bot.campaign_keeping import CampaignKeeping
from bot.campaign_keys import FileKeys
from bot.installation import Installation, open_installation
from bot.settings import Settings
from handlers.telegram.payloads import pack
from surveys.address import Address
from surveys.anonymity.keys import Keys
from surveys.anonymity.organisation import Unit
from surveys.conversation.conversation import Conversation
from surveys.conversation.deeds import HR_ANALYST
from surveys.conversation.incoming import Incoming, Outcome
from surveys.mailbox.letters import Thread
from surveys.mailbox.release import let_out, mend
from surveys.screens import Action, Emphasis, Option, Screen, Span
from surveys.work import Work
from tests.anonymity.world import SeededChance

START = datetime(2026, 3, 3, 8, tzinfo=UTC)
"""A Tuesday; on Thursday, the 5th, whatever waits is let out."""
DAY = timedelta(days=1)
LETTER = "В бухгалтерии третий месяц не работает принтер, и мы ходим печатать в соседнее здание."
ANSWER = "Принтер заменим на этой неделе. Спасибо, что написали."


class SetClock:
    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        return self.moment


NOTHING = Screen("ru", ())


@dataclass
class Writer:
    """Somebody in their conversation with the bot. `screen` is what they see last, `wiped` what was taken away."""

    office: "PostOffice"
    key: str
    screen: Screen = NOTHING
    wiped: int = 0
    lasting: bool = False
    toast: str = ""

    @property
    def address(self) -> Address:
        return Address("telegram", self.key)

    @property
    def seen(self) -> str:
        words = [self.screen.notice, *(span.words for span in self._spans()), self.screen.footnote]
        return "\n".join(self.office.said(each) for each in words if each is not None)

    @property
    def labels(self) -> list[str]:
        return [self.office.said(option.words) for option in self._options()]

    @property
    def code(self) -> str:
        return next(str(span.words) for span in self._spans() if span.emphasis is Emphasis.CODE)

    async def taps(self, *labels: str) -> None:
        for label in labels:
            option = next((each for each in self._options() if label in self.office.said(each.words)), None)
            assert option is not None, f"no button {label!r}: {self.labels}, seen: {self.seen}"
            await self.does(option.action)

    async def does(self, action: Action, shown: tuple[str, ...] | None = None, number: int | None = None) -> None:
        pack(action, self.key, b"secret")  # fits a button
        office = self.office
        read = self.quoted if action.verb in office.conversation.reads_back else ()
        incoming = self._incoming(number, placement="7", shown=read if shown is None else shown)
        mode = office.conversation.unseen(action)
        work = office.works.read if mode == "reads" else office.works.write
        deed = office.conversation.tapped if mode is None else office.conversation.unseen_tapped
        self._sees(await work(lambda work: deed(work, incoming, action)))

    async def says(self, text: str) -> None:
        office, incoming = self.office, self._incoming(own=str(self.office.next()))
        command, _, rest = text.removeprefix("/").partition(" ")
        if text.startswith("/") and command in office.conversation.commands:
            self._sees(
                await office.works.write(lambda work: office.conversation.commanded(work, incoming, command, rest))
            )
            return
        outcome = await office.works.read(lambda work: office.conversation.unseen_typed(work, incoming, text))
        if outcome is None:
            outcome = await office.works.write(lambda work: office.conversation.typed(work, incoming, text))
        self._sees(outcome)

    @property
    def quoted(self) -> tuple[str, ...]:
        wanted = (Emphasis.QUOTE, Emphasis.CODE)
        return tuple(self.office.said(span.words) for span in self._spans() if span.emphasis in wanted)

    async def tapped_the_form(self) -> None:
        """From the button to the prompt: a problem of the accounts department, with a wish to be answered."""
        await self.does(Action("lbegin", ("!mail",)))
        await self.taps("Проблема", "Бухгалтерия", "Регулярно", "Сильно мешает", "Моего подразделения", "Да, прочитаю")
        await self.taps("Отправить")

    async def wrote(self, text: str = LETTER) -> str:
        """A whole letter; its code."""
        await self.tapped_the_form()
        await self.says(text)
        await self.taps("Отправить")
        return self.code

    def _incoming(self, number: int | None = None, **where: Any) -> Incoming:
        return Incoming(self.address, "ru", "telegram", number or self.office.next(), **where)

    def _sees(self, outcome: Outcome) -> None:
        self.wiped += len(outcome.wipe)
        self.lasting = outcome.lasting
        self.toast = self.office.said(outcome.reply.toast) if outcome.reply.toast is not None else ""
        if outcome.reply.screen is not None:
            self.screen = outcome.reply.screen

    def _spans(self) -> Iterator[Span]:
        for paragraph in self.screen.paragraphs:
            yield from paragraph

    def _options(self) -> list[Option]:
        return [*(self.screen.answers.options if self.screen.answers else ()), *self.screen.controls]


@dataclass
class PostOffice:
    installation: Installation
    clock: SetClock
    keys: Keys
    conversation: Conversation
    file: Path
    numbers: list[int] = field(default_factory=lambda: [1000])

    @property
    def works(self) -> Any:
        return self.installation.works

    def next(self) -> int:
        self.numbers[0] += 1
        return self.numbers[0]

    def said(self, words: Any) -> str:
        return self.installation.texts.say(words, "ru")

    async def employee(self, key: str, unit: str = "d1") -> Writer:
        person = await self.enters(key)
        await self.works.write(lambda work: work.staff.join(person, unit))
        return Writer(self, key)

    async def analyst(self, key: str = "77") -> Writer:
        person = await self.enters(key)
        await self.works.write(lambda work: work.roles.grant(person, HR_ANALYST, START))
        return Writer(self, key)

    async def enters(self, key: str) -> int:
        found = await self.works.write(lambda work: work.people.enter(Address("telegram", key), "ru", START).number)
        return int(found)

    def restarted(self) -> None:
        """The process begins anew and has forgotten what it remembered."""
        self.conversation = _conversation(self.installation, self.clock, self.keys)

    async def morning(self, days: int = 1) -> None:
        """The next mornings, a round each, as the program does them."""
        keeping = CampaignKeeping(
            self.works,
            cast(FileKeys, self.keys),
            self.clock,
            self.installation.chance,
            at=lambda label: None,
            tell=lambda: None,
        )
        for _ in range(days):
            self.clock.moment = (self.clock.moment + DAY).replace(hour=9, minute=2)
            await keeping.carry_out(self.round)

    def round(self, work: Work) -> Any:
        return let_out(work, self.keys, self.installation.chance, self.clock.now(), UTC)

    def mended(self, work: Work) -> Any:
        return mend(work, self.keys, self.clock.now())

    async def threads(self) -> list[Thread]:
        found: list[Thread] = await self.works.read(lambda work: work.mailbox.threads())
        return found

    def rows(self) -> dict[str, list[Any]]:
        """Every row of every table."""
        with sqlite3.connect(self.file) as database:
            names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: sorted(database.execute(f"SELECT * FROM {name}"), key=repr) for name in names}


def _conversation(installation: Installation, clock: SetClock, keys: Keys) -> Conversation:
    return Conversation(installation.policy, clock, installation.chance, installation.secret, keys)


@asynccontextmanager
async def opened(folder: Path, *, keys: Keys | None = None, secret: Path | None = None) -> AsyncIterator[PostOffice]:
    """`secret`: the folder of the installation's own, where two are to have the same."""
    file, clock = folder / "otklik.db", SetClock()
    folder.mkdir(exist_ok=True)  # noqa: ASYNC240 - a test's own folder
    settings = Settings(
        _env_file=None,
        bot_token="1:token",
        database_url=f"sqlite:///{file}",
        keys=secret or folder / "keys",
        timezone="UTC",
    )
    async with open_installation(settings, clock=clock, chance=SeededChance(1)) as installation:
        units = (Unit("top", "Администрация"), Unit("d1", "Отдел 1", "top", 20), Unit("d2", "Отдел 2", "top", 20))
        await installation.works.write(lambda work: work.staff.replace_units(units))
        chosen = keys or installation.keys
        yield PostOffice(installation, clock, chosen, _conversation(installation, clock, chosen), file)
