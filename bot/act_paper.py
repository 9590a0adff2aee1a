"""The act of a close as a sheet of A4: text as text, so that it can be read aloud, searched and filed."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from bot.posters.fonts import WEIGHTS, path_of, printable
from surveys.conversation.climate_acts import Record
from surveys.screens import Phrase, Words
from surveys.texts import Texts

MARGIN = 20.0
WHAT = 52.0
GAP = 3.0
"""Millimetres: the column that says what a fact is, and what is left free beside it."""
INK, SOFT, RULE = (18, 32, 47), (92, 108, 122), (196, 222, 233)
LINE = 6.0
NEXT: dict[str, Any] = {"new_x": XPos.LMARGIN, "new_y": YPos.NEXT}


def act_paper(
    record: Record, administration: str, made_at: datetime, footer: Sequence[Words], texts: Texts, language: str
) -> bytes:
    """`footer` are the last lines: which program this is and when it was audited."""

    def say(words: Words) -> str:
        return printable(texts.say(words, language))

    paper = _paper(made_at)
    paper.set_title(say(Phrase("acts.of", {"title": record.title})))
    _heading(paper, administration, say(Phrase("acts.paper")), record.title)
    for what, how in record.facts:
        _fact(paper, say(what), say(how))
    _between(paper, say(Phrase("acts.groups")))
    for group in record.groups:
        _row(paper, say(group.name), say(group.counted))
    small = [texts.say(words, language) for words in (record.promise, *footer)]
    _small(paper, (printable(line) for words in small for line in words.splitlines()))
    return bytes(paper.output())


def _paper(made_at: datetime) -> FPDF:
    paper = FPDF(unit="mm", format="A4")
    paper.set_margin(MARGIN)
    paper.set_auto_page_break(True, MARGIN)
    paper.set_creation_date(made_at)
    for weight in WEIGHTS:
        paper.add_font(weight, fname=path_of(weight))
    paper.add_page()
    return paper


def _heading(paper: FPDF, administration: str, kind: str, title: str) -> None:
    _ink(paper, "regular", 11, SOFT)
    paper.multi_cell(0, LINE, printable(administration), **NEXT)
    paper.ln(4)
    _ink(paper, "bold", 20, INK)
    paper.multi_cell(0, 9, kind, **NEXT)
    _ink(paper, "medium", 14, INK)
    paper.multi_cell(0, 7, printable(title), **NEXT)
    paper.ln(4)


def _fact(paper: FPDF, what: str, how: str) -> None:
    _side_by_side(paper, (what, WHAT - GAP, 10, SOFT, "L"), (how, paper.epw - WHAT, 11, INK, "L"))
    paper.ln(1.5)


def _between(paper: FPDF, title: str) -> None:
    paper.ln(3)
    if paper.get_y() + 3 * LINE > paper.h - MARGIN:
        paper.add_page()
    _ink(paper, "medium", 12, INK)
    paper.multi_cell(0, LINE, title, **NEXT)
    paper.ln(1)


def _row(paper: FPDF, name: str, counted: str) -> None:
    _side_by_side(paper, (name, paper.epw - WHAT - GAP, 10, INK, "L"), (counted, WHAT, 10, INK, "R"))
    paper.set_draw_color(*RULE)
    paper.line(MARGIN, paper.get_y(), MARGIN + paper.epw, paper.get_y())


Column = tuple[str, float, float, tuple[int, int, int], str]
"""Text, width, size, colour, and to which side it keeps."""


def _side_by_side(paper: FPDF, left: Column, right: Column) -> None:
    """The taller of the two makes the row, and a row is never torn apart by a page."""
    height = LINE * max(_lines(paper, each) for each in (left, right))
    if paper.get_y() + height > paper.h - MARGIN:
        paper.add_page()
    top = paper.get_y()
    for (text, wide, size, colour, side), x in ((left, MARGIN), (right, MARGIN + paper.epw - right[1])):
        paper.set_xy(x, top)
        _ink(paper, "regular", size, colour)
        paper.multi_cell(wide, LINE, text, align=side, **NEXT)
    paper.set_xy(MARGIN, top + height)


def _small(paper: FPDF, lines: Iterable[str]) -> None:
    paper.ln(5)
    _ink(paper, "regular", 9, SOFT)
    for line in lines:
        paper.multi_cell(0, 4.5, line, align="L", **NEXT)
        paper.ln(1)


def _lines(paper: FPDF, column: Column) -> int:
    text, wide, size, colour, side = column
    _ink(paper, "regular", size, colour)
    lines: Any = paper.multi_cell(wide, LINE, text, align=side, dry_run=True, output="LINES")
    return len(lines)


def _ink(paper: FPDF, weight: str, size: float, colour: tuple[int, int, int]) -> None:
    paper.set_font(weight, size=size)
    paper.set_text_color(*colour)
