"""Comments taken out of every outlet. Nobody can change one: it is shown as it was given, or not at all.

What is kept is a digest and a reason out of a list, so that neither the trail nor a note repeats the words.
"""

import hashlib
import json
from collections.abc import Mapping
from enum import Enum


class Why(Enum):
    NAMES_SOMEBODY = "names"
    INSULTS = "insults"
    SHOWS_ITS_AUTHOR = "author"
    OFF_TOPIC = "topic"


Hidden = Mapping[str, Why]
"""By digest."""


def digest_of(campaign: str, question: str, text: str) -> str:
    """16 hexadecimal digits. Two people who wrote the very same words share it."""
    return hashlib.sha256("\0".join(("comment", campaign, question, text)).encode(errors="replace")).hexdigest()[:16]


def note_of(campaign: str) -> str:
    """The note of the installation that keeps what is hidden."""
    return f"hidden:{campaign}"


def written(hidden: Hidden) -> str:
    return json.dumps({digest: why.value for digest, why in sorted(hidden.items())})


def read(stored: str | None) -> dict[str, Why]:
    return {digest: Why(why) for digest, why in json.loads(stored or "{}").items()}
