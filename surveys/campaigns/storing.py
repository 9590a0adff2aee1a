"""What campaigns ask of storage: named questions, each of one unit of work."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from surveys.campaigns.audiences import Directory
from surveys.campaigns.delivering import Delivery
from surveys.campaigns.outreach import Outreach
from surveys.campaigns.policies import Matter
from surveys.campaigns.schedules import Due
from surveys.campaigns.tallies import Changes, Tally


class Outreaches(Protocol):
    def add(self, outreach: Outreach) -> None:
        """Raises Conflict("code") for a code that is taken."""
        ...

    def find(self, code: str) -> Outreach | None:
        """Locked until the end of the work: of two who press «launch» the second sees what the first did."""
        ...

    def save(self, outreach: Outreach) -> None: ...

    def all(self) -> list[Outreach]:
        """The newest first."""
        ...

    def living(self) -> list[Outreach]:
        """Scheduled, running and paused ones, and those that come again: what a tick looks at."""
        ...


class Deliveries(Protocol):
    def enqueue(self, deliveries: Iterable[Delivery]) -> int:
        """How many are new; those whose (outreach, person, matter, number) is there already stay as they are."""
        ...

    def claim(self, courier: str, now: datetime, limit: int) -> list[Delivery]:
        """Up to `limit` that are ready, of outreaches that are running, each changed as `delivering.claimed` says and
        given to nobody else (SKIP LOCKED). Those that expired or are untraced are among them: their rows have ended.
        """
        ...

    def settle(self, before: Delivery, after: Delivery) -> bool:
        """False where `before` is not what stands: another courier took it over, and its word holds."""
        ...

    def held_by(self, courier: str) -> list[Delivery]:
        """What is claimed by it."""
        ...

    def held_since(self, moment: datetime) -> list[Delivery]:
        """What has been claimed since before `moment`, by anybody."""
        ...

    def call_off(self, outreach: str) -> int:
        """As `delivering.called_off`, in one statement. How many."""
        ...

    def reached(self, outreach: str, after: int, limit: int) -> Sequence[Delivery]:
        """Invitations that may have arrived, by person, from the person after `after` on."""
        ...

    def last_of(self, outreach: str, person: int, matter: Matter) -> Delivery | None:
        """The one with the highest number."""
        ...


class Occasions(Protocol):
    def take(self, due: Due, now: datetime) -> bool:
        """Whether it is this work that does it: False where its key was taken before."""
        ...

    def hired(self, first: date, last: date) -> Iterable[tuple[int, date]]:
        """(person, day of hire) of employees hired within these days, both included."""
        ...


class Tallies(Protocol):
    def count(self, outreach: str, changes: Changes) -> None:
        """Add, in the same work as what is counted."""
        ...

    def of(self, outreach: str) -> Tally: ...


class CampaignWork(Protocol):
    """What `surveys.work.Work` has to offer beside what it has."""

    @property
    def outreaches(self) -> Outreaches: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def occasions(self) -> Occasions: ...
    @property
    def tallies(self) -> Tallies: ...
    @property
    def directory(self) -> Directory: ...
