"""What campaigns ask of storage: named questions, each of one unit of work."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from surveys.campaigns.audiences import Directory
from surveys.campaigns.delivering import Delivery
from surveys.campaigns.outreach import Outreach
from surveys.campaigns.policies import Matter
from surveys.campaigns.schedules import Due
from surveys.campaigns.tallies import Changes, Count, Tally

Settlement = tuple[Delivery, Delivery]
"""What stood, as it was claimed, and what is to stand."""


class Outreaches(Protocol):
    def add(self, outreach: Outreach) -> None:
        """Raises Conflict("code") for a code that is taken."""
        ...

    def find(self, code: str) -> Outreach | None:
        """Locked until the end of the work: of two who press «launch» the second sees what the first did."""
        ...

    def save(self, outreach: Outreach) -> None:
        """Raises NotFound for one that was never added."""
        ...

    def discard(self, code: str) -> None:
        """Of a draft nothing is left; any other stays as it is."""
        ...

    def all(self) -> list[Outreach]:
        """The newest first."""
        ...

    def living(self) -> list[Outreach]:
        """Scheduled, running and paused ones, and those that come again and are not closed: what a tick looks at. The
        newest first."""
        ...


class Deliveries(Protocol):
    def enqueue(self, deliveries: Iterable[Delivery]) -> int:
        """How many are new; those whose (outreach, person, matter, number) is there already stay as they are. Taken
        from a stream as it comes. Raises Conflict for people who are not there."""
        ...

    def claim(self, courier: str, now: datetime, limit: int) -> list[Delivery]:
        """Up to `limit` that are ready, of outreaches that are running, each changed as `delivering.claimed` says and
        given to nobody else (SKIP LOCKED). Those that have ended by it are among them, for the caller to count: too
        late, untraced, or gone, where the person is known to be unreachable. Those put off are not.

        Outreaches share the limit, so that a large one does not keep a small one waiting. Empty does not mean that
        nothing is ready: where many are put off it is done in slices.
        """
        ...

    def settle(self, before: Delivery, after: Delivery) -> bool:
        """False where `before` is not what stands: another courier took it over, and its word holds."""
        ...

    def settle_all(self, settlements: Sequence[Settlement]) -> list[bool]:
        """A handful at the price of one. In the order given."""
        ...

    def held_by(self, courier: str) -> list[Delivery]:
        """What is claimed by it."""
        ...

    def held_since(self, moment: datetime) -> list[Delivery]:
        """What has been claimed since before `moment`, by anybody."""
        ...

    def call_off(self, outreach: str) -> int:
        """As `delivering.called_off`, in one statement. How many invitations were among them: so many leave the tally's
        queue as expired."""
        ...

    def reached(self, outreach: str, after: int, limit: int) -> Sequence[Delivery]:
        """Invitations that may have arrived, by person, from the person after `after` on."""
        ...

    def last_of(self, outreach: str, person: int, matter: Matter) -> Delivery | None:
        """The one with the highest number."""
        ...

    def of_person(self, person: int) -> Sequence[Delivery]:
        """Everything of one person, by outreach, matter and number: what they may ask to see."""
        ...

    def next_at(self) -> datetime | None:
        """From when the first that waits of a running outreach may be sent; it may have passed. None: nothing waits."""
        ...


class Occasions(Protocol):
    def take(self, due: Due, now: datetime) -> bool:
        """Whether it is this work that does it: False where its key was taken before."""
        ...

    def hired(self, first: date, last: date) -> Iterable[tuple[int, date]]:
        """(person, day of hire) of employees hired within these days, both included; by day and person."""
        ...


class Tallies(Protocol):
    def count(self, outreach: str, changes: Changes) -> None:
        """Add, in the same work as what is counted. What an anonymous outreach does not count is passed over."""
        ...

    def of(self, outreach: str) -> Tally:
        """Empty for one that is not there."""
        ...


class Directories(Directory, Protocol):
    """The directory as it is asked about nobody's answers: `answered` is False of everybody."""

    def about(self, form_id: str, since: datetime | None = None) -> Directory:
        """With `answered` told: at least one question of this questionnaire, in a response begun since then."""
        ...


class Stages(Protocol):
    """How far people have come. Never to be used for an anonymous outreach."""

    def furthest(self, outreach: str, person: int) -> Count | None:
        """OPENED, STARTED or FINISHED."""
        ...

    def reach(self, outreach: str, person: int, stage: Count) -> None:
        """Raises ValueError for a count that is no stage. Nobody goes back: an earlier stage changes nothing."""
        ...


class Subscriptions(Protocol):
    """Services by key that citizens asked to be asked about; "" is any service."""

    def of(self, person: int) -> frozenset[str]: ...

    def add(self, person: int, service: str, at: datetime) -> None:
        """Once: a second time changes nothing. Raises Conflict for a person who is not there."""
        ...

    def remove(self, person: int, service: str | None) -> int:
        """None: all of them. How many there were."""
        ...

    def services(self) -> dict[str, int]:
        """How many people by service."""
        ...


class Lists(Protocol):
    """Uploaded lists of people, each under a key."""

    def add(self, key: str, people: Iterable[int]) -> None:
        """Begin the list or lengthen it; who is on it already is passed over. Raises Conflict for people who are not
        there."""
        ...

    def count(self, key: str) -> int | None:
        """How many were put on it, those who erased themselves since included. None where there is no such list."""
        ...

    def forget(self, key: str) -> None: ...

    def keys(self) -> list[str]:
        """In order."""
        ...

    def holding(self, person: int) -> int:
        """On how many lists somebody stands."""
        ...


class Pace(Protocol):
    """Slots for messages, one row of them for the whole installation."""

    def book(self, now: datetime, messages: int, a_second: float) -> datetime:
        """Reserve so many slots at that rate after whatever is booked. When the first of them begins, `now` at the
        earliest. Raises ValueError for no messages or no rate."""
        ...

    def behind(self, now: datetime) -> timedelta:
        """How long a new booking would wait."""
        ...
