"""A town hall for anonymous surveys: a running bot, an emulated Telegram, employees in units, a clock that is set."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from surveys.anonymity.campaign import Campaign
from surveys.anonymity.keys import RATINGS, Pool, texts_of
from surveys.anonymity.launching import launch
from surveys.anonymity.organisation import Unit
from surveys.disclosure.parameters import Parameters
from surveys.people import Person
from surveys.questionnaires.definition import Questionnaire
from surveys.questionnaires.reading import read
from surveys.staff.roster import roster
from surveys.work import Work
from tests.anonymity.held import SetClock
from tests.security.town import Citizen, Town, founded

TEAM = """
settings: {form_id: team, title: Как дела в отделе?, version: "1", audience: internal, anonymity: strict,
  intro: Два вопроса и пара слов., outro: Спасибо!}
survey:
  - {type: range, name: rate, label: Как вам работается?, required: true, parameters: {start: "1", end: "5", step: "1"}}
  - {type: range, name: pay, label: Как вам зарплата?, required: true, parameters: {start: "1", end: "5", step: "1"}}
  - {type: text, name: why, label: Что изменить?}
  - {type: text, name: more, label: Что ещё?}
"""
MONTH = timedelta(days=30)


def questionnaire(text: str = TEAM) -> Questionnaire:
    reading = read("team.yaml", text.encode())
    assert reading.questionnaire is not None, reading.issues
    return reading.questionnaire


@dataclass
class TownHall:
    town: Town
    clock: SetClock
    campaign: Campaign | None = None
    employees: list[Citizen] = field(default_factory=list)

    async def organised(self, units: Sequence[Unit]) -> None:
        await self.town.changed(lambda work: work.staff.replace_units(units))

    async def employed(self, unit: str, name: str = "Анна", **details: Any) -> Citizen:
        """Somebody who has come in before; how one comes in is told elsewhere."""
        citizen = self.town.citizen(name, **details)
        await citizen.starts()
        number = (await citizen.row()).number
        await self.town.changed(lambda work: work.staff.join(number, unit))
        self.employees.append(citizen)
        return citizen

    async def launched(self, definition: Questionnaire | None = None) -> Campaign:
        asked = definition or questionnaire()
        at, now = self.town.installation, self.clock.now()

        def begin(work: Work) -> Campaign:
            work.questionnaires.publish(asked, now)
            published = work.questionnaires.version(asked.settings.form_id, asked.settings.version)
            assert published is not None
            found = launch(work, at.keys, at.chance, now, published, roster(work), Parameters(), "№ 7", now + MONTH)
            assert isinstance(found, Campaign)
            return found

        self.campaign = await self.town.installation.works.write(begin)
        return self.campaign

    async def waiting(self, question: str = "") -> int:
        """Sealed answers in all cells: ratings, or the texts of a question."""
        assert self.campaign is not None
        code, cells = self.campaign.code, self.campaign.cells.cells
        stream = texts_of(question) if question else RATINGS
        return await self.town.installation.works.read(
            lambda work: sum(work.pools.size(Pool(code, stream, cell.key)) for cell in cells)
        )

    async def person(self, citizen: Citizen) -> Person:
        return await citizen.row()


@asynccontextmanager
async def opened(folder: Path, sizes: Sequence[int] = (12, 30), **settings: Any) -> AsyncIterator[TownHall]:
    """A running town hall with one unit for each of `sizes`, named u0, u1 …, and nobody in it yet."""
    clock = SetClock()
    async with founded(folder, clock=clock, **settings) as town:
        hall = TownHall(town, clock)
        units = [Unit(f"u{at}", f"Отдел {at + 1}", "top", size) for at, size in enumerate(sizes)]
        await hall.organised([Unit("top", "Администрация"), *units])
        yield hall
