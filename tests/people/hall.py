"""A town hall of people who can be asked: what the stories of this folder begin with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Self, TypeVar

from bot.emulator.files import StoredFile
from surveys.conversation.deeds import COORDINATOR
from surveys.work import Work
from tests.anonymity.held import SetClock
from tests.security.town import Citizen, Town, until

T = TypeVar("T")


@dataclass
class Hall:
    town: Town
    clock: SetClock
    vera: Citizen
    """The coordinator."""

    @classmethod
    async def opened(cls, town: Town, clock: SetClock) -> Self:
        hall = cls(town, clock, town.citizen("Вера"))
        await hall.vera.starts()
        await hall.granted(hall.vera, COORDINATOR)
        return hall

    async def came(self, name: str = "Анна", **details: str) -> Citizen:
        citizen = self.town.citizen(name, **details)
        await citizen.starts()
        return citizen

    async def employed(self, unit: str = "zags", name: str = "Анна") -> Citizen:
        citizen = await self.came(name)
        number = (await citizen.row()).number
        await self.town.changed(lambda work: work.staff.join(number, unit))
        return citizen

    async def granted(self, citizen: Citizen, role: str) -> None:
        number, now = (await citizen.row()).number, self.clock.now()
        await self.town.changed(lambda work: work.roles.grant(number, role, now))

    async def stored(self, question: Callable[[Work], T]) -> T:
        return await self.town.installation.works.read(question)

    async def stirred(self, change: Callable[[Work], T]) -> T:
        return await self.town.installation.works.write(change)

    async def subscriptions(self, citizen: Citizen) -> frozenset[str]:
        number = (await citizen.row()).number
        return await self.stored(lambda work: work.subscriptions.of(number))

    async def sends(self, citizen: Citizen, name: str, content: bytes) -> None:
        """A file, and the answer to it."""
        before = len(citizen.bots)
        file = self.town.emulator.world.account.files.add("document", name, "application/octet-stream", content)
        self.town.emulator.people.send(citizen.id, {"document": {**file.body, "file_name": name}})
        await self.answered(citizen, before + 1)

    async def taps_for_answers(self, citizen: Citizen, label: str, count: int = 1) -> None:
        """What is done after the tap, and told in messages of its own."""
        before = len(citizen.bots)
        await citizen.taps(label)
        await self.answered(citizen, before + count)

    async def answered(self, citizen: Citizen, messages: int) -> None:
        await self.town.quiet()
        await until(lambda: len(citizen.bots) >= messages, f"{messages} messages, seen: {citizen.seen!r}")

    def file_in(self, citizen: Citizen, back: int = 1) -> StoredFile:
        document = citizen.bots[-back].content["document"]
        found = self.town.emulator.world.account.files.get(document["file_id"])
        assert found is not None
        return found

    def later(self, **time: float) -> None:
        self.clock.moment += timedelta(**time)

    def acts(self) -> list[str]:
        """What the trail of privileged acts says was done."""
        return [row[3] for row in self.town.rows()["trail_entry"]]
