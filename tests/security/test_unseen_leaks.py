"""Row 12 in an anonymous survey: nothing that the process writes says who answered or what, whatever goes wrong."""

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.campaign_keeping import CampaignKeeping
from tests.security.test_logs import NAME, NICK, NUMBER, SURNAME, TOLD
from tests.security.town import TOKEN, Citizen, leaked
from tests.unseen.town_hall import TownHall, opened

WORDS = "Сквозняк-канарейка у лифта"
NEVER = (NAME, SURNAME, NICK, TOLD, WORDS, TOKEN, TOKEN.partition(":")[2])
STATEMENTS = 30
"""More than any step of a conversation executes."""


class Failing:
    """Inside `at`, the statement with this number fails once and quotes its parameters."""

    def __init__(self) -> None:
        self.wanted = self.count = self.broken = 0

    @contextmanager
    def at(self, place: int) -> Iterator[None]:
        self.wanted, self.count = place, 0
        yield
        self.wanted = 0

    def executing(self, cursor: Any, statement: str, parameters: Any, context: Any) -> None:
        self.count += 1
        if self.count == self.wanted:
            self.wanted, self.broken = 0, self.broken + 1
            raise sqlite3.OperationalError(f"cannot bind {parameters!r}")


@contextmanager
def failing() -> Iterator[Failing]:
    found = Failing()
    event.listen(Engine, "do_execute", found.executing)
    try:
        yield found
    finally:
        event.remove(Engine, "do_execute", found.executing)


def canary(place: int) -> dict[str, Any]:
    return {"last_name": SURNAME, "username": NICK, "person_id": NUMBER + place}


async def insists(anna: Citizen, label: str) -> None:
    """Taps until something comes of it: most failures the bot gets over by itself, after others the button stays."""
    before = anna.seen
    for _ in range(3):
        await anna.taps(label)
        if anna.seen != before:
            return


async def answered_while(hall: TownHall, broken: Failing, place: int) -> Citizen:
    """The whole way of one employee, the statement at `place` of each step failing once."""
    anna = await hall.employed("u0", NAME, **canary(place))
    await anna.starts()
    for label in ("Как дела в отделе?", "Начать", "5", "2", "Отправить"):
        with broken.at(place):
            await insists(anna, label)
    for words in (WORDS, WORDS, "/trust", "/reply", f"/reply {TOLD}", f"/claim {TOLD}"):
        with broken.at(place):
            await anna.says(words)
        if words == WORDS and "Отправить" in anna.labels:
            with broken.at(place):
                await insists(anna, "Отправить")
    return anna


@pytest.mark.parametrize("places", [(2, 5), pytest.param(tuple(range(1, STATEMENTS)), marks=pytest.mark.soak)])
async def test_a_failure_at_every_statement_of_an_answer_is_told_without_a_word_or_a_number(
    tmp_path: Path, places: tuple[int, ...]
) -> None:
    async with opened(tmp_path) as hall:
        await hall.launched()
        with failing() as broken:
            people = [await answered_while(hall, broken, place) for place in places]
        log = hall.town.log.getvalue()
        votes = len(hall.town.rows()["mark"])
        beside = written(tmp_path)
    assert broken.broken > 5 * min(len(places), 8)
    assert votes == 3 * len(people)  # the ratings and both texts of each, once
    assert leaked(log, (*NEVER, str(NUMBER)[:9], "bind")) == []
    assert {json.loads(line)["event"] for line in log.splitlines()} >= {"handler_failed"}
    for file, said in beside.items():
        # The database knows people by their number, and nothing else does.
        words = NEVER if file.startswith("otklik.db") else (*NEVER, str(NUMBER)[:9])
        assert leaked(said, words) == [], file


async def test_a_whole_survey_with_its_draw_and_close_leaves_no_canary_in_any_file(tmp_path: Path) -> None:
    """Texts come out only where ten of them are published together; names and numbers nowhere but in the register."""
    async with opened(tmp_path) as hall:
        campaign = await hall.launched()
        for place in range(11):
            anna = await hall.employed("u0", NAME, **canary(place))
            await anna.starts()
            for label in ("Как дела в отделе?", "Начать", "5", "2", "Отправить"):
                await anna.taps(label)
            if place == 0:
                await anna.says(WORDS)
                await anna.sees(WORDS)
                await anna.taps("Отправить")
                await anna.sees("Комментарий принят")
        at = hall.town.installation
        hall.clock.moment = campaign.closes_at
        keeping = CampaignKeeping(at.works, at.keys, hall.clock, at.chance, at=lambda _: None, tell=lambda: None)
        await keeping.tick()
        closed = await at.works.read(lambda work: work.campaigns.find(campaign.code))
        assert closed is not None
        assert closed.act is not None
        await hall.employed("u1", "Борис")
        rows = hall.town.rows()
        log = hall.town.log.getvalue()
        await asyncio.to_thread(_checkpointed, tmp_path)
    assert leaked(log, (*NEVER, str(NUMBER)[:9])) == []
    assert rows["mark"] == []
    tables = {table for table, found in rows.items() if str(NUMBER)[:9] in repr(found)}
    assert tables == {"person"}
    for file, said in written(tmp_path).items():
        # One text is fewer than ten: the close dropped it.
        assert leaked(said, NEVER) == [], file


def written(folder: Path) -> dict[str, str]:
    """Every file of the installation: database, its log and journal, keys, whatever waits to be deleted."""
    return {file.name: file.read_bytes().decode("utf-8", "replace") for file in folder.rglob("*") if file.is_file()}


def _checkpointed(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "otklik.db")) as raw:
        raw.execute("PRAGMA wal_checkpoint")
