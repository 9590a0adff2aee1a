"""Slips with one-time codes to cut and hand out, ten on an A4 page, and the poster of a shared code.

The codes stand here and nowhere else: only their hashes are stored.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.posters.design import QUIET, qr_modules
from bot.posters.marks import Mark, Page, Squares, moved
from bot.posters.pdf import to_pdf
from bot.posters.pen import A4, DEEP, ICE, INK, PALE, SOFT, WHITE, Pen, cut_across, cut_down
from bot.posters.png import DPI, to_png
from bot.posters.printing import Form, Printed
from surveys.screens import Phrase
from surveys.staff.invitation import grouped, start_link
from surveys.texts import Texts

ACROSS, DOWN = 2, 5
ON_PAGE = ACROSS * DOWN
WIDE, HIGH = A4[0] / ACROSS, A4[1] / DOWN
EDGE = 6.0
SIDE = 36.0
"""Of the QR code with its quiet zone: 0.7 mm a module for the longest bot's name, twice what phones want."""


@dataclass(frozen=True, slots=True)
class Handout:
    """What is printed. `codes`: as many slips, or the one shared code where `limit` is over 1."""

    organisation: str
    unit: str
    bot: str
    """With or without "@"."""
    codes: tuple[str, ...] = field(repr=False)
    limit: int
    until: str
    """The last day, as people write it."""
    batch: str
    language: str


def print_handout(handout: Handout, form: Form, texts: Texts, *, dpi: int = DPI) -> list[Printed]:
    """One PDF, or a PNG for each page. File names hold the batch, never a code."""
    pages = pages_of(handout, texts)
    name = f"otklik-codes-{handout.batch}"
    if form is Form.PDF:
        return [Printed(f"{name}.pdf", to_pdf(pages, name))]
    return [Printed(f"{name}-{number}.png", to_png(page, dpi)) for number, page in enumerate(pages, start=1)]


def pages_of(handout: Handout, texts: Texts) -> list[Page]:
    if handout.limit > 1:
        return [_poster(handout, texts)]
    alike = _alike(handout, texts)
    starts = range(0, len(handout.codes), ON_PAGE)
    return [_sheet(handout, handout.codes[start : start + ON_PAGE], alike) for start in starts]


def _sheet(handout: Handout, codes: Sequence[str], alike: Sequence[Mark]) -> Page:
    marks: list[Mark] = []
    for number, code in enumerate(codes):
        right, down = number % ACROSS * WIDE, number // ACROSS * HIGH
        marks += [moved(mark, right, down) for mark in (*alike, *_coded(handout, code))]
    for row in range(1, DOWN):
        marks += cut_across(row * HIGH)
    for column in range(1, ACROSS):
        marks += cut_down(column * WIDE)
    return Page(*A4, tuple(marks))


def _alike(handout: Handout, texts: Texts) -> list[Mark]:
    """What every slip has: fitting texts is the slow part, and is done once."""
    pen = Pen()
    left, room = EDGE, WIDE - 2 * EDGE
    column = left + SIDE + 3
    beside = WIDE - column - 6
    say = _saying(handout, texts)
    pen.write(handout.organisation, 8, 7.5, "regular", SOFT, x=left, room=room - 20, centred=False)
    pen.write(say("batch"), 8, 6.5, "regular", SOFT, x=left + room - 17, room=17, centred=False)
    y = pen.write(handout.unit, 14, 11, "bold", INK, x=column, room=beside, most=2, centred=False)
    y = pen.write(say("title"), y + 5.2, 8.5, "medium", DEEP, x=column, room=beside, centred=False)
    y = pen.write(say("scan"), y + 5, 7.5, "regular", INK, x=column, room=beside, most=3, centred=False)
    y = pen.write(say("once"), y + 4.2, 7.5, "regular", INK, x=column, room=beside, most=2, centred=False)
    pen.write(say("nameless"), y + 4.2, 7.5, "regular", INK, x=column, room=beside, most=3, centred=False)
    return pen.marks


def _coded(handout: Handout, code: str) -> list[Mark]:
    pen = Pen()
    pen.marks.append(_qr(handout, code, EDGE, 9.5, SIDE))
    pen.write(grouped(code), 53.5, 14, "bold", DEEP, x=EDGE, room=WIDE - 2 * EDGE, centred=False)
    return pen.marks


def _poster(handout: Handout, texts: Texts) -> Page:
    pen = Pen()
    say = _saying(handout, texts)
    pen.box(10, 10, 190, 40, DEEP, 6)
    pen.write(handout.organisation, 21, 13, "medium", ICE, most=2, middle=True)
    pen.write(handout.unit, 38, 24, "bold", WHITE, most=2, middle=True)
    pen.write(say("title"), 70, 34, "bold", INK)
    pen.write(say("poster_what"), 81, 14, "regular", INK, most=2)
    side = 110.0
    pen.marks.append(_qr(handout, handout.codes[0], (A4[0] - side) / 2, 94, side))
    pen.box(10, 211, 190, 34, PALE, 6)
    pen.write(say("poster_code"), 222, 14, "medium", INK)
    pen.write(grouped(handout.codes[0]), 236, 27, "bold", DEEP, room=180)
    pen.write(say("places"), 258, 14, "medium", INK)
    pen.write(say("nameless"), 267, 13, "regular", INK, most=2)
    pen.write(say("batch"), 284, 9, "regular", SOFT)
    return Page(*A4, tuple(pen.marks))


def _qr(handout: Handout, code: str, x: float, y: float, side: float) -> Squares:
    """`side` includes the quiet zone."""
    rows = qr_modules(start_link(code, handout.bot))
    module = side / (len(rows) + 2 * QUIET)
    return Squares(x + QUIET * module, y + QUIET * module, side - 2 * QUIET * module, rows)


def _saying(handout: Handout, texts: Texts) -> Callable[[str], str]:
    """The handout's sentences by key."""
    args: dict[str, str | int | Phrase] = {
        "bot": "@" + handout.bot.removeprefix("@"),
        "until": handout.until,
        "limit": handout.limit,
        "batch": handout.batch,
    }
    return lambda key: texts.say(Phrase(f"slips.{key}", args), handout.language)
