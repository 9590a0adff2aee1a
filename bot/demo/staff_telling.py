"""What the chapters of the staff's story share: the people, the unit codes, and a look into the database's tables."""

import asyncio
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeVar

from bot.demo.people import ANALYST, COORDINATOR, EMPLOYEE, Dweller
from bot.demo.phone import Missing
from bot.demo.running import Demo
from bot.demo.settings import database_file
from bot.demo.staff_seeding import FORM, StaffPast
from bot.demo.telling import Listener, Telling
from surveys.anonymity.campaign import Campaign
from surveys.disclosure.parameters import FLOOR_PAUSE
from surveys.questionnaires.definition import Questionnaire
from surveys.work import Work

T = TypeVar("T")
Tables = dict[str, list[Any]]

NAMES = {
    "ru": {"employee": "Пётр", "analyst": "Ольга", "chief": "Ирина"},
    "en": {"employee": "Peter", "analyst": "Olga", "chief": "Irina"},
}
MORNING = time(10)
PAUSE = FLOOR_PAUSE + timedelta(hours=1)
EMPLOYEE_CODE = re.compile(r"(?:[a-z0-9]{5}-){5}[a-z0-9]\b")
BETWEEN_LOOKS = 0.15
"""Seconds in which a write that follows a screen, e.g. that a notice was sent, has come."""
MOST_LOOKS = 40
LETTER_CODE = re.compile(r"\b(?:[a-z0-9]{5}-){3}[a-z0-9]{5}\b")


@dataclass(frozen=True, slots=True)
class Cast:
    employee: Dweller
    analyst: Dweller
    chief: Dweller
    """The administrator."""


def cast(language: str) -> Cast:
    names = NAMES[language]
    people = ((EMPLOYEE, "employee"), (ANALYST, "analyst"), (COORDINATOR, "chief"))
    return Cast(*(replace(who, first_name=names[role], last_name="", language=language) for who, role in people))


class StaffTelling(Telling):
    LIKES = 0.75

    def __init__(self, demo: Demo, language: str, listener: Listener) -> None:
        self._cast = cast(language)
        for person in (self._cast.employee, self._cast.analyst, self._cast.chief):
            demo.emulator.people.add(person.first_name, None, None, language, person.number)
        super().__init__(demo, language, self._cast.chief, listener)
        self._colleagues = StaffPast(demo.installation, demo.clock, demo.channel, language)

    # --- what stands on the screen

    def _has(self, *keys: str) -> bool:
        """Whether the screen says all of these, up to their first argument."""
        return all(self._head(key) in self._phone.text() for key in keys)

    def _head(self, key: str) -> str:
        whole = self._bot(key)
        return max((part.strip() for part in re.split(r"\{\w+\}", whole)), key=len)

    def _button(self, words: str) -> str:
        """The whole label of a button that has these words in it. Raises Missing("button")."""
        found = next((label for label in self._phone.labels() if words in label), None)
        if found is None:
            raise Missing("button")
        return found

    async def _shows(self, step: str, *keys: str) -> None:
        await self._see(step, lambda: self._has(*keys))

    async def _goes(self, step: str, button: str, *keys: str) -> None:
        """A tap, and the screen that must follow."""
        self._tap(self._button(button))
        await self._shows(step, *keys)

    # --- what is stored

    async def _read(self, function: Callable[[Work], T]) -> T:
        return await self._demo.installation.works.read(function)

    async def _tables(self) -> Tables:
        return await asyncio.to_thread(tables, database_file(self._demo.installation.settings.keys.parent))

    async def _still(self) -> Tables:
        """The tables, once nothing of what came before is being written down any more."""
        before = await self._tables()
        for _ in range(MOST_LOOKS):
            await asyncio.sleep(BETWEEN_LOOKS)
            seen = await self._tables()
            if seen == before:
                break
            before = seen
        return before

    async def _changed(self, before: Tables) -> set[str]:
        """The tables that have changed since."""
        after = await self._tables()
        return {name for name in after if after[name] != before[name]}

    async def _campaign(self) -> Campaign:
        """The survey of the story. Raises Missing("launched")."""
        found = await self._read(lambda work: work.campaigns.all())
        if not found:
            raise Missing("launched")
        return found[0]

    async def _definition(self) -> Questionnaire:
        found = await self._read(lambda work: work.questionnaires.current(FORM))
        if found is None:
            raise Missing("launched")
        return found

    async def _title(self) -> str:
        settings = (await self._definition()).settings
        return settings.title.said_in(self._language, settings.default_language)

    async def _eventually(self, step: str, holds: Callable[[Work], bool]) -> None:
        """Waits for what the program does by itself, at times of its own. Raises Missing."""
        for _ in range(100):
            if await self._read(holds):
                self._found(step, holds=True)
                return
            await asyncio.sleep(0.1)
        raise Missing(step)

    # --- time

    def _next_morning(self) -> None:
        """After every pause between two draws, and when the day's letters are due."""
        clock, zone = self._demo.emulator.clock, self._demo.installation.settings.zone
        now = datetime.fromtimestamp(clock.now(), UTC).astimezone(zone)
        morning = datetime.combine(now.date(), MORNING, zone)
        while morning - now < PAUSE:
            morning += timedelta(days=1)
        self._listener.chapter(self._own("story.morning"))
        clock.advance(morning.timestamp() - clock.now())


def tables(file: Path) -> Tables:
    """Every row of every table, read past the program."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(database.execute(f"SELECT * FROM {name}"), key=repr) for name in names}  # noqa: S608
