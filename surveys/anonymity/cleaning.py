"""A typed text without what the eye does not see: it could carry a watermark, or turn the reading of others around."""

import re
import unicodedata

MOST = 1_000
"""Code points of a comment (trust.md 2.3.8)."""


def cleaned(text: str) -> str:
    """NFC; no control, format (bidi, zero width, tags), private or unassigned characters; single spaces; trimmed.

    Doing it twice changes nothing.
    """
    kept = "".join(filter(_seen, _SPACES.sub(" ", _LINES.sub("\n", unicodedata.normalize("NFC", text)))))
    lines = (" ".join(line.split(" ")).strip() for line in _RUNS.sub(" ", kept).split("\n"))
    return unicodedata.normalize("NFC", _GAPS.sub("\n\n", "\n".join(lines)).strip())


def _seen(sign: str) -> bool:
    return sign == "\n" or not (unicodedata.category(sign).startswith("C") or "\ufe00" <= sign <= "\ufe0f")


_LINES = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]")
_RUNS = re.compile(" {2,}")
_GAPS = re.compile(r"\n{3,}")
