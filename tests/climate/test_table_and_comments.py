"""The table that is taken away, and comments that can be hidden and not changed."""

import io
import re
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import openpyxl
import pytest

from surveys.anonymity.campaign import Campaign
from surveys.anonymity.pool import say
from surveys.disclosure.figures import Index, Mean, Share
from surveys.work import Work
from tests.climate.house import CLIMATE, House, housed
from tests.climate.test_results import numbers_of, walker
from tests.climate.walking import numbers_in

EVIL = '=cmd|"/c calc"!A1'
SHEETS = [
    "По вопросам",
    "По аспектам",
    "По подразделениям",
    "Комментарии",
    "Что не показано и почему",
    "Параметры",
]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with housed(tmp_path, (12, 30, 14)) as built:
        yield built


async def table(house: House, campaign: Campaign) -> bytes:
    """As the analyst gets it by the button."""
    outcome = await walker(house).taps("rfile", campaign.code)
    assert outcome.errand is not None
    replies = await house.errands(outcome.errand, (await house.analyst.row()).address)
    exhibits = [reply.screen.exhibit for reply in replies if reply.screen and reply.screen.exhibit]
    assert [exhibit.name for exhibit in exhibits] == [f"otklik-{campaign.code}-{house.hall.clock.now():%Y-%m-%d}.xlsx"]
    return exhibits[0].content


def rows(content: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


async def spoken(house: House, campaign: Campaign, texts: list[str], unit: str = "u1") -> None:
    at, cell = house.town.installation, campaign.cells.of_unit(unit)
    assert cell is not None

    def speak(work: Work) -> None:
        for number, text in enumerate(texts):
            person = f"telegram:said-{unit}-{number}"
            given = {"campaign": campaign.code, "cell": cell.key, "person": person}
            say(work.pools, at.keys, at.chance, **given, question="q7", text=text)

    await at.works.write(speak)


async def test_every_number_of_the_table_is_a_release_of_its_own(house: House) -> None:
    campaign = await house.launched()
    await house.answered(campaign, {"u0": 12, "u1": 28, "u2": 9}, words=True)
    await house.later(hours=13)
    sheets = rows(await table(house, campaign))
    assert list(sheets) == SHEETS
    known: set[float] = set()
    for release in house.released("export"):
        figure = release.figure
        known |= {figure.value} if isinstance(figure, Mean | Index) else set()
        known |= {figure.percent} if isinstance(figure, Share) else set()
        known |= {float(number) for number in numbers_of(figure) if number.isdigit()}
    cells = [cell for name in SHEETS[:3] for row in sheets[name][1:] for cell in row]
    numbers = [cell for cell in cells if isinstance(cell, int | float)]
    assert len(numbers) > 40
    assert set(numbers) <= known
    bands = {number for cell in cells if isinstance(cell, str) and "%" in cell for number in numbers_in(cell)}
    assert {float(number) for number in bands} <= known
    withheld = {(row[0], row[1]) for row in sheets["Что не показано и почему"][1:]}
    assert ("Отдел 3", "число ответов") in withheld, "what is not there says why"


async def test_nothing_that_people_wrote_becomes_a_formula_in_cells_or_headers(house: House) -> None:
    campaign = await house.launched(CLIMATE.replace("Взаимодействие", "'=1+1'").replace("Что изменить?", '"+cmd"'))
    await house.answered(campaign, {"u1": 28})
    await spoken(house, campaign, [EVIL, "@sum(1)", "-1+1", *(f"слово {n}" for n in range(20))])
    await house.keeping.close(campaign.code, asked_by="schedule")
    content = await table(house, campaign)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        inside = "".join(archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/"))
    assert "<f>" not in inside
    assert not re.search(r'<f[ >]|t="e"|externalLink|hyperlink', inside)
    everything = [cell for sheet in rows(content).values() for row in sheet for cell in row]
    assert {EVIL, "@sum(1)", "-1+1", "=1+1"} <= set(everything)


async def test_a_hidden_comment_is_gone_from_every_outlet_and_the_trail_keeps_no_word_of_it(house: House) -> None:
    campaign = await house.launched()
    await spoken(house, campaign, ["Иванов кричит", *(f"слово {n:02}" for n in range(24))])
    await house.keeping.close(campaign.code, asked_by="schedule")
    anna = house.analyst
    await anna.says("/climate")
    for label in ("Климат", "Результаты", "По вопросам", "💬 Что изменить?"):
        await anna.taps(label)
    await anna.sees("Иванов кричит")
    number = next(line for line in anna.seen.splitlines() if "Иванов" in line).split(".")[0]
    await anna.taps(number)
    await anna.sees("Скрыть комментарий?")
    await anna.taps("Называет человека")
    await anna.sees("Комментарий скрыт")
    await anna.taps("К комментариям")
    await anna.sees("слово 00")
    assert "Иванов" not in anna.seen
    assert "Иванов" not in repr(rows(await table(house, campaign)))
    entry = next(entry for entry in await house.trail() if entry.act == "comment.hidden")
    assert entry.facts["reason"] == "names"
    assert "Иванов" not in repr(entry)
    await anna.taps("Скрытые")
    assert "Иванов" not in anna.seen + repr(anna.labels)
    await anna.taps("Вернуть: Называет человека")
    await anna.sees("Иванов кричит")
    assert [entry.act for entry in await house.trail()][-1] == "comment.shown"


async def test_nobody_hides_what_is_not_shown_or_for_a_reason_of_their_own(house: House) -> None:
    campaign = await house.launched()
    await spoken(house, campaign, [f"слово {n:02}" for n in range(25)])
    await house.keeping.close(campaign.code, asked_by="schedule")
    reader = walker(house)
    before = house.town.rows("receipt", "person")
    for args in (("7", "0" * 16, "names"), ("7", "", "names"), ("99", "0" * 16, "names"), ("7", "0" * 16, "Иванов")):
        assert (await reader.taps("rhid", campaign.code, *args)).reply.screen is None
    after = house.town.rows("receipt", "person")
    assert {name: rows for name, rows in after.items() if rows != before[name] and name != "release_entry"} == {}


async def test_long_comments_are_read_page_by_page_and_none_is_lost(house: House) -> None:
    campaign = await house.launched()
    long = [f"{n:02} " + "слово " * 120 for n in range(12)]
    await spoken(house, campaign, [text.strip() for text in long])
    await house.keeping.close(campaign.code, asked_by="schedule")
    reader, seen = walker(house), ""
    for page in range(6):
        seen += await reader.sees("rtexts", campaign.code, "", "7", str(page))
    assert all(f"{n:02} слово" in seen for n in range(12))
