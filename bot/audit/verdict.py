"""Pass marks (trust.md 3.3).

thief, closed   no hard link, nobody certain, best accuracy at most 1.1 x cells/n, no order out of chance, and who
                answered cannot be read
insider         no hard link, nobody certain, accuracy at most 1/k; orders inside of a block and the lengths of boxes
                say nothing, and who was drawn cannot be told (when an answer was written can, which is what 1/k is for)
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.audit.chance import pooled
from bot.audit.report import Report, Section
from bot.audit.scores import HARD, LABEL, Link

SLACK = 1.1
Z = 4.0


class Attacker(StrEnum):
    THIEF = "thief"
    """Files, backups, logs and the roster, without the key."""
    INSIDER = "insider"
    """The same with the campaign's key and a copy after every submission."""
    CLOSED = "closed"
    """After the close, the key destroyed."""


@dataclass(frozen=True, slots=True)
class Failure:
    kind: str
    """Of the link."""
    where: str
    link: str
    why: str
    """hard, certain, accuracy, order, drawn or participation."""
    found: float
    allowed: float

    def __str__(self) -> str:
        return (
            f"{self.why}: {self.kind} in {self.where}: {self.link} gives {self.found:.3g}, allowed {self.allowed:.3g}"
        )


def verdict(
    report: Report, attacker: Attacker | str = Attacker.THIEF, cells: int | None = None, k: int = 5
) -> list[Failure]:
    """Every pass mark that is missed, worst first. `cells`: how many there are, if the answers do not show it."""
    by = Attacker(attacker)
    found = [failure for section in report.sections for failure in _of_section(section, by, cells, k)]
    if by is not Attacker.INSIDER:
        found += [
            Failure(link.kind, "people", link.name, "participation", link.hits, 0) for link in report.participation
        ]
    order = ("hard", "certain", "accuracy", "drawn", "order", "participation")
    return sorted(found, key=lambda failure: (order.index(failure.why), -failure.found))


def pooled_z(reports: Sequence[Report]) -> dict[tuple[str, str], float]:
    """(where, link) -> sum of z / root of runs, for runs of one survey with different seeds."""
    values: dict[tuple[str, str], list[float]] = defaultdict(list)
    for report in reports:
        for section in report.sections:
            for link in section.links:
                if link.z is not None:
                    values[section.name, link.name].append(link.z)
    return {name: pooled(found) for name, found in values.items()}


def _of_section(section: Section, by: Attacker, cells: int | None, k: int) -> Iterator[Failure]:
    if not section.known:
        yield from (_failure(link, section, "hard", link.covered, 0) for link in section.links if link.kind in HARD)
        return
    allowed = _allowed(section, by, cells, k)
    for link in section.counted:
        if link.kind in HARD:
            yield _failure(link, section, "hard", link.hits, 0)
        elif link.kind == "drawn":
            yield _failure(link, section, "drawn", link.hits, 0)
        elif link.certain and link.kind != LABEL:
            yield _failure(link, section, "certain", len(link.certain), 0)
        if link.accuracy > allowed + 1e-9:
            yield _failure(link, section, "accuracy", link.accuracy, allowed)
    for link in section.out_of_order:
        if link.inside or by is not Attacker.INSIDER:
            yield _failure(link, section, "order", abs(link.z or 0.0), Z)


def _allowed(section: Section, by: Attacker, cells: int | None, k: int) -> float:
    label = (cells or section.cells) / section.n
    # The published label gives its share to everybody: a bound below it could not be kept by any design.
    return max(1 / k, label) if by is Attacker.INSIDER else SLACK * label


def _failure(link: Link, section: Section, why: str, found: float, allowed: float) -> Failure:
    return Failure(link.kind, section.name, link.name, why, float(found), allowed)
