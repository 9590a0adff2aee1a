"""Works over dictionaries: what the loop costs without a database. Nothing is durable and nothing rolls back."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeVar

from surveys.address import Address
from surveys.answering.response import Response
from surveys.answering.session import State
from surveys.people import Person
from surveys.points.point import Point
from surveys.questionnaires.definition import Questionnaire
from tests.bench.memory_nobody import (
    NoCampaigns,
    NoDeliveries,
    NoInvitations,
    NoLetters,
    NoLists,
    NoOccasions,
    NoOutreaches,
    NoPools,
    NoStaff,
    NoSubscriptions,
    NoTrail,
)

T = TypeVar("T")


@dataclass
class MemoryReceipts:
    known: dict[tuple[str, int], datetime] = field(default_factory=dict)

    def record(self, source: str, number: int, at: datetime) -> bool:
        if (source, number) in self.known:
            return False
        self.known[source, number] = at
        return True

    def recorded(self, source: str, number: int) -> datetime | None:
        return self.known.get((source, number))

    def forget_before(self, moment: datetime) -> int:
        return 0


@dataclass
class MemoryPeople:
    rows: dict[Address, Person] = field(default_factory=dict)
    numbers: dict[int, Address] = field(default_factory=dict)

    def find(self, address: Address) -> Person | None:
        return self.rows.get(address)

    def enter(self, address: Address, language: str, at: datetime) -> Person:
        known = self.rows.get(address)
        if known is None:
            known = Person(len(self.rows) + 1, address, language, at)
            self.save(known)
        return known

    def numbered(self, number: int) -> Person | None:
        return self.rows.get(self.numbers[number])

    def save(self, person: Person) -> None:
        self.rows[person.address] = person
        self.numbers[person.number] = person.address


@dataclass
class MemoryQuestionnaires:
    versions: dict[tuple[str, str], Questionnaire] = field(default_factory=dict)
    now: dict[str, str] = field(default_factory=dict)

    def publish(self, definition: Questionnaire, at: datetime) -> bool:
        settings = definition.settings
        self.versions[settings.form_id, settings.version] = definition
        self.now[settings.form_id] = settings.version
        return True

    def current(self, form_id: str) -> Questionnaire | None:
        return self.versions.get((form_id, self.now.get(form_id, "")))

    def offered(self, audience: str) -> list[Questionnaire]:
        return []

    def version(self, form_id: str, version: str) -> Questionnaire | None:
        return self.versions.get((form_id, version))


@dataclass
class MemoryResponses:
    rows: dict[str, Response] = field(default_factory=dict)
    mine: defaultdict[int, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    rated: defaultdict[str, dict[int, datetime]] = field(default_factory=lambda: defaultdict(dict))

    def open_of(self, person: int) -> Response | None:
        mine = [self.rows[key] for key in self.mine[person] if self.rows[key].session.state is State.OPEN]
        return max(mine, key=lambda each: each.session.touched_at, default=None)

    def find(self, key: str, person: int) -> Response | None:
        found = self.rows.get(key)
        return found if found is not None and found.person == person else None

    def add(self, response: Response) -> None:
        self.rows[response.session.key] = response
        self.mine[response.person][response.session.key] = None

    def save(self, response: Response) -> None:
        self.rows[response.session.key] = response

    def place(self, key: str, person: int, placement: str) -> None:
        self.rows[key] = replace(self.rows[key], placement=placement)

    def of_person(self, person: int) -> list[Response]:
        return [self.rows[key] for key in self.mine[person]]

    def latest_at(self, point: str, person: int, form_id: str, since: datetime) -> Response | None:
        here = [
            each
            for each in self.of_person(person)
            if (each.point, each.session.form_id) == (point, form_id)
            and each.session.answers
            and each.session.started_at >= since
        ]
        return max(here, key=lambda each: each.session.started_at, default=None)

    def record(self, key: str, changes: Mapping[str, Any], at: datetime) -> None:
        response = self.rows[key]
        self.rated[response.point][response.person] = response.session.started_at

    def stale_before(self, moment: datetime, limit: int) -> list[Response]:
        return []

    def newest(self, limit: int) -> list[Response]:
        return list(self.rows.values())


@dataclass
class MemoryPoints:
    rows: dict[str, Point] = field(default_factory=dict)

    def by_key(self, key: str) -> Point | None:
        return self.rows.get(key)

    def save(self, points: Iterable[Point]) -> None:
        self.rows |= {point.key: point for point in points}


@dataclass
class MemoryFunnel:
    responses: MemoryResponses
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    flags: dict[str, int] = field(default_factory=dict)

    def count(self, point: str, stage: str, day: date, by: int = 1) -> None:
        self.counts[point, stage] += by

    def totals(self, point: str, since: date) -> dict[str, int]:
        return {stage: number for (where, stage), number in self.counts.items() if where == point}

    def raters_since(self, point: str, moment: datetime) -> int:
        return sum(at >= moment for at in self.responses.rated[point].values())

    def flag_burst(self, point: str, at: datetime, raters: int) -> None:
        self.flags[point] = raters


@dataclass
class MemoryRoles:
    def persons_with(self, role: str) -> list[Person]:
        return []

    def holders(self, role: str) -> int:
        return 0

    def roles_of(self, person: int) -> frozenset[str]:
        return frozenset()


@dataclass
class MemoryNotes:
    rows: dict[str, str | None] = field(default_factory=dict)

    def get(self, name: str) -> str | None:
        return self.rows.get(name)

    def put(self, name: str, value: str | None) -> None:
        self.rows[name] = value

    def quarantine(self, source: str, number: int, kind: str, error: str, at: datetime) -> None:
        raise RuntimeError(error)


class MemoryWork:
    """What a tap and a scan ask of a Work, and nothing more."""

    def __init__(self) -> None:
        self.receipts = MemoryReceipts()
        self.people = MemoryPeople()
        self.questionnaires = MemoryQuestionnaires()
        self.responses = MemoryResponses()
        self.points = MemoryPoints()
        self.funnel = MemoryFunnel(self.responses)
        self.roles = MemoryRoles()
        self.notes = MemoryNotes()
        self.campaigns = NoCampaigns()
        self.staff = NoStaff()
        self.invitations = NoInvitations()
        self.lists = NoLists()
        self.occasions = NoOccasions()
        self.pools = NoPools()
        self.mailbox = NoLetters()
        self.trail = NoTrail()
        self.outreaches = NoOutreaches()
        self.deliveries = NoDeliveries()
        self.subscriptions = NoSubscriptions()


class MemoryWorks:
    kind = "memory"
    name = "memory"

    def __init__(self) -> None:
        self._work: Any = MemoryWork()

    async def write(self, function: Callable[[Any], T]) -> T:
        return function(self._work)

    async def read(self, function: Callable[[Any], T]) -> T:
        return function(self._work)

    async def alive(self, names: Iterable[str]) -> set[str]:
        return {self.name} & set(names)

    async def cut_off(self) -> bool:
        return True

    async def rewrite(self) -> bool:
        return True

    async def close(self) -> None:
        pass
