"""The unit of work and the questions it answers.

A use case is a *synchronous* function of a `Work`: it reads, steps a pure engine and writes. `Works.write(function)`
runs it in one transaction: returning commits, raising rolls back. It may be run again from the start (a serialization
failure, a lost connection), so it must have no other effects; and as it cannot await, no transaction can be open
while the program talks to a messenger.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Protocol, TypeVar

from surveys.address import Address
from surveys.anonymity.pool import Rows
from surveys.anonymity.storing import Campaigns
from surveys.answering.response import Response
from surveys.answering.values import Answer
from surveys.campaigns.storing import (
    Deliveries,
    Directories,
    Lists,
    Occasions,
    Outreaches,
    Pace,
    Stages,
    Subscriptions,
    Tallies,
)
from surveys.disclosure.ledger import Ledger
from surveys.mailbox.storing import Mailbox
from surveys.people import Person
from surveys.points.point import Point
from surveys.questionnaires.definition import Questionnaire
from surveys.staff.storing import Invitations, Staff
from surveys.trail import Entry, Facts

T = TypeVar("T")


class Receipts(Protocol):
    def record(self, source: str, number: int, at: datetime) -> bool:
        """Remember that this incoming thing has had its effect. False when it was remembered before."""
        ...

    def recorded(self, source: str, number: int) -> datetime | None:
        """When it had its effect."""
        ...

    def forget_before(self, moment: datetime) -> int: ...


class People(Protocol):
    def find(self, address: Address) -> Person | None: ...

    def enter(self, address: Address, language: str, at: datetime) -> Person:
        """The person at `address`, new if unknown, locked until the end of the work. Clears `unreachable_since`."""
        ...

    def numbered(self, number: int) -> Person | None: ...

    def save(self, person: Person) -> None: ...

    def lost(self, address: Address, at: datetime) -> None:
        """Nobody can be reached there any more. Unknown addresses are passed over."""
        ...

    def erase(self, number: int) -> None:
        """Forget the person: their responses stay, linked to nobody; drafts go."""
        ...


class Questionnaires(Protocol):
    def publish(self, definition: Questionnaire, at: datetime) -> bool:
        """Freeze a version and make it current. True when it is new; an equal one that is there already is False.

        Raises Conflict("version") when the version exists with another content.
        """
        ...

    def current(self, form_id: str) -> Questionnaire | None: ...

    def version(self, form_id: str, version: str) -> Questionnaire | None: ...

    def offered(self, audience: str) -> list[Questionnaire]:
        """The current versions of an audience, by form_id."""
        ...


class Responses(Protocol):
    def open_of(self, person: int) -> Response | None:
        """The response this person is in the middle of (the one touched last)."""
        ...

    def find(self, key: str, person: int) -> Response | None:
        """Ownership is part of the question: somebody else's key finds nothing. Locked until the end of the work."""
        ...

    def add(self, response: Response) -> None: ...

    def save(self, response: Response) -> None: ...

    def place(self, key: str, person: int, placement: str) -> None:
        """Where the survey's one message stands now."""
        ...

    def latest_at(self, point: str, person: int, form_id: str, since: datetime) -> Response | None:
        """The person's newest response to this questionnaire at the point that holds an answer and began since then."""
        ...

    def record(self, key: str, changes: Mapping[str, Answer | None], at: datetime) -> None:
        """Store answers of a response, or take them away (None)."""
        ...

    def answers(self, key: str) -> dict[str, Answer]: ...

    def of_person(self, person: int) -> list[Response]:
        """Everything of one person, oldest first."""
        ...

    def stale_before(self, moment: datetime, limit: int) -> list[Response]:
        """Open responses untouched since before `moment`."""
        ...

    def discard(self, key: str) -> None:
        """Delete a response with its answers."""
        ...

    def invited(self, outreach: str, person: int) -> Response | None:
        """The person's newest response to the invitation of this outreach."""
        ...

    def counted(self, form_id: str, question: str, since: datetime, until: datetime) -> list[tuple[Answer, int]]:
        """How often each answer was given to a question, in responses begun from `since` up to `until`; of several to
        one visit the last."""
        ...

    def newest(self, limit: int) -> list[Response]:
        """The responses begun last that hold an answer, newest first. `person` is 0 for nobody's."""
        ...


class Points(Protocol):
    def by_key(self, key: str) -> Point | None: ...

    def by_code(self, code: str) -> Point | None:
        """`code` normalised as `surveys.points.codes` does."""
        ...

    def all(self) -> list[Point]: ...

    def save(self, points: Iterable[Point]) -> None:
        """Insert or replace by key."""
        ...


class Funnel(Protocol):
    def count(self, point: str, stage: str, day: date, by: int = 1) -> None:
        """Add `by`; -1 takes a step back that a later response of the same visit replaces.

        Stages: "scanned", "started" (first answer), "finished" (submitted).
        """
        ...

    def totals(self, point: str, since: date) -> dict[str, int]: ...

    def raters_since(self, point: str, moment: datetime) -> int:
        """How many different people started a response with an answer at the point since `moment`."""
        ...

    def flag_burst(self, point: str, at: datetime, raters: int) -> None: ...

    def bursts(self, since: datetime) -> list[tuple[str, datetime, int]]:
        """(point, first seen, most raters in a window), newest first."""
        ...


class Roles(Protocol):
    def roles_of(self, person: int) -> frozenset[str]: ...

    def persons_with(self, role: str) -> list[Person]: ...

    def grant(self, person: int, role: str, at: datetime) -> None: ...

    def holders(self, role: str) -> int: ...


class Notes(Protocol):
    """Small facts of the installation: the claim code's hash, the schema of keys, the last audit."""

    def get(self, name: str) -> str | None: ...

    def put(self, name: str, value: str | None) -> None: ...

    def quarantine(self, source: str, number: int, kind: str, error: str, at: datetime) -> None:
        """Remember that an incoming thing could not be read: its kind and the error's class, never its content."""
        ...

    def quarantined(self) -> int: ...


class Attempts(Protocol):
    """Wrong guesses, counted to slow a guesser down."""

    def count_since(self, subject: str, moment: datetime) -> int: ...

    def add(self, subject: str, at: datetime) -> None: ...


class Trail(Protocol):
    def append(self, act: str, actor: int, facts: Facts, at: datetime) -> Entry: ...

    def entries(self, newest: int | None = None) -> list[Entry]:
        """In order; all of them, or the newest so many."""
        ...


class Work(Protocol):
    @property
    def receipts(self) -> Receipts: ...
    @property
    def people(self) -> People: ...
    @property
    def questionnaires(self) -> Questionnaires: ...
    @property
    def responses(self) -> Responses: ...
    @property
    def points(self) -> Points: ...
    @property
    def funnel(self) -> Funnel: ...
    @property
    def roles(self) -> Roles: ...
    @property
    def notes(self) -> Notes: ...
    @property
    def attempts(self) -> Attempts: ...
    @property
    def staff(self) -> Staff: ...
    @property
    def invitations(self) -> Invitations: ...
    @property
    def campaigns(self) -> Campaigns: ...
    @property
    def pools(self) -> Rows: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def mailbox(self) -> Mailbox: ...
    @property
    def trail(self) -> Trail: ...
    @property
    def outreaches(self) -> Outreaches: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def occasions(self) -> Occasions: ...
    @property
    def tallies(self) -> Tallies: ...
    @property
    def directory(self) -> Directories: ...
    @property
    def stages(self) -> Stages: ...
    @property
    def subscriptions(self) -> Subscriptions: ...
    @property
    def lists(self) -> Lists: ...
    @property
    def pace(self) -> Pace: ...


class Works(Protocol):
    async def write(self, function: Callable[[Work], T]) -> T:
        """Run `function` in one transaction and return what it returned, once that is durable.

        Raises Unavailable when storage cannot do it now; whatever else `function` raises comes through unchanged.
        """
        ...

    async def read(self, function: Callable[[Work], T]) -> T:
        """Like `write`, on a connection that may not write."""
        ...
