"""Slips and the shared poster: every code can be scanned, read and typed, and nothing runs over the cut."""

import io
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from bot.posters.marks import Box, Squares
from bot.posters.printing import Form
from bot.posters.slips import HIGH, ON_PAGE, WIDE, Handout, pages_of, print_handout
from surveys.staff.invitation import grouped, new_code, start_link
from surveys.texts import LANGUAGES, Texts
from tests.anonymity.world import SeededChance
from tests.posters.test_posters import extent, pdf_page, read_by_zbar

TEXTS = Texts()
CHANCE = SeededChance(9)
CODES = tuple(new_code(CHANCE) for _ in range(ON_PAGE + 3))
PLAIN = Handout("Администрация города", "Школа № 3", "@city_bot", CODES, 1, "22.12.2026", "ab3de7", "ru")
LONG = replace(
    PLAIN,
    organisation="Управление по взаимодействию с общественностью " * 4,
    codes=CODES[: ON_PAGE + 1],
    unit="Отдел записи актов гражданского состояния и ещё очень длинное название " * 2,
    bot="w" * 32,
)
SHARED = replace(PLAIN, codes=CODES[:1], limit=40)
HANDOUTS = {"plain": PLAIN, "long": LONG, "shared": SHARED, "shared_long": replace(LONG, codes=CODES[:1], limit=1000)}


def links(handout: Handout, codes: tuple[str, ...]) -> list[str]:
    return sorted(start_link(code, handout.bot) for code in codes)


@pytest.mark.parametrize("name", ["plain", "long"])
def test_a_scanner_reads_every_slip_of_every_page(name: str, tmp_path: Path) -> None:
    (printed,) = print_handout(HANDOUTS[name], Form.PDF, TEXTS)
    assert printed.name == "otklik-codes-ab3de7.pdf"
    first, second = (read_by_zbar(pdf_page(printed.content, 130, page), tmp_path) for page in (0, 1))
    assert sorted(first) == links(HANDOUTS[name], CODES[:ON_PAGE])
    assert sorted(second) == links(HANDOUTS[name], HANDOUTS[name].codes[ON_PAGE:])


def test_the_picture_of_a_page_is_read_too(tmp_path: Path) -> None:
    pictures = print_handout(replace(PLAIN, codes=CODES[:ON_PAGE]), Form.PNG, TEXTS)
    assert [picture.name for picture in pictures] == ["otklik-codes-ab3de7-1.png"]
    seen = read_by_zbar(Image.open(io.BytesIO(pictures[0].content)), tmp_path)
    assert sorted(seen) == links(PLAIN, CODES[:ON_PAGE])


@pytest.mark.parametrize("name", ["shared", "shared_long"])
def test_the_shared_poster_leads_to_its_one_code(name: str, tmp_path: Path) -> None:
    (printed,) = print_handout(HANDOUTS[name], Form.PDF, TEXTS)
    assert read_by_zbar(pdf_page(printed.content, 100), tmp_path) == links(HANDOUTS[name], CODES[:1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slip_says_what_it_is_how_to_use_it_and_until_when(language: str) -> None:
    (printed,) = print_handout(replace(PLAIN, language=language), Form.PDF, TEXTS)
    document = pypdfium2.PdfDocument(printed.content)
    said = " ".join(document[0].get_textpage().get_text_bounded().split())
    document.close()
    for part in ("Школа № 3", "@city_bot", "22.12.2026", "ab3de7", *map(grouped, CODES[:ON_PAGE])):
        assert part in said, part


@pytest.mark.parametrize("name", HANDOUTS)
def test_nothing_runs_over_a_cut_or_into_something_else(name: str) -> None:
    handout = HANDOUTS[name]
    for page in pages_of(handout, TEXTS):
        solid = [extent(mark) for mark in page.marks if not isinstance(mark, Box)]
        for number, (left, top, right, bottom) in enumerate(solid):
            assert left >= 4
            assert top >= 4
            assert right <= page.width - 4 + 0.01
            assert bottom <= page.height - 4
            if handout.limit == 1:
                assert int(left / WIDE) == int(right / WIDE)
                assert int(top / HIGH) == int(bottom / HIGH)
            for other in solid[number + 1 :]:
                apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
                assert apart, (name, number)


def test_the_longest_bot_name_leaves_modules_large_enough_for_a_phone() -> None:
    code = next(mark for mark in pages_of(LONG, TEXTS)[0].marks if isinstance(mark, Squares))
    assert code.size / len(code.rows) > 0.6
