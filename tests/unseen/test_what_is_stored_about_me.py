"""/trust: an employee sees everything stored about them, as it is, and looking leaves nothing behind."""

import json
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.campaign_keeping import CampaignKeeping
from surveys.anonymity.audit_note import NOTE, AuditNote, written
from surveys.anonymity.blocks import Block
from surveys.anonymity.campaign import Loss
from surveys.anonymity.keys import RATINGS
from surveys.anonymity.pool import Change
from surveys.conversation.deeds import COORDINATOR
from surveys.work import Work
from tests.security.town import Citizen
from tests.unseen.town_hall import TownHall, opened


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[TownHall]:
    async with opened(tmp_path) as built:
        yield built


async def voted(anna: Citizen) -> None:
    await anna.starts()
    for label in ("Как дела в отделе?", "Начать", "5", "2", "Отправить"):
        await anna.taps(label)
    await anna.sees("Ответ принят")


async def looked(anna: Citizen) -> str:
    await anna.says("/trust")
    await anna.sees("Что о вас хранится")
    return anna.seen


def without_a_trace(hall: TownHall) -> tuple[object, ...]:
    """Every row of every table, and every line of the log."""
    return hall.town.rows(), hall.town.log.getvalue()


async def test_the_page_has_every_row_and_both_marks_as_they_stand(hall: TownHall) -> None:
    campaign = await hall.launched()
    anna = await hall.employed("u0")
    page = await looked(anna)
    for told in (
        f"Номер вашего чата: {anna.id}",
        "Язык: русский",
        "Подразделение: Отдел 1",
        "Роли: —",
        "Отметка, что вы ответили: нет",
        "Отметок о комментариях: 0 из 2",
        "Ваша группа: 12 чел.",
        "Уже в итогах группы: пока ничего (нужно 10 ответов)",
        "не меньше 5 ответов и 10 комментариев, не чаще раза в 12 ч",
        campaign.closes_at.astimezone(hall.town.installation.settings.zone).strftime("%d.%m.%Y"),
        campaign.fingerprint,
        hall.town.installation.policy.code_version,
        "связь между вами и ответом мы не храним",
        "эту версию ещё не проверяли",
    ):
        assert told in page, told
    await voted(anna)
    await anna.says("Больше света")
    await anna.taps("Отправить")
    await anna.sees("Комментарий принят")
    page = await looked(anna)
    assert "Отметка, что вы ответили: есть" in page
    assert "Отметок о комментариях: 1 из 2" in page


async def test_who_looks_leaves_not_one_row_and_not_one_line(hall: TownHall) -> None:
    await hall.launched()
    anna = await hall.employed("u0")
    await voted(anna)
    before = without_a_trace(hall)
    for command in ("/privacy", "/trust", "/доверие", "/trust@somebot"):
        await anna.says(command)
        await anna.sees("Что о вас хранится")
    await anna.taps("Как защищены ответы")
    await anna.sees("Как защищён ваш ответ")
    await anna.taps("Что обо мне хранится")
    await anna.sees("Что о вас хранится")
    assert without_a_trace(hall) == before


async def test_the_promise_in_full_has_the_surveys_own_numbers_and_leads_back(hall: TownHall) -> None:
    campaign = await hall.launched()
    anna = await hall.employed("u0")
    await anna.starts()
    await anna.taps("Как дела в отделе?")
    await anna.sees(f"ещё хотя бы {campaign.parameters.k - 1} ваших коллег")
    await anna.taps("Как это устроено")
    for told in ("не меньше 10 человек", "случайные 5 складываются", "не чаще раза в 12 ч", "Telegram"):
        assert told in anna.seen, told
    await anna.taps("Вернуться к опросу")
    assert "Начать" in anna.labels


async def test_published_blocks_are_told_whole_and_losses_without_numbers(hall: TownHall) -> None:
    campaign = await hall.launched()
    anna = await hall.employed("u0")
    mine = campaign.cells.of_unit("u0")
    assert mine is not None

    def happened(work: Work) -> None:
        blocks = [Block(bytes([n]) * 16, campaign.code, RATINGS, mine.key, 7) for n in (1, 2)]
        work.pools.apply(Change(tuple(blocks), (), (), ()), hall.clock.now())
        work.campaigns.lose(campaign.code, [Loss(RATINGS, mine.key, 3), Loss(RATINGS, "other", 4)])

    await hall.town.changed(happened)
    before = hall.town.rows("receipt")
    page = await looked(anna)
    assert "Уже в итогах группы: 10+\nУже во всех итогах: 10+" in page
    assert "часть ответов вашей группы потеряна" in page
    assert "потеряна часть ответов других групп" in page
    assert hall.town.rows("receipt") == before


async def test_a_lost_key_is_told_instead_of_a_guess(hall: TownHall) -> None:
    campaign = await hall.launched()
    anna = await hall.employed("u0")
    await voted(anna)
    hall.town.installation.keys.drop_campaign(campaign.code)
    assert "прочесть нельзя, ключ утрачен" in await looked(anna)


async def test_who_voted_and_moved_still_sees_the_mark(hall: TownHall) -> None:
    await hall.launched()
    anna = await hall.employed("u0")
    await voted(anna)
    number = (await anna.row()).number
    await hall.town.changed(lambda work: work.staff.join(number, "top"))
    page = await looked(anna)
    assert "Отметка, что вы ответили: есть" in page
    assert "Подразделение: Администрация" in page


async def test_a_closed_survey_leaves_its_act_and_no_row(hall: TownHall) -> None:
    campaign = await hall.launched()
    anna = await hall.employed("u0")
    await voted(anna)
    at = hall.town.installation
    keeping = CampaignKeeping(at.works, at.keys, hall.clock, at.chance, at=lambda _: None, tell=lambda: None)
    await keeping.close(campaign.code, asked_by="admin", confirmed_by="hr_analyst")
    page = await looked(anna)
    assert "Анонимных опросов сейчас нет" in page
    assert "Отметка" not in page
    await anna.taps("Акт: Как дела в отделе?")
    await anna.sees("Акт")
    assert "Что о вас хранится" not in anna.seen


@pytest.mark.parametrize(
    ("verdict", "version", "told"),
    [
        ("passed", "own", "пройдена 02.03.2026. Пробных опросов: 20. Автора угадали в 5 % попыток"),
        ("failed", "own", "НЕ пройдена 02.03.2026"),
        ("passed", "of another program", "эту версию ещё не проверяли"),
    ],
)
async def test_an_audit_counts_for_the_version_it_was_run_on(
    hall: TownHall, verdict: str, version: str, told: str
) -> None:
    anna = await hall.employed("u0")
    code = hall.town.installation.policy.code_version if version == "own" else version
    note = AuditNote(date(2026, 3, 2), "passed" if verdict == "passed" else "failed", 0.053, 0.05, 20, code)
    await hall.town.changed(lambda work: work.notes.put(NOTE, written(note)))
    assert told in await looked(anna)


async def test_a_citizen_sees_their_page_as_ever(hall: TownHall) -> None:
    await hall.launched()
    eva = hall.town.citizen("Ева")
    await eva.starts()
    page = await looked(eva)
    for word in ("Подразделение", "Отпечаток", "Роли", "Версия программы", "анонимн"):
        assert word not in page, word
    assert "Как защищены ответы" not in eva.labels


async def test_somebody_unknown_who_asks_first_is_answered_too(hall: TownHall) -> None:
    eva = hall.town.citizen("Ева")
    assert "Номер вашего чата, без имени" in await looked(eva)


async def test_erasing_says_what_goes_and_what_cannot_and_then_does_it(hall: TownHall) -> None:
    await hall.launched()
    anna = await hall.employed("u0")
    number, now = (await anna.row()).number, hall.clock.now()
    await hall.town.changed(lambda work: work.roles.grant(number, COORDINATOR, now))
    await voted(anna)
    marks = hall.town.rows()["mark"]
    assert "Роли: координатор" in await looked(anna)
    await anna.taps("Удалить мои данные")
    for told in ("выйдете из списка сотрудников", "удалить нельзя", "останутся в журнале под номером"):
        assert told in anna.seen, told
    await anna.taps("Да, удалить")
    await anna.sees("исчезнут, когда эти опросы закроются")
    rows = hall.town.rows()
    assert rows["membership"] == []
    assert rows["mark"] == marks
    assert str(anna.id) not in repr({table: rows[table] for table in rows if table != "attempt"})


async def test_the_file_holds_unit_and_roles_and_no_marks(hall: TownHall) -> None:
    campaign = await hall.launched()
    anna = await hall.employed("u0")
    number, now = (await anna.row()).number, hall.clock.now()
    await hall.town.changed(lambda work: work.roles.grant(number, COORDINATOR, now))
    await voted(anna)
    await looked(anna)
    await anna.taps("Получить всё файлом")
    await anna.sees("Здесь всё, что о вас хранится")
    document = anna.bots[-1].content["document"]
    stored = hall.town.emulator.world.account.files.get(document["file_id"])
    assert stored is not None
    content = json.loads(stored.data)
    assert content["unit"] == {"key": "u0", "name": "Отдел 1"}
    assert content["roles"] == [COORDINATOR]
    assert campaign.code not in json.dumps(content)
