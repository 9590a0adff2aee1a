"""What a respondent's answer can be, and how it is kept as JSON."""

from dataclasses import dataclass
from enum import Enum
from typing import Any


class Mark(Enum):
    """An answer without a value. Both count as answered on the path and in no metric."""

    NOT_APPLICABLE = "not_applicable"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class GeoPoint:
    """Degrees, WGS 84."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo or a document. `reference` finds its bytes through the channel it came by; `name` is the sender's."""

    reference: str
    name: str = ""
    media_type: str = ""
    size: int = 0


Value = str | int | float | tuple[str, ...] | GeoPoint | Attachment
"""Choice names for select_one; a tuple of them for select_multiple and rank; ISO 8601 text for date and time."""

Answer = Value | Mark


def to_json(answer: Answer) -> Any:
    """A JSON value that `from_json` reads back as an equal answer."""
    match answer:
        case Mark():
            return {"mark": answer.value}
        case GeoPoint():
            return {"latitude": answer.latitude, "longitude": answer.longitude}
        case Attachment():
            return {
                "file": answer.reference,
                "name": answer.name,
                "media_type": answer.media_type,
                "size": answer.size,
            }
        case tuple():
            return list(answer)
        case _:
            return answer


def from_json(stored: Any) -> Answer:
    """The answer that `to_json` kept. Raises ValueError for anything else."""
    match stored:
        case {"mark": str(mark)}:
            return Mark(mark)
        case {"latitude": latitude, "longitude": longitude}:
            return GeoPoint(float(latitude), float(longitude))
        case {"file": str(reference)}:
            return Attachment(reference, stored.get("name", ""), stored.get("media_type", ""), stored.get("size", 0))
        case list():
            return tuple(str(name) for name in stored)
        case str() | int() | float():
            return stored
    raise ValueError("not a stored answer")
