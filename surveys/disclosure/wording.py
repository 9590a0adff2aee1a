"""Figures in signs that a phone shows: numbers as a language writes them, and bars of five: ten would leave
the name beside it no room on a phone."""

from surveys.disclosure.figures import Band, Bound, Change, Count, Index, Mean, Rate, Share
from surveys.disclosure.scales import Scale
from surveys.texts import spoken

FULL, MAYBE, EMPTY = "▓", "▒", "░"
CELLS = 5
PERCENT = "\u00a0%"
"""With a space that no line breaks at."""
MORE, LESS, TO = "≥ ", "≤ ", "–"

Shown = Mean | Band | Share | Index | Count | Rate | Change


def number(figure: Shown, language: str) -> str:
    """The figure and nothing beyond it."""
    match figure:
        case Mean(value, bound):
            return f"{_sign(bound)}{_decimal(value, language)}"
        case Share(_, percent, bound):
            return f"{_sign(bound)}{percent}{PERCENT}"
        case Index(value, bound):
            return f"{_sign(bound)}{_signed(value)}"
        case Band(low, high):
            return f"{low}{TO}{high}{PERCENT}"
        case Rate(low, step):
            return f"{low}{TO}{low + step}{PERCENT}"
        case Count(at_least):
            return f"{at_least}+"
        case Change(before, after):
            ends = f"{number(before, language)} → {number(after, language)}"
            moved = figure.difference
            return ends if moved is None else f"{ends} ({_moved(moved, language)})"


def bar(figure: Mean | Band | Share, scale: Scale | None = None) -> str:
    """As far as the figure goes: between the ends of a band the signs are pale. A mean needs its scale."""
    match figure:
        case Mean(value, _):
            assert scale is not None
            width = float(scale.highest - scale.lowest)
            return _bar(100 * (value - float(scale.lowest)) / width, 0)
        case Band(low, high):
            return _bar(low, high - low)
        case Share(_, percent, Bound.AT_LEAST):
            return _bar(percent, 100 - percent)
        case Share(_, percent, Bound.AT_MOST):
            return _bar(0, percent)
        case Share(_, percent, _):
            return _bar(percent, 0)


def _bar(percent: float, unsure: float) -> str:
    full = min(CELLS, max(0, int(percent * CELLS / 100 + 0.5)))
    pale = min(CELLS - full, int(unsure * CELLS / 100 + 0.5))
    return FULL * full + MAYBE * pale + EMPTY * (CELLS - full - pale)


def _sign(bound: Bound) -> str:
    return {Bound.EXACT: "", Bound.AT_LEAST: MORE, Bound.AT_MOST: LESS}[bound]


def _decimal(value: float, language: str) -> str:
    written = f"{value:.1f}"
    return written.replace(".", ",") if spoken(language) == "ru" else written


def _signed(value: int) -> str:
    return f"−{-value}" if value < 0 else str(value)


def _moved(difference: float, language: str) -> str:
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    return f"{sign}{_decimal(abs(difference), language)}"
