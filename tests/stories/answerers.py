"""Citizens who answer while something else goes on: so many taps a second, and how long each waited for its edit."""

import asyncio
import time
from dataclasses import dataclass
from statistics import quantiles

from bot.emulator.messages import Message
from bot.installation import open_installation
from surveys.points.links import payload
from surveys.points.point import Point
from tests.stories.bots import until
from tests.stories.campaigns import settings_of
from tests.stories.conftest import Town
from tests.stories.questionnaires import told

FIRST = 7_600_000_000
QUESTIONS = 120
LONG = """
settings: {form_id: long, title: {ru: Долгая анкета}, version: "1", default_language: ru}
languages: {ru: Русский}
survey:
""" + "".join(
    f"""
  - type: range
    name: q{n}
    label: {{ru: "Вопрос {n}?"}}
    required: true
    parameters: {{start: "1", end: "5", step: "1"}}
"""
    for n in range(QUESTIONS)
)


@dataclass(frozen=True)
class Waits:
    """Seconds from a tap to the edit that shows the next question."""

    taps: int
    median: float
    p95: float


class Answerers:
    def __init__(self, town: Town, people: int) -> None:
        self._town = town
        self._ids = range(FIRST, FIRST + people)
        self._waits: list[float] = []

    async def begin(self) -> None:
        """Each opens the questionnaire; the bot runs, and Telegram has no limits yet."""
        point = Point("long", "10999999", "Киоск", "МФЦ", questionnaire="long")
        async with open_installation(settings_of(self._town)) as installation:
            now = installation.clock.now()
            await installation.works.write(lambda work: work.questionnaires.publish(told(LONG), now))
            await installation.works.write(lambda work: work.points.save([point]))
            carried = payload(point, installation.secret)
        for each in self._ids:
            self._town.emulator.people.add("Борис", person_id=each)
            self._town.emulator.people.start(each, carried)
        await until(lambda: all(self._survey(each) is not None for each in self._ids), 60, "everybody sees a question")

    async def answer(self, a_second: float, *, while_: asyncio.Event) -> Waits:
        """One after another taps, at that rate, until the event is set; whoever still waits is passed over."""
        self._waits = []
        begun, taps = time.monotonic(), 0
        busy: dict[int, asyncio.Task[None]] = {}
        while not while_.is_set():
            person = self._ids[taps % len(self._ids)]
            former = busy.get(person)
            if former is None or former.done():
                busy[person] = asyncio.create_task(self._tap(person))
            taps += 1
            await asyncio.sleep(max(0.0, begun + taps / a_second - time.monotonic()))
        await asyncio.wait_for(asyncio.gather(*busy.values()), 120)
        parts = quantiles(self._waits, n=20)
        return Waits(len(self._waits), round(parts[9], 3), round(parts[18], 3))

    async def _tap(self, person: int) -> None:
        message = self._survey(person)
        assert message is not None
        chat = self._town.emulator.people.get(person).chat
        before, begun = message.content["text"], time.monotonic()
        self._town.emulator.people.tap(person, message.id, message.inline[0][0]["text"])  # type: ignore[index]
        while message.content["text"] == before and message.id in chat.messages:
            await chat.changed(chat.revision, 1.0)
        self._waits.append(time.monotonic() - begun)

    def _survey(self, person: int) -> Message | None:
        """The newest message with a question."""
        messages = self._town.emulator.people.get(person).chat.messages.values()
        return next((one for one in reversed(messages) if "Вопрос" in str(one.content.get("text"))), None)
