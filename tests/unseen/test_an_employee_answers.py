"""An employee answers an anonymous survey in the chat, and nothing is left that says so."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from surveys.anonymity.organisation import Unit
from tests.security.town import Citizen, leaked
from tests.unseen.town_hall import TownHall, opened

CANARY = "канарейка-7f3a в третьем кабинете"


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[TownHall]:
    async with opened(tmp_path) as built:
        await built.launched()
        yield built


async def begun(anna: Citizen) -> None:
    await anna.starts()
    await anna.taps("Как дела в отделе?")
    await anna.taps("Начать")


async def rated(anna: Citizen) -> None:
    await begun(anna)
    await anna.taps("5")
    await anna.taps("2")


async def voted(anna: Citizen) -> None:
    await rated(anna)
    await anna.taps("Отправить")
    await anna.sees("Ответ принят")


def chat_of(hall: TownHall, citizen: Citizen) -> str:
    """Everything that the chat holds now, buttons included."""
    chat = hall.town.emulator.people.get(citizen.id).chat
    return repr([(message.content, message.inline) for message in chat.messages.values()])


async def test_ratings_and_words_are_sealed_apart_and_the_chat_keeps_none_of_them(hall: TownHall) -> None:
    anna = await hall.employed("u0")
    await voted(anna)
    await anna.says(CANARY)
    await anna.sees(CANARY)
    assert (await hall.waiting(), await hall.waiting("why")) == (1, 0)
    await anna.taps("Отправить")
    await anna.sees("Комментарий принят")
    assert (await hall.waiting(), await hall.waiting("why")) == (1, 1)
    await anna.taps("Без комментария")
    await anna.sees("Спасибо!")
    everything = chat_of(hall, anna) + repr(hall.town.rows()) + hall.town.log.getvalue()
    assert leaked(everything, [CANARY]) == []
    assert leaked(hall.town.log.getvalue(), [str(anna.id)]) == []


async def test_while_somebody_answers_not_one_row_changes_anywhere(hall: TownHall) -> None:
    anna = await hall.employed("u0")
    await anna.starts()
    before = hall.town.rows()
    await anna.taps("Как дела в отделе?")
    await anna.taps("Начать")
    await anna.taps("5")
    await anna.taps("Назад")
    await anna.taps("4")
    await anna.taps("2")
    await anna.sees("Проверьте ответы")
    await anna.taps("1")
    await anna.taps("3")
    await anna.sees("Проверьте ответы")
    assert hall.town.rows() == before


async def test_a_vote_changes_two_tables_and_neither_names_anybody(hall: TownHall) -> None:
    anna = await hall.employed("u0")
    await rated(anna)
    before = hall.town.rows()
    await anna.taps("Отправить")
    await anna.sees("Ответ принят")
    after = hall.town.rows()
    assert {table for table in after if after[table] != before[table]} == {"mark", "pool_box"}
    assert str(anna.id) not in repr([after["mark"], after["pool_box"]])


async def test_nobody_votes_twice_by_tapping_twice_by_an_old_summary_or_by_beginning_again(hall: TownHall) -> None:
    anna = await hall.employed("u0")
    await rated(anna)
    send = next(one for row in anna.bots[-1].inline or () for one in row if "Отправить" in one["text"])
    await anna.taps("Отправить")
    await anna.sees("Ответ принят")
    for _ in range(3):
        await anna.sends(str(send["callback_data"]))
        await anna.sees("Второй не считается")
    await anna.starts()
    await anna.taps("Как дела в отделе?")
    await anna.sees("Ваш ответ уже принят")
    assert await hall.waiting() == 1


async def test_erasing_oneself_and_coming_back_gives_no_second_vote(hall: TownHall) -> None:
    anna = await hall.employed("u0")
    await voted(anna)
    await anna.says("/privacy")
    await anna.taps("Удалить")
    await anna.taps("Да")
    await anna.starts()
    number = (await anna.row()).number
    await hall.town.changed(lambda work: work.staff.join(number, "u1"))
    await anna.starts()
    await anna.taps("Как дела в отделе?")
    await anna.sees("Ваш ответ уже принят")


async def test_words_between_two_ratings_are_given_back_and_kept_nowhere(hall: TownHall) -> None:
    anna = await hall.employed("u0")
    await begun(anna)
    await anna.taps("5")
    before = hall.town.rows()
    await anna.says(CANARY)
    await anna.sees("никуда не отправлено")
    await anna.sees(CANARY)
    assert hall.town.rows() == before
    await anna.taps("Убрать")
    await anna.sees("Ничего не отправлено")
    assert leaked(chat_of(hall, anna), [CANARY]) == []


async def test_what_gives_a_person_away_is_masked_before_it_is_shown_back(hall: TownHall) -> None:
    anna = await hall.employed("u0")
    await voted(anna)
    await anna.says("Звоните 8 (4872) 30-12-45, меня зовут Пётр")
    await anna.sees("[телефон], меня зовут [имя]")
    await anna.sees("Скрыто 2 места")
    await anna.taps("Отправить")
    await anna.sees("Комментарий принят")


async def test_a_text_that_is_too_long_comes_back_whole_and_is_not_cut(hall: TownHall) -> None:
    anna = await hall.employed("u0")
    await voted(anna)
    text = "слово " * 170 + "конец"
    await anna.says(text)
    await anna.sees("Слишком длинно: 1025 знаков, помещается 1000")
    await anna.sees("конец")
    await anna.says("Короче")
    await anna.taps("Отправить")
    await anna.sees("Комментарий принят")
    assert await hall.waiting("why") == 1


async def test_a_rating_tapped_again_after_the_vote_brings_no_answers_back(hall: TownHall) -> None:
    """As an update that Telegram delivers again after a kill, or a screen that nobody remembers."""
    anna = await hall.employed("u0")
    await begun(anna)
    place = anna.bots[-1].id
    rating = [str(one["callback_data"]) for row in anna.bots[-1].inline or () for one in row if "5" in one["text"]]
    await anna.taps("5")
    await anna.taps("2")
    await anna.taps("Отправить")
    await anna.sees("Ответ принят")
    await anna.sends(rating[0], place)
    await anna.sees("Ваш ответ уже принят")
    assert hall.campaign is not None
    assert f"!{hall.campaign.code}" not in chat_of(hall, anna)


async def test_beginning_anew_leaves_no_screen_behind_that_shows_or_carries_answers(hall: TownHall) -> None:
    anna = await hall.employed("u0")
    await rated(anna)
    await anna.sees("Проверьте ответы")
    await voted(anna)
    assert "Проверьте ответы" not in chat_of(hall, anna)
    assert hall.campaign is not None
    assert f"!{hall.campaign.code}" not in chat_of(hall, anna)


async def test_a_text_worded_anew_takes_the_place_of_the_former_one(hall: TownHall) -> None:
    anna = await hall.employed("u0")
    await voted(anna)
    await anna.says(f"{CANARY} " * 40)
    await anna.sees("Слишком длинно")
    for words in (CANARY, f"{CANARY}, вторая", "третья"):
        await anna.says(words)
        await anna.sees(words)
    assert leaked(chat_of(hall, anna), [CANARY]) == []
    await anna.taps("Отправить")
    await anna.sees("Комментарий принят")
    assert "третья" not in chat_of(hall, anna)


async def test_a_text_worded_anew_leaves_the_chat_also_while_telegram_refuses(hall: TownHall) -> None:
    anna = await hall.employed("u0")
    await voted(anna)
    await anna.says(CANARY)
    await anna.sees(CANARY)
    refusal = {"kind": "error", "code": 400, "description": "Bad Request: message can't be deleted for everyone"}
    hall.town.emulator.faults.add({"method": "deleteMessage", "do": refusal})
    await anna.says("Второе")
    assert "Второе" in chat_of(hall, anna)
    assert leaked(chat_of(hall, anna), [CANARY]) == []


async def test_words_given_back_for_later_stay_until_they_are_shown_again(hall: TownHall) -> None:
    """They can be copied from there when their time has come."""
    anna = await hall.employed("u0")
    await rated(anna)
    await anna.says(CANARY)
    await anna.sees("никуда не отправлено")
    await anna.taps("Отправить")
    assert leaked(chat_of(hall, anna), [CANARY]) == [CANARY]
    await anna.says("Ещё раз")
    await anna.sees("Ещё раз")
    assert leaked(chat_of(hall, anna), [CANARY]) == []


async def test_the_text_under_a_changed_preview_is_not_sent(hall: TownHall) -> None:
    anna = await hall.employed("u0")
    await voted(anna)
    await anna.says("Первое")
    await anna.sees("Первое")
    first = next(one for row in anna.bots[-1].inline or () for one in row if "Отправить" in one["text"])
    await anna.says("Второе")
    await anna.sees("Второе")
    await anna.sends(str(first["callback_data"]))
    await anna.sees("Пришлите его ещё раз")
    assert await hall.waiting("why") == 0


async def test_a_photo_is_taken_away_unopened(hall: TownHall) -> None:
    anna = await hall.employed("u0")
    await voted(anna)
    hall.town.emulator.people.send(
        anna.id, {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]}
    )
    await hall.town.quiet()
    await anna.sees("Фото и файлы в анонимном опросе не принимаются")
    assert [call for call in hall.town.calls() if call["method"] == "getFile"] == []


async def test_a_unit_that_came_after_the_launch_is_told_so(hall: TownHall) -> None:
    await hall.organised(
        [Unit("top", "А"), Unit("u0", "Отдел 1", "top", 12), Unit("u1", "Отдел 2", "top", 30), Unit("new", "Н", "top")]
    )
    anna = await hall.employed("u0")
    await anna.starts()
    await anna.taps("Как дела в отделе?")
    number = (await anna.row()).number
    await hall.town.changed(lambda work: work.staff.join(number, "new"))
    await anna.taps("Начать")
    await anna.sees("добавили после начала опроса")


async def test_a_citizen_who_is_no_employee_can_do_nothing_with_an_employees_button(hall: TownHall) -> None:
    anna, eve = await hall.employed("u0"), hall.town.citizen("Ева")
    await eve.starts()
    await rated(anna)
    for _, data in sorted(hall.town.produced()):
        await eve.sends(data, eve.bots[-1].id)
    assert await hall.waiting() == 0


async def test_leaving_in_the_middle_leaves_nothing(hall: TownHall) -> None:
    anna = await hall.employed("u0")
    await rated(anna)
    await anna.starts()
    await anna.sees("Здравствуйте")
    assert await hall.waiting() == 0
    await anna.taps("Как дела в отделе?")
    assert "Начать" in anna.labels
