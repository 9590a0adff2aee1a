"""Answers committed per second, without a bot around: `python -m tests.storage.speed [URL ...]`.

A typical tap: remember the incoming thing, find the response, save its session, store one answer. Databases named on
the command line are emptied; without any, a temporary SQLite file is measured.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from storage.migrating import in_transaction, upgrade
from storage.opening import Storage, open_storage
from storage.tables import METADATA
from surveys.address import Address
from surveys.chance import SystemClock
from surveys.work import Work
from tests.storage.examples import NOON, response

TAPS = 3000
CROWDS = (1, 10, 50, 200)
"""How many people tap at the same time. One alone is a commit for each tap; the others share commits."""


@dataclass(frozen=True, slots=True)
class Speed:
    kind: str
    at_once: int
    taps_per_second: float
    own_microseconds: float
    """Processor time of this process for one tap: what is taken from the rest of the loop."""


async def measure(url: str, at_once: int, taps: int = TAPS) -> Speed:
    await upgrade(url)
    await in_transaction(url, lambda connection: [connection.execute(t.delete()) for t in METADATA.sorted_tables[::-1]])
    async with open_storage(url, clock=SystemClock()) as storage:
        people = await storage.write(lambda w: [_begin(w, number) for number in range(at_once)])
        each = taps // at_once
        begun, used = time.perf_counter(), time.process_time()
        await asyncio.gather(*(_citizen(storage, person, each) for person in people))
        took, used = time.perf_counter() - begun, time.process_time() - used
        return Speed(storage.kind, at_once, each * at_once / took, used / (each * at_once) * 1e6)


def _begin(w: Work, number: int) -> int:
    person = w.people.enter(Address("chat", str(number)), "ru", NOON).number
    w.responses.add(response(f"k{person}", person))
    return person


async def _citizen(storage: Storage, person: int, taps: int) -> None:
    for number in range(taps):
        if not await storage.write(_tap(person, number)):
            raise AssertionError("a tap was taken for a doubled one")


def _tap(person: int, number: int) -> Callable[[Work], bool]:
    def tap(w: Work) -> bool:
        new = w.receipts.record("chat", person * 1_000_000 + number, NOON)
        found = w.responses.find(f"k{person}", person)
        if found is None:
            return False
        answer = {f"q{number % 5}": number % 5 + 1}
        session = replace(found.session, answers={**found.session.answers, **answer})
        w.responses.save(replace(found, session=session))
        w.responses.record(session.key, answer, NOON)
        return new

    return tap


def main(urls: list[str]) -> None:
    for url in urls:
        for at_once in CROWDS:
            speed = asyncio.run(measure(url, at_once, TAPS if at_once > 1 else TAPS // 6))
            sys.stdout.write(
                f"{speed.kind:10} {speed.at_once:4} at once {speed.taps_per_second:7.0f} taps/s"
                f" {speed.own_microseconds:6.0f} us of our processor a tap\n"
            )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(sys.argv[1:] or [f"sqlite:///{folder}/speed.db"])
