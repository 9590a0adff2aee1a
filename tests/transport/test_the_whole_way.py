"""Anonymous words through the whole bot: read back as they stood, taken out of the chat, traced nowhere."""

from typing import Any, NoReturn

import pytest

from bot.emulator.messages import Message
from surveys.conversation.conversation import Conversation
from tests.security.town import Citizen, leaked, until
from tests.unseen.town_hall import TownHall

TEXT = "Шумно 😡😡 в #цех_7, см. https://mfc.ru/шум — «тише»\nи темно 🕯"
EARLY = "Слова можно будет написать после оценок"


def own(citizen: Citizen) -> list[Message]:
    """The person's own messages in the chat."""
    chat = citizen.town.emulator.people.get(citizen.id).chat
    return [one for one in chat.messages.values() if one.mine]


async def alone(citizen: Citizen) -> None:
    """Only the bot's messages are left in the chat."""
    await until(lambda: not own(citizen), "the person's words to go")


async def employed(hall: TownHall) -> Citizen:
    """An employee who looks at the first page, with nothing of their own in the chat."""
    anna = await hall.employed("u0")
    await anna.starts()
    chat = hall.town.emulator.people.get(anna.id).chat
    for message in own(anna):
        chat.remove(message.id)
    return anna


async def voted(anna: Citizen) -> None:
    for label in ("Как дела в отделе?", "Начать", "5", "2", "Отправить"):
        await anna.taps(label)
    await anna.sees("Ответ принят")


async def test_a_text_is_read_back_exactly_as_it_was_shown(hall: TownHall) -> None:
    """Emoji count twice in Telegram's places, and links and hashtags stand inside the quotation."""
    anna = await employed(hall)
    await voted(anna)
    await anna.says(TEXT)
    await anna.sees(TEXT)
    await anna.taps("Отправить")
    await anna.sees("Комментарий принят")
    assert await hall.waiting("why") == 1
    assert own(anna) == []


async def test_a_text_shown_over_48_hours_ago_is_asked_for_again(hall: TownHall) -> None:
    anna = await employed(hall)
    await voted(anna)
    await anna.says(TEXT)
    hall.town.emulator.clock.advance(49 * 3600)
    await anna.taps("Отправить")
    await anna.sees("Пришлите его ещё раз")
    assert await hall.waiting("why") == 0
    assert not leaked(repr([one.content for one in anna.bots]), ["Шумно"])


async def test_answering_writes_no_line_of_a_log_and_no_file(hall: TownHall) -> None:
    anna = await employed(hall)
    town, before = hall.town, hall.town.rows()
    lines, files = len(town.events()), sorted((town.folder / "keys").rglob("*"))
    for label in ("Как дела в отделе?", "Начать", "5"):
        await anna.taps(label)
    await anna.says(TEXT)
    await anna.sees(EARLY)
    await anna.taps("Убрать")
    await alone(anna)
    assert town.events()[lines:] == []
    assert town.rows() == before
    assert sorted((town.folder / "keys").rglob("*")) == files


FORWARDED = {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Кто-то"}}
FILE = {"file_id": "f", "file_unique_id": "u"}
CARD = {"phone_number": "+79990001122", "first_name": "Анна"}
NO_WORDS: list[dict[str, Any]] = [
    {"contact": CARD},
    {"voice": {**FILE, "duration": 1}},
    {"video_note": {**FILE, "duration": 1, "length": 1}},
    {"sticker": {**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}},
    {"text": "чужое", **FORWARDED},
    {"text": "/stop", **FORWARDED},
    {"photo": [{**FILE, "width": 1, "height": 1}], **FORWARDED},
]


async def test_what_is_not_the_persons_own_words_is_never_taken_for_them(hall: TownHall) -> None:
    """Row 5: no contact proves who somebody is, not even their own, and what was forwarded is somebody else's."""
    town, boris = hall.town, hall.town.citizen("Борис")
    await boris.starts(town.link("k2"))
    before = town.rows("receipt", "response")
    for content in NO_WORDS:
        own_card = {"contact": {**CARD, "user_id": boris.id}} if "contact" in content else content
        town.emulator.people.send(boris.id, dict(own_card))
        await town.quiet()
        assert "Первое?" in boris.seen, content
    assert town.rows("receipt", "response") == before
    assert not leaked(repr(town.rows()), ("чужое", "79990001122"))


async def test_in_an_anonymous_survey_whatever_is_no_text_is_taken_away(hall: TownHall) -> None:
    anna = await employed(hall)
    await voted(anna)
    for content in NO_WORDS:
        hall.town.emulator.people.send(anna.id, dict(content))
        await hall.town.quiet()
        await alone(anna)
    await anna.sees("в анонимном опросе не принимаются")


async def test_a_text_that_its_author_corrects_is_shown_back_corrected(hall: TownHall) -> None:
    """Before it could be taken away; a citizen's correction is nobody's business."""
    town, anna, boris = hall.town, await employed(hall), hall.town.citizen("Борис")
    await boris.starts()
    shown = len(boris.bots)
    town.emulator.people.edit(boris.id, next(iter(town.emulator.people.get(boris.id).chat.messages)), "/stop")
    await voted(anna)
    town.emulator.faults.add({"method": "deleteMessage", "do": {"kind": "slow", "seconds": 0.2}})
    (words,) = town.emulator.people.say(anna.id, "опечтка")
    town.emulator.people.edit(anna.id, words.id, "опечатка")
    await anna.sees("опечатка")
    await alone(anna)
    assert len(boris.bots) == shown


async def test_a_text_that_breaks_us_leaves_the_chat_all_the_same(
    hall: TownHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows 26 and 27: the author is given a number, and what they wrote does not stay."""
    anna, account = await employed(hall), hall.town.emulator.world.account

    def breaking(*_: Any, **__: Any) -> NoReturn:
        raise RuntimeError(TEXT)

    with monkeypatch.context() as patch:
        patch.setattr(Conversation, "unseen_typed", breaking)
        await anna.says(TEXT)
        await anna.sees("Что-то сломалось у нас")
        await alone(anna)
    account.updates.allow('["callback_query"]')
    (words,) = hall.town.emulator.people.say(anna.id, TEXT)
    account.updates.push({"message": {**words.body(), "from": "nobody"}}, "spoilt")
    await alone(anna)
    assert not leaked(hall.town.log.getvalue() + repr(hall.town.rows()), ("Шумно", "mfc.ru"))
