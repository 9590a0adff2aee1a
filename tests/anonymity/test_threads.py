"""Works run in several threads at once, and so does what the process keeps in memory beside them."""

import random
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from surveys.anonymity import texts
from surveys.anonymity.texts import Remembered
from surveys.mailbox import limits
from surveys.mailbox.limits import WrongCodes
from tests.anonymity.world import LAUNCH


@pytest.fixture(autouse=True)
def hasty_threads() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def all_at_once(step: Callable[[random.Random, int], object], times: int = 8000) -> list[Exception]:
    """What five threads ran into."""
    failures: list[Exception] = []

    def busy(seed: int) -> None:
        chance = random.Random(seed)
        try:
            for number in range(times):
                step(chance, number)
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=busy, args=(seed,)) for seed in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def test_several_threads_may_remember_and_forget_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "MOST_HELD", 50)
    remembered = Remembered()

    def step(chance: random.Random, number: int) -> None:
        remembered.keep(str(chance.randrange(200)), "?", LAUNCH + timedelta(seconds=40 * number))
        remembered.forget(str(chance.randrange(200)))

    assert all_at_once(step) == []


def test_several_threads_may_try_codes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WRONG_OF_ALL", 60)
    tried = WrongCodes()

    def step(chance: random.Random, number: int) -> None:
        now = LAUNCH + timedelta(minutes=2 * number)
        tried.may_try(str(chance.randrange(9)), now)
        tried.count(str(chance.randrange(9)), chance.randbytes(4), now)

    assert all_at_once(step, 1500) == []
