"""What the demo itself says, beside what the bot says."""

from functools import cache
from pathlib import Path

from surveys.texts import HERE as SURVEYS_TEXTS
from surveys.texts import Texts

HERE = Path(__file__).parent / "texts"


@cache
def texts() -> Texts:
    return Texts((SURVEYS_TEXTS, HERE))
