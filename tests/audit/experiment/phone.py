"""An employee at the phone: every tap and word goes through the emulated Telegram and the whole bot."""

import asyncio
from collections.abc import Callable

from bot.emulator.messages import Message
from bot.emulator.server import Emulator
from tests.audit.experiment.plan import Employee

PATIENCE = 30.0
"""Seconds of real time."""
TITLE = "Как дела в отделе?"
LABELS = ("Как вам работается?", "Как в команде?", "Как начальник?", "Как зарплата?", "Всё ли есть для работы?")
COMMENT = "Что изменить?"
LETTER_TAPS = ("Проблема", "Бухгалтерия", "Регулярно", "Сильно мешает", "Моего подразделения", "Да, прочитаю")


class Phone:
    """Waits for what the screen must show, not for the bot to be quiet: the next step comes as soon as it can."""

    def __init__(self, emulator: Emulator, employee: Employee) -> None:
        self.employee = employee
        self._people = emulator.people
        self._chat = emulator.people.get(employee.id).chat

    async def registers(self) -> None:
        before = self._newest()
        self._people.start(self.employee.id)
        await self._until(lambda: self._newest() > before, "a greeting")

    async def votes(self) -> None:
        await self._begins_again()
        await self._taps(TITLE, "Ваша группа")
        await self._taps("Начать", LABELS[0])
        for value, following in zip(self.employee.ratings, (*LABELS[1:], "Проверьте ответы"), strict=True):
            await self._taps(value, following)
        await self._taps("Отправить", COMMENT)

    async def comments(self) -> None:
        await self._says(self.employee.comment, self.employee.canary)
        await self._taps("Отправить", "Комментарий принят")

    async def writes_a_letter(self) -> None:
        await self._begins_again()
        await self._taps("Сказать анонимно", "")
        for label in LETTER_TAPS:
            await self._taps(label, "")
        await self._taps("Отправить", "")
        await self._says(self.employee.letter, self.employee.letter_canary)
        await self._taps("Отправить", "Письмо принято")

    async def starts(self) -> None:
        await self._begins_again()

    async def privacy(self) -> None:
        await self._says("/privacy", "")

    async def rates(self, link: str) -> None:
        """A service point, by name: nothing anonymous about it."""
        self._people.start(self.employee.id, link)
        await self._until(lambda: "Как вас обслужили" in self._seen(), "the point's question")
        await self._taps("5", "Пара слов?")
        await self._says("Всё хорошо", "Спасибо")

    async def _begins_again(self) -> None:
        # By number: a new first page takes the former one away, so their count may stay as it was.
        before = self._newest()
        self._people.start(self.employee.id)
        await self._until(lambda: self._newest() > before and bool(self._bots()[-1].inline), "the start")

    async def _says(self, text: str, shown: str) -> None:
        newest = self._newest()
        self._people.say(self.employee.id, text)
        await self._until(lambda: self._newest() > newest and shown in self._seen(), shown)

    async def _taps(self, label: str, shown: str) -> None:
        """`shown`: what stands there afterwards; empty for anything else than before."""
        message, data = self._button(label)
        before = self._seen()
        tap = self._people.tap(self.employee.id, message.id, data=data)
        await self._until(lambda: shown in self._seen() if shown else self._seen() != before, shown or label)
        await tap.answered(PATIENCE)

    def _button(self, label: str) -> tuple[Message, str]:
        for message in reversed(self._bots()):
            for button in (one for row in message.inline or () for one in row):
                if label in button["text"]:
                    return message, str(button["callback_data"])
        raise AssertionError(f"no button {label!r}; seen: {self._seen()!r}")

    def _bots(self) -> list[Message]:
        return [message for message in self._chat.messages.values() if not message.mine]

    def _newest(self) -> int:
        return self._bots()[-1].id if self._bots() else 0

    def _seen(self) -> str:
        content = self._bots()[-1].content
        return str(content.get("text", content.get("caption", "")))

    async def _until(self, true: Callable[[], bool], what: str) -> None:
        end = asyncio.get_running_loop().time() + PATIENCE
        while not true():
            left = end - asyncio.get_running_loop().time()
            assert left > 0, f"waited in vain for {what!r}, seen: {self._seen()!r}"
            await self._chat.changed(self._chat.revision, left)
