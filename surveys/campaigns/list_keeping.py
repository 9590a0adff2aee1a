"""Uploaded lists: each under a key that says until when it is kept. Who stands on one is shown nowhere."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from surveys.campaigns.audiences import Audience, Listed, Sample
from surveys.chance import Chance
from surveys.work import Work

KEPT: Final = timedelta(days=30)
CHANCE_LENGTH = 5


@dataclass(frozen=True, slots=True)
class PeopleList:
    key: str
    people: int

    @property
    def last_day(self) -> date:
        return last_day(self.key) or date.max

    @property
    def name(self) -> str:
        """What tells it from others on a screen."""
        return self.key[6:]


def new_key(chance: Chance, today: date) -> str:
    """Its last day and chance: nothing else has to be stored of it."""
    return f"{today + KEPT:%y%m%d}{chance.key(CHANCE_LENGTH)}"


def last_day(key: str) -> date | None:
    """None for a key that no list of ours can have."""
    if len(key) != 6 + CHANCE_LENGTH or not (key.isascii() and key[:6].isdigit()):
        return None
    try:
        return date(2000 + int(key[:2]), int(key[2:4]), int(key[4:6]))
    except ValueError:
        return None


def keep(work: Work, key: str, people: tuple[int, ...], *, actor: int, now: datetime) -> PeopleList:
    """Once: the same key a second time changes nothing."""
    if work.lists.count(key) is None:
        work.lists.add(key, people)
        work.trail.append("list.kept", actor, {"list": key, "people": len(people)}, now)
    return PeopleList(key, work.lists.count(key) or 0)


def kept(work: Work) -> list[PeopleList]:
    """Those that last longest first."""
    found = [PeopleList(key, work.lists.count(key) or 0) for key in work.lists.keys()]  # noqa: SIM118 - not a mapping
    return sorted(found, key=lambda each: (each.last_day, each.key), reverse=True)


def forget(work: Work, key: str, *, actor: int, now: datetime) -> None:
    """Without a complaint where it has gone already."""
    if work.lists.count(key) is not None:
        work.lists.forget(key)
        work.trail.append("list.forgotten", actor, {"list": key}, now)


def forget_expired(work: Work, today: date) -> int:
    """How many went. One that somebody is yet to be asked from stays until that is done."""
    waited_for = {key for each in work.outreaches.living() if (key := list_of(each.audience))}
    past = [each.key for each in kept(work) if each.last_day < today and each.key not in waited_for]
    for key in past:
        work.lists.forget(key)
    return len(past)


def list_of(audience: Audience) -> str:
    """The key of the list it is taken from, or ""."""
    whole = audience.of if isinstance(audience, Sample) else audience
    return whole.key if isinstance(whole, Listed) else ""
