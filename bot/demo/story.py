"""A citizen's story told in the terminal, each step looked for on the phone and, at the end, in the database."""

from collections.abc import Callable

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from bot.cli.answers import plain, table
from bot.demo.people import CITIZEN, GUEST
from bot.demo.phone import Missing, Phone
from bot.demo.running import Demo
from bot.demo.words import texts
from bot.emulator.people import ImpossibleAct
from bot.stored_answers import Stored, newest
from surveys.points.links import payload
from surveys.points.point import Point
from surveys.screens import Phrase

POINT = "МФЦ, окно 3"
PHONE = 46
"""Columns of a drawn phone."""
MINUTES = 20 * 60
DAY = 24 * 3600
MOST_QUESTIONS = 40
BEFORE, AGAIN, NEXT_DAY = "2 ★", "4 ★", "5 ★"


class Story:
    """`language` is the one the citizen's Telegram speaks."""

    def __init__(self, demo: Demo, language: str, console: Console | None = None) -> None:
        self._demo = demo
        self._language = language
        self._owner = CITIZEN if language == "ru" else GUEST
        self._phone = Phone(demo.emulator, self._owner)
        self._console = console or Console(highlight=False)
        self._steps = 0
        self._began = demo.installation.clock.now()

    async def tell(self) -> bool:
        """Whether every step happened."""
        point = await self._point()
        self._console.rule(self._own("story.title", name=self._owner.first_name, point=point.title))
        try:
            await self._first_visit(point)
            await self._tell_more()
            await self._same_hour(point)
            await self._next_day(point)
            await self._look_at_rows()
        except (Missing, ImpossibleAct) as failure:
            step = self._own(f"step.{failure.step}") if isinstance(failure, Missing) else failure.reason
            self._draw()
            self._console.print(self._own("story.failed", step=step), style="bold red")
            return False
        self._console.print(self._own("story.done", count=self._steps), style="bold green")
        return True

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
        self._narrate("story.write", text=comment)
        self._phone.say(comment)
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
        await self._see("thanks", lambda: not self._phone.labels())

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
        await self._see("thanks", lambda: not self._phone.labels())

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
        self._console.rule(self._own("story.stored"))
        self._console.print(table(stored, self._demo.installation.policy.zone, self._language))
        self._steps += 1
        if [_kind(one) for one in stored] != [("counter", False, 5), ("counter", True, 4), ("ext-service", True, None)]:
            raise Missing("rows")

    def _some_answer(self) -> str:
        """A plain way through the longer questionnaire: the first option, the middle of a scale."""
        labels = self._phone.labels()
        controls = {self._bot(f"answering.{key}") for key in ("back", "skip", "not_applicable", "done", "send")}
        done = self._bot("answering.done", count=1)
        if done in labels:
            return done
        answers = [label for label in labels if label not in controls]
        rated = [label for label in answers if label.endswith("★")]
        if rated:
            return rated[len(rated) // 2]
        return answers[0] if answers else self._bot("answering.skip")

    def _scan(self, point: Point) -> None:
        self._narrate("story.scan")
        self._phone.scan(payload(point, self._demo.installation.secret))

    def _tap(self, button: str, *, quietly: bool = False) -> None:
        if not quietly:
            self._narrate("story.tap", button=button)
        else:
            question = max(self._phone.text().splitlines(), key=len, default="")
            self._console.print(Text(f"      {plain(question)[:70]} → {button}", style="dim"))
        self._phone.tap(button)

    def _pass(self, words: str, seconds: int) -> None:
        self._console.rule(self._own(words), style="dim")
        self._demo.emulator.clock.advance(seconds)

    async def _see(self, step: str, holds: Callable[[], bool]) -> None:
        await self._phone.until(step, holds)
        self._steps += 1
        self._draw()

    def _draw(self) -> None:
        rows = [Text(_row(row), style="cyan") for row in self._phone.buttons()]
        inside = Group(Text(plain(self._phone.text())), *([Text()] if rows else []), *rows)
        self._console.print(Padding(Panel(inside, width=PHONE), (0, 0, 0, 4)))

    def _narrate(self, key: str, **args: str) -> None:
        self._console.print(Text(f"  ▸ {self._own(key, name=self._owner.first_name, **args)}", style="bold"))

    async def _point(self) -> Point:
        points = await self._demo.installation.works.read(lambda work: work.points.all())
        return next(point for point in points if point.title == POINT)

    def _own(self, key: str, **args: str | int) -> str:
        return texts().say(Phrase(f"demo.{key}", args), self._language)

    def _bot(self, key: str, **args: str | int) -> str:
        return texts().say(Phrase(key, args), self._language)


def _row(labels: list[str]) -> str:
    """A row of buttons, none of them broken over two lines."""
    return " ".join(f"[{label}]".replace(" ", "\u00a0") for label in labels)


def _kind(stored: Stored) -> tuple[str, bool, object]:
    rating = next((given.value for given in stored.given if given.name == "rating"), None)
    return stored.form_id, stored.complete, rating
