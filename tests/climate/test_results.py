"""Results: for the analyst alone, nothing before there is enough, and no number that is not a release of the gate."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from surveys.conversation.deeds import HR_ANALYST, OFFICER, VIEWER
from surveys.disclosure.figures import (
    Band,
    Banded,
    Change,
    Count,
    Distribution,
    Figure,
    Index,
    Mean,
    Rate,
    Share,
)
from surveys.screens import Action
from tests.climate.house import CLIMATE, House, housed
from tests.climate.walking import Walker, numbers_in, said

SIZES = (12, 30, 14)
READING = frozenset({"res", "rgroups", "rasked", "rq", "rwave", "rpart", "rtexts", "rhide", "rhidden", "rhid", "rshow"})
SHOWING = READING - {"rhide", "rhid", "rshow"}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with housed(tmp_path, SIZES) as built:
        yield built


def walker(house: House) -> Walker:
    return Walker(house.town.installation, house.analyst)


def numbers_of(figure: Figure | None) -> set[str]:
    """What a reader may learn from a figure, in signs."""
    match figure:
        case Mean(value, _):
            return {f"{value:.1f}".replace(".", ",")}
        case Share(_, percent, _):
            return {str(percent)}
        case Index(value, _):
            return {str(value).replace("-", "−")}
        case Band(low, high):
            return {str(low), str(high)}
        case Rate(low, step):
            return {str(low), str(low + step)}
        case Count(least):
            return {str(least)}
        case Distribution(shares):
            return set[str]().union(*map(numbers_of, shares))
        case Banded(bands):
            return set[str]().union(*(numbers_of(band) for _, band in bands))
        case Change(before, after):
            moved = figure.difference
            own = (
                set()
                if moved is None
                else {f"{abs(moved):.1f}".replace(".", ","), f"−{abs(moved):.1f}".replace(".", ",")}
            )
            return numbers_of(before) | numbers_of(after) | own
    return set()


async def test_an_analyst_reads_the_card_of_the_whole_and_goes_down_to_a_department(house: House) -> None:
    campaign = await house.launched()
    await house.answered(campaign, {"u0": 11, "u1": 25, "u2": 4})
    await house.later(hours=13)
    await house.later(hours=13)
    anna = house.analyst
    await anna.says("/climate")
    await anna.taps("Климат в мэрии")
    await anna.taps("Результаты")
    await anna.sees("Учтено ответов: 15+ (по списку 56 чел.)")
    lines = anna.seen.splitlines()
    aspects = lines[lines.index("Что болит сильнее всего") + 1 :][:3]
    assert [line.split(" ")[0] for line in aspects] == sorted(line.split(" ")[0] for line in aspects)
    assert "▓" in aspects[0]
    await anna.taps("По подразделениям")
    assert [label.split(" · ")[0] for label in anna.labels if "Отдел 3" in label] == ["мало ответов"]
    await anna.taps("Отдел 3")
    await anna.sees("Результаты появятся, когда в этой группе ответят не меньше 10 человек")
    await anna.taps("На уровень выше")
    await anna.taps("По вопросам")
    await anna.taps("Что-то менялось?")
    await anna.sees("Да")
    assert "40–60\u00a0%" in anna.seen or "20–40\u00a0%" in anna.seen, "a sensitive question comes in bands"


async def test_results_are_gone_for_everybody_but_the_analyst(house: House) -> None:
    campaign = await house.launched()
    await house.answered(campaign, {"u1": 20})
    await house.later(hours=13)
    others = [house.admin, house.coordinator]
    for role in (OFFICER, VIEWER):
        others.append(house.town.citizen(role))
        await others[-1].starts()
        await house.granted(others[-1], role)
    code = campaign.code
    given = [("res", code, ""), ("rgroups", code, "", "0"), ("rasked", code, "", "0"), ("rq", code, "", "4")]
    given += [("rpart", code, "0"), ("rtexts", code, "", "7", "0"), ("rhide", code, "7", "0" * 16), ("rfile", code)]
    given += [("rhid", code, "7", "0" * 16, "names"), ("rshow", code, "7", "0" * 16), ("rhidden", code, "7")]
    for other in others:
        reader = Walker(house.town.installation, other)
        for verb, *args in given:
            outcome = await reader.taps(verb, *args)
            assert (outcome.reply.screen, outcome.errand) == (None, None), (verb, other.id)
    assert "Учтено ответов" in await walker(house).sees("res", code, "")


async def test_every_number_on_every_screen_is_a_release_of_that_day(house: House) -> None:
    earlier = await house.launched()
    await house.answered(earlier, {"u0": 12, "u1": 30, "u2": 14}, words=True)
    await house.keeping.close(earlier.code, asked_by="schedule")
    campaign = await house.launched()
    await house.answered(campaign, {"u0": 12, "u1": 28, "u2": 13}, words=True)
    await house.later(hours=13)
    await house.later(hours=13)
    screens = await walker(house).everything(Action("res", (campaign.code, "")), SHOWING)
    assert {action.verb for action in screens} == SHOWING - {"rhidden"}
    entries = house.released()
    known = set[str]().union(*(numbers_of(release.figure) for release in entries))
    # What is no result: heads on the roster, k and its multiples in sentences, dates, names, scales, and wordings.
    frozen = {"56", "12", "30", "14", "5", "10", "0"} | {str(number) for number in range(11)}
    for action, screen in screens.items():
        text = said(house.town.installation, screen)
        if action.verb == "rtexts":
            continue
        text = text.replace("02.03.2026", "").replace("01.04.2026", "")
        strange = {number for number in numbers_in(text) if number not in known | frozen}
        assert not strange, (action, strange, text)
    assert len(screens) > 40


async def test_nothing_but_a_sentence_is_shown_before_the_first_block(house: House) -> None:
    campaign = await house.launched()
    await house.answered(campaign, {"u0": 9, "u1": 9, "u2": 9})
    await house.later(hours=13)
    screens = await walker(house).everything(Action("res", (campaign.code, "")), SHOWING)
    for action, screen in screens.items():
        if action.verb in ("res", "rq"):
            assert "▓" not in said(house.town.installation, screen)
            assert "%" not in said(house.town.installation, screen)
    assert all(release.figure is None or isinstance(release.figure, Rate) for release in house.released())


async def test_participation_looked_at_every_minute_moves_once_a_day(house: House) -> None:
    campaign = await house.launched()
    reader = walker(house)
    await house.answered(campaign, {"u1": 4})
    assert "Отдел 2: Долю участия показываем" in await reader.sees("rpart", campaign.code, "0")
    await house.answered(campaign, {"u0": 5, "u2": 9, "u1": 30})
    assert "Отдел 2: Долю участия показываем" in await reader.sees("rpart", campaign.code, "0")
    await house.later(hours=24)
    shown = await reader.sees("rpart", campaign.code, "0")
    assert "Отдел 2: 80–100\u00a0%" in shown
    assert "Отдел 1: ответили 5 человек или больше" in shown


async def test_a_wave_is_compared_with_the_one_before(house: House) -> None:
    before = await house.launched()
    await house.answered(before, {"u0": 12, "u1": 20, "u2": 12})
    await house.keeping.close(before.code, asked_by="schedule")
    after = await house.launched(CLIMATE.replace('version: "1"', 'version: "2"'))
    await house.answered(after, {"u0": 12, "u1": 20, "u2": 6})
    reader = walker(house)
    await house.keeping.close(after.code, asked_by="schedule")
    whole = await reader.sees("rwave", after.code, "")
    assert whole.count("→") == 4
    few = await reader.sees("rwave", after.code, "c2")
    assert few.count("по «Администрация»") == 4, "one block is too few: what holds the group is compared"


async def test_a_role_taken_away_since_the_tap_brings_no_file(house: House) -> None:
    campaign = await house.launched()
    outcome = await walker(house).taps("rfile", campaign.code)
    assert outcome.errand is not None
    row = await house.analyst.row()
    await house.revoked(house.analyst, HR_ANALYST)
    replies = await house.errands(outcome.errand, row.address)
    assert [reply.screen.exhibit for reply in replies if reply.screen] == [None]
    assert [entry.act for entry in await house.trail()][-1] == "results.exported"
