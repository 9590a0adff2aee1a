"""Rows 5 and 11: what is no text is no answer and no identity in an anonymous survey: taken away, never opened."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.security.town import Citizen, leaked
from tests.unseen.town_hall import TownHall, opened

NAME = "зарплата-Щегловой-canary.pdf"
CAPTION = "подпись-канарейка"
PHONE = "+79001234567"
FILE = {"file_id": "canary-file-id", "file_unique_id": "canary-unique", "file_size": 9}
PICTURE = [{**FILE, "width": 9, "height": 9}]
CANARIES = (NAME, CAPTION, PHONE, "canary-file-id", "canary-unique", "../../etc")
SENT: dict[str, dict[str, Any]] = {
    "photo": {"photo": PICTURE, "caption": CAPTION},
    "document": {"document": {**FILE, "file_name": NAME, "mime_type": "application/pdf"}, "caption": CAPTION},
    "climbing name": {"document": {**FILE, "file_name": "../../etc/passwd", "mime_type": "text/plain"}},
    "workbook": {"document": {**FILE, "file_name": f"{NAME}.xlsx", "mime_type": "application/zip"}},
    "voice": {"voice": {**FILE, "duration": 3}},
    "video note": {"video_note": {**FILE, "duration": 3, "length": 9}},
    "video": {"video": {**FILE, "duration": 3, "width": 9, "height": 9, "file_name": NAME}},
    "audio": {"audio": {**FILE, "duration": 3, "file_name": NAME, "title": CAPTION}},
    "sticker": {
        "sticker": {**FILE, "type": "regular", "width": 9, "height": 9, "is_animated": False, "is_video": False}
    },
    "location": {"location": {"latitude": 54.19, "longitude": 37.61}},
    "own contact": {"contact": {"phone_number": PHONE, "first_name": "Анна", "user_id": 0}},
    "another's contact": {"contact": {"phone_number": PHONE, "first_name": "Пётр", "user_id": 1_000_777}},
}


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[TownHall]:
    async with opened(tmp_path) as built:
        await built.launched()
        yield built


async def rating(anna: Citizen) -> None:
    await anna.starts()
    for label in ("Как дела в отделе?", "Начать", "5"):
        await anna.taps(label)


async def asked_for_a_text(anna: Citizen) -> None:
    await rating(anna)
    for label in ("2", "Отправить"):
        await anna.taps(label)
    await anna.sees("Что изменить?")


def own(town_hall: TownHall, citizen: Citizen) -> list[int]:
    chat = town_hall.town.emulator.people.get(citizen.id).chat
    return [message.id for message in chat.messages.values() if message.mine]


FEW = ("document", "voice", "own contact")


@pytest.mark.parametrize(
    ("moment", "kinds"), [(rating, FEW), (asked_for_a_text, SENT)], ids=["between ratings", "where a text is asked"]
)
async def test_whatever_is_no_text_is_refused_taken_away_and_never_opened(
    hall: TownHall, moment: Callable[[Citizen], Awaitable[None]], kinds: Iterable[str]
) -> None:
    # Several people, because a chat takes one message of ours a second.
    staff = [await hall.employed("u0") for _ in range(min(4, len(list(kinds))))]
    for each in staff:
        await moment(each)
    before, kept = hall.town.rows(), [own(hall, each) for each in staff]
    for place, kind in enumerate(kinds):
        anna, content = staff[place % len(staff)], SENT[kind]
        if "contact" in content:
            content = {"contact": {**content["contact"], "user_id": content["contact"]["user_id"] or anna.id}}
        hall.town.emulator.people.send(anna.id, content)
        await hall.town.quiet()
        assert "не принимаются" in anna.seen, kind
        assert own(hall, anna) == kept[place % len(staff)], kind
    assert hall.town.rows() == before
    assert [call for call in hall.town.calls() if call["method"] == "getFile"] == []
    assert leaked(repr(before) + hall.town.log.getvalue(), CANARIES) == []
    for file in hall.town.folder.rglob("*"):
        if file.is_file():
            assert leaked(file.read_bytes().decode("utf-8", "replace"), CANARIES) == [], file.name
    assert await hall.waiting() + await hall.waiting("why") == (len(staff) if moment is asked_for_a_text else 0)


@pytest.mark.parametrize("whose", ["own contact", "another's contact"])
async def test_a_card_with_a_phone_number_makes_nobody_an_employee_or_somebody_else(hall: TownHall, whose: str) -> None:
    anna, eve = await hall.employed("u0"), hall.town.citizen("Ева")
    await eve.starts()
    card = SENT[whose]["contact"]
    before = hall.town.rows("receipt")
    sender = {"id": anna.id, "is_bot": False, "first_name": "Анна"}
    for extra in ({}, {"forward_origin": {"type": "user", "date": 1, "sender_user": sender}}):
        for user in (eve.id, anna.id):
            hall.town.emulator.people.send(eve.id, {"contact": {**card, "user_id": user}, **extra})
            await hall.town.quiet()
    assert hall.town.rows("receipt") == before
    await eve.starts()
    assert not any("Как дела в отделе?" in label for label in eve.labels)
