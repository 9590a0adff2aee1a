"""Whom an outreach asks: what a coordinator can choose, and who is left of it.

An audience is resolved once, at the launch, in one order: everybody it names, less those who must not or should not be
asked (`surveys.campaigns.exclusions`), and of the rest a sample where one was wanted. So a sample has the size that
was asked for, and what a coordinator is shown before the launch is what the launch does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from surveys.anonymity.organisation import Organisation
from surveys.campaigns.exclusions import Candidate, Exclusion, Rules, excluded
from surveys.campaigns.sampling import Drawn, draw


@dataclass(frozen=True, slots=True)
class AllStaff:
    """Everybody who joined as an employee."""


@dataclass(frozen=True, slots=True)
class Units:
    """Employees of these units and of all below them."""

    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Subscribers:
    """Citizens who asked to be asked about these services; of any, where none is named."""

    services: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Listed:
    """An uploaded list, which is kept under a key."""

    key: str


Whole = AllStaff | Units | Subscribers | Listed


@dataclass(frozen=True, slots=True)
class Sample:
    """So many of another audience, drawn by unit (of subscribers: by service)."""

    of: Whole
    size: int
    seed: str


Audience = Whole | Sample


class Directory(Protocol):
    """What storage is asked. Everybody once, in no particular order, as a stream: there may be a hundred thousand."""

    def employees(self, units: frozenset[str] | None) -> Iterable[Candidate]:
        """Of these units themselves; None for all."""
        ...

    def subscribers(self, services: frozenset[str]) -> Iterable[Candidate]:
        """Who subscribed to several is of the first by key. No service: to any."""
        ...

    def listed(self, key: str) -> Iterable[Candidate]:
        """Those who erased themselves since are `erased`. Raises NotFound."""
        ...


@dataclass(frozen=True, slots=True)
class Chosen:
    """Frozen at the launch. `asked` by number."""

    asked: tuple[int, ...]
    named: int
    """Before anybody was left out."""
    left_out: tuple[tuple[Exclusion, int], ...]
    """In the fixed order of `Exclusion`, every reason, 0 included: a coordinator sees that it was looked at."""
    by_stratum: tuple[tuple[str, int], ...]
    """(unit or service, how many of it are asked), by key."""
    reachable: tuple[tuple[str, int], ...]
    """(unit or service, how many of it could be asked at all), before a pause or a sample narrowed the choice."""
    drawn: Drawn | None = None


def staff(audience: Audience) -> bool | None:
    """Whether it is of staff; None for a list, on which anybody may stand."""
    whole = audience.of if isinstance(audience, Sample) else audience
    return None if isinstance(whole, Listed) else isinstance(whole, AllStaff | Units)


def with_children(keys: Iterable[str], organisation: Organisation) -> frozenset[str]:
    """The units and all below them. Units that are gone are passed over."""
    found: set[str] = set()
    waiting = [key for key in keys if key in organisation.units]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += (unit.key for unit in organisation.below[key])
    return frozenset(found)


def chosen(audience: Audience, directory: Directory, organisation: Organisation | None, rules: Rules) -> Chosen:
    """`organisation` is needed for units only. Raises NotFound for a list that is not there."""
    whole = audience.of if isinstance(audience, Sample) else audience
    counts = dict.fromkeys(Exclusion, 0)
    named = 0
    kept: list[tuple[int, str]] = []
    reachable: dict[str, int] = {}
    for candidate in candidates(whole, directory, organisation):
        named += 1
        reason = excluded(candidate, rules)
        if reason is None or reason.by_choice:
            reachable[candidate.stratum] = reachable.get(candidate.stratum, 0) + 1
        if reason is None:
            kept.append((candidate.person, candidate.stratum))
        else:
            counts[reason] += 1
    drawn = draw(kept, audience.size, audience.seed) if isinstance(audience, Sample) else None
    if drawn is not None:
        counts[Exclusion.NOT_DRAWN] = len(kept) - len(drawn.people)
        of_sample = frozenset(drawn.people)
        kept = [each for each in kept if each[0] in of_sample]
    asked: dict[str, int] = {}
    for _, stratum in kept:
        asked[stratum] = asked.get(stratum, 0) + 1
    return Chosen(
        tuple(sorted(person for person, _ in kept)),
        named,
        tuple(counts.items()),
        tuple(sorted(asked.items())),
        tuple(sorted(reachable.items())),
        drawn,
    )


def candidates(whole: Whole, directory: Directory, organisation: Organisation | None) -> Iterator[Candidate]:
    """Everybody it names. Raises NotFound for a list that is gone, ValueError for units without an organisation."""
    match whole:
        case AllStaff():
            yield from directory.employees(None)
        case Units(keys):
            if organisation is None:
                raise ValueError("units without an organisation")
            yield from directory.employees(with_children(keys, organisation))
        case Subscribers(services):
            yield from directory.subscribers(services)
        case Listed(key):
            yield from directory.listed(key)
