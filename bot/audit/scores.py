"""What a link between people and answers is worth (trust.md 3.2).

accuracy  mean over the people who answered of [truth among the candidates] / candidates; without candidates 1/n
certain   people with one candidate, the right one, if most who have one candidate have the right one: guesses of
          which four in five are wrong make nobody certain
p         chance of as many hits if the link meant nothing; counted only below a limit divided by the links tried
z         how far two orders agree over the true pairs, in standard deviations
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace

from bot.audit.answers import Answers
from bot.audit.chance import binomial_tail, limit_of_z, median

HARD = frozenset({"direct", "residue", "wal_tx"})
"""Kinds in which a link is a fact and not a guess: one alone is one too many."""
LABEL = "label"
"""The department as it is published: the measure for all others."""
UNLIKELY = 0.001
UNLIKELY_FACT = 0.05


@dataclass(frozen=True)
class Link:
    kind: str
    name: str
    covered: int
    """People who answered and have candidates; without the truth, people who have candidates."""
    hits: int = 0
    accuracy: float = 0.0
    median: float = 0.0
    certain: frozenset[str] = field(default=frozenset(), repr=False)
    p: float = 1.0
    z: float | None = None
    inside: bool = False
    """z compares only answers of one row, so nothing of when a row was written."""
    counted: bool = False
    """It beats chance."""


def of_sets(
    kind: str, name: str, answers: Answers, candidates: Mapping[str, Set[str]], base: Mapping[str, float] | None = None
) -> Link | None:
    """`base`: from how many answers the candidates were chosen, where the published label had left fewer than n."""
    offered = {person: found for person, found in candidates.items() if found}
    if not offered:
        return None
    if not answers.known:
        return Link(kind, name, len(offered), median=median([len(found) for found in offered.values()]))
    mine = {person: found for person, found in offered.items() if person in answers.units}
    if not mine:
        return None
    n = answers.n
    right = {person for person, found in mine.items() if person in found}
    gained = sum(1 / len(mine[person]) for person in right) + (n - len(mine)) / n
    single = {person for person, found in mine.items() if len(found) == 1}
    chances = [min(1.0, len(found) / (base or {}).get(person, n)) for person, found in mine.items()]
    return Link(
        kind,
        name,
        len(mine),
        len(right),
        gained / n,
        median([len(found) for found in mine.values()]),
        frozenset(single & right) if kind in HARD or 2 * len(single & right) >= len(single) else frozenset(),
        1.0 if kind == LABEL else binomial_tail(len(right), chances),
    )


def of_orders(kind: str, name: str, z: float | None, pairs: int, *, inside: bool) -> Link:
    """Two orders compared over the true pairs, without a guess for anybody."""
    return Link(kind, name, pairs, z=z, inside=inside)


def judged(links: list[Link]) -> list[Link]:
    """With p multiplied by the number of links of a kind, and the word whether it counts."""
    tried: dict[str, int] = {}
    for link in links:
        tried[link.kind] = tried.get(link.kind, 0) + 1
    found = []
    for link in links:
        hard = link.kind in HARD
        p = min(1.0, link.p * (1 if hard else tried[link.kind]))
        counts = link.kind == LABEL or (link.hits > 0 and p < (UNLIKELY_FACT if hard else UNLIKELY))
        found.append(replace(link, p=p, counted=counts))
    return found


def out_of_order(links: list[Link]) -> list[Link]:
    """Orders that agree more than chance allows."""
    compared = [link for link in links if link.z is not None]
    limit = limit_of_z(len(compared))
    return [link for link in compared if link.z is not None and abs(link.z) > limit]
