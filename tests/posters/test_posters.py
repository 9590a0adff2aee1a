"""A printed poster can be scanned, read and typed from, and stays on its page whatever it is about."""

import io
import random
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from bot.posters.design import QUIET, Poster, page_a4, page_a6, poster_of, qr_modules, sheet
from bot.posters.fonts import MM_PER_POINT, printable, width
from bot.posters.marks import Box, Line, Page, Shape, Squares
from bot.posters.pdf import to_pdf
from bot.posters.png import to_png
from bot.posters.printing import Form, Size, print_posters
from surveys.points.links import payload
from surveys.texts import Texts
from tests.points.places import ARCHIVE, HALL, SECRET

TEXTS = Texts()
LINK = f"https://t.me/argun_otklik_bot?start={payload(HALL, SECRET)}"
PLAIN = poster_of(HALL, "Администрация города Аргуна", "@argun_otklik_bot", SECRET)
LONG = replace(
    PLAIN,
    organisation="Управление по взаимодействию с общественностью администрации " * 3,
    title="Отдел записи актов гражданского состояния и ещё очень длинное название, " * 2,
    address="366281, Чеченская Республика, г. Аргун, " * 7,
    bot="@" + "w" * 32,
)
LETTER_SOUP = replace(PLAIN, title="Ж" * 120, organisation="🏛 Администрация <b>&amp;</b> 😀", address="")
POSTERS = {"plain": PLAIN, "long": LONG, "soup": LETTER_SOUP}


def pdf_page(content: bytes, dpi: int, page: int = 0) -> Image.Image:
    document = pypdfium2.PdfDocument(content)
    try:
        return document[page].render(scale=dpi / 72).to_pil().convert("RGB")
    finally:
        document.close()


def pdf_text(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return " ".join(document[0].get_textpage().get_text_bounded().split())
    finally:
        document.close()


def read_by_zbar(image: Image.Image, folder: Path) -> list[str]:
    if not shutil.which("zbarimg"):
        pytest.skip("zbarimg is not installed: apt-get install zbar-tools")
    path = folder / "page.png"
    image.save(path)
    said = subprocess.run(["zbarimg", "--quiet", "--raw", path], capture_output=True, text=True, check=False)
    return said.stdout.split()


@pytest.mark.parametrize("name", POSTERS)
@pytest.mark.parametrize("size", [Size.A4, Size.A6])
def test_the_pdf_at_100_dpi_leads_a_scanner_to_the_link(name: str, size: Size, tmp_path: Path) -> None:
    (printed,) = print_posters([POSTERS[name]], size, Form.PDF, TEXTS)
    assert read_by_zbar(pdf_page(printed.content, 100), tmp_path) == [LINK]


def test_popplers_rendering_at_100_dpi_leads_there_too(tmp_path: Path) -> None:
    if not shutil.which("pdftoppm"):
        pytest.skip("pdftoppm is not installed: apt-get install poppler-utils")
    (printed,) = print_posters([PLAIN], Size.A4, Form.PDF, TEXTS)
    (tmp_path / "poster.pdf").write_bytes(printed.content)
    subprocess.run(["pdftoppm", "-r", "100", "-png", "poster.pdf", "seen"], cwd=tmp_path, check=True)
    (picture,) = tmp_path.glob("seen*.png")
    assert read_by_zbar(Image.open(picture), tmp_path) == [LINK]


@pytest.mark.parametrize("size", [Size.A4, Size.A6])
def test_the_picture_leads_a_scanner_to_the_link(size: Size, tmp_path: Path) -> None:
    (printed,) = print_posters([PLAIN], size, Form.PNG, TEXTS)
    assert read_by_zbar(Image.open(io.BytesIO(printed.content)), tmp_path) == [LINK]


def test_a_sheet_carries_four_links(tmp_path: Path) -> None:
    other = poster_of(ARCHIVE, "Администрация города Аргуна", "argun_otklik_bot", SECRET)
    content = to_pdf([sheet([PLAIN, other, LONG, LETTER_SOUP], TEXTS)])
    seen = read_by_zbar(pdf_page(content, 100), tmp_path)
    assert sorted(seen) == sorted([LINK] * 3 + [other.link])


def test_a_scratched_poster_is_still_read(tmp_path: Path) -> None:
    """A tenth of the code is torn away, in three places."""
    picture = pdf_page(to_pdf([page_a4(PLAIN, TEXTS)]), 100)
    code = next(mark for mark in page_a4(PLAIN, TEXTS).marks if isinstance(mark, Squares))
    chance, scale = random.Random(3), 100 / 25.4
    side = code.size * (0.1 / 3) ** 0.5
    for _ in range(3):
        x = code.x + code.size * (0.3 + 0.3 * chance.random())
        y = code.y + code.size * (0.3 + 0.3 * chance.random())
        picture.paste("white", tuple(round(length * scale) for length in (x, y, x + side, y + side)))
    assert read_by_zbar(picture, tmp_path) == [LINK]


def test_the_poster_says_everything_a_citizen_needs_as_text() -> None:
    said = pdf_text(to_pdf([page_a4(PLAIN, TEXTS)]))
    for part in (
        "Администрация города Аргуна", HALL.title, "Как вас обслужили?", "How did we do today?", HALL.address,
        "Наведите камеру телефона", "@argun_otklik_bot", f"{HALL.code[:4]} {HALL.code[4:]}", "59-ФЗ", "59-FZ",
    ):  # fmt: skip
        assert part in said, part


def extent(mark: Box | Shape | Line | Squares) -> tuple[float, float, float, float]:
    if isinstance(mark, Shape):
        across, down = [x for x, _ in mark.points], [y for _, y in mark.points]
        return min(across), min(down), max(across), max(down)
    if isinstance(mark, Line):
        wide = width(mark.text, mark.weight, mark.size)
        left = mark.x - wide / 2 if mark.centred else mark.x
        high = mark.size * MM_PER_POINT
        return left, mark.y - high * 0.75, left + wide, mark.y + high * 0.22
    if isinstance(mark, Squares):
        return mark.x, mark.y, mark.x + mark.size, mark.y + mark.size
    return mark.x, mark.y, mark.x + mark.width, mark.y + mark.height


@pytest.mark.parametrize("name", POSTERS)
@pytest.mark.parametrize("draw", [page_a4, page_a6])
def test_everything_stays_clear_of_the_edge_and_no_two_texts_touch(name: str, draw: object) -> None:
    page: Page = draw(POSTERS[name], TEXTS)  # type: ignore[operator]
    edge = 4.0
    boxes = [(mark, extent(mark)) for mark in page.marks]
    for mark, (left, top, right, bottom) in boxes:
        assert left >= edge - 0.01, mark
        assert right <= page.width - edge + 0.01, mark
        assert top >= edge, mark
        assert bottom <= page.height - edge, mark
    solid = [(mark, box) for mark, box in boxes if not isinstance(mark, Box)]
    for number, (one, a) in enumerate(solid):
        for other, b in solid[number + 1 :]:
            apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
            assert apart, (one, other)


@pytest.mark.parametrize("draw", [page_a4, page_a6])
def test_four_modules_of_white_surround_the_code(draw: object) -> None:
    page: Page = draw(PLAIN, TEXTS)  # type: ignore[operator]
    code = next(mark for mark in page.marks if isinstance(mark, Squares))
    quiet = QUIET * code.size / len(code.rows) - 0.01
    left, top, right, bottom = code.x - quiet, code.y - quiet, code.x + code.size + quiet, code.y + code.size + quiet
    for mark in page.marks:
        if mark is not code:
            box = extent(mark)
            assert box[2] <= left or box[0] >= right or box[3] <= top or box[1] >= bottom, mark


def test_a_long_name_is_cut_with_an_ellipsis_and_never_lost_whole() -> None:
    lines = [mark.text for mark in page_a6(LONG, TEXTS).marks if isinstance(mark, Line)]
    assert any(line.startswith("Отдел записи") for line in lines)
    assert any(line.endswith("…") for line in lines)


def test_signs_the_font_lacks_are_left_out_and_chechen_letters_are_not() -> None:
    assert printable("🏛  Администрация\nг. Орга-ГӀала 😀") == "Администрация г. Орга-ГӀала"


def test_the_code_can_be_read_from_a_metre() -> None:
    """Letters need 16 minutes of arc at the least (ISO 9241-303), which is 1/215 of the distance."""
    digits = next(mark for mark in page_a4(PLAIN, TEXTS).marks if isinstance(mark, Line) and mark.text[:4].isdigit())
    assert digits.size * MM_PER_POINT * 0.71 > 1000 / 215
    code = next(mark for mark in page_a4(PLAIN, TEXTS).marks if isinstance(mark, Squares))
    assert code.size >= 80


def test_the_longest_link_keeps_its_modules_large_enough_on_a6() -> None:
    """Phones want about 0.33 mm a module at a hand's distance; we ask for more than twice that."""
    longest = f"https://t.me/{'w' * 32}?start={'x' * 64}"
    page = page_a6(replace(PLAIN, link=longest), TEXTS)
    code = next(mark for mark in page.marks if isinstance(mark, Squares))
    assert code.size / len(qr_modules(longest)) > 0.7


def test_files_are_named_by_what_they_hold() -> None:
    other = poster_of(ARCHIVE, "", "argun_otklik_bot", SECRET)

    def names(posters: list[Poster], size: Size, form: Form) -> list[str]:
        return [printed.name for printed in print_posters(posters, size, form, TEXTS, dpi=20)]

    assert names([PLAIN, other], Size.A6, Form.PDF) == [f"poster-{HALL.code}-a6.pdf", f"poster-{ARCHIVE.code}-a6.pdf"]
    assert names([PLAIN] * 5, Size.SHEET, Form.PDF) == ["posters-sheet.pdf"]
    assert names([PLAIN] * 5, Size.SHEET, Form.PNG) == ["posters-sheet-1.png", "posters-sheet-2.png"]
    assert names([], Size.SHEET, Form.PDF) == []


def test_the_same_poster_is_the_same_file() -> None:
    assert to_pdf([page_a4(PLAIN, TEXTS)], "x") == to_pdf([page_a4(PLAIN, TEXTS)], "x")
    assert b"/CreationDate (D:20260101" in to_pdf([page_a4(PLAIN, TEXTS)], "x")
    assert to_png(page_a6(PLAIN, TEXTS), 72) == to_png(page_a6(PLAIN, TEXTS), 72)


def test_a_picture_has_the_size_of_its_paper_and_fits_a_chat() -> None:
    content = to_png(page_a4(PLAIN, TEXTS))
    assert Image.open(io.BytesIO(content)).size == (2480, 3508)
    assert len(content) < 1_000_000
