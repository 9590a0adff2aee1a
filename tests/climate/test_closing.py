"""A survey is closed before its time by two people, and whatever is stolen, repeated or too late closes nothing."""

import io
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest

from surveys.anonymity.campaign import Campaign
from surveys.conversation.deeds import ADMIN, HR_ANALYST
from tests.climate.house import House, housed
from tests.climate.walking import Walker, said


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with housed(tmp_path, (12, 30, 14)) as built:
        yield built


async def asked(house: House) -> Campaign:
    """The administrator has asked to close a running survey in which people answered."""
    campaign = await house.launched()
    await house.answered(campaign, {"u0": 11, "u1": 25, "u2": 3}, words=True)
    await house.admin.says("/climate")
    for label in ("Климат", "Закрыть раньше срока", "Попросить закрыть"):
        await house.admin.taps(label)
    await house.admin.sees("В течение часа второй человек подтверждает")
    return campaign


async def confirmed(house: House) -> None:
    """The analyst has come to the screen that shows the code."""
    await house.analyst.says("/climate")
    await house.analyst.taps("Климат")
    await house.analyst.sees("Опрос просят закрыть раньше срока")
    await house.analyst.taps("Закрыть раньше срока")
    await house.analyst.taps("Подтвердить")
    await house.analyst.sees("Наберите этот код")


async def running(house: House) -> bool:
    return (await house.campaigns())[0].running


async def test_two_people_close_a_survey_and_everybody_who_works_there_can_read_the_act(house: House) -> None:
    campaign = await asked(house)
    await confirmed(house)
    await house.analyst.says("не код")
    await house.analyst.sees("Код не совпал")
    assert await running(house)
    await house.analyst.says(campaign.code.upper())
    await house.analyst.sees("Опрос закрыт")
    await house.destroyed()
    anna = house.town.citizen("Анна")
    await anna.starts()
    await anna.says("/acts")
    assert "Акты закрытия" not in anna.seen, "a citizen has no business there"
    number = (await anna.row()).number
    await house.town.changed(lambda work: work.staff.join(number, "u0"))
    await anna.says("/acts")
    await anna.taps("Климат в мэрии")
    await anna.sees("Ключ опроса: уничтожен")
    for line in ("Приказ: № 7", "Учтено ответов: 35+", "Отдел 1: 10+", "Отдел 2: 25+", "Отдел 3: меньше 5"):
        assert line in anna.seen
    assert "просил администратор, подтвердил аналитик опросов" in anna.seen
    assert "Не показано ответов: меньше 5" in anna.seen
    acts = [entry.act for entry in await house.trail()]
    assert acts == ["campaign.launched", "campaign.close_asked", "campaign.closed", "campaign.key_destroyed"]


async def test_the_act_can_be_taken_away_as_paper_with_the_same_words(house: House) -> None:
    campaign = await house.launched()
    await house.answered(campaign, {"u0": 11, "u1": 25, "u2": 3})
    reader = Walker(house.town.installation, house.coordinator)
    assert (await reader.taps("act", campaign.code)).reply.screen is None, "none before the close"
    assert (await reader.taps("actpdf", campaign.code)).errand is None
    await house.keeping.close(campaign.code, asked_by="schedule")
    screen = (await reader.taps("act", campaign.code)).reply.screen
    assert screen is not None
    errand = (await reader.taps("actpdf", campaign.code)).errand
    assert errand is not None
    (reply,) = await house.errands(errand, (await house.coordinator.row()).address)
    assert reply.screen is not None
    assert reply.screen.exhibit is not None
    page = pypdfium2.PdfDocument(io.BytesIO(reply.screen.exhibit.content))[0].get_textpage()
    paper = " ".join(page.get_text_bounded().split())
    for line in said(house.town.installation, screen).splitlines()[1:12]:
        for words in line.split(": "):
            assert " ".join(words.split()) in paper, words
    assert campaign.code not in paper


async def test_alone_nobody_closes_a_survey_and_is_told_whom_to_invite(house: House) -> None:
    campaign = await house.launched()
    await house.revoked(house.admin, ADMIN)
    await house.analyst.says("/climate")
    await house.analyst.taps("Климат")
    await house.analyst.taps("Закрыть раньше срока")
    await house.analyst.sees("Пригласите второго")
    assert "Попросить закрыть" not in house.analyst.labels
    reader = Walker(house.town.installation, house.analyst)
    assert (await reader.taps("cask", campaign.code)).reply.screen is None
    assert [entry.act for entry in await house.trail()] == ["campaign.launched"]


async def test_who_asked_cannot_confirm_by_any_tap(house: House) -> None:
    campaign = await asked(house)
    reader = Walker(house.town.installation, house.admin)
    screen = (await reader.taps("cconfirm", campaign.code)).reply.screen
    assert screen is not None
    assert "Вы попросили закрыть" in said(house.town.installation, screen)
    await house.admin.says(campaign.code)
    assert await running(house)


async def too_late_to_type(house: House) -> None:
    house.hall.clock.moment += timedelta(minutes=6)


async def asker_lost_the_role(house: House) -> None:
    await house.revoked(house.admin, ADMIN)


async def confirmer_lost_the_role(house: House) -> None:
    await house.revoked(house.analyst, HR_ANALYST)


async def asker_thought_again(house: House) -> None:
    await house.admin.taps("Передумать")


async def confirmer_became_the_asker(house: House) -> None:
    """They hold the code of the other's request, and now there is only their own."""
    await house.admin.taps("Передумать")
    await Walker(house.town.installation, house.analyst).taps("cask", (await house.campaigns())[0].code)


async def the_hour_ran_out(house: House) -> None:
    """The code was shown in the last minute of the hour."""
    house.hall.clock.moment += timedelta(minutes=57)
    await Walker(house.town.installation, house.analyst).taps("cconfirm", (await house.campaigns())[0].code)
    house.hall.clock.moment += timedelta(minutes=4)


@pytest.mark.parametrize(
    "meanwhile",
    [
        too_late_to_type,
        asker_lost_the_role,
        confirmer_lost_the_role,
        asker_thought_again,
        confirmer_became_the_asker,
        the_hour_ran_out,
    ],
    ids=lambda each: each.__name__,
)
async def test_what_happens_between_the_tap_and_the_code_can_stop_a_close(
    house: House, meanwhile: Callable[[House], Awaitable[None]]
) -> None:
    campaign = await asked(house)
    await confirmed(house)
    await meanwhile(house)
    await house.analyst.says(campaign.code)
    assert await running(house)


async def test_a_repeated_or_stolen_tap_closes_nothing(house: House) -> None:
    """Every button of the ceremony again, by those it was drawn for and by others, and no code typed."""
    campaign = await asked(house)
    await confirmed(house)
    drawn = [(chat, data) for chat, data in house.town.produced() if data.startswith(("cask", "cconfirm", "cclose"))]
    assert len(drawn) >= 4
    for _, data in drawn:
        for citizen in (house.analyst, house.admin, house.coordinator):
            await citizen.sends(data)
    assert await running(house)
    await house.coordinator.says(campaign.code)
    assert await running(house)


async def test_the_code_alone_without_a_request_closes_nothing(house: House) -> None:
    campaign = await house.launched()
    for citizen in (house.analyst, house.admin):
        await citizen.says(campaign.code)
        await Walker(house.town.installation, citizen).taps("cconfirm", campaign.code)
        await citizen.says(campaign.code)
    assert await running(house)


async def test_at_the_end_of_its_time_a_survey_closes_by_itself(house: House) -> None:
    await house.launched()
    await house.later(days=31)
    assert not await running(house)
    act = (await house.campaigns())[0].act
    assert act is not None
    assert (act.asked_by, act.key_destroyed) == ("schedule", True)
