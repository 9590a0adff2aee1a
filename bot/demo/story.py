"""A citizen's story told in the terminal, each step looked for on the phone and, at the end, in the database."""

from rich.console import Console

from bot.cli.answers import table
from bot.demo.people import CITIZEN, GUEST
from bot.demo.phone import Missing
from bot.demo.running import Demo
from bot.demo.telling import Telling, Terminal
from bot.stored_answers import Stored, newest
from surveys.points.links import payload
from surveys.points.point import Point

POINT = "МФЦ, окно 3"
MINUTES = 20 * 60
DAY = 24 * 3600
MOST_QUESTIONS = 40
BEFORE, AGAIN, NEXT_DAY = "2 ★", "4 ★", "5 ★"


class Story(Telling):
    """`language` is the one the citizen's Telegram speaks."""

    def __init__(self, demo: Demo, language: str, console: Console | None = None) -> None:
        terminal = Terminal(console)
        super().__init__(demo, language, CITIZEN if language == "ru" else GUEST, terminal)
        self._console = terminal.console
        self._began = demo.installation.clock.now()

    async def _happen(self) -> None:
        point = await self._point()
        self._listener.chapter(self._own("story.title", name=self._owner.first_name, point=point.title))
        await self._first_visit(point)
        await self._tell_more()
        await self._same_hour(point)
        await self._next_day(point)
        await self._look_at_rows()

    async def _first_visit(self, point: Point) -> None:
        self._scan(point)
        consent = self._bot("conversation.consent", version="").split("(")[0].strip()
        await self._see("consent", lambda: point.title in self._phone.text() and consent in self._phone.text())
        self._tap(BEFORE)
        await self._see("rated", lambda: self._bot("conversation.rated") in self._phone.text())
        self._tap(next(label for label in self._phone.labels() if label.startswith("☐")))
        done = self._bot("answering.done", count=1)
        await self._see("reason", lambda: done in self._phone.labels())
        self._tap(done)
        await self._see("comment", lambda: "☐" not in "".join(self._phone.labels()))
        comment = self._own("story.comment")
        self._write(comment)
        await self._see("more", lambda: self._bot("conversation.tell_more") in self._phone.labels())

    async def _tell_more(self) -> None:
        self._tap(self._bot("conversation.tell_more"))
        await self._see("longer", lambda: self._bot("conversation.tell_more") not in self._phone.labels())
        send = self._bot("answering.send")
        for _ in range(MOST_QUESTIONS):
            if send in self._phone.labels():
                break
            await self._answer_one()
        await self._see("summary", lambda: send in self._phone.labels())
        self._tap(send)
        await self._see("thanks", lambda: self._phone.labels() == [self._bot("subscribing.offer")])

    async def _answer_one(self) -> None:
        before = self._phone.newest()
        self._tap(self._some_answer(), quietly=True)
        await self._phone.until("longer", lambda: self._phone.newest() != before)

    async def _same_hour(self, point: Point) -> None:
        self._pass("story.minutes", MINUTES)
        self._scan(point)
        replaces = self._bot("arriving.replaces", point=point.title)
        await self._see("replaces", lambda: replaces in self._phone.text())
        self._tap(AGAIN)
        skip = self._bot("answering.skip")
        await self._see("comment", lambda: skip in self._phone.labels())
        self._tap(skip)
        # The longer questionnaire has been answered at this visit and is not offered again.
        await self._see("thanks", lambda: self._phone.labels() == [self._bot("subscribing.offer")])

    async def _next_day(self, point: Point) -> None:
        self._pass("story.day", DAY)
        self._scan(point)
        replaced = self._bot("arriving.replaces", point=point.title)
        await self._see("next_day", lambda: NEXT_DAY in self._phone.labels() and replaced not in self._phone.text())
        self._tap(NEXT_DAY)
        await self._see("comment", lambda: self._bot("answering.skip") in self._phone.labels())

    async def _look_at_rows(self) -> None:
        works = self._demo.installation.works
        everything = await works.read(lambda work: newest(work, 10, self._language))
        stored = [one for one in everything if one.started_at >= self._began]
        self._listener.chapter(self._own("story.stored"))
        self._console.print(table(stored, self._demo.installation.policy.zone, self._language))
        self._steps += 1
        if [_kind(one) for one in stored] != [("counter", False, 5), ("counter", True, 4), ("ext-service", True, None)]:
            raise Missing("rows")

    def _scan(self, point: Point) -> None:
        self._narrate("story.scan")
        self._phone.scan(payload(point, self._demo.installation.secret))

    async def _point(self) -> Point:
        points = await self._demo.installation.works.read(lambda work: work.points.all())
        return next(point for point in points if point.title == POINT)


def _kind(stored: Stored) -> tuple[str, bool, object]:
    rating = next((given.value for given in stored.given if given.name == "rating"), None)
    return stored.form_id, stored.complete, rating
