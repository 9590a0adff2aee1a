"""A town hall with an analyst, an administrator and a coordinator at the desk, and a staff that has answered."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from bot.campaign_keeping import CampaignKeeping
from bot.errands import ErrandRunner
from storage.columns import unpack
from surveys.address import Address
from surveys.anonymity.campaign import Campaign
from surveys.anonymity.pool import say, vote
from surveys.answering.values import Answer
from surveys.conversation.deeds import ADMIN, COORDINATOR, HR_ANALYST
from surveys.conversation.incoming import Errand, Incoming
from surveys.disclosure.ledger import Release
from surveys.disclosure.scopes import Scope
from surveys.disclosure.stored import release_from_json
from surveys.questionnaires.definition import Questionnaire
from surveys.questionnaires.reading import read
from surveys.screens import Reply
from surveys.trail import Entry
from surveys.work import Work
from tests.security.town import PATIENCE, Citizen, Town
from tests.unseen.town_hall import TownHall, opened

CLIMATE = """
settings: {form_id: mood, title: {ru: Климат в мэрии, en: Our climate}, version: "1", default_language: ru,
  audience: internal, anonymity: strict, intro: {ru: Спросим о разном., en: This and that.},
  outro: {ru: Спасибо!, en: Thanks!}}
languages: {ru: Русский, en: English}
lists:
  aspects:
    - {name: team, label: {ru: Взаимодействие, en: Working together}}
    - {name: pay, label: {ru: Бухгалтерия, en: Accounting}}
    - {name: tools, label: {ru: Оснащение, en: Equipment}}
  changed:
    - {name: "yes", label: {ru: Да, en: "Yes"}}
    - {name: "no", label: {ru: Нет, en: "No"}}
survey:
  - {type: range, name: a1, label: {ru: Как вам взаимодействие?, en: Together?}, metric: "csi:team", na: yes,
     parameters: {start: 1, end: 5}}
  - {type: range, name: a2, label: {ru: Как вам бухгалтерия?, en: Accounting?}, metric: "csi:pay",
     parameters: {start: 1, end: 5}}
  - {type: range, name: a3, label: {ru: Как вам техника?, en: Tools?}, metric: "csi:tools",
     parameters: {start: 1, end: 5}}
  - {type: select_multiple aspects, name: q3, label: {ru: Что важнее всего?, en: What matters?}, metric: weight}
  - {type: range, name: q4, label: {ru: Довольны в целом?, en: Satisfied overall?}, metric: csat,
     parameters: {start: 1, end: 5}}
  - {type: range, name: q5, label: {ru: Посоветуете нас?, en: Recommend us?}, metric: enps, sensitive: yes,
     parameters: {start: 0, end: 10}}
  - {type: select_one changed, name: q6, label: {ru: Что-то менялось?, en: Any change?}, sensitive: yes}
  - {type: text, name: q7, label: {ru: Что изменить?, en: What to change?}}
"""


def questionnaire(text: str = CLIMATE) -> Questionnaire:
    reading = read("mood.yaml", text.encode())
    assert reading.questionnaire is not None, reading.issues
    return reading.questionnaire


def answers(luck: Random) -> dict[str, Answer]:
    return {
        "a1": str(luck.choice([1, 2, 3, 4])),
        "a2": str(luck.choice([3, 4, 5])),
        "a3": str(luck.choice([2, 3, 4, 5])),
        "q3": tuple(luck.sample(["team", "pay", "tools"], luck.choice([1, 2]))),
        "q4": str(luck.choice([2, 3, 4, 5])),
        "q5": str(luck.randrange(11)),
        "q6": luck.choice(["yes", "no"]),
    }


@dataclass
class House:
    hall: TownHall
    analyst: Citizen
    admin: Citizen
    coordinator: Citizen
    keeping: CampaignKeeping
    luck: Random = field(default_factory=lambda: Random(7))

    @property
    def town(self) -> Town:
        return self.hall.town

    async def asked(self, text: str = CLIMATE) -> None:
        """A questionnaire is there to be launched."""
        now = self.hall.clock.now()
        await self.town.changed(lambda work: work.questionnaires.publish(questionnaire(text), now))

    async def launched(self, text: str = CLIMATE) -> Campaign:
        return await self.hall.launched(questionnaire(text))

    async def answered(self, campaign: Campaign, people: Mapping[str, int], *, words: bool = False) -> None:
        """So many people of each unit vote, as their taps would."""
        at = self.town.installation

        def cast(work: Work) -> None:
            for unit, count in people.items():
                cell = campaign.cells.of_unit(unit)
                assert cell is not None
                for number in range(count):
                    who: dict[str, Any] = {
                        "campaign": campaign.code,
                        "cell": cell.key,
                        "person": f"telegram:{unit}-{number}",
                    }
                    vote(work.pools, at.keys, at.chance, **who, answers=answers(self.luck))
                    if words:
                        say(work.pools, at.keys, at.chance, **who, question="q7", text=f"Слово {unit} {number:03}")

        await at.works.write(cast)

    async def later(self, **time: float) -> None:
        """Time passes and the program does what is due."""
        self.hall.clock.moment += timedelta(**time)
        await self.keeping.tick()

    async def destroyed(self) -> None:
        """The bot itself has finished the close; no tick of ours, which would race with its own."""
        async with asyncio.timeout(PATIENCE):
            while not all(each.act and each.act.key_destroyed for each in await self.campaigns()):  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def trail(self) -> list[Entry]:
        return await self.town.installation.works.read(lambda work: work.trail.entries())

    async def campaigns(self) -> list[Campaign]:
        return await self.town.installation.works.read(lambda work: work.campaigns.all())

    async def draft(self, citizen: Citizen) -> dict[str, str | int]:
        """What this person is preparing."""
        number = (await citizen.row()).number
        note = await self.town.installation.works.read(lambda work: work.notes.get(f"draft_survey:{number}"))
        found: dict[str, str | int] = json.loads(note or "{}")
        return found

    async def granted(self, citizen: Citizen, role: str) -> None:
        number, now = (await citizen.row()).number, self.hall.clock.now()
        await self.town.changed(lambda work: work.roles.grant(number, role, now))

    async def revoked(self, citizen: Citizen, role: str) -> None:
        number = (await citizen.row()).number

        def revoke(work: Work) -> None:
            work._connection.exec_driver_sql(  # type: ignore[attr-defined]
                f"DELETE FROM role_grant WHERE person_id = {number} AND role = '{role}'"
            )

        await self.town.changed(revoke)

    async def errands(self, errand: Errand, address: Address) -> list[Reply]:
        async def fetch(reference: str) -> bytes:
            raise AssertionError("nothing is fetched")

        runner = ErrandRunner(self.town.installation, "bot", fetch)
        return await runner.run(errand, Incoming(address, "ru", "walk", 1), "ru")

    def released(self, outlet: str = "") -> list[Release]:
        """The figures and refusals that the ledger holds, of one outlet or of all; of comments it keeps a digest."""
        with sqlite3.connect(self.town.folder / "otklik.db") as database:
            rows = database.execute("SELECT kind, unit, cell, content, outlet FROM release_entry").fetchall()
        return [
            release_from_json(kind, Scope(unit, cell), unpack(content))
            for kind, unit, cell, content, where in rows
            if outlet in ("", where) and kind != "comments"
        ]


@asynccontextmanager
async def housed(folder: Path, sizes: Sequence[int] = (12, 30), **settings: Any) -> AsyncIterator[House]:
    async with opened(folder, sizes, **settings) as hall:
        people = [hall.town.citizen(name) for name in ("Аналитик", "Админ", "Координатор")]
        at = hall.town.installation
        keeping = CampaignKeeping(at.works, at.keys, hall.clock, at.chance, at=lambda _: None, tell=lambda: None)
        house = House(hall, *people, keeping)
        for citizen, role in zip(people, (HR_ANALYST, ADMIN, COORDINATOR), strict=True):
            await citizen.starts()
            await house.granted(citizen, role)
        yield house
