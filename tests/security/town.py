"""A small town for hostile citizens: an emulated Telegram, the whole bot on a real database, and people."""

import asyncio
import io
import json
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.emulator.callbacks import Tap
from bot.emulator.messages import Message
from bot.emulator.server import Emulator
from bot.installation import Installation, open_installation
from bot.lifecycle import run_bot
from bot.logs import configure
from bot.settings import Settings
from surveys.address import Address
from surveys.chance import Clock
from surveys.conversation.desk_rights import ADMIN
from surveys.people import Person
from surveys.points.codes import check_digit
from surveys.points.links import payload
from surveys.points.point import Point, Service
from surveys.questionnaires.definition import Questionnaire
from surveys.questionnaires.reading import read
from surveys.work import Work

TOKEN = "4242:emulated-token"
PATIENCE = 60.0
RATED = """
settings: {form_id: rated, title: Оценка, version: "1"}
lists:
  why: [{name: queue, label: Очередь}, {name: rude, label: Грубость}]
survey:
  - {type: range, name: rating, label: Как вас обслужили?, required: true,
     parameters: {start: "1", end: "5", step: "1"}}
  - {type: select_multiple why, name: reasons, label: Что помешало?, relevant: "${rating} <= 3"}
  - {type: text, name: comment, label: Пара слов?}
"""
TOLD = """
settings: {form_id: told, title: Рассказ, version: "1"}
survey:
  - {type: text, name: first, label: Первое?}
  - {type: text, name: second, label: "Вы написали: ${first}. Второе?"}
  - {type: text, name: third, label: Третье?}
  - {type: text, name: fourth, label: Четвёртое?}
"""
STAFF = """
settings: {form_id: staff, title: Для сотрудников, version: "1", audience: internal}
survey:
  - {type: text, name: word, label: Слово?}
"""


async def until(true: Callable[[], bool], what: str = "") -> None:
    """Looks every few milliseconds: for what the bot announces to nobody."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not true():  # noqa: ASYNC110 - nobody tells of it
                await asyncio.sleep(0.003)
    except TimeoutError as late:
        raise AssertionError(f"waited {PATIENCE} s in vain: {what}") from late


def leaked(text: str, words: Iterable[str]) -> list[str]:
    """Which of `words` stand in `text`, as they are or as JSON escapes them."""
    return [word for word in words if word in text or json.dumps(word)[1:-1] in text]


@dataclass
class Citizen:
    town: "Town"
    id: int

    @property
    def bots(self) -> list[Message]:
        """What the bot has in this chat, oldest first."""
        chat = self.town.emulator.people.get(self.id).chat
        return [message for message in chat.messages.values() if not message.mine]

    @property
    def seen(self) -> str:
        return str(self.bots[-1].content.get("text", self.bots[-1].content.get("caption", ""))) if self.bots else ""

    @property
    def labels(self) -> list[str]:
        return [button["text"] for row in self.bots[-1].inline or () for button in row] if self.bots else []

    async def starts(self, payload: str = "") -> None:
        self.town.emulator.people.start(self.id, payload or None)
        await self.town.quiet()

    async def says(self, text: str) -> None:
        self.town.emulator.people.say(self.id, text)
        await self.town.quiet()

    async def taps(self, label: str) -> Tap:
        """The first button whose label contains `label`, under the newest message that has one."""
        for message in reversed(self.bots):
            for button in (one for row in message.inline or () for one in row):
                if label in button["text"]:
                    return await self.sends(str(button["callback_data"]), message.id)
        raise AssertionError(f"no button {label!r} under {self.labels}")

    async def sends(self, data: str, message: int | None = None) -> Tap:
        """A tap with any data, as a forged app can send."""
        place = self.bots[-1].id if message is None else message
        tap = self.town.emulator.people.tap(self.id, place, data=data)
        await tap.answered(PATIENCE)
        await self.town.quiet()
        return tap

    async def sees(self, text: str) -> None:
        await until(lambda: text in self.seen, f"{text!r}, seen: {self.seen!r}")

    async def row(self) -> Person:
        person = await self.town.installation.works.read(
            lambda work: work.people.find(Address("telegram", str(self.id)))
        )
        assert person is not None
        return person

    async def session(self) -> str:
        """The key of the response this person is in the middle of."""
        number = (await self.row()).number
        current = await self.town.installation.works.read(lambda work: work.responses.open_of(number))
        assert current is not None
        return current.session.key

    async def made_admin(self) -> None:
        await self.starts()
        number, now = (await self.row()).number, self.town.installation.clock.now()
        await self.town.installation.works.write(lambda work: work.roles.grant(number, ADMIN, now))


@dataclass
class Town:
    emulator: Emulator
    installation: Installation
    folder: Path
    log: io.StringIO
    claim: str = ""
    points: dict[str, Point] = field(default_factory=dict)

    def citizen(self, name: str = "Анна", **details: Any) -> Citizen:
        return Citizen(self, self.emulator.people.add(name, **details).id)

    def link(self, key: str) -> str:
        return payload(self.points[key], self.installation.secret)

    async def quiet(self) -> None:
        """Every update so far has had its effect and its reply, and is confirmed."""
        account = self.emulator.world.account
        await until(lambda: len(account.updates) == 0 and account.polling.waiting, "the bot to be quiet")

    async def changed(self, change: Callable[[Work], None]) -> None:
        await self.installation.works.write(change)

    def calls(self) -> list[dict[str, Any]]:
        return [entry for entry in self.emulator.journal.since() if entry["kind"] == "call"]

    def refused(self) -> list[dict[str, Any]]:
        """Calls that Telegram did not take."""
        return [call for call in self.calls() if not (call["answer"] or {}).get("ok")]

    def produced(self) -> set[tuple[int, str]]:
        """Every callback the bot has ever drawn, with the chat it was drawn for."""
        found = set()
        for call in self.calls():
            markup = json.loads(call["parameters"].get("reply_markup") or "{}")
            for row in markup.get("inline_keyboard", ()):
                found |= {(int(call["parameters"]["chat_id"]), one["callback_data"]) for one in row}
        return found

    def rows(self, *without: str) -> dict[str, list[Any]]:
        """Every table of the database but those named."""
        with sqlite3.connect(self.folder / "otklik.db") as database:
            names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {
                name: sorted(database.execute(f"SELECT * FROM {name}"), key=repr)
                for name in names
                if name not in without
            }

    def events(self) -> list[dict[str, Any]]:
        """Lines of the log so far."""
        return [json.loads(line) for line in self.log.getvalue().splitlines()]


@asynccontextmanager
async def founded(folder: Path, *, clock: Clock | None = None, **settings: Any) -> AsyncIterator[Town]:
    """A running town with two points and three questionnaires."""
    log = io.StringIO()
    configure("debug", as_json=True, stream=log)
    async with Emulator(token=TOKEN) as emulator:
        chosen = Settings(
            _env_file=None,
            bot_token=TOKEN,
            telegram_api=emulator.url,
            **{"database_url": f"sqlite:///{folder}/otklik.db", "keys": folder / "keys", **settings},
        )
        async with open_installation(chosen, exclusive=True, clock=clock) as installation:
            town = Town(emulator, installation, folder, log)
            await _settled(town)
            stop, up = asyncio.Event(), asyncio.Event()

            def announce(_: str, claim: str | None) -> None:
                town.claim = claim or ""
                up.set()

            running = asyncio.create_task(run_bot(installation, stop, announce=announce))
            try:
                await asyncio.wait_for(up.wait(), PATIENCE)
                await town.quiet()
                yield town
            finally:
                # A stop confirms once more what the last poll confirmed, and Telegram holds such a repetition for 3 s.
                emulator.faults.add({"method": "getUpdates", "do": {"kind": "drop_before"}})
                stop.set()
                await running


async def _settled(town: Town) -> None:
    window = Point("k1", _code("4821730"), "Окно 3", "МФЦ", services=(Service("a", "Справка"),), questionnaire="rated")
    hall = Point("k2", _code("4821731"), "Зал", "ЗАГС", questionnaire="told")
    now = town.installation.clock.now()

    def settle(work: Work) -> None:
        for number, text in enumerate((RATED, TOLD, STAFF)):
            work.questionnaires.publish(_read(f"q{number}.yaml", text), now)
        work.points.save([window, hall])

    await town.installation.works.write(settle)
    town.points = {point.key: point for point in (window, hall)}


def _code(digits: str) -> str:
    return digits + check_digit(digits)


def _read(name: str, text: str) -> Questionnaire:
    reading = read(name, text.encode())
    assert reading.accepted, reading.issues
    assert reading.questionnaire is not None
    return reading.questionnaire
