"""Row 16: updates twice, out of order, a day late, numbered anew. Row 17: tap storms. Row 18: two things at once."""

import re
from datetime import timedelta
from typing import Any

import pytest

from bot.emulator.callbacks import Tap
from tests.soak_report import SoakReport
from tests.stories.bots import until
from tests.stories.citizens import COMMENT, RATING, REASONS, THANKS, Citizen, together
from tests.stories.conftest import Town
from tests.stories.history import rows
from tests.stories.inside import MovableClock, living_inside

STORM = 50
DRAFTS = "SELECT COUNT(*) FROM response WHERE standing = 'draft'"
DAY = 86_400


def _messages(citizen: Citizen) -> list[str]:
    """What stands in the chat from the bot."""
    return [str(message.content.get("text")) for message in citizen.chat.messages.values() if not message.mine]


async def _disorder(town: Town, citizens: int, visits: int, probability: float) -> None:
    town.settles(citizens)
    await town.bot.start()
    for kind in ("duplicate_updates", "reorder_updates"):
        town.emulator.faults.add({"do": {"kind": kind}, "probability": probability})
    await town.live(lambda number: number < visits)
    assert all(rule.hits for rule in town.emulator.faults.rules)
    town.emulator.faults.clear()
    await town.drained()
    await town.bot.stop()


async def test_updates_that_come_twice_or_out_of_order_have_one_effect_and_one_message(town: Town) -> None:
    """Row 16."""
    await _disorder(town, 8, 2, 0.5)
    await town.kept()
    for citizen in town.citizens:
        assert len(_messages(citizen)) == 2, _messages(citizen)


@pytest.mark.soak
async def test_a_thousand_visits_in_disorder_have_one_effect_each(town: Town) -> None:
    with SoakReport("duplicated and reordered updates") as report:
        await _disorder(town, 40, 25, 0.5)
        report.judge(town.history.promises, await town.check())


async def test_a_text_that_is_a_day_late_and_numbers_that_start_again_are_taken(town: Town) -> None:
    """Row 16: 23 hours late; and update ids that jump down after a quiet week."""
    (anna,) = town.settles(1)
    (first, carried), (second, carried_next), *_ = town.payloads.items()
    await town.bot.start()
    await anna.scans(carried, first)
    await anna.sees(RATING)
    await anna.taps("5 ★", until=lambda: COMMENT in anna.text)
    town.emulator.faults.add({"do": {"kind": "delay_updates", "seconds": 23 * 3600}, "times": 1})
    anna.writes("поздно, но верно")
    town.emulator.clock.advance(23 * 3600 + 1)
    await anna.sees(THANKS)
    town.history.shown(anna.id, first, rating=5, comment="поздно, но верно")
    await town.drained()
    town.emulator.world.account.updates.next_id = 1_000
    await anna.rates(second, carried_next)
    await town.drained()
    await town.bot.stop()
    await town.kept()


async def _storm(citizen: Citizen, label: str, times: int = STORM) -> None:
    """So many taps of one button in a moment, as from two devices; each must be answered."""
    taps: list[Tap] = [citizen.tap(label) for _ in range(times)]
    for tap in taps:
        assert await tap.answered(10) is not None, f"a tap of {label} was never answered"


async def _storms_through_a_visit(town: Town, anna: Citizen, point: str, carried: str, times: int = STORM) -> None:
    await anna.scans(carried, point)
    await anna.sees(RATING)
    await _storm(anna, "2 ★", times)
    await anna.sees(REASONS)
    await _storm(anna, "☐ Долгая", times)
    await until(lambda: any("☑ Долгая" in button for button in anna.buttons), 5, "the option is on")
    await _storm(anna, "Готово", times)
    await anna.sees(COMMENT)
    town.history.shown(anna.id, point, rating=2, reasons=["queue"])
    await _storm(anna, "Пропустить", times)
    await anna.sees(THANKS)
    town.history.thanks(anna.id, point)


async def test_fifty_taps_of_one_button_have_one_effect_and_are_all_answered(town: Town) -> None:
    """Row 17."""
    (anna,) = town.settles(1)
    point, carried = next(iter(town.payloads.items()))
    await town.bot.start()
    await _storms_through_a_visit(town, anna, point, carried)
    anna.writes("/start")
    await anna.sees("Здравствуйте")
    await _storm(anna, "Оценить снова")
    await anna.sees(RATING)
    await town.drained()
    await town.bot.stop()
    await town.kept()
    assert await rows(town.database, DRAFTS) == [(1,)]


async def test_fifty_taps_for_the_longer_questionnaire_begin_it_once(town: Town) -> None:
    """Row 17."""
    (anna,) = town.settles(1)
    point, carried = list(town.payloads.items())[-1]
    await town.bot.start()
    await anna.rates(point, carried)
    await _storm(anna, "Рассказать подробнее")
    await anna.sees("Что нам улучшить?")
    await town.drained()
    await town.bot.stop()
    assert await rows(town.database, DRAFTS) == [(1,)]
    await town.kept()


@pytest.mark.soak
async def test_storms_of_fifteen_people_have_one_effect_each(town: Town) -> None:
    with SoakReport("tap storms") as report:
        people = town.settles(15)
        await town.bot.start()
        for point, carried in list(town.payloads.items())[:3]:
            await together(*(_storms_through_a_visit(town, one, point, carried, 20) for one in people))
        await town.drained()
        await town.bot.stop()
        report.judge(town.history.promises, await town.check())


async def test_fifty_taps_at_the_desk_switch_a_point_once_and_renew_its_link_once(town: Town) -> None:
    """Row 17: what a storm would switch to and fro, or void again and again."""
    (anna,) = town.settles(1)
    await town.bot.start()
    await until(lambda: "/claim" in town.bot.out.read_text(), 5, "the claim code is printed")
    code = re.findall(r"/claim (\S+)", town.bot.out.read_text())[-1]
    anna.writes(f"/claim {code}")
    await until(lambda: anna.buttons, 5, "the desk opens")
    await anna.taps(anna.buttons[0], until=lambda: any("окно 0" in button for button in anna.buttons))
    await anna.taps("МФЦ, окно 0", until=lambda: any("Приостановить" in button for button in anna.buttons))
    await _storm(anna, "Приостановить")
    assert await rows(town.database, "SELECT active FROM point WHERE key = 'k0'") == [(0,)]
    await anna.taps("Заменить ссылку", until=lambda: any("Да, заменить" in button for button in anna.buttons))
    await _storm(anna, "Да, заменить")
    assert await rows(town.database, "SELECT secret_version FROM point WHERE key = 'k0'") == [(2,)]
    await town.bot.stop()


async def test_a_tap_on_a_month_old_message_is_answered_and_leads_on(town: Town) -> None:
    """Row 17."""
    (anna,) = town.settles(1)
    point, carried = next(iter(town.payloads.items()))
    clock = MovableClock()
    async with living_inside(town, clock=clock):
        await anna.scans(carried, point)
        await anna.sees(RATING)
        await anna.taps("2 ★", until=lambda: REASONS in anna.text)
        town.history.shown(anna.id, point, rating=2)
        old = anna.screen
        assert old is not None
        clock.advance(timedelta(days=31))
        town.emulator.clock.advance(31 * DAY)
        taps = [town.emulator.people.tap(anna.id, old.id, "☐ Долгая очередь") for _ in range(STORM)]
        answers: list[dict[str, Any] | None] = [await tap.answered(10) for tap in taps]
        assert all(answer is not None for answer in answers)
        assert any("Опрос закрылся" in str(answer) for answer in answers)
        await anna.taps("Начать заново", until=lambda: RATING in anna.text)
    await town.kept()


async def _both_at_once(town: Town, citizen: Citizen, point: str, carried: str) -> None:
    await citizen.scans(carried, point)
    await citizen.sees(RATING)
    await citizen.taps("5 ★", until=lambda: COMMENT in citizen.text)
    town.history.shown(citizen.id, point, rating=5)
    if town.chance.random() < 0.5:
        citizen.tap("Пропустить")
        citizen.writes("и слово")
    else:
        citizen.writes("и слово")
        citizen.tap("Пропустить")
    await until(lambda: any(THANKS in text for text in _messages(citizen)), 20, "thanks")
    town.history.thanks(citizen.id, point)


async def test_a_message_and_a_tap_at_the_same_moment_are_handled_one_after_the_other(town: Town) -> None:
    """Row 18."""
    people = town.settles(8)
    point, carried = next(iter(town.payloads.items()))
    await town.bot.start()
    await together(*(_both_at_once(town, citizen, point, carried) for citizen in people))
    await town.drained()
    await town.bot.stop()
    verdict = await town.kept()
    for stored in verdict.stored.values():
        assert stored.get("comment") in ({"mark": "skipped"}, "и слово"), stored
