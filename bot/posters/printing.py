"""Posters as files, for the command line and for the bot to send."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bot.posters.design import Poster, page_a4, page_a6, sheet
from bot.posters.marks import Page
from bot.posters.pdf import to_pdf
from bot.posters.png import DPI, to_png
from surveys.texts import Texts


class Size(Enum):
    A4 = "a4"
    A6 = "a6"
    SHEET = "sheet"
    """Four A6 on an A4 page, to cut; a single point fills all four."""


class Form(Enum):
    PDF = "pdf"
    PNG = "png"


ON_SHEET = 4


@dataclass(frozen=True, slots=True)
class Printed:
    """`name` is made of the point's printed code, which is no secret, and never of what somebody typed."""

    name: str
    content: bytes


def print_posters(posters: Sequence[Poster], size: Size, form: Form, texts: Texts, *, dpi: int = DPI) -> list[Printed]:
    """A file for each point, or for each sheet; a PDF of sheets has all of them as its pages. `dpi` is for PNG.

    Half a second to a second of pure computing a page: in the bot, call it from a thread.
    """
    if size is not Size.SHEET:
        draw = page_a4 if size is Size.A4 else page_a6
        return [_printed(f"poster-{poster.code}-{size.value}", [draw(poster, texts)], form, dpi) for poster in posters]
    pages = [sheet(four, texts) for four in _fours(posters)]
    if form is Form.PDF:
        return [_printed("posters-sheet", pages, form, dpi)] if pages else []
    return [_printed(f"posters-sheet-{number}", [page], form, dpi) for number, page in enumerate(pages, start=1)]


def _fours(posters: Sequence[Poster]) -> list[list[Poster]]:
    if len(posters) == 1:
        return [list(posters) * ON_SHEET]
    return [list(posters[start : start + ON_SHEET]) for start in range(0, len(posters), ON_SHEET)]


def _printed(name: str, pages: list[Page], form: Form, dpi: int) -> Printed:
    content = to_pdf(pages, name) if form is Form.PDF else to_png(pages[0], dpi)
    return Printed(f"{name}.{form.value}", content)
