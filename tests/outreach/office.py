"""Coordinators at the campaign desk of a real installation, reading screens and tapping what stands on them; no
messenger between, so that a whole campaign is set up in a blink."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.installation import Installation, open_installation
from bot.settings import Settings
from surveys.address import Address
from surveys.anonymity.organisation import Unit
from surveys.campaigns.outreach import Outreach
from surveys.conversation.conversation import Conversation
from surveys.conversation.deeds import COORDINATOR
from surveys.conversation.incoming import Incoming, Outcome
from surveys.questionnaires.reading import read
from surveys.screens import Option, Screen
from surveys.work import Work
from tests.anonymity.held import SetClock

SERVICE = """
settings: {form_id: service, title: Как вам услуга?, version: "1"}
lists:
  trouble: [{name: line, label: Очередь, pain: SVC-QUEUE}, {name: rude, label: Грубость}]
survey:
  - {type: range, name: rate, label: Как прошло?, metric: csat, parameters: {start: "1", end: "5", step: "1"}}
  - {type: select_multiple trouble, name: what, label: Что мешало?}
  - {type: text, name: why, label: Что улучшить?}
"""
KITCHEN = """
settings: {form_id: kitchen, title: Столовая, version: "1", audience: internal}
survey:
  - {type: range, name: rate, label: Как вам обеды?, parameters: {start: "1", end: "5", step: "1"}}
"""
MOOD = """
settings: {form_id: mood, title: Климат, version: "1", audience: internal, anonymity: strict}
survey:
  - {type: range, name: rate, label: Как вам работается?, parameters: {start: "1", end: "5", step: "1"}}
"""
FORMS = (SERVICE, KITCHEN, MOOD)


def said(at: Installation, screen: Screen) -> str:
    """The words of a screen without its buttons."""
    lines = ["".join(at.texts.say(span.words, screen.language) for span in spans) for spans in screen.paragraphs]
    return "\n".join(
        at.texts.say(words, screen.language) for words in (screen.notice, *lines, screen.footnote) if words
    )


def options(screen: Screen) -> list[Option]:
    return [*(screen.answers.options if screen.answers else ()), *screen.controls]


@dataclass
class Coordinator:
    """Somebody at the desk. `screen` is what they see."""

    office: "Office"
    key: str
    language: str = "ru"
    screen: Screen | None = None
    number: int = 0

    @property
    def address(self) -> Address:
        return Address("telegram", self.key)

    @property
    def seen(self) -> str:
        return said(self.office.at, self.screen) if self.screen else ""

    @property
    def labels(self) -> list[str]:
        return (
            [self.office.at.texts.say(each.words, self.language) for each in options(self.screen)]
            if self.screen
            else []
        )

    async def commands(self, name: str) -> Outcome:
        return await self._done(lambda c, work, incoming: c.commanded(work, incoming, name, ""), placement="")

    async def types(self, text: str) -> Outcome:
        return await self._done(lambda c, work, incoming: c.typed(work, incoming, text), placement="")

    async def taps(self, *labels: str) -> Outcome:
        """The first buttons whose words begin so, one after another."""
        for label in labels:
            outcome = await self.presses(self.button(label))
        return outcome

    async def presses(self, pressed: Option, placement: str = "7") -> Outcome:
        return await self._done(lambda c, work, incoming: c.tapped(work, incoming, pressed.action), placement)

    def button(self, label: str) -> Option:
        assert self.screen is not None
        found = [
            each
            for each in options(self.screen)
            if self.office.at.texts.say(each.words, self.language).startswith(label)
        ]
        assert found, f"no button {label!r} among {self.labels} under {self.seen!r}"
        return found[0]

    def _label(self, option: Option) -> str:
        return self.office.at.texts.say(option.words, self.language)

    async def _done(self, doing: Callable[[Conversation, Work, Incoming], Outcome], placement: str) -> Outcome:
        self.office.count += 1
        incoming = Incoming(self.address, self.language, "office", self.office.count, placement=placement)
        outcome = await self.office.at.works.write(lambda work: doing(self.office.conversation, work, incoming))
        self.screen = outcome.reply.screen or self.screen
        return outcome


@dataclass
class Office:
    at: Installation
    clock: SetClock
    conversation: Conversation
    count: int = 1_000
    people: list[Coordinator] = field(default_factory=list)

    @property
    def anna(self) -> Coordinator:
        return self.people[0]

    async def joined(self, key: str, *roles: str, unit: str = "", language: str = "ru") -> Coordinator:
        """Somebody the bot knows, with these roles, in that unit."""
        somebody = Coordinator(self, key, language)

        def enter(work: Work) -> None:
            number = work.people.enter(somebody.address, language, self.clock.now()).number
            for role in roles:
                work.roles.grant(number, role, self.clock.now())
            if unit:
                work.staff.join(number, unit)

        await self.at.works.write(enter)
        return somebody

    async def employed(self, **units: int) -> None:
        """So many people of each unit, who all came in."""

        def employ(work: Work) -> None:
            for unit, count in units.items():
                for number in range(count):
                    address = Address("telegram", f"{unit}-{number}")
                    work.staff.join(work.people.enter(address, "ru", self.clock.now()).number, unit)

        await self.at.works.write(employ)

    async def subscribed(self, **services: int) -> None:
        def subscribe(work: Work) -> None:
            for service, count in services.items():
                for number in range(count):
                    person = work.people.enter(Address("telegram", f"{service}-{number}"), "ru", self.clock.now())
                    work.subscriptions.add(person.number, "" if service == "any" else service, self.clock.now())

        await self.at.works.write(subscribe)

    async def organised(self, units: Iterable[Unit]) -> None:
        await self.at.works.write(lambda work: work.staff.replace_units(units))

    async def outreaches(self) -> list[Outreach]:
        return await self.at.works.read(lambda work: work.outreaches.all())

    async def only(self) -> Outreach:
        (found,) = await self.outreaches()
        return found

    async def restarted(self) -> None:
        """Everything in memory is gone."""
        self.conversation = _conversation(self.at)


TREE = (
    Unit("top", "Администрация"),
    Unit("fin", "Финансы", "top", 8),
    Unit("build", "Стройка", "top", 2),
    Unit("roads", "Дороги", "build", 6),
    Unit("homes", "Жильё", "build", 4),
)


NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
"""A Monday, ten in the morning in Moscow."""


async def furnished(folder: Path) -> None:
    """Questionnaires and units, made once and copied for every test."""
    clock = SetClock(NOW)
    async with open_installation(_settings(folder), clock=clock) as at:

        def begin(work: Work) -> None:
            for number, text in enumerate(FORMS):
                reading = read(f"q{number}.yaml", text.encode())
                assert reading.questionnaire is not None, reading.issues
                work.questionnaires.publish(reading.questionnaire, clock.now())
            work.staff.replace_units(TREE)

        await at.works.write(begin)


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Office]:
    """An office that was furnished there, with Anna at the desk."""
    clock = SetClock(NOW)
    async with open_installation(_settings(folder), clock=clock) as at:
        office = Office(at, clock, _conversation(at))
        office.people.append(await office.joined("1", COORDINATOR))
        yield office


def _settings(folder: Path) -> Settings:
    return Settings(_env_file=None, database_url=f"sqlite:///{folder}/otklik.db", keys=folder / "keys")


def _conversation(at: Installation) -> Conversation:
    return Conversation(at.policy, at.clock, at.chance, at.secret, at.keys)
