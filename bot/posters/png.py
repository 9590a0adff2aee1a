"""A page as PNG, for a screen, a chat or a print shop that wants pictures."""

import io

from PIL import Image, ImageDraw

from bot.posters.fonts import MM_PER_POINT, font
from bot.posters.marks import Box, Colour, Line, Mark, Page, Shape, Squares

DPI = 300
FINE = 4
"""Edges of shapes are drawn this many times larger and shrunk, which smooths them."""
COLOURS = 64
"""Flat colours and the steps of smoothed edges: a palette makes the file a fourth of the size."""


def to_png(page: Page, dpi: int = DPI) -> bytes:
    scale = dpi / 25.4
    image = Image.new("RGB", (round(page.width * scale), round(page.height * scale)), "white")
    for mark in page.marks:
        _draw(image, mark, scale)
    target = io.BytesIO()
    image.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(target, "PNG", dpi=(dpi, dpi))
    return target.getvalue()


def _draw(image: Image.Image, mark: Mark, scale: float) -> None:
    draw = ImageDraw.Draw(image)
    if isinstance(mark, Line):
        letters = font(mark.weight, round(mark.size * MM_PER_POINT * scale))
        anchor = "ms" if mark.centred else "ls"
        draw.text((mark.x * scale, mark.y * scale), mark.text, mark.colour, letters, anchor)
    elif isinstance(mark, Squares):
        side = mark.size / len(mark.rows) * scale
        left, top = mark.x * scale, mark.y * scale
        for row, column, length in mark.runs():
            corner = (round(left + column * side), round(top + row * side))
            far = (
                max(corner[0], round(left + (column + length) * side) - 1),
                max(corner[1], round(top + (row + 1) * side) - 1),
            )
            draw.rectangle((corner, far), "black")
    elif isinstance(mark, Shape):
        _smooth_shape(image, [(x * scale, y * scale) for x, y in mark.points], mark.colour)
    elif isinstance(mark, Box):
        _smooth_box(image, mark, scale)


def _smooth_shape(image: Image.Image, points: list[tuple[float, float]], colour: Colour) -> None:
    left, top = int(min(x for x, _ in points)), int(min(y for _, y in points))
    size = (int(max(x for x, _ in points)) - left + 2, int(max(y for _, y in points)) - top + 2)
    mask = Image.new("L", (size[0] * FINE, size[1] * FINE))
    ImageDraw.Draw(mask).polygon([((x - left) * FINE, (y - top) * FINE) for x, y in points], 255)
    image.paste(colour, (left, top), mask.resize(size, Image.Resampling.LANCZOS))


def _smooth_box(image: Image.Image, box: Box, scale: float) -> None:
    left, top = round(box.x * scale), round(box.y * scale)
    size = (max(1, round(box.width * scale)), max(1, round(box.height * scale)))
    mask = Image.new("L", (size[0] * FINE, size[1] * FINE))
    whole = (0, 0, size[0] * FINE - 1, size[1] * FINE - 1)
    ImageDraw.Draw(mask).rounded_rectangle(whole, round(box.radius * scale * FINE), 255)
    image.paste(box.colour, (left, top), mask.resize(size, Image.Resampling.LANCZOS))
