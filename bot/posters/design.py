"""The poster of a point, designed for A4 and set at half its lengths for A6.

Read from the door inwards: the question from five metres, the QR code from one (its side is a tenth of the distance,
the usual rule), the code in the hand. Everything keeps away from the edge that office printers leave white.
"""

from dataclasses import dataclass
from math import cos, pi, sin

import segno

from bot.posters.fonts import width
from bot.posters.marks import Mark, Page, Shape, Squares, moved
from bot.posters.pen import A4, DEEP, GOLD, ICE, INK, PALE, SOFT, WHITE, Pen, cut_across, cut_down
from surveys.points.codes import grouped
from surveys.points.links import link, payload
from surveys.points.point import Point
from surveys.screens import Phrase
from surveys.texts import Texts

A6 = (105.0, 148.5)
QUIET = 4
"""Modules of white around a QR code (ISO/IEC 18004, 9.1)."""


@dataclass(frozen=True, slots=True)
class Poster:
    organisation: str
    title: str
    address: str
    link: str
    code: str
    """Eight digits, without spaces."""
    bot: str
    """With its "@"."""


def poster_of(point: Point, organisation: str, bot_name: str, secret: bytes) -> Poster:
    name = bot_name.removeprefix("@")
    address = link(payload(point, secret), name)
    return Poster(organisation, point.title, point.address, address, point.code, f"@{name}")


def page_a4(poster: Poster, texts: Texts) -> Page:
    return _Drawing(poster, texts, 1.0).page()


def page_a6(poster: Poster, texts: Texts) -> Page:
    return _Drawing(poster, texts, 0.5).page()


def sheet(posters: list[Poster], texts: Texts) -> Page:
    """Up to four A6 posters on an A4 page with lines to cut along."""
    marks: list[Mark] = []
    for number, poster in enumerate(posters[:4]):
        right, down = (number % 2) * A6[0], (number // 2) * A6[1]
        marks += [moved(mark, right, down) for mark in page_a6(poster, texts).marks]
    marks += [*cut_across(A6[1]), *cut_down(A6[0])]
    return Page(*A4, tuple(marks))


def qr_modules(address: str) -> tuple[tuple[bool, ...], ...]:
    """Level Q, a quarter of the symbol may be scratched away; segno raises it to H where that costs no size."""
    symbol = segno.make(address, error="q", micro=False, boost_error=True)
    return tuple(tuple(bool(module) for module in row) for row in symbol.matrix)


class _Drawing(Pen):
    """Lengths below are those of A4; `self.scale` makes them those of the page."""

    def __init__(self, poster: Poster, texts: Texts, scale: float) -> None:
        super().__init__(scale)
        self.poster = poster
        self.texts = texts

    def page(self) -> Page:
        self.head()
        self.question()
        self.qr_code()
        self.typed_code()
        self.small_print()
        return Page(A4[0] * self.scale, A4[1] * self.scale, tuple(self.marks))

    def say(self, key: str, language: str) -> str:
        return self.texts.say(Phrase(f"points.poster.{key}", {"bot": self.poster.bot}), language)

    def head(self) -> None:
        self.box(10, 10, 190, 37, DEEP, 6)
        self.write(self.poster.organisation, 20.5, 13, "medium", ICE, most=2, middle=True)
        self.write(self.poster.title, 36.5, 25, "bold", WHITE, most=2, middle=True)

    def question(self) -> None:
        self.write(self.say("question", "ru"), 68, 50, "bold", INK)
        self.write(self.say("question", "en"), 78, 20, "regular", SOFT)
        for number in range(5):
            self.star(69 + number * 18, 90.5, 7.6)

    def star(self, x: float, y: float, radius: float) -> None:
        """Five points; the inner corners lie at the golden ratio squared, so that opposite edges are one line."""
        inner = radius / ((1 + 5**0.5) / 2) ** 2
        corners = ((radius if corner % 2 == 0 else inner, pi * corner / 5) for corner in range(10))
        points = tuple(
            ((x + far * sin(turn)) * self.scale, (y - far * cos(turn)) * self.scale) for far, turn in corners
        )
        self.marks.append(Shape(points, GOLD))

    def qr_code(self) -> None:
        side, top = 103.0, 104.5
        left = (A4[0] - side) / 2
        self.viewfinder(left, top, side)
        rows = qr_modules(self.poster.link)
        module = side / (len(rows) + 2 * QUIET)
        inset = QUIET * module
        x, y, size = ((length * self.scale) for length in (left + inset, top + inset, side - 2 * inset))
        self.marks.append(Squares(x, y, size, rows))
        self.write(self.say("scan", "ru"), top + side + 12, 21, "medium", INK)
        self.write(self.say("scan", "en"), top + side + 19.5, 14, "regular", SOFT)

    def viewfinder(self, left: float, top: float, side: float) -> None:
        """The corners of a camera's frame, outside the quiet zone."""
        thick, arm = 2.2, 20.0
        for right in (False, True):
            for down in (False, True):
                x = left + side if right else left - thick
                y = top + side if down else top - thick
                self.box(left + side + thick - arm if right else x, y, arm, thick, DEEP, thick / 2)
                self.box(x, top + side + thick - arm if down else y, thick, arm, DEEP, thick / 2)

    def typed_code(self) -> None:
        top, high, size = 233.5, 33.0, 44.0
        self.box(10, top, 190, high, PALE, 6)
        code = grouped(self.poster.code)
        wide = width(code, "bold", size)
        self.write(code, top + high / 2 + 5.5, size, "bold", DEEP, x=192 - wide, room=wide + 1, centred=False)
        room = 192 - wide - 18 - 9
        self.write(
            self.say("fallback", "ru"), top + 13, 15, "medium", INK, most=3, x=18, room=room, centred=False, middle=True
        )
        self.write(self.say("fallback", "en"), top + 23.5, 11, "regular", SOFT, most=2, x=18, room=room, centred=False)

    def small_print(self) -> None:
        if self.poster.address:
            self.write(self.poster.address, 275, 13, "medium", INK)
        self.write(self.say("not_appeal", "ru"), 282, 10, "regular", SOFT, room=186)
        self.write(self.say("not_appeal", "en"), 287, 10, "regular", SOFT, room=186)
