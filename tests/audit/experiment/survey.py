"""One survey of five days, from the registration of everybody to the close, and what was carried away from it."""

import asyncio
import json
import os
import secrets
import shutil
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import asyncpg
from sqlalchemy import make_url

from bot import gate
from bot.composition import Parts, compose, telegram_bot
from surveys.address import Address
from surveys.anonymity import closing, draw
from surveys.anonymity.blocks import Block, rest_of
from surveys.anonymity.campaign import Campaign
from surveys.anonymity.keys import RATINGS, Pool, texts_of
from surveys.anonymity.marks import subject, text_mark, vote_mark
from surveys.anonymity.opening import contents_of
from surveys.questionnaires.definition import Questionnaire
from surveys.work import Work
from tests.anonymity.world import LAUNCH
from tests.audit.experiment.phone import COMMENT, LABELS, TITLE, Phone
from tests.audit.experiment.plan import DAYS, QUESTIONS, Employee, Event, Plan
from tests.audit.experiment.theft import OfAFile, OfAServer, Thief
from tests.security.town import TOKEN
from tests.unseen.town_hall import TownHall, opened, questionnaire

TICK = timedelta(hours=4)
MIDNIGHT = timedelta(hours=15)
"""After the launch at nine."""
AT_ONCE = 20
"""People who register at the same time."""
TEXT = "comment"


def definition() -> Questionnaire:
    rows = "".join(
        f"  - {{type: range, name: {name}, label: '{label}', required: true,"
        " parameters: {start: '1', end: '5', step: '1'}}\n"
        for name, label in zip(QUESTIONS, LABELS, strict=True)
    )
    return questionnaire(
        f"settings: {{form_id: whole, title: '{TITLE}', version: '1', audience: internal, anonymity: strict,\n"
        f"  intro: Пять вопросов и пара слов., outro: Спасибо!}}\nsurvey:\n{rows}"
        f"  - {{type: text, name: {TEXT}, label: '{COMMENT}'}}\n"
    )


@dataclass(frozen=True, slots=True)
class KeyFolder:
    """What a copy of the whole key folder opens, together with the database of the same moment."""

    readable: int
    """Sealed answers of the survey that it opens."""
    most_in_a_pool: int
    guess: float
    """Mean over the opened answers of 1/people whose answer it can be, with marks and key."""
    named: int
    """Of them, whose they are is certain to who also copied the files after every answer."""
    letters: int


@dataclass(frozen=True, slots=True)
class Loot:
    """What thieves and insiders have at one moment."""

    database: Path
    series: Path
    nights: tuple[Path, ...]
    zips: tuple[Path, ...]
    log: Path


@dataclass
class Held:
    plan: Plan
    store: str
    roster: dict[str, tuple[str, ...]]
    marks: dict[str, tuple[str, ...]]
    cells: int
    during: Loot
    closed: Loot
    rows: dict[str, str]
    """Person -> the block their ratings went into."""
    folders: list[KeyFolder]
    """At a middle and at the worst moment."""
    keys_left: bool
    wrote: Path
    """The folder of everything the installation wrote, but for its database."""
    copies: int = 0
    acts: int = 0
    seconds: float = 0.0


@dataclass
class _Holding:
    plan: Plan
    hall: TownHall
    campaign: Campaign
    parts: Parts
    thief: Thief
    wrote: Path
    arrivals: dict[bytes, str] = field(default_factory=dict)
    """Slot -> whose, of boxes that an observer of every answer saw coming."""
    copies: int = 0

    async def carried_out(self) -> list[KeyFolder]:
        """All five days; the key folder as somebody finds it in the middle and at the end."""
        await self.thief.at_night(self.wrote)
        await self._copied()
        ticks = [step * TICK for step in range(1, DAYS * 24 * 3600 // int(TICK.total_seconds()))]
        nights = [timedelta(days=day) + MIDNIGHT for day in range(DAYS)]
        folders: list[KeyFolder] = []
        happenings: list[tuple[timedelta, int, Event | str]] = [
            *((event.at, 0, event) for event in self.plan.events),
            *((at, 1, "tick") for at in ticks if at < nights[-1]),
            *((at, 2, "night") for at in nights),
        ]
        middle = len(self.plan.events) // 2
        for at, _, what in sorted(happenings, key=lambda each: each[:2]):
            self.hall.clock.moment = LAUNCH + at
            if isinstance(what, Event):
                await self._happens(what)
                middle -= 1
                if middle == 0:
                    folders.append(await self._key_folder())
            elif what == "tick":
                await self.ticks()
            else:
                await self.hall.town.quiet()
                await self.thief.at_night(self.wrote)
        return [*folders, await self._key_folder()]

    async def ticks(self) -> None:
        await self.parts.campaigns.tick()
        await self.parts.letters.look()
        await self._copied()

    async def closes(self) -> None:
        self.hall.clock.moment = self.campaign.closes_at + timedelta(hours=1)
        await self.ticks()

    async def _happens(self, event: Event) -> None:
        phone = Phone(self.hall.town.emulator, event.employee)
        match event.kind:
            case "answer":
                await phone.votes()
                await self._copied(event.employee, RATINGS)
                await phone.comments()
                await self._copied(event.employee, texts_of(TEXT))
            case "letter":
                await phone.writes_a_letter()
                await self._copied()
            case "privacy":
                await phone.privacy()
            case "rate":
                await phone.rates(self.hall.town.link("k1"))
            case _:
                await phone.starts()

    async def _copied(self, author: Employee | None = None, stream: str = "") -> None:
        await self.thief.after_an_answer()
        self.copies += 1
        cell = self.campaign.cells.of_unit(author.unit) if author is not None else None
        if author is not None and cell is not None:
            boxes = await self._boxes(Pool(self.campaign.code, stream, cell.key))
            (slot,) = boxes - self.arrivals.keys() - self._resealed
            self.arrivals[slot] = str(author.id)
        else:
            self._resealed = {slot for pool in self._pools() for slot in await self._boxes(pool)} - set(self.arrivals)

    _resealed: set[bytes] = field(default_factory=set)
    """Slots that a draw made: whose they are cannot be seen from outside."""

    def _pools(self) -> list[Pool]:
        streams = (RATINGS, texts_of(TEXT))
        return [Pool(self.campaign.code, stream, cell.key) for stream in streams for cell in self.campaign.cells.cells]

    async def _boxes(self, pool: Pool) -> set[bytes]:
        return await self.hall.town.installation.works.read(
            lambda work: {box.slot for box in work.pools.boxes(pool)},
        )

    async def _key_folder(self) -> KeyFolder:
        keys, works = self.hall.town.installation.keys, self.hall.town.installation.works
        opened = await works.read(lambda work: {pool: _opened(work, keys, pool) for pool in self._pools()})
        letters = await works.read(lambda work: work.pools.size(Pool("mail", "letters", "")))
        voters = await self._voters()
        guesses = [1 / voters[pool.cell, pool.stream] for pool, slots in opened.items() for _ in slots]
        return KeyFolder(
            readable=len(guesses),
            most_in_a_pool=max(map(len, opened.values())),
            guess=sum(guesses) / len(guesses) if guesses else 0.0,
            named=sum(slot in self.arrivals for slots in opened.values() for slot in slots),
            letters=letters,
        )

    async def _voters(self) -> dict[tuple[str, str], int]:
        """(cell, stream) -> how many have a mark there: the key and the roster name them."""
        found: dict[tuple[str, str], int] = {}
        for employee in self.plan.staff:
            cell = self.campaign.cells.of_unit(employee.unit)
            if cell is None:
                continue
            for stream, mark in zip(
                (RATINGS, texts_of(TEXT)), marks_of(self.hall, self.campaign, employee), strict=True
            ):
                if await self.hall.town.installation.works.read(
                    lambda work, mark=mark: work.pools.marked(self.campaign.code, mark)
                ):
                    found[cell.key, stream] = found.get((cell.key, stream), 0) + 1
        return found


def _opened(work: Work, keys: Any, pool: Pool) -> list[bytes]:
    boxes = work.pools.boxes(pool)
    _, closed = contents_of(boxes, pool, keys)
    return [box.slot for box in boxes if box.slot not in closed]


def marks_of(hall: TownHall, campaign: Campaign, employee: Employee) -> tuple[bytes, bytes]:
    """What the campaign's key makes of a person: of the vote, and of the comment."""
    key = hall.town.installation.keys.campaign(campaign.code)
    name = subject(Address("telegram", str(employee.id)))
    return vote_mark(key, name), text_mark(key, name, TEXT)


@contextmanager
def witnessed(people: dict[tuple[str, ...], str], rows: dict[str, str]) -> Iterator[None]:
    """Notes who is in which block, which nothing that is stored tells."""

    def noted(identity: bytes, campaign: str, stream: str, place: str, contents: Iterable[bytes]) -> Block:
        kept = list(contents)
        if stream == RATINGS:
            for content in kept:
                given = json.loads(content)
                rows[people[tuple(str(given[name]) for name in QUESTIONS)]] = identity.hex()
        return original(identity, campaign, stream, place, kept)

    original = draw.block
    with patch.object(draw, "block", noted), patch.object(closing, "block", noted):
        yield


async def held(plan: Plan, store: str, folder: Path, server: str = "") -> Held:
    """`store` is "sqlite" or "postgresql"; `server` the address under which databases can be made."""
    began = asyncio.get_running_loop().time()
    wrote, loot, rows = folder / "installation", folder / "loot", dict[str, str]()
    for each in (wrote, loot):
        each.mkdir(parents=True)
    people = {each.ratings: str(each.id) for each in plan.staff}
    async with _database(store, wrote, server) as url:
        with patch.object(gate, "BURST", 10**9), witnessed(people, rows):
            async with opened(wrote, plan.sizes, database_url=url, timezone="UTC") as hall:
                return await _held(plan, store, hall, await _thief(store, url, loot), wrote, rows, began)


async def _held(
    plan: Plan, store: str, hall: TownHall, thief: Thief, wrote: Path, rows: dict[str, str], began: float
) -> Held:
    campaign = await hall.launched(definition())
    await _registered(hall, plan)
    bot = telegram_bot(TOKEN, hall.town.emulator.url, gate.Gate())
    try:
        holding = _Holding(plan, hall, campaign, compose(hall.town.installation, bot, gate.Gate(), "bot"), thief, wrote)
        folders = await holding.carried_out()
        roster = {str(each.id): _attributes(campaign, each.unit) for each in plan.staff}
        marks = {str(each.id): tuple(mark.hex() for mark in marks_of(hall, campaign, each)) for each in plan.staff}
        during = await _carried(thief, "during", hall, wrote)
        await holding.closes()
        closed = await _carried(thief, "closed", hall, wrote)
    finally:
        await bot.session.close()
        await thief.done()
    left = (hall.town.installation.settings.keys / "campaigns" / campaign.code).exists()
    acts = sum(1 for entry in hall.town.emulator.journal.since() if entry["kind"] == "update")
    seconds = asyncio.get_running_loop().time() - began
    return Held(
        plan, store, roster, marks, len(campaign.cells.cells), during, closed, rows, folders, left, wrote,
        holding.copies, acts, seconds,
    )  # fmt: skip


async def _registered(hall: TownHall, plan: Plan) -> None:
    for employee in plan.staff:
        hall.town.citizen("Анна", person_id=employee.id)
    phones = [Phone(hall.town.emulator, employee) for employee in plan.staff]
    for start in range(0, len(phones), AT_ONCE):
        await asyncio.gather(*(phone.registers() for phone in phones[start : start + AT_ONCE]))

    def joined(work: Work) -> None:
        for employee in plan.staff:
            person = work.people.find(Address("telegram", str(employee.id)))
            assert person is not None
            work.staff.join(person.number, employee.unit)

    await hall.town.changed(joined)


def _attributes(campaign: Campaign, unit: str) -> tuple[str, ...]:
    cell = campaign.cells.of_unit(unit)
    assert cell is not None
    return (cell.key, *(rest_of(above) for above in cell.above))


async def _carried(thief: Thief, name: str, hall: TownHall, wrote: Path) -> Loot:
    await hall.town.quiet()
    database = await thief.everything(name)
    series = thief.series.with_name(f"{name}.copies")
    shutil.copy(thief.series, series)
    log = wrote / f"{name}.log"
    log.write_text(hall.town.log.getvalue(), encoding="utf-8")
    return Loot(database, series, tuple(thief.nights), tuple(thief.zips), log)


async def _thief(store: str, url: str, loot: Path) -> Thief:
    return (
        OfAFile(Path(url.removeprefix("sqlite:///")), loot)
        if store == "sqlite"
        else await OfAServer.watching(url, loot)
    )


@asynccontextmanager
async def _database(store: str, folder: Path, server: str) -> AsyncIterator[str]:
    if store == "sqlite":
        yield f"sqlite:///{folder}/otklik.db"
        return
    name = f"otklik_audit_{os.getpid()}_{secrets.token_hex(4)}"
    await _on_server(server, f"CREATE DATABASE {name}")
    # Nothing here has to survive a power cut, and neither xmin nor ctid depends on it.
    await _on_server(server, f"ALTER DATABASE {name} SET synchronous_commit = off")
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        await _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


async def _on_server(server: str, statement: str) -> None:
    connection: Any = await asyncpg.connect(server)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
