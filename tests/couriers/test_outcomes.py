"""What Telegram does to a message of ours, in the words of its row: sent, perhaps sent, certainly not sent."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot

from bot.composition import telegram_bot
from bot.emulator.server import Emulator
from bot.gate import Gate, Lane, lane
from handlers import texts
from handlers.telegram.initiative import deliver
from handlers.telegram.messenger import Messenger
from handlers.telegram.removing import Remover
from handlers.telegram.rendering import View
from surveys.campaigns.delivering import Delivered, Failed, Gone, Later, Outcome, Refused, Unsure
from surveys.screens import Exhibit, Screen, Span
from surveys.texts import HERE, Texts

TOKEN = "4242:emulated"
ANNA = 7_000_001
INVITATION = Screen("ru", ((Span("Как вам работается?"),),))
PICTURE = Exhibit("point.png", "image/png", b"\x89PNG\r\n\x1a\n")


def error(code: int, words: str) -> dict[str, Any]:
    return {"kind": "error", "code": code, "description": words}


class Street:
    """One person, and a messenger to reach them."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        emulator.people.add("Анна", person_id=ANNA)
        emulator.people.start(ANNA)
        self.gate = Gate()
        self.bot = telegram_bot(TOKEN, emulator.url, self.gate)
        self.messenger = messenger(self.bot)

    async def sends(self, screen: Screen = INVITATION, *, paid: bool = False) -> Outcome:
        with lane(Lane.CAMPAIGNS):
            return await deliver(self.messenger, str(ANNA), screen, paid=paid)

    @property
    def calls(self) -> list[dict[str, Any]]:
        return [entry for entry in self.emulator.journal.since() if entry["kind"] == "call"]

    @property
    def arrived(self) -> int:
        return sum(not one.mine for one in self.emulator.people.get(ANNA).chat.messages.values())


def messenger(bot: Bot) -> Messenger:
    view = View(Texts((HERE, Path(texts.__path__[0]))), b"secret")
    return Messenger(bot, view, Remover(bot, view))


@pytest.fixture
async def street() -> AsyncIterator[Street]:
    async with Emulator(token=TOKEN) as emulator:
        opened = Street(emulator)
        try:
            yield opened
        finally:
            await opened.bot.session.close()


@pytest.mark.parametrize(
    ("fault", "outcome", "arrives"),
    [
        (error(500, "Internal Server Error"), Failed(), 0),
        (error(401, "Unauthorized"), Failed(), 0),
        ({"kind": "drop_before"}, Unsure(), 0),
        ({"kind": "drop_after"}, Unsure(), 1),
        ({"kind": "half_response"}, Unsure(), 1),
        ({"kind": "gateway_page", "code": 502}, Unsure(), 0),
        (error(403, "Forbidden: bot was blocked by the user"), Gone(), 0),
        (error(403, "Forbidden: user is deactivated"), Gone(), 0),
        (error(400, "Bad Request: chat not found"), Gone(), 0),
        (error(400, "Bad Request: can't parse entities"), Refused(), 0),
        (error(413, "Request Entity Too Large"), Refused(), 0),
        (error(429, "Too Many Requests: retry after 17") | {"retry_after": 17}, Later(17.0), 0),
    ],
)
async def test_each_refusal_says_whether_the_message_may_have_arrived(
    street: Street, fault: dict[str, Any], outcome: Outcome, arrives: int
) -> None:
    street.emulator.faults.add({"method": "sendMessage", "times": 1, "do": fault})
    assert await street.sends() == outcome
    assert street.arrived == arrives
    assert len(street.calls) == 1, "nothing is tried again by itself"


async def test_a_message_that_is_taken_has_arrived_once_and_paid_ones_say_so(street: Street) -> None:
    assert await street.sends() == Delivered()
    assert await street.sends(paid=True) == Delivered()
    assert street.arrived == 2
    assert [call["parameters"].get("allow_paid_broadcast") for call in street.calls] == [None, "true"]


async def test_what_waits_for_an_answer_too_long_is_in_doubt(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.telegram.messenger.ANSWER_IN", 1)
    street.emulator.faults.add({"method": "sendMessage", "times": 1, "do": {"kind": "slow", "seconds": 3}})
    assert await street.sends() == Unsure()


@pytest.mark.parametrize("exhibit", [None, PICTURE])
async def test_without_a_connection_nothing_was_sent(street: Street, exhibit: Exhibit | None) -> None:
    nobody = telegram_bot(TOKEN, "http://127.0.0.1:9", street.gate)
    try:
        with lane(Lane.CAMPAIGNS):
            outcome = await deliver(messenger(nobody), str(ANNA), Screen("ru", (), exhibit=exhibit))
    finally:
        await nobody.session.close()
    assert outcome == Failed()


async def test_a_gate_that_is_closed_for_longer_than_a_message_may_wait_sends_it_later(street: Street) -> None:
    told = error(429, "Too Many Requests: retry after 600") | {"retry_after": 600}
    street.emulator.faults.add({"method": "sendMessage", "times": 1, "do": told})
    assert await street.sends() == Later(600.0)
    with lane(Lane.CAMPAIGNS, until=asyncio.get_running_loop().time() + 5):
        later = await deliver(street.messenger, str(ANNA), INVITATION)
    assert isinstance(later, Later)
    assert later.seconds == pytest.approx(600, abs=2)
    assert len(street.calls) == 1
