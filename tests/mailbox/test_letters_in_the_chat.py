"""A letter through the whole bot and an emulated Telegram: what stands in the chats, in the log and in the database."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.composition import compose, telegram_bot
from bot.gate import Gate
from surveys.conversation.deeds import ADMIN, HR_ANALYST
from tests.mailbox.post_office import ANSWER, LETTER
from tests.security.town import TOKEN, Citizen, leaked
from tests.unseen.town_hall import TownHall, opened

STAMPED = {"pool_box", "mark", "pool_state"}


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[TownHall]:
    async with opened(tmp_path, timezone="UTC") as built:
        yield built


def chat_of(hall: TownHall, citizen: Citizen) -> str:
    chat = hall.town.emulator.people.get(citizen.id).chat
    return repr([(message.content, message.inline) for message in chat.messages.values()])


async def holding(hall: TownHall, role: str, name: str) -> Citizen:
    citizen = hall.town.citizen(name)
    await citizen.starts()
    number, now = (await citizen.row()).number, hall.clock.now()
    await hall.town.changed(lambda work: work.roles.grant(number, role, now))
    return citizen


async def looked(hall: TownHall, days: int) -> None:
    """What the bot does every few minutes, some mornings later."""
    at = hall.town.installation
    bot = telegram_bot(TOKEN, hall.town.emulator.url, Gate())
    try:
        parts = compose(at, bot, Gate(), "bot")
        for _ in range(days):
            hall.clock.moment = (hall.clock.moment + timedelta(days=1)).replace(hour=9, minute=3)
            await parts.letters.look()
            await parts.letters.look()
    finally:
        await bot.session.close()
    await hall.town.quiet()


def code_in(seen: str) -> str:
    return seen.partition("Код письма: ")[2].partition("\n")[0]


async def written(anna: Citizen) -> str:
    await anna.starts()
    await anna.taps("Сказать анонимно")
    for label in ("Проблема", "Бухгалтерия", "Регулярно", "Сильно мешает", "Моего подразделения", "Да, прочитаю"):
        await anna.taps(label)
    await anna.taps("Отправить")
    await anna.says(LETTER)
    await anna.sees("Так письмо увидят")
    await anna.taps("Отправить")
    await anna.sees("Письмо принято")
    return code_in(anna.seen)


async def test_a_letter_from_a_phone_to_an_answer_leaves_no_trace_of_its_author(hall: TownHall) -> None:
    anna, analyst = await hall.employed("u0"), await holding(hall, HR_ANALYST, "Зара")
    await anna.starts()
    before = hall.town.rows("receipt")
    code = await written(anna)
    after = hall.town.rows("receipt")
    assert {name for name in after if after[name] != before[name]} <= STAMPED
    await anna.taps("Код записан")
    await anna.sees("Убрано")
    assert leaked(chat_of(hall, anna), [LETTER, code]) == []
    await looked(hall, 3)
    await analyst.sees("Пришло 1 письмо")
    assert analyst.seen.count("Пришло") == 1
    await analyst.taps("Письма сотрудников")
    await analyst.taps("Проблема · Бухгалтерия")
    await analyst.sees(LETTER)
    await analyst.taps("Ответить")
    await analyst.says(ANSWER)
    await analyst.taps("Отправить ответ")
    await analyst.sees(ANSWER)
    read = hall.town.rows()
    await anna.says(f"/reply {code}")
    await anna.sees(ANSWER)
    await anna.taps("Спрятать")
    await anna.sees("Убрано")
    assert hall.town.rows() == read
    assert leaked(chat_of(hall, anna), [LETTER, ANSWER, code, code.replace("-", "")]) == []
    assert leaked(hall.town.log.getvalue(), [LETTER, ANSWER, code, str(anna.id), str(analyst.id)]) == []


async def test_a_photo_is_not_taken_and_nobody_else_sees_letters(hall: TownHall) -> None:
    anna, boss = await hall.employed("u0"), await holding(hall, ADMIN, "Начальник")
    await anna.starts()
    await anna.taps("Сказать анонимно")
    hall.town.emulator.people.send(
        anna.id, {"document": {"file_id": "f", "file_unique_id": "u", "file_name": "бухгалтерия.docx"}}
    )
    await hall.town.quiet()
    await anna.sees("Фото и файлы")
    await written(anna)
    await boss.says("/letters")
    await boss.sees("Спасибо за сообщение")
    await looked(hall, 3)
    await boss.sees("Читать их некому")
    assert LETTER not in chat_of(hall, boss)
