"""What a look at an installation finds."""

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """`sentence` says what is, `remedy` what to do about it; nothing of a secret is in either."""

    level: Level
    subject: str
    sentence: str
    remedy: str = ""
