"""People who tap what they see, inside the emulator's process: as fast as they are answered, or at a given rate."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.emulator.chats import Chat, Person
from bot.emulator.messages import Message
from bot.emulator.server import Emulator

PATIENCE = 30.0
"""Seconds after which an edit that has not come is a failure of the run, not a slow one."""


class NotAnswered(Exception):
    """The bot did not edit the message of a tap."""


@dataclass(frozen=True, slots=True)
class Taps:
    """`latencies`: seconds from each tap to its edit, carried out; `seconds`: from the first tap to the last edit."""

    seconds: float
    latencies: Sequence[float]

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, percent: float) -> float:
        """Nearest rank."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


class Crowd:
    """`payloads` are what the posters carry; people are spread over them evenly."""

    def __init__(self, emulator: Emulator, size: int, payloads: Sequence[str], seed: int = 1) -> None:
        self._emulator = emulator
        self._chance = random.Random(seed)
        self._payloads = payloads
        self._people = [emulator.people.add(f"Гражданин {number}") for number in range(size)]

    async def arrive(self) -> None:
        """Everybody scans and sees the first question."""
        for number, person in enumerate(self._people):
            self._emulator.people.start(person.id, self._payloads[number % len(self._payloads)])
        await asyncio.gather(
            *(self._until(person.chat, lambda chat: _asked(chat) is not None) for person in self._people)
        )

    async def rush(self, taps: int) -> Taps:
        """Everybody taps again as soon as the edit is there."""
        begun = time.perf_counter()
        all_latencies = await asyncio.gather(*(self._hurry(person, taps) for person in self._people))
        seconds = time.perf_counter() - begun
        return Taps(seconds, [latency for latencies in all_latencies for latency in latencies])

    async def stream(self, rate: float, taps: int) -> Taps:
        """Taps arrive by chance, `rate` a second, whether or not earlier ones were answered; people take turns.

        A tap is late from the moment it was due: who waits for the former edit, waits in the figures too.
        """
        due, moments = 0.0, []
        for _ in range(taps * len(self._people)):
            due += self._chance.expovariate(rate)
            moments.append(due)
        begun = time.perf_counter()
        size = len(self._people)
        all_latencies = await asyncio.gather(
            *(
                self._keep_time(person, [begun + moment for moment in moments[number::size]])
                for number, person in enumerate(self._people)
            )
        )
        seconds = time.perf_counter() - begun
        return Taps(seconds, [latency for latencies in all_latencies for latency in latencies])

    async def _hurry(self, person: Person, taps: int) -> list[float]:
        latencies = []
        for _ in range(taps):
            begun = time.perf_counter()
            await self._tap(person)
            latencies.append(time.perf_counter() - begun)
        return latencies

    async def _keep_time(self, person: Person, moments: Sequence[float]) -> list[float]:
        latencies = []
        for moment in moments:
            await asyncio.sleep(moment - time.perf_counter())
            await self._tap(person)
            latencies.append(time.perf_counter() - moment)
        return latencies

    async def _tap(self, person: Person) -> None:
        message = _asked(person.chat)
        assert message is not None
        assert message.inline
        before = message.content
        button = self._chance.choice(message.inline[0])
        self._emulator.people.tap(person.id, message.id, button=button["text"])
        await self._until(person.chat, lambda chat: message.content is not before)

    async def _until(self, chat: Chat, happened: Callable[[Chat], bool]) -> None:
        while not happened(chat):
            seen = chat.revision
            await chat.changed(seen, PATIENCE)
            if chat.revision == seen:
                raise NotAnswered


def _asked(chat: Chat) -> Message | None:
    """The newest message with buttons."""
    return next((each for each in reversed(chat.messages.values()) if each.inline), None)
