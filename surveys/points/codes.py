"""The code under a poster's QR, for whom the camera fails: eight digits, `4821 7306`, the last one a check digit.

Digits alone (docs/decisions/0010): a Russian phone has them on every layout, nobody asks "is it a Latin В?", and they
can be dictated. The check digit is Damm's (H. M. Damm, "Total anti-symmetrische Quasigruppen", dissertation,
Marburg 2004): it catches every wrong digit and every swap of two neighbours, with a digit and no letter X.

Seven free digits, the first not 0, give 9·10^6 codes. A code is no secret (it hangs on a wall), but guessing is
slowed all the same (`surveys.points.guesses`): in a city of 1,000 points a well-formed guess hits one with 1.1·10^-4,
so five an hour hit a first point after about 75 days, and that wins the right to rate once in four hours.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from surveys.chance import Chance

LENGTH = 8
GROUP = 4

QUASIGROUP = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
"""Damm's weakly totally anti-symmetric quasigroup of order 10 with a zero diagonal: (c∘x)∘y = (c∘y)∘x only if x = y."""

LOOK_ALIKES = {
    **dict.fromkeys("oOоОQ", "0"),
    **dict.fromkeys("lI|іІ", "1"),
    **dict.fromkeys("zZ", "2"),
    **dict.fromkeys("зЗэЭ", "3"),
    **dict.fromkeys("чЧ", "4"),
    **dict.fromkeys("sSѕЅ", "5"),
    **dict.fromkeys("бb", "6"),
    **dict.fromkeys("BвВ", "8"),
}
"""Letters, Cyrillic and Latin, that a hand or a text recogniser puts for a digit. The check digit guards the guess."""

_BEFORE = re.compile(r"^\s*(?:код|code|номер|number|№|#|n[o°]?\.?)?\s*[:=\-–—]?\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s\-‐‑‒–—―−._·,/!]+")


@dataclass(frozen=True, slots=True)
class CodeRefused:
    """`kind`: "shape" (no code at all), "length" (a digit too many or too few), "check" (a slip)."""

    kind: str


def check_digit(digits: str) -> str:
    interim = 0
    for digit in digits:
        interim = QUASIGROUP[interim][int(digit)]
    return str(interim)


def new_code(chance: Chance, taken: Callable[[str], bool] = lambda code: False) -> str:
    """A code that `taken` does not know. Raises RuntimeError when chance gives only known ones."""
    for _ in range(200):
        free = str(10 ** (LENGTH - 2) + int(chance.fraction() * 9 * 10 ** (LENGTH - 2)))
        code = free + check_digit(free)
        if not taken(code):
            return code
    raise RuntimeError("no free code found: the register is full or chance is stuck")


def read_code(text: str) -> str | CodeRefused:
    """The code a person meant, as eight digits without spaces. Says nothing about whether a point has it.

    A text is taken for an attempt at a code only when nothing but digits and their look-alikes remains and at least
    half of it are digits, so that «Зоб» and «спасибо» stay ordinary texts.
    """
    signs = _BETWEEN.sub("", _BEFORE.sub("", text[:100], count=1))
    digits = [_digit(sign) for sign in signs]
    read = "".join(digits)
    real = sum(unicodedata.decimal(sign, None) is not None for sign in signs)
    if not signs or len(text) > 100 or "" in digits or real * 2 < len(signs):
        return CodeRefused("shape")
    if len(read) != LENGTH:
        return CodeRefused("length")
    return read if check_digit(read) == "0" else CodeRefused("check")


def grouped(code: str) -> str:
    """As it is printed: `4821 7306`."""
    return " ".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def _digit(sign: str) -> str:
    """Any script's digit (a phone set to Arabic types ٤) or a look-alike as 0-9; "" for everything else."""
    value = unicodedata.decimal(sign, None)
    return LOOK_ALIKES.get(sign, "") if value is None else str(value)
