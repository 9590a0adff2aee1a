"""What every printed page is drawn with: colours, boxes, lines of text that fit, and where to cut."""

from bot.posters.fonts import MM_PER_POINT, fitted
from bot.posters.marks import Box, Colour, Line, Mark

A4 = (210.0, 297.0)
SMALLEST = 6.0
"""Points: the least that is wanted of small print on A6, unless a long name has to be squeezed in."""
LEADING = 1.2
"""From baseline to baseline, in sizes of the type."""

INK: Colour = (18, 32, 47)
DEEP: Colour = (13, 71, 97)
PALE: Colour = (232, 242, 246)
SOFT: Colour = (92, 108, 122)
WHITE: Colour = (255, 255, 255)
GOLD: Colour = (245, 166, 35)
ICE: Colour = (196, 222, 233)

DASH, THIN = 2.0, 0.15


class Pen:
    """Collects marks. Lengths given are multiplied by `scale`."""

    def __init__(self, scale: float = 1.0) -> None:
        self.scale = scale
        self.marks: list[Mark] = []

    def box(self, x: float, y: float, wide: float, high: float, colour: Colour, radius: float = 0.0) -> None:
        scale = self.scale
        self.marks.append(Box(x * scale, y * scale, wide * scale, high * scale, colour, radius * scale))

    def write(
        self, text: str, y: float, size: float, weight: str, colour: Colour,
        *, most: int = 1, x: float = A4[0] / 2, room: float = 174, centred: bool = True, middle: bool = False,
    ) -> float:  # fmt: skip
        """Lines from the baseline `y` down, or around it when `middle`; the last line's baseline."""
        lines, size = fitted(text, weight, max(size * self.scale, SMALLEST), room * self.scale, most)
        leading = size * MM_PER_POINT / self.scale * LEADING
        top = y - leading * (len(lines) - 1) / 2 if middle else y
        for number, line in enumerate(lines):
            at = top + leading * number
            self.marks.append(Line(x * self.scale, at * self.scale, line, weight, size, colour, centred))
        return top + leading * (len(lines) - 1)


def cut_across(y: float) -> list[Box]:
    """A dashed line over the whole width of an A4 page."""
    return [Box(dash * 2 * DASH, y - THIN / 2, DASH, THIN, SOFT) for dash in range(int(A4[0] / DASH / 2) + 1)]


def cut_down(x: float) -> list[Box]:
    return [Box(x - THIN / 2, dash * 2 * DASH, THIN, DASH, SOFT) for dash in range(int(A4[1] / DASH / 2) + 1)]
