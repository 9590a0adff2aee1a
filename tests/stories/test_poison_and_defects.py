"""Row 26: updates that cannot be read. Row 27: a defect of ours in each handler."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.soak_report import SoakReport
from tests.stories.bots import until
from tests.stories.citizens import COMMENT, RATING, THANKS, Citizen, together
from tests.stories.conftest import Town
from tests.stories.history import rows
from tests.stories.inside import living_inside

CANARY = "Канарейкин000"
NOBODY = 7_999_000_001
QUARANTINED = "SELECT COUNT(*) FROM quarantine"


def _message(**fields: Any) -> dict[str, Any]:
    person = {"id": NOBODY, "is_bot": False, "first_name": CANARY}
    chat = {"id": NOBODY, "type": "private", "first_name": CANARY}
    return {"message": {"message_id": 1, "date": 1, "from": person, "chat": chat, **fields}}


def _deep(levels: int) -> str:
    return '{"update_id": %d, "message": ' + '{"reply_to_message": ' * levels + "1" + "}" * levels + "}"


UNREADABLE: list[dict[str, Any] | str] = [
    {"mystery": {"text": CANARY}},
    {"message": 5},
    {"message": {"message_id": CANARY}},
    {"callback_query": [CANARY]},
    {"callback_query": {"id": 1, "from": {"id": "x", "first_name": CANARY}}},
    {"my_chat_member": {"chat": CANARY}},
    _deep(200),
    _deep(5_000),
    '{"update_id": %d, "message": {"text": "Канарейкин000", "\\ud800": 1}}',
]
HARMLESS: list[dict[str, Any]] = [
    _message(text="x" * (512 << 10)),
    _message(text="\x00 \x00"),
    _message(text="lone \ud800 surrogate"),
    _message(text="/start \ud800\x00"),
    _message(),
    _message(text=""),
]


def _poisons(town: Town, poison: dict[str, Any] | str) -> None:
    """Put something into the queue as it is."""
    updates = town.emulator.world.account.updates
    if isinstance(poison, dict):
        updates.push(poison, "poison")
        return
    event = updates.push({"message": {}}, "poison")
    assert event is not None
    event.payload = poison % event.id


async def test_what_cannot_be_read_is_put_aside_while_others_go_on(town: Town) -> None:
    """Row 26: unknown kinds, wrong types, 512 KiB, deep JSON, lone surrogates, NUL."""
    town.settles(3)
    await town.bot.start()
    for poison in (*UNREADABLE, *HARMLESS):
        _poisons(town, poison)
    await town.live(lambda number: number < 2)
    await town.drained()
    assert town.bot.exit_code is None
    await town.bot.stop()
    await town.kept()
    ((aside,),) = await rows(town.database, QUARANTINED)
    assert aside >= len(UNREADABLE), town.bot.told[-2000:]
    ((answered,),) = await rows(town.database, f"SELECT COUNT(*) FROM person WHERE key = '{NOBODY}'")
    assert answered == 1


@pytest.mark.soak
async def test_eight_hundred_broken_updates_stop_nobody(town: Town) -> None:
    with SoakReport("poison updates") as report:
        town.settles(20)
        await town.bot.start()

        async def poisoner() -> None:
            for number in range(800):
                poison = town.chance.choice([*UNREADABLE, *HARMLESS])
                _poisons(town, _broken(town, poison) if isinstance(poison, dict) else poison)
                if number % 50 == 0:
                    await town.drained()

        await together(poisoner(), town.live(lambda number: number < 10))
        await town.drained()
        await town.bot.stop()
        report.judge(town.history.promises, await town.check())


def _broken(town: Town, poison: dict[str, Any]) -> dict[str, Any]:
    """The same with one value, somewhere, of another type."""
    copy: dict[str, Any] = json.loads(json.dumps(poison))
    place: Any = copy
    while isinstance(place, dict) and place:
        key = town.chance.choice(list(place))
        if not isinstance(place[key], dict) or town.chance.random() < 0.3:
            place[key] = town.chance.choice([None, -1, 2**70, "", [], {}, True, 1.5, "\ud800"])
            break
        place = place[key]
    return copy


class Defects:
    """Works of the named handler raise: before their effect, or after it."""

    def __init__(self) -> None:
        self.handler = ""
        self.after = False
        self.raised = 0

    def __call__(self, function: Callable[[Any], Any], work: Any) -> Any:
        ours = f".{self.handler}." in function.__qualname__ if self.handler else False
        if ours and not self.after:
            self._fail()
        value = function(work)
        if ours:
            self._fail()
        return value

    def _fail(self) -> None:
        self.raised += 1
        raise RuntimeError(f"{CANARY} met a defect")


async def _meets_a_defect(town: Town, anna: Citizen, defects: Defects, handler: str, act: Callable[[], Any]) -> str:
    """Do `act` while `handler` is broken. What the person was told, which must have an incident's number."""
    defects.handler, before = handler, defects.raised
    seen = set(anna.chat.messages)
    done = act()
    await until(lambda: defects.raised >= before + 3, 10, "the handler is tried three times")
    if handler == "tap":
        told = str((await done.answered(10) or {}).get("text"))
    else:
        await until(lambda: _told_anew(anna, seen), 10, "the person is told")
        told = _told_anew(anna, seen)
    defects.handler = ""
    assert re.search(r"номер [0-9a-f]{8}", told), told
    return told


def _told_anew(anna: Citizen, seen: set[int]) -> str:
    fresh = [message for number, message in anna.chat.messages.items() if number not in seen and not message.mine]
    return str(fresh[-1].content["text"]) if fresh else ""


@pytest.mark.parametrize("after", [False, True])
async def test_a_defect_in_a_handler_is_told_with_a_number_and_the_person_keeps_their_place(
    town: Town, capsys: pytest.CaptureFixture[str], after: bool
) -> None:
    """Row 27: taps, texts, commands and blocks, each failing before or after its effect."""
    anna, boris = town.settles(2)
    (first, carried), (second, carried_next), *_ = town.payloads.items()
    defects = Defects()
    defects.after = after
    async with living_inside(town, spoil=defects) as installation:
        await _meets_a_defect(town, anna, defects, "commanded", lambda: anna.writes("/help"))
        await anna.scans(carried, first)
        await anna.sees(RATING)
        await _meets_a_defect(town, anna, defects, "tap", lambda: anna.tap("5 ★"))
        assert RATING in anna.text
        await anna.taps("5 ★", until=lambda: COMMENT in anna.text)
        town.history.shown(anna.id, first, rating=5)
        await _meets_a_defect(town, anna, defects, "message", lambda: anna.writes("слово"))
        anna.writes("слово")
        await anna.sees(THANKS)
        town.history.shown(anna.id, first, comment="слово")
        defects.handler, before = "membership", defects.raised
        town.emulator.people.block(anna.id)
        await until(lambda: defects.raised >= before + 3, 10, "the block is tried three times")
        defects.handler = ""
        await boris.rates(second, carried_next)
        await town.drained()
        assert await installation.works.read(lambda work: work.notes.quarantined()) == 4
    await town.kept()
    told = capsys.readouterr()
    assert CANARY not in told.out + told.err
