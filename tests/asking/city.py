"""Employees, citizens, questionnaires and outreaches on a real database, with a clock, chance and keys that are set."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from storage.opening import Storage
from surveys.address import Address
from surveys.anonymity.campaign import Campaign
from surveys.anonymity.launching import launch
from surveys.anonymity.marks import subject
from surveys.anonymity.organisation import Unit
from surveys.anonymity.pool import vote
from surveys.campaigns.audiences import AllStaff
from surveys.campaigns.delivering import Delivered, Delivery, Gone
from surveys.campaigns.due import Ticked, tick
from surveys.campaigns.launching import step
from surveys.campaigns.outreach import Kind, Order, Outreach, State
from surveys.campaigns.policies import Matter
from surveys.campaigns.quiet import NEVER
from surveys.campaigns.sending import Result, settle, take
from surveys.campaigns.states import Held, Step
from surveys.campaigns.tallies import Tally
from surveys.conversation.conversation import Conversation
from surveys.conversation.incoming import Policy
from surveys.disclosure.parameters import Parameters
from surveys.questionnaires.reading import read
from surveys.staff.roster import roster
from surveys.work import Work
from tests.anonymity.world import MemoryKeys, SeededChance

T = TypeVar("T")
NOON = datetime.fromisoformat("2026-03-02T12:00+00:00")
DAY = timedelta(days=1)
ACTOR = 7
STAFF_TALK = """
settings: {form_id: talk, title: Обед, version: "1", audience: internal}
lists:
  dish: [{name: soup, label: Суп}, {name: fish, label: Рыба}, {name: pie, label: Пирог}]
survey:
  - {type: select_one dish, name: best, label: Что вкуснее?, required: true}
  - {type: text, name: why, label: Почему?}
"""
TEAM = """
settings: {form_id: team, title: Как дела в отделе?, version: "1", audience: internal, anonymity: strict}
survey:
  - {type: range, name: rate, label: Как вам работается?, required: true, parameters: {start: "1", end: "5", step: "1"}}
"""
SERVICE = """
settings: {form_id: service, title: Услуги, version: "1"}
survey:
  - {type: text, name: word, label: Что улучшить?}
  - {type: range, name: rate, label: Оцените, parameters: {start: "1", end: "5", step: "1"}}
"""


class SetClock:
    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        return self.moment


def lunch(code: str = "lunch", **changed: Any) -> Outreach:
    """A survey of all staff that keeps names, for two weeks."""
    made = Outreach(
        code=code,
        kind=Kind.ONE_OFF,
        title="Обед",
        form_id="talk",
        version="1",
        audience=AllStaff(),
        zone="Europe/Moscow",
        closes_at=NOON + 14 * DAY,
        quiet=NEVER,
        order=Order("12-р", date(2026, 3, 1)),
    )
    return replace(made, **changed)


@dataclass
class City:
    works: Storage
    clock: SetClock = field(default_factory=SetClock)
    chance: SeededChance = field(default_factory=lambda: SeededChance("city"))
    keys: MemoryKeys = field(default_factory=MemoryKeys)
    staff: dict[str, list[int]] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.clock.moment

    @property
    def conversation(self) -> Conversation:
        """As one process has it: nothing is remembered from one call to the next."""
        return Conversation(Policy("Город", "https://example.org"), self.clock, self.chance, b"secret", self.keys)

    async def settled(self, **sizes: int) -> None:
        """Units with so many employees each, and the questionnaires."""

        def settle(work: Work) -> None:
            work.staff.replace_units(
                [Unit("top", "Администрация"), *(Unit(key, key.upper(), "top", size) for key, size in sizes.items())]
            )
            for unit, size in sizes.items():
                self.staff[unit] = [_entered(work, f"{unit}{n}") for n in range(size)]
                for person in self.staff[unit]:
                    work.staff.join(person, unit)
            for text in (STAFF_TALK, TEAM, SERVICE):
                definition = read("form.yaml", text.encode()).questionnaire
                assert definition is not None
                work.questionnaires.publish(definition, NOON)

        await self.works.write(settle)

    async def subscribed(self, size: int, service: str = "mfc") -> list[int]:
        def subscribe(work: Work) -> list[int]:
            people = [_entered(work, f"{service}{n}") for n in range(size)]
            for person in people:
                work.subscriptions.add(person, service, NOON)
            return people

        return await self.works.write(subscribe)

    async def promised(self, lasting: timedelta = 30 * DAY) -> Campaign:
        def promise(work: Work) -> Campaign:
            definition = work.questionnaires.version("team", "1")
            assert definition is not None
            found = launch(
                work,
                self.keys,
                self.chance,
                self.now,
                definition,
                roster(work),
                Parameters(),
                "№ 7",
                self.now + lasting,
            )
            assert isinstance(found, Campaign)
            return found

        return await self.works.write(promise)

    async def drafted(self, outreach: Outreach) -> Outreach:
        await self.works.write(lambda work: work.outreaches.add(outreach))
        return outreach

    async def launched(self, outreach: Outreach) -> Outreach:
        await self.drafted(outreach)
        found = await self.steps(outreach.code, Step.LAUNCH)
        assert isinstance(found, Outreach), found
        return found

    async def steps(self, code: str, taken: Step) -> Outreach | Held:
        return await self.works.write(lambda work: step(work, code, taken, self.now, ACTOR))

    async def ticks(self, limit: int = 100) -> list[Ticked]:
        """Until nothing is due."""
        found = [await self._ticked(limit)]
        while found[-1].more:
            assert len(found) < 200, "a tick that never ends"
            found.append(await self._ticked(limit))
        return found

    async def _ticked(self, limit: int) -> Ticked:
        return await self.works.write(lambda work: tick(work, self.now, limit, self.chance))

    async def passes(self, time: timedelta) -> None:
        self.clock.moment += time

    async def sends(self, blocked: Iterable[int] = (), limit: int = 1000) -> list[Delivery]:
        """Couriers without a channel: what they would have sent. Untraced ones among them."""
        gone, sent = frozenset(blocked), []
        while True:
            handful = await self.works.write(
                lambda work: take(
                    work, "one", self.now, limit, message=self.conversation.asked.message, chance=self.chance
                )
            )
            if not handful.claimed:
                return sent
            sent += [each for each, _ in handful.taken if each.person not in gone]
            results = [
                Result(each, Gone() if each.person in gone else Delivered(), sending.address)
                for each, sending in handful.taken
                if not each.untraced
            ]
            await self.works.write(lambda work, results=results: settle(work, results, self.now, self.chance))

    async def votes(self, campaign: Campaign, unit: str, key: str) -> None:
        """Somebody of the unit, by the key of their address."""
        cell = campaign.cells.of_unit(unit)
        assert cell is not None
        await self.works.write(
            lambda work: vote(
                work.pools,
                self.keys,
                self.chance,
                campaign=campaign.code,
                cell=cell.key,
                person=subject(Address("chat", key)),
                answers={"rate": "4"},
            )
        )

    async def found(self, code: str) -> Outreach:
        outreach = await self.works.read(lambda work: work.outreaches.find(code))
        assert outreach is not None
        return outreach

    async def state(self, code: str) -> State:
        return (await self.found(code)).state

    async def tally(self, code: str) -> Tally:
        return await self.works.read(lambda work: work.tallies.of(code))

    async def acts(self) -> list[str]:
        """What the trail tells of outreaches."""
        entries = await self.works.read(lambda work: work.trail.entries())
        return [each.act.removeprefix("outreach.") for each in entries if each.act.startswith("outreach.")]

    async def last_of(self, code: str, person: int, matter: Matter = Matter.INVITATION) -> Delivery | None:
        return await self.works.read(lambda work: work.deliveries.last_of(code, person, matter))

    async def reads(self, question: Callable[[Work], T]) -> T:
        return await self.works.read(question)


def people(sent: Sequence[Delivery]) -> list[int]:
    return sorted(each.person for each in sent)


def _entered(work: Work, key: str) -> int:
    return work.people.enter(Address("chat", key), "ru", NOON).number
