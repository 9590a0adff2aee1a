"""An outreach: one campaign of asking, whom by what and when. What coordinators call «кампания».

An outreach asks; a `surveys.anonymity.campaign.Campaign` promises. An outreach of an anonymous survey carries the
code of what was promised and nothing else of it (docs/decisions/0030).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum

from surveys.campaigns.audiences import Audience, Sample
from surveys.campaigns.exclusions import WEEK
from surveys.campaigns.quiet import USUAL, QuietHours
from surveys.campaigns.reminding import NONE, Reminders
from surveys.campaigns.sample_size import Precision
from surveys.campaigns.schedules import Due, Hired, Recurring, Schedule


class Kind(Enum):
    """R-B6, product.md 2.5."""

    PERMANENT = "permanent"
    ONE_OFF = "one_off"
    EXTRA_QUARTERLY = "extra_quarterly"
    ANNUAL = "annual"
    INITIATIVE = "initiative"
    """Staff speak when they like; invited once, if at all."""
    TRIGGERED = "triggered"
    """Each person on a day of their own, e.g. the 30th after they were hired."""

    @property
    def endless(self) -> bool:
        return self in (Kind.PERMANENT, Kind.INITIATIVE, Kind.TRIGGERED)


class State(Enum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Order:
    """The document that a survey of staff is held by (R-H3)."""

    number: str
    day: date


@dataclass(frozen=True, slots=True)
class Populations:
    """General and sample population (R-C4), as the calculator gave them or as somebody entered them."""

    people: int | None
    """N; None where it is not known but large."""
    answers: int
    """n, answers wanted."""
    precision: Precision
    method: str
    """How people are chosen, in the coordinator's words or as a key such as "stratified"."""


@dataclass(frozen=True, slots=True)
class Outreach:
    code: str
    kind: Kind
    title: str
    form_id: str
    version: str
    audience: Audience
    zone: str
    """IANA name: of its dates, and of recipients whose own zone is not known."""
    opens_at: datetime | None = None
    """None: as soon as somebody launches it."""
    closes_at: datetime | None = None
    """From this moment on nobody is asked or reminded. None where `kind.endless`."""
    reminders: Reminders = NONE
    quiet: QuietHours = USUAL
    pause: timedelta = WEEK
    """Whoever was invited to any survey within it is left out."""
    order: Order | None = None
    populations: Populations | None = None
    schedule: Schedule | None = None
    """When it comes again, or when each person's day is."""
    promise: str = ""
    """The code of the anonymous survey it invites to, or ""."""
    state: State = State.DRAFT
    launched_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def unseen(self) -> bool:
        return bool(self.promise)

    @property
    def needs_populations(self) -> bool:
        return self.kind is Kind.EXTRA_QUARTERLY

    @property
    def by_hire(self) -> bool:
        return isinstance(self.schedule, Hired)


def cloned(outreach: Outreach, code: str, seed: str) -> Outreach:
    """A new draft that asks the same of people found anew. What belonged to one occasion is not taken along: dates,
    the order, the promise, and the seed, which would ask the same people again."""
    audience = outreach.audience
    return replace(
        outreach,
        code=code,
        audience=replace(audience, seed=seed) if isinstance(audience, Sample) else audience,
        opens_at=None,
        closes_at=None,
        order=None,
        promise="",
        state=State.DRAFT,
        launched_at=None,
        closed_at=None,
    )


def occasion(outreach: Outreach, due: Due, code: str, seed: str) -> Outreach:
    """One time of an outreach that comes again: a draft with its dates. A coordinator launches it, as an order or an
    anonymous survey may have to be made first. Raises ValueError for one that does not come again."""
    if not isinstance(outreach.schedule, Recurring):
        raise ValueError("an outreach that does not come again")
    draft = cloned(outreach, code, seed)
    return replace(draft, opens_at=due.at, closes_at=due.at + outreach.schedule.lasting, schedule=None)
