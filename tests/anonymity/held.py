"""An anonymous survey held on real storage with real key files, by a clock that a test sets."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bot.campaign_keeping import CampaignKeeping
from bot.installation import Installation, open_installation
from bot.settings import Settings
from surveys.address import Address
from surveys.anonymity.boxes import opened
from surveys.anonymity.campaign import Campaign
from surveys.anonymity.keys import RATINGS, Pool
from surveys.anonymity.launching import launch
from surveys.anonymity.organisation import Unit
from surveys.anonymity.pool import Vote, say, vote
from surveys.disclosure.parameters import Parameters
from surveys.questionnaires.definition import Questionnaire
from surveys.questionnaires.reading import read
from surveys.staff.roster import roster
from surveys.work import Work
from tests.anonymity.office import members
from tests.anonymity.world import LAUNCH, SeededChance

TEAM = """
settings: {form_id: team, title: {ru: Как дела в отделе?, en: How is your team?}, version: "1",
  default_language: ru, audience: internal, anonymity: strict}
languages: {ru: Русский, en: English}
survey:
  - {type: range, name: rate, label: {ru: Как вам работается?, en: How is it?}, parameters: {start: 1, end: 5, step: 1}}
  - {type: text, name: why, label: {ru: Почему?, en: Why?}}
"""
UNITS = (Unit("top", "Администрация"), Unit("d1", "Отдел 1", "top", 20), Unit("d2", "Отдел 2", "top", 20))
MONTH = timedelta(days=30)


def questionnaire(text: str = TEAM) -> Questionnaire:
    reading = read("team.yaml", text.encode())
    assert reading.questionnaire is not None, reading.issues
    return reading.questionnaire


class SetClock:
    def __init__(self, moment: datetime = LAUNCH) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


class Survey:
    """`told` counts how often administrators were to be told."""

    def __init__(self, installation: Installation, clock: SetClock) -> None:
        self.installation = installation
        self.clock = clock
        self.keys = installation.keys
        self.works = installation.works
        self.told = 0
        self.keeping = CampaignKeeping(
            self.works, self.keys, clock, installation.chance, at=lambda label: None, tell=self._tell
        )

    def _tell(self) -> None:
        self.told += 1

    async def settled(self, units: Iterable[Unit] = UNITS, definition: Questionnaire | None = None) -> None:
        asked = definition or questionnaire()

        def settle(work: Work) -> None:
            work.staff.replace_units(units)
            work.questionnaires.publish(asked, self.clock.now())

        await self.works.write(settle)

    async def launched(self, lasting: timedelta = MONTH, since: datetime | None = None) -> Campaign:
        now = since or self.clock.now()
        found = await self.works.write(
            lambda work: launch(
                work,
                self.keys,
                self.installation.chance,
                now,
                questionnaire(),
                roster(work),
                Parameters(),
                "12-р от 02.03.2026",
                now + lasting,
            )
        )
        assert isinstance(found, Campaign)
        return found

    async def votes(
        self, campaign: Campaign, people: Iterable[str], cell: int = 0, *, says: bool = False
    ) -> list[Vote]:
        """Everybody's rating is 4; `who` says whose it is, so that a test can count everybody."""
        return [
            await self.works.write(lambda work, who=who: self._vote(work, campaign, who, cell, says)) for who in people
        ]

    def _vote(self, work: Work, campaign: Campaign, who: str, cell: int, says: bool) -> Vote:
        key, chance = campaign.cells.cells[cell].key, self.installation.chance
        answers = {"rate": "4", "who": who}
        done = vote(work.pools, self.keys, chance, campaign=campaign.code, cell=key, person=f"p:{who}", answers=answers)
        if says:
            say(
                work.pools,
                self.keys,
                chance,
                campaign=campaign.code,
                cell=key,
                person=f"p:{who}",
                question="why",
                text=f"Текст {who}",
            )
        return done

    async def of(self, campaign: Campaign) -> Campaign:
        found = await self.works.read(lambda work: work.campaigns.find(campaign.code))
        assert found is not None
        return found

    async def accounted(self, campaign: Campaign) -> list[str]:
        """Everybody whose rating is in a block or opens in a pool, once for each time."""
        return await self.works.read(lambda work: self._accounted(work, campaign.code))

    def _accounted(self, work: Work, code: str) -> list[str]:
        found = [who for block in work.pools.blocks(code) for who in members(block)]
        for pool in work.pools.pools(code):
            for box in work.pools.boxes(pool):
                if pool.stream == RATINGS:
                    content = opened(box, pool=pool, key=self.keys.block(pool, box.generation)).decode()
                    found.append(content.split('"who": "')[1].split('"')[0])
        return sorted(found)

    async def blocks(self, campaign: Campaign) -> list[int]:
        found = await self.works.read(lambda work: work.pools.blocks(campaign.code))
        return sorted(block.n for block in found if block.stream == RATINGS)

    async def acts(self) -> list[str]:
        """What the trail says, in order."""
        return [entry.act for entry in await self.works.read(lambda work: work.trail.entries())]

    async def administrator(self, key: str) -> None:
        now = self.clock.now()

        def enter(work: Work) -> None:
            work.roles.grant(work.people.enter(Address("telegram", key), "ru", now).number, "admin", now)

        await self.works.write(enter)

    def pool(self, campaign: Campaign, cell: int = 0, stream: str = RATINGS) -> Pool:
        return Pool(campaign.code, stream, campaign.cells.cells[cell].key)

    def folder(self, campaign: Campaign) -> Path:
        return self.installation.settings.keys / "campaigns" / campaign.code


def people(count: int, since: int = 0) -> list[str]:
    return [f"w{n:03}" for n in range(since, since + count)]


@asynccontextmanager
async def survey_in(
    folder: Path, clock: SetClock | None = None, seed: str = "1", **settings: object
) -> AsyncIterator[Survey]:
    """An installation in `folder` with two departments of twenty and a questionnaire, opened and closed."""
    clock = clock or SetClock()
    chosen = {"database_url": f"sqlite:///{folder}/data/otklik.db", "keys": folder / "keys", **settings}
    opened = open_installation(
        Settings(_env_file=None, **chosen),  # type: ignore[arg-type]
        exclusive=True,
        clock=clock,
        chance=SeededChance(seed),
    )
    async with opened as installation:
        survey = Survey(installation, clock)
        await survey.settled()
        yield survey
