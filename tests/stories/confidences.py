"""An anonymous survey in a story: an office of employees in two groups, set up and judged while the bot sleeps."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.campaign_keeping import CampaignKeeping
from bot.installation import Installation, open_installation
from bot.settings import Settings
from surveys.address import Address
from surveys.anonymity.blocks import Block
from surveys.anonymity.boxes import opened
from surveys.anonymity.campaign import Campaign
from surveys.anonymity.keys import RATINGS, Keys, texts_of
from surveys.anonymity.launching import launch
from surveys.anonymity.marks import subject, text_mark, vote_mark
from surveys.anonymity.organisation import Unit
from surveys.chance import SystemClock
from surveys.disclosure.parameters import Parameters
from surveys.staff.roster import roster
from surveys.work import Work
from tests.anonymity.held import SetClock
from tests.stories.citizens import together
from tests.stories.conftest import TOKEN, Town
from tests.stories.employees import RATE, SIGN, TITLE, WHY, Employee, sign_of, text_of
from tests.stories.history import canaries_in, rows
from tests.stories.promises import Found, Promises, Verdict
from tests.stories.questionnaires import told

QUESTION = "why"
SIGNS = "".join(f"\n    - {{name: s{number}, label: {sign_of(number)}}}" for number in range(24))
ASKED = told(f"""
settings: {{form_id: confidence, title: {TITLE}, version: "1", audience: internal, anonymity: strict}}
lists:
  signs:{SIGNS}
survey:
  - {{type: range, name: rate, label: {RATE}, required: true, parameters: {{start: "1", end: "5", step: "1"}}}}
  - {{type: select_one signs, name: sign, label: {SIGN}, required: true}}
  - {{type: text, name: {QUESTION}, label: {WHY}}}
""")
UNITS = (Unit("top", "Администрация"), Unit("u0", "Отдел 1", "top", 14), Unit("u1", "Отдел 2", "top", 30))
LONG_AGO = timedelta(hours=13)
"""A pool of a survey begun then may be drawn from now."""
DRAWN_AGAIN = timedelta(hours=13)


class Office:
    """Employees of `town`: `sizes` of them in the first and the second group. One survey after another.

    `drawn`: the blocks that were drawn while people answered. `killed`: the bot was, in the middle.
    """

    def __init__(self, town: Town, sizes: tuple[int, int]) -> None:
        self.town = town
        self.promises = Promises(town.folder / "promises.jsonl")
        self.employees = [Employee(town.emulator, self.promises, number, town.chance) for number in range(sum(sizes))]
        self._units = ["u0"] * sizes[0] + ["u1"] * sizes[1]
        self.campaign: Campaign | None = None
        self.surveys = self.drawn = 0
        self.killed = False
        self.doors = asyncio.Semaphore(0)

    async def settle(self) -> None:
        """Everybody has come in before; how one comes in is told elsewhere."""

        def enter(work: Work) -> None:
            work.staff.replace_units(UNITS)
            work.questionnaires.publish(ASKED, now)
            for employee, unit in zip(self.employees, self._units, strict=True):
                work.staff.join(work.people.enter(_address(employee), "ru", now).number, unit)

        now = SystemClock().now()
        async with self.asleep() as installation:
            await installation.works.write(enter)

    async def launched(self) -> Campaign:
        """Another survey, of which nothing is promised yet."""
        since = SystemClock().now() - LONG_AGO

        def begin(work: Work) -> Campaign:
            definition = work.questionnaires.version("confidence", "1")
            assert definition is not None
            found = launch(
                work, at.keys, at.chance, since, definition, roster(work), Parameters(), "№ 7",
                since + timedelta(days=14),
            )  # fmt: skip
            assert isinstance(found, Campaign), found
            return found

        async with self.asleep() as at:
            self.campaign = await at.works.write(begin)
        self.promises.begin()
        self.doors = asyncio.Semaphore(0)
        self.surveys += 1
        for employee in self.employees:
            employee.words = employee.words_of(self.surveys)
            employee.steps.clear()
        return self.campaign

    @asynccontextmanager
    async def asleep(self) -> AsyncIterator[Installation]:
        """The town's installation while its bot does not run."""
        town = self.town
        settings = Settings(database_url=town.database, keys=town.folder / "keys", _env_file=None)
        async with open_installation(settings) as installation:
            yield installation

    def let_in(self, people: int) -> None:
        """So many more may begin; without that nobody answers."""
        for _ in range(people):
            self.doors.release()

    async def answer(self, employees: Iterable[Employee] | None = None) -> None:
        """Whoever is let in, each in their own time; three of four have a comment to give."""
        chosen = list(self.employees if employees is None else employees)
        for employee in chosen:
            employee.writes = self.town.chance.random() < 0.75

        async def lives(employee: Employee) -> None:
            await self.doors.acquire()
            await asyncio.sleep(self.town.chance.uniform(0.0, 0.05))
            await employee.answers()

        await together(*(lives(employee) for employee in chosen))
        # Who typed twice, because nothing seemed to happen, is asked about the second copy after all was taken.
        await self.town.drained()
        while asked := [employee for employee in chosen if not employee.done]:
            await together(*(employee.goes_on() for employee in asked))
            await self.town.drained()

    async def judged(self) -> Verdict:
        """Every promise against what lies in pools and blocks: as it is, after one more draw, and in the act."""
        verdict = Verdict()
        await self._hidden()
        async with self.asleep() as installation:
            found = await installation.works.read(lambda work: self._found(work, installation.keys))
            self.drawn += found.blocks
            self._compare(verdict, found)
            verdict.same("marks", self._marks(found, installation.keys), found.marks)
            await self._closed(verdict, installation, found)
        return verdict

    async def kept(self) -> None:
        verdict = await self.judged()
        assert not verdict.lost + verdict.doubled, str(verdict)

    # --- what is compared

    def _compare(self, verdict: Verdict, found: Found, *, texts: bool = True) -> None:
        voted = [each for each in self.employees if each.id in self.promises.voted]
        said = [each for each in self.employees if each.id in self.promises.said]
        signs = {each.sign for each in self.employees}
        verdict.judge("vote", {each.id: each.sign for each in voted}, signs, found.signs)
        if texts:
            words = {each.words for each in self.employees}
            verdict.judge("text", {each.id: each.words for each in said}, words, found.texts)
        verdict.same("rates", Counter(each.rate for each in self._voters(found)), found.rates)

    def _voters(self, found: Found) -> list[Employee]:
        return [each for each in self.employees if found.signs[each.sign]]

    def _marks(self, found: Found, keys: Keys) -> frozenset[bytes]:
        """One for each answer that lies there, and no other: nobody can vote again, nobody is kept from voting."""
        key = keys.campaign(self._code)
        said = (each for each in self.employees if found.texts[each.words])
        return frozenset(
            [*(vote_mark(key, subject(_address(each))) for each in self._voters(found))]
            + [text_mark(key, subject(_address(each)), QUESTION) for each in said]
        )

    async def _closed(self, verdict: Verdict, installation: Installation, found: Found) -> None:
        """What was drawn later, and what the close leaves."""
        clock = SetClock(SystemClock().now() + DRAWN_AGAIN)
        keeping = CampaignKeeping(
            installation.works, installation.keys, clock, installation.chance, at=lambda _: None, tell=lambda: None
        )
        await keeping.tick()
        drawn = await installation.works.read(lambda work: self._found(work, installation.keys))
        verdict.same("answers after a draw", (found.signs, found.texts), (drawn.signs, drawn.texts))
        act = await keeping.close(self._code, asked_by="admin")
        left = await installation.works.read(lambda work: self._found(work, installation.keys))
        votes, texts = found.signs.total(), found.texts.total()
        stream, not_shown = texts_of(QUESTION), dict(act.not_shown)
        counted = {RATINGS: votes - not_shown.get(RATINGS, 0), stream: texts - not_shown.get(stream, 0)}
        verdict.same("act", {name: n for name, n in counted.items() if n}, {n: c for n, c in act.counted if c})
        verdict.same("lost", range(0), range(act.lost))
        verdict.same("blocks", counted, {RATINGS: left.signs.total(), stream: left.texts.total()})
        verdict.same("marks after the close", frozenset(), left.marks)

    def _found(self, work: Work, keys: Keys) -> Found:
        found = Found()
        for block in work.pools.blocks(self._code):
            found.blocks += 1
            _count_block(found, block)
        for pool in work.pools.pools(self._code):
            for box in work.pools.boxes(pool):
                content = json.loads(opened(box, pool=pool, key=keys.block(pool, box.generation)))
                if pool.stream == RATINGS:
                    found.signs[str(content["sign"])] += 1
                    found.rates[str(content["rate"])] += 1
                else:
                    found.texts[content["text"]] += 1
        found.marks = _marks_of(work, self._code)
        return found

    async def _hidden(self) -> None:
        """No word and no name where none may stand: chats, logs, names of files, and, before the close, any file."""
        words = [each.words for each in self.employees]
        people = [TOKEN, *(str(each.id) for each in self.employees), *(each.name for each in self.employees)]
        assert canaries_in([self.town.bot.out, self.town.bot.err], [*words, *people]) == []
        files = [path for path in self.town.folder.rglob("*") if path.is_file() and path.suffix != ".jsonl"]
        assert canaries_in(files, [*words, *(json.dumps(each)[1:-1] for each in words)]) == []
        if not self.town.database.startswith("sqlite"):
            assert not [each for each in words if each in await _dumped(self.town.database)]
        for employee in self.employees:
            self._neutral(employee)

    def _neutral(self, employee: Employee) -> None:
        """Nothing in the chat shows what was answered, and no button carries it.

        A kill may leave screens behind that nobody remembers, but never one that has said that something was taken.
        """
        chat = list(employee.chat.messages.values())
        standing = [(one.id, "own" if one.mine else "ours") for one in chat if employee.words in text_of(one)]
        seen = [(one.id, one.mine, text_of(one)[:40]) for one in chat]
        assert not standing, f"the comment stands in the chat: {standing} of {seen}"
        if employee.id in self.promises.voted:
            known = [one for one in chat if one.id in employee.told_in or not self.killed]
            buttons = [str(each) for one in known for row in one.inline or () for each in row]
            assert not [each for each in buttons if f"!{self._code}" in each], "a button carries answers"

    @property
    def _code(self) -> str:
        assert self.campaign is not None
        return self.campaign.code


@asynccontextmanager
async def office_in(town: Town, *sizes: int) -> AsyncIterator[Office]:
    """So many employees in the first and in the second group."""
    opened = Office(town, (sizes[0], sizes[1] if len(sizes) > 1 else 0))
    try:
        await opened.settle()
        yield opened
    finally:
        opened.promises.close()


def _count_block(found: Found, block: Block) -> None:
    for column in block.columns:
        counted = found.signs if column.question == "sign" else found.rates
        for value, times in column.counts:
            counted[value] += times
    found.texts.update(block.texts)


def _marks_of(work: Work, code: str) -> frozenset[bytes]:
    found = work._connection.exec_driver_sql("SELECT campaign, mark FROM mark")  # type: ignore[attr-defined]
    return frozenset(bytes(mark) for campaign, mark in found.all() if campaign == code)


async def _dumped(database: str) -> str:
    """Every row of every table."""
    names = await rows(database, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
    return repr([await rows(database, f'SELECT * FROM "{name}"') for (name,) in names])


def _address(employee: Employee) -> Address:
    return Address("telegram", str(employee.id))
