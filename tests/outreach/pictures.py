"""A coordinator's whole path as a document with pictures of the phone: `python -m tests.outreach.pictures` writes both.

    docs/campaign-transcript.md, docs/pictures/campaign/*.png

Nothing of it is written by hand: the words are those of a run, the pictures are the emulator's own page in Chromium.
"""

import asyncio
import tempfile
from datetime import timedelta
from pathlib import Path

from tests.browser import Browser, chromium
from tests.demo.shots import shot
from tests.outreach.office import KITCHEN
from tests.outreach.test_in_the_chat import coordinator
from tests.security.town import Citizen
from tests.staff.sheets import ROWS, units_sheet
from tests.staff.test_admission_story import sends_workbook
from tests.unseen.town_hall import TownHall, opened, questionnaire

DOCS = Path("docs")
PICTURES = Path("pictures/campaign")
DAY = timedelta(days=1)
HEAD = """# Кампания от начала до конца, с картинками

Этот текст записан программой: `python -m tests.outreach.pictures` проходит путь координатора на эмуляторе Telegram и
снимает его экран. Рассылают настоящие курьеры, время переводит сама история.
"""


class Album:
    def __init__(self, browser: Browser, hall: TownHall, folder: Path) -> None:
        self._browser = browser
        self._url = hall.town.emulator.url
        self._folder = folder
        self._lines = [HEAD]
        self._count = 0

    @property
    def text(self) -> str:
        return "\n".join(self._lines)

    async def takes(self, whose: Citizen, name: str, words: str) -> None:
        self._count += 1
        file = PICTURES / f"{self._count:02}-{name}.png"
        await shot(self._browser, self._url, whose.id, self._folder / file)
        self._lines.append(f'\n{words}\n\n<img src="{file}" width="300" alt="{words}">')


async def tell(hall: TownHall, album: Album) -> None:
    vera = await coordinator(hall)
    await sends_workbook(vera, units_sheet(("1", "А", "Бюро"), ("x y", "Отдел"), ("2", "Б", "А", "много")))
    await album.takes(vera, "bad-rows", "Таблица с тремя ошибками: каждая названа.")
    await sends_workbook(vera, units_sheet(*ROWS))
    await vera.taps("Применить")
    await vera.sees("обновлён")
    people = [await hall.employed(unit, f"Из {unit}") for unit in ("s3", "s3", "s3", "edu", "zags", "zags")]
    await vera.says("/campaigns")
    for label in ("Новая кампания", "Дальше", "Столовая"):
        await vera.taps(label)
    await album.takes(vera, "draft", "Черновик: почти всё уже заполнено.")
    await vera.taps("Кого спросить")
    await vera.taps("Выбрать подразделения")
    await vera.taps("ЗАГС")
    await album.takes(vera, "units", "Получатели из дерева подразделений.")
    await vera.taps("ЗАГС")
    for label in ("Готово", "К настройкам", "Начало"):
        await vera.taps(label)
    await vera.says("завтра в 10")
    await album.takes(vera, "reading", "Дату пишут словами, бот переспрашивает.")
    await vera.taps("10:00")
    await vera.taps("Расчёт")
    await album.takes(vera, "calculator", "Расчёт выборки.")
    for label in ("К настройкам", "Проверить"):
        await vera.taps(label)
    await album.takes(vera, "missing", "Чего не хватает: всё сразу, с кнопкой, где исправить.")
    await vera.taps("Приказ")
    await vera.says("№ 12-р от 20.02.2026")
    await vera.taps("Что увидят люди")
    await album.takes(vera, "preview", "Так это увидят люди.")
    for label in ("Закончить просмотр", "Проверить"):
        await vera.taps(label)
    await album.takes(vera, "count", "Сколько человек пригласим и почему не всех.")
    await vera.taps("Запланировать")
    await album.takes(vera, "scheduled", "Запланировано.")
    hall.clock.moment += DAY + timedelta(hours=1)
    for each in people:
        await each.sees("Как вам обеды?")
    await album.takes(people[0], "invitation", "Приглашение и есть первый вопрос.")
    await vera.says("/campaigns")
    await vera.taps("▶️ Столовая")
    for each in people[:2]:
        await each.taps("5")
    await vera.sees("Начали отвечать: 2 (33 %)")
    await album.takes(vera, "progress", "Ход кампании: цифры меняются сами, в одном сообщении.")
    hall.clock.moment += 3 * DAY
    await vera.says("/campaigns")
    await vera.taps("▶️ Столовая")
    await vera.sees("Напоминаний: 4")
    await album.takes(vera, "reminded", "Напоминания получили только те, кто ещё не начал.")
    await vera.taps("Закрыть")
    await vera.taps("Да, закрыть")
    await album.takes(vera, "closed", "Закрыто.")


async def written(folder: Path) -> None:
    """The document and its pictures stand under `folder`."""
    with tempfile.TemporaryDirectory(prefix="otklik-") as place:
        async with opened(Path(place)) as hall, chromium() as browser:
            now = hall.clock.now()
            await hall.town.changed(lambda work: work.questionnaires.publish(questionnaire(KITCHEN), now))
            for old in (folder / PICTURES).glob("*.png"):
                old.unlink()
            album = Album(browser, hall, folder)
            await tell(hall, album)
    await asyncio.to_thread((folder / "campaign-transcript.md").write_text, album.text + "\n", "utf-8")


if __name__ == "__main__":
    asyncio.run(written(DOCS))
