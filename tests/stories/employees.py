"""Employees as they are: they look at the chat, tap what they see, get impatient, and remember what they were told."""

import asyncio
import random
import time
from collections.abc import Callable

from bot.emulator.callbacks import Tap
from bot.emulator.messages import Message
from bot.emulator.server import Emulator
from tests.stories.bots import Late
from tests.stories.citizens import PATIENCE
from tests.stories.promises import Promises

TITLE = "Как дела в отделе?"
RATE, SIGN, WHY = "Как вам работается?", "Ваш знак?", "Что изменить?"
SUMMARY, WELCOMED_BACK = "Проверьте ответы", "Ваш ответ уже принят"
VOTED = ("Ответ принят", "Ваш ответ уже был принят", WELCOMED_BACK)
SAID = ("Комментарий принят", "Комментарий к этому вопросу уже был принят")
SEND, WITHOUT, LEAVE, REMOVE, BEGIN = "Отправить", "Без комментария", "Не отправлять", "Убрать", "Начать"
SUBMIT = "✅ Отправить"
LATER = "Дальше ("
START, WRITE = "/start", "(writes)"
IMPATIENCE = 2.0
"""Seconds until a person who sees nothing happen does again what they did."""
THINKING = 0.2
"""Seconds at most between seeing and doing while faults are at work: there must be moments between the acts."""
LETTERS = "абвгдежзик"

Choice = tuple[int, str, str]
"""A message, what it says, and what to do about it: a button, START or WRITE."""


def _is_done(employee: "Employee") -> bool:
    return employee.done


class Employee:
    """`sign` and `rate` are the answers, `words` the comment: nobody else gives the same sign or writes the same.

    With `writes` they have a comment to give. `steps` are the different things done in this conversation,
    `told_in` the messages in which something was said to be taken.
    """

    def __init__(self, emulator: Emulator, promises: Promises, number: int, chance: random.Random) -> None:
        self.id = 7_361_900_000 + number
        self.sign, self.rate = f"s{number}", str(1 + number % 5)
        self._sign = sign_of(number)
        self.name = f"Канарейкина{number:03}"
        self._number = number
        self.words = self.words_of(0)
        self.writes = True
        self.steps: set[str] = set()
        self.told_in: set[int] = set()
        self._emulator = emulator
        self._promises = promises
        self._chance = chance
        self._since = self._seen = 0
        self._all_in = False
        self._last: tuple[Choice | None, float] = (None, 0.0)
        emulator.people.add(self.name, person_id=self.id)
        self.chat = emulator.people.get(self.id).chat

    def words_of(self, survey: int) -> str:
        """No two surveys get the same words: those of a closed one stand in its blocks, for all to read."""
        letters = "".join(LETTERS[int(digit)] for digit in f"{survey:02}{self._number:02}")
        return f"ромашка-{letters} просит тишины"

    @property
    def shown(self) -> list[Message]:
        """What the bot has in the chat since this conversation began, newest first."""
        return [one for one in reversed(self.chat.messages.values()) if one.id > self._since and not one.mine]

    @property
    def text(self) -> str:
        return text_of(self.shown[0]) if self.shown else ""

    @property
    def labels(self) -> list[str]:
        return labels_of(self.shown[0]) if self.shown else []

    @property
    def done(self) -> bool:
        """Everything was taken, and the chat shows no word of it."""
        voted = self.id in self._promises.voted
        said = not self.writes or self._all_in or self.id in self._promises.said
        return voted and said and not self._quoting()

    async def answers(self, until: Callable[["Employee"], bool] = _is_done) -> None:
        """One conversation, from /start until everything is taken, or until `until` holds. Raises Late."""
        self._since, self._all_in = max(self.chat.messages, default=0), False
        self._does((0, "", START))
        await self.goes_on(until)

    async def goes_on(self, until: Callable[["Employee"], bool] = _is_done) -> None:
        end = time.monotonic() + PATIENCE
        impatience = IMPATIENCE
        while True:
            await self.chat.changed(self._seen, 0.25)
            self._seen = self.chat.revision
            self._remembers()
            if until(self):
                return
            choice, now = self._choice(), time.monotonic()
            if choice != self._last[0]:
                end, impatience = now + PATIENCE, IMPATIENCE
            elif now - self._last[1] < impatience:
                continue
            else:
                impatience = min(10.0, impatience * 2)
            if self._promises.storming:
                end = now + PATIENCE
            if now > end:
                raise Late(f"stuck at {[text_of(one)[:60] for one in self.shown[:2]]}, would do {choice[2]!r}")
            await asyncio.sleep(self._chance.uniform(0.0, THINKING if self._promises.storming else 0.03))
            self._does(self._choice())

    def tap(self, label: str) -> Tap:
        """The newest button that says so. Raises AssertionError."""
        for one in self.shown:
            if label in labels_of(one):
                return self._emulator.people.tap(self.id, one.id, label)
        raise AssertionError(f"no button {label!r}: {[labels_of(one) for one in self.shown]}")

    def data(self, label: str) -> str:
        """What the newest button that says so carries."""
        buttons = (each for one in self.shown for row in one.inline or () for each in row)
        return next(str(each["callback_data"]) for each in buttons if each["text"] == label)

    def _does(self, choice: Choice) -> None:
        self._last = (choice, time.monotonic())
        message, _, what = choice
        self.steps.add(what)
        if what == START:
            self._emulator.people.start(self.id)
        elif what == WRITE:
            self._emulator.people.say(self.id, self.words)
        else:
            self._emulator.people.tap(self.id, message, what)
        self._seen = self.chat.revision

    def _remembers(self) -> None:
        """What this person has been told by now."""
        texts = [text_of(one) for one in self.shown]
        self.told_in |= {one.id for one in self.shown if any(said in text_of(one) for said in (*VOTED, *SAID))}
        if any(said in text for text in texts for said in VOTED):
            self._promises.vote(self.id)
        if any(said in text for text in texts for said in SAID):
            self._promises.text(self.id)
        newest = next((one for one in self.shown if one.inline), None)
        if newest is not None and WELCOMED_BACK in text_of(newest) and WHY not in labels_of(newest):
            self._all_in = True

    def _choice(self) -> Choice:
        """What a person would do now about what they see."""
        voted, said = self.id in self._promises.voted, self.id in self._promises.said or self._all_in
        newest = next((one for one in self.shown if one.inline), None)
        quoting = self._quoting()
        if voted and said and quoting is not None:
            newest = quoting
        if newest is None:
            return 0, "", START
        text, labels = text_of(newest), labels_of(newest)
        wanted = self._wanted(text, labels, wants_to_say=self.writes and not said)
        return newest.id, text, next((label for label in labels if label in wanted), wanted[-1])

    def _wanted(self, text: str, labels: list[str], *, wants_to_say: bool) -> list[str]:
        """Buttons that would do; the last may be something else to do."""
        if self.words in text:
            return [SEND, WHY] if wants_to_say and {SEND, WHY} & {*labels} else [LEAVE, REMOVE]
        if SUMMARY in text:
            return [SUBMIT]
        if SIGN in text:
            return [self._sign] if self._sign in labels else [label for label in labels if label.startswith(LATER)]
        if RATE in text:
            return [self.rate, f"{self.rate} ★"]
        if WITHOUT in labels:
            return [WRITE] if wants_to_say else [WITHOUT]
        if WHY in labels and wants_to_say:
            return [WHY]
        if BEGIN in labels:
            return [BEGIN]
        return [*(label for label in labels if label.endswith(TITLE)), START]

    def _quoting(self) -> Message | None:
        return next((one for one in self.shown if self.words in text_of(one)), None)


def sign_of(number: int) -> str:
    return f"Знак {number:02}"


def text_of(message: Message) -> str:
    return str(message.content.get("text", ""))


def labels_of(message: Message) -> list[str]:
    return [button["text"] for row in message.inline or () for button in row]
