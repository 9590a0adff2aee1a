"""Who may sit at the administration's desk, asked at every step: a hidden button protects nothing."""

from surveys.conversation.deeds import ADMIN, COORDINATOR, DESK, allowed
from surveys.errors import NotFound
from surveys.people import Person
from surveys.work import Work

__all__ = ["ADMIN", "COORDINATOR", "DESK", "at_desk", "require_desk"]


def at_desk(work: Work, person: Person) -> bool:
    return allowed(work, person, DESK)


def require_desk(work: Work, person: Person) -> None:
    """Raises NotFound, as if there were no desk: who has no business there learns nothing of it."""
    if not at_desk(work, person):
        raise NotFound("desk")
