"""The posters' type: Roboto (Apache 2.0) from the package `font-roboto`, Cyrillic complete."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from PIL import ImageFont

WEIGHTS = {"regular": "Roboto-Regular.ttf", "medium": "Roboto-Medium.ttf", "bold": "Roboto-Bold.ttf"}
MM_PER_POINT = 25.4 / 72
_MEASURE = 1000


def path_of(weight: str) -> Path:
    return Path(str(files("font_roboto"))) / "files" / WEIGHTS[weight]


def width(text: str, weight: str, size: float) -> float:
    """Millimetres that `text` takes at `size` points, without kerning."""
    return font(weight, _MEASURE).getlength(text) / _MEASURE * size * MM_PER_POINT


@cache
def font(weight: str, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path_of(weight), pixels, layout_engine=ImageFont.Layout.BASIC)


def printable(text: str) -> str:
    """On one line and without signs that the font lacks (emoji, say), which would print as empty boxes."""
    signs = _signs()
    return " ".join("".join(sign for sign in " ".join(text.split()) if ord(sign) in signs).split())


def wrapped(text: str, weight: str, size: float, room: float) -> list[str]:
    """Lines no wider than `room`, broken at spaces; a word too long for a line is broken anywhere."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, weight, size) <= room:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for sign in word:
            if lines[-1] and width(lines[-1] + sign, weight, size) > room:
                lines.append("")
            lines[-1] += sign
    return lines


def fitted(text: str, weight: str, size: float, room: float, most: int, least: float = 0.55) -> tuple[list[str], float]:
    """`text` in at most `most` lines, set smaller when it must be, down to `least` of the size; then cut with "…"."""
    text = printable(text)
    for step in range(21):
        smaller = size * (1 - (1 - least) * step / 20)
        lines = wrapped(text, weight, smaller, room)
        if len(lines) <= most:
            return _balanced(lines, text, weight, smaller, room), smaller
    last = lines[most - 1]
    while last and width(last + "…", weight, smaller) > room:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip(" ,.") + "…"], smaller


def _balanced(lines: list[str], text: str, weight: str, size: float, room: float) -> list[str]:
    """The same number of lines in the narrowest column that holds them: no word left alone on the last line."""
    best, narrow = lines, room
    while len(lines) == len(best) and narrow > room / len(best) * 0.9:
        best = lines
        narrow *= 0.96
        lines = wrapped(text, weight, size, narrow)
    return best


@cache
def _signs() -> frozenset[int]:
    with TTFont(path_of("regular"), lazy=True) as roboto:
        return frozenset(roboto.getBestCmap())
