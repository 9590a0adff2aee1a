"""What a page is made of. Lengths in millimetres from the upper left corner, type sizes in points."""

from dataclasses import dataclass, replace

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    colour: Colour
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled polygon."""

    points: tuple[tuple[float, float], ...]
    colour: Colour


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text. `y` is its baseline, `x` its left end, or its middle when `centred`."""

    x: float
    y: float
    text: str
    weight: str
    size: float
    colour: Colour
    centred: bool = True


@dataclass(frozen=True, slots=True)
class Squares:
    """Dark modules of a QR code in a square of `size` at (x, y); the quiet zone is not part of it."""

    x: float
    y: float
    size: float
    rows: tuple[tuple[bool, ...], ...]

    def runs(self) -> list[tuple[int, int, int]]:
        """(row, first column, length) of each unbroken dark stretch."""
        found: list[tuple[int, int, int]] = []
        for number, row in enumerate(self.rows):
            start = 0
            while start < len(row):
                end = start
                while end < len(row) and row[end] == row[start]:
                    end += 1
                if row[start]:
                    found.append((number, start, end - start))
                start = end
        return found


Mark = Box | Shape | Line | Squares


@dataclass(frozen=True, slots=True)
class Page:
    width: float
    height: float
    marks: tuple[Mark, ...]


def moved(mark: Mark, right: float, down: float) -> Mark:
    if isinstance(mark, Shape):
        return replace(mark, points=tuple((x + right, y + down) for x, y in mark.points))
    return replace(mark, x=mark.x + right, y=mark.y + down)
