"""Pages as PDF: vector, text as text, fonts cut down to the letters used."""

from collections.abc import Sequence
from datetime import UTC, datetime

from fpdf import FPDF

from bot.posters.fonts import WEIGHTS, path_of
from bot.posters.marks import Box, Line, Mark, Page, Shape, Squares

UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
"""The same poster is the same file: a date would say nothing that the link's version does not."""
OVERLAP = 1.02
"""Modules reach a fiftieth into the next row, or a viewer's smoothing draws hairlines between the rows."""


def to_pdf(pages: Sequence[Page], title: str = "") -> bytes:
    pdf = FPDF(unit="mm", format=(pages[0].width, pages[0].height))
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.set_creation_date(UNDATED)
    pdf.set_title(title)
    for weight in WEIGHTS:
        pdf.add_font(weight, fname=path_of(weight))
    for page in pages:
        pdf.add_page(format=(page.width, page.height))
        for mark in page.marks:
            _draw(pdf, mark)
    return bytes(pdf.output())


def _draw(pdf: FPDF, mark: Mark) -> None:
    if isinstance(mark, Line):
        pdf.set_font(mark.weight, size=mark.size)
        pdf.set_text_color(*mark.colour)
        shift = pdf.get_string_width(mark.text) / 2 if mark.centred else 0.0
        pdf.text(mark.x - shift, mark.y, mark.text)
    elif isinstance(mark, Squares):
        pdf.set_fill_color(0, 0, 0)
        side = mark.size / len(mark.rows)
        for row, column, length in mark.runs():
            pdf.rect(mark.x + column * side, mark.y + row * side, length * side, side * OVERLAP, style="F")
    elif isinstance(mark, Shape):
        pdf.set_fill_color(*mark.colour)
        pdf.polygon(mark.points, style="F")
    elif isinstance(mark, Box):
        pdf.set_fill_color(*mark.colour)
        rounded = mark.radius > 0
        pdf.rect(mark.x, mark.y, mark.width, mark.height, style="F", round_corners=rounded, corner_radius=mark.radius)
