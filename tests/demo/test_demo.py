"""The first five minutes of a stranger: the city is there, the story can be told, the page shows it."""

import io
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from rich.console import Console

from bot.cli.answers import as_json, plain, table
from bot.demo import story
from bot.demo.city import PLACES, WITHDRAWN
from bot.demo.people import ANALYST, CITIZEN, COORDINATOR, EMPLOYEE, FIRST_OTHER, GUEST, ON_THE_PAGE
from bot.demo.phone import Phone
from bot.demo.running import Demo, DemoRunning, open_demo
from bot.demo.staff_seeding import WALL
from bot.demo.story import Story
from bot.stored_answers import newest
from surveys.answering.response import Response
from surveys.answering.session import State
from surveys.points.links import payload
from surveys.points.point import Point
from tests.browser import CHROMIUM, Page, chromium

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    """A city that nobody has rated in yet, with its bot at work."""
    async with open_demo(tmp_path_factory.mktemp("demo"), lived_in=False) as running:
        yield running


async def place(demo: Demo, title: str) -> Point:
    points = await demo.installation.works.read(lambda work: work.points.all())
    return next(point for point in points if point.title == title)


def told() -> Console:
    return Console(file=io.StringIO(), width=100, highlight=False)


def heard(console: Console) -> str:
    """Everything printed, as one line without the frames of the drawn phones."""
    assert isinstance(console.file, io.StringIO)
    return " ".join(console.file.getvalue().replace("│", " ").split())


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: the demo's page is not looked at")
async def test_a_citizen_and_a_coordinator_find_their_way_on_the_page(demo: Demo) -> None:
    async with chromium() as browser:
        point = await place(demo, "МФЦ, окно 1")
        async with browser.open(f"{demo.url}/", 390, 844) as page:
            await page.until(f"document.querySelector('[data-poster=\"{point.key}\"] img').naturalWidth > 300")
            await page.click(f'[data-person="{EMPLOYEE.number}"]')
            await page.click(".tab")
            await page.click(f'[data-poster="{point.key}"] .scan')
            await sees(page, "Как мы вас обслужили?")
            assert "*" not in await text(page)
            await taps(page, "2 ★")
            await sees(page, "Оценка сохранена")
            await taps(page, "☐ Долгая очередь")
            await taps(page, "Готово (1)")
            await sees(page, "Хотите добавить пару слов?")
            await taps(page, "Пропустить")
            await sees(page, "Спасибо!")
            await sees(page, "Рассказать подробнее")
            assert page.problems == []
            assert {url.split("/")[2] for url in page.requests} == {demo.url.removeprefix("http://")}
        async with browser.open(f"{demo.url}/?person={COORDINATOR.number}", 390, 844) as page:
            demo.emulator.people.start(COORDINATOR.number)
            await taps(page, "Точки обслуживания")
            await taps(page, "МФЦ, окно 1")
            await sees(page, "открыли 1, оценили 1, закончили 1")
            await taps(page, "Картинка PNG")
            await sees(page, "Плакат готов к печати")


@pytest.mark.parametrize(
    ("language", "seen"),
    [
        (
            "ru",
            ["Как мы вас обслужили?", "Оценка сохранена", "Проверьте ответы", "заменит прежнюю", "не закончено"],
        ),
        (
            "en",
            ["How did we serve you?", "Your rating is saved", "A long queue", "will replace the old one", "partial"],
        ),
    ],
)
async def test_the_story_is_told_and_its_rows_are_shown(demo: Demo, language: str, seen: list[str]) -> None:
    console = told()
    assert await Story(demo, language, console).tell(), heard(console)
    assert [words for words in seen if words not in heard(console)] == []
    assert str(CITIZEN.number) not in heard(console)


async def test_a_step_that_does_not_happen_fails_the_story(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.demo.phone.PATIENCE", 0.2)
    monkeypatch.setattr(story, "POINT", WITHDRAWN)  # its poster leads nowhere: the first screen cannot come
    console = told()
    assert not await Story(demo, "ru", console).tell()
    assert "Шаг не получился: первый экран" in heard(console)


async def test_the_city_has_weeks_of_answers_and_goes_on_where_it_was_left(tmp_path: Path) -> None:
    async with open_demo(tmp_path) as demo:
        works, now = demo.installation.works, demo.installation.clock.now()
        responses = await works.read(lambda work: work.responses.newest(5000))
        rated = [response for response in responses if "rating" in response.session.answers]
        assert len(rated) > 400
        assert len({response.person for response in rated}) > 200
        assert (now - min(response.session.started_at for response in rated)).days >= 30
        assert max(response.session.touched_at for response in responses) < now
        states = {response.session.state for response in responses}
        assert {State.SUBMITTED, State.EXPIRED} <= states
        slow = await place(demo, "МФЦ, окно 3")
        library = await place(demo, "Центральная библиотека, абонемент")
        assert mean(rated, slow) < 3.2 < 4.3 < mean(rated, library)
        assert await works.read(lambda work: len(work.funnel.bursts(now.replace(year=2000)))) == 1
        points = await works.read(lambda work: work.points.all())
        assert [point.title for point in points if point.revoked] == [WITHDRAWN]
        assert await works.read(lambda work: work.roles.holders("admin")) == 1
        await the_staffs_side(demo)
        demo.emulator.clock.advance(3600)
        phone = Phone(demo.emulator, CITIZEN)
        phone.scan(payload(slow, demo.installation.secret))
        await phone.until("consent", lambda: "1 ★" in phone.labels())
        phone.tap("1 ★")
        await phone.until("rated", lambda: "1 ★" not in phone.labels())
        with pytest.raises(DemoRunning):
            async with open_demo(tmp_path):
                pass
    async with open_demo(tmp_path, keep=True) as demo:
        again = await demo.installation.works.read(lambda work: newest(work, 1, "ru"))
        assert again[0].given[0].value == 1
        assert demo.installation.clock.now() > again[0].started_at
        phone = Phone(demo.emulator, CITIZEN)
        demo.emulator.people.start(CITIZEN.number)
        await phone.until("resumed", lambda: "Продолжаем" in phone.text())


async def the_staffs_side(demo: Demo) -> None:
    """A survey that runs with answers already mixed, letters in the mailbox, an invitation on the wall."""
    employee, analyst, newcomer = (Phone(demo.emulator, each) for each in (EMPLOYEE, ANALYST, GUEST))
    demo.emulator.people.start(EMPLOYEE.number)
    await employee.until("offered", lambda: any("Как нам работается" in label for label in employee.labels()))
    analyst.say("/climate")
    await analyst.until("listed", lambda: any("Как нам работается" in label for label in analyst.labels()))
    analyst.tap(next(label for label in analyst.labels() if "Как нам работается" in label))
    await analyst.until("card", lambda: "Результаты" in analyst.labels())
    analyst.tap("Результаты")
    await analyst.until("results", lambda: "Учтено ответов: 25+" in analyst.text())
    analyst.say("/letters")
    await analyst.until("letters", lambda: "Ждут ответа 3 письма" in analyst.text())
    invitation = next(poster for poster in demo.emulator.world.account.posters if poster["id"] == WALL)
    newcomer.scan(invitation["payload"])
    await newcomer.until("joined", lambda: "МФЦ города Лугореченска" in newcomer.text())


def mean(rated: list[Response], point: Point) -> float:
    ratings = [int(str(one.session.answers["rating"])) for one in rated if one.point == point.key]
    return sum(ratings) / len(ratings)


async def test_nobody_on_the_page_and_no_citizen_of_the_city_share_a_number() -> None:
    assert max(person.number for person in ON_THE_PAGE) < FIRST_OTHER
    assert len({place.title for place in PLACES}) == len(PLACES) >= 12


async def test_the_newest_answers_name_nobody(demo: Demo) -> None:
    demo.emulator.clock.advance(2 * 24 * 3600)  # after every other story
    point = await place(demo, "ЗАГС, приём заявлений")
    phone = Phone(demo.emulator, CITIZEN)
    phone.scan(payload(point, demo.installation.secret))
    await phone.until("consent", lambda: "5 ★" in phone.labels())
    phone.tap("5 ★")
    await phone.until("comment", lambda: "5 ★" not in phone.labels())
    phone.say("[2Jспасибо")
    await phone.until("thanks", lambda: "Рассказать подробнее" in "".join(phone.labels()))
    stored = await demo.installation.works.read(lambda work: newest(work, 1, "en"))
    zone = demo.installation.policy.zone
    found = as_json(stored[0], zone)
    assert (found["point"], found["questionnaire"], found["complete"]) == (point.title, "counter", True)
    assert found["answers"][0] == {"name": "rating", "question": "How did we serve you?", "answer": "5", "value": 5}
    assert str(CITIZEN.number) not in json.dumps(found)
    console = told()
    console.print(table(stored, zone, "en"))
    assert "complete" in heard(console)


async def test_what_commands_a_terminal_is_shown_as_a_hole() -> None:
    assert plain("\x1b[2Jспасибо\x07") == "\ufffd[2Jспасибо\ufffd"


KEYS = "[...document.querySelectorAll('.phone.active .key')]"


async def text(page: Page) -> str:
    return str(await page.evaluate("document.querySelector('.phone.active .log').innerText"))


async def sees(page: Page, words: str) -> None:
    await page.until(f"document.querySelector('.phone.active .log').innerText.includes({json.dumps(words)})")


async def taps(page: Page, words: str) -> None:
    key = f"{KEYS}.findLast(key => key.innerText.trim().startsWith({json.dumps(words)}))"
    await page.until(key)
    await page.evaluate(f"{key}.click()")
