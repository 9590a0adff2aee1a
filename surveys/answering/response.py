"""One respondent's run through one questionnaire, with what is needed to find it and to go on with it."""

from dataclasses import dataclass
from enum import Enum

from surveys.answering.session import Session


class Standing(Enum):
    """How complete a response is, derived from its session when it is saved."""

    DRAFT = "draft"
    """Nothing answered yet."""
    PARTIAL = "partial"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Response:
    session: Session
    person: int
    point: str = ""
    """The key of the service point it was started at, or ""."""
    channel: str = ""
    placement: str = ""
    """Where the survey's one message stands, in the channel's words; "" when it is shown nowhere."""
    replaces: str = ""
    """The key of an earlier response of the same visit that this one takes the place of, or ""."""
    outreach: str = ""
    """The code of the outreach that invited to it, or ""."""
