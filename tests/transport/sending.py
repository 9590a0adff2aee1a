"""Everything between an outcome and a chat, without a database: replies, debts and an emulated Telegram."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.chat_cleanup import NAME, ChatCleanup
from bot.composition import telegram_bot
from bot.emulator.messages import Message
from bot.emulator.server import Emulator
from bot.gate import Gate
from bot.logs import configure
from handlers import texts
from handlers.telegram.catching_up import CatchingUp
from handlers.telegram.messenger import Messenger
from handlers.telegram.outgoing import OnItsWay, Outgo, Outgoing
from handlers.telegram.removing import Remover
from handlers.telegram.rendering import View
from handlers.telegram.sweeping import Sweeping
from surveys.address import Address
from surveys.chance import SystemClock
from surveys.screens import Action, Option, Reply, Screen, Span
from surveys.texts import HERE, Texts

TOKEN = "4242:emulated-token"
ANNA, BORIS = 7_000_001, 7_000_002
AWAY = {"kind": "error", "code": 500, "description": "Internal Server Error"}


def closed(seconds: int) -> dict[str, Any]:
    words = f"Too Many Requests: retry after {seconds}"
    return {"kind": "error", "code": 429, "description": words, "retry_after": seconds}


def refusal(words: str) -> dict[str, Any]:
    return {"kind": "error", "code": 400, "description": f"Bad Request: {words}"}


def screen(words: str, *labels: str) -> Screen:
    return Screen("ru", ((Span(words),),), controls=tuple(Option(label, Action("see")) for label in labels))


@dataclass
class Life:
    """One process's worth of sending."""

    outgoing: Outgoing
    catching_up: asyncio.Task[None]


@dataclass
class Post:
    """`life` is the present one; the emulator and the folder outlast it."""

    emulator: Emulator
    folder: Path
    log: io.StringIO = field(default_factory=io.StringIO)
    life: Life | None = None

    @property
    def kept(self) -> Path:
        return self.folder / NAME

    def debts(self) -> list[Any]:
        return [json.loads(line) for line in self.kept.read_text().splitlines()] if self.kept.exists() else []

    def owes(self, *lines: Any) -> None:
        """As if a former life had left them."""
        self.kept.write_text("".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in lines))

    def fault(self, method: str, do: dict[str, Any], times: int | None = None, chat: int = ANNA) -> Any:
        return self.emulator.faults.add({"method": method, "chat": chat, "times": times, "do": do})

    def chat(self, person: int = ANNA) -> list[Message]:
        return list(self.emulator.people.get(person).chat.messages.values())

    def own(self, person: int = ANNA) -> list[str]:
        """What the person's own messages say, oldest first."""
        return [str(one.content.get("text")) for one in self.chat(person) if one.mine]

    def seen(self, person: int = ANNA) -> list[str]:
        return [str(one.content.get("text")) for one in self.chat(person) if not one.mine]

    @property
    def labels(self) -> list[str]:
        return [button["text"] for one in self.chat() for row in one.inline or () for button in row]

    def events(self, name: str) -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in self.log.getvalue().splitlines()]
        return [line for line in lines if line["event"] == name]

    def sends(self, reply: Reply = Reply(), person: int = ANNA, **details: Any) -> OnItsWay:  # noqa: B008
        assert self.life is not None
        return self.life.outgoing.post(Outgo(Address("telegram", str(person)), reply, "ru", **details))

    def says(self, text: str, person: int = ANNA) -> Message:
        return self.emulator.people.say(person, text)[-1]

    def wipes(self, message: Message) -> OnItsWay:
        """The person's own words are to go."""
        return self.sends(person=message.chat["id"], wipe=(str(message.id),), since=message.date)

    def replaces(self, placement: str, words: str) -> OnItsWay:
        """A screen that must replace what stands there."""
        return self.sends(Reply(screen(words)), placement=placement, lasting=True)

    async def stands(self, words: str, *labels: str) -> str:
        """A screen of ours, drawn at the end of the chat; where it stands."""
        await self.sends(Reply(screen(words, *labels), afresh=True)).tried
        return str(self.chat()[-1].id)

    def begin(self) -> None:
        """A life begins. Waits of the gate are a hundred times shorter, so that troubles end soon."""
        configure("debug", as_json=True, stream=self.log)
        loop = asyncio.get_running_loop()
        gate = Gate(pause=_hurried, now=lambda: loop.time() * 10)
        bot = telegram_bot(TOKEN, self.emulator.url, gate)
        view = View(Texts((HERE, Path(texts.__path__[0]))), b"secret")
        remover, kept, clock = Remover(bot, view), ChatCleanup(self.folder), SystemClock()
        sweeping = Sweeping(remover, kept, clock, closed=gate.closed_for, left=lambda: catching_up.wake())
        catching_up = CatchingUp(
            remover, kept, clock, closed=gate.closed_for, in_hand=sweeping.has_in_hand, language_of=_russian
        )
        outgoing = Outgoing(
            Messenger(bot, view, remover), view, sweeping, placed=_placed, gone=_gone, at=lambda label: None
        )
        self.bot = bot
        self.life = Life(outgoing, asyncio.create_task(catching_up.run()))

    async def end(self, seconds: float = 0.2) -> None:
        """A clean stop that waits for `seconds`."""
        assert self.life is not None
        await self.life.outgoing.drained(seconds)
        self.life.catching_up.cancel()
        with suppress(asyncio.CancelledError):
            await self.life.catching_up
        await self.bot.session.close()
        self.life = None


async def _hurried(seconds: float) -> None:
    await asyncio.sleep(min(seconds / 10, 0.01))


async def _russian(_: Address) -> str:
    return "ru"


async def _placed(address: Address, subject: str, placement: str) -> None:
    raise AssertionError("nothing here is to be remembered")


async def _gone(_: Address) -> None:
    return


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Post]:
    async with Emulator(token=TOKEN) as emulator:
        post = Post(emulator, folder)
        for person in (ANNA, BORIS):
            emulator.people.add("Анна", person_id=person)
            emulator.people.start(person)
            emulator.people.get(person).chat.messages.clear()
        post.begin()
        yield post
        if post.life is not None:
            await post.end()
