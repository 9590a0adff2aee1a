"""What the attack found, for people and for programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.audit.scores import HARD, Link, out_of_order

_HEADINGS = ("kind", "link", "people", "accuracy", "of", "certain", "p", "z", "")
_SHOWN = 12
"""Links of one set of answers in the table; JSON has all."""


@dataclass(frozen=True)
class Section:
    """One question's answers as they lie in one table."""

    name: str
    n: int
    cells: int
    smallest: int
    """Answers in the smallest cell."""
    links: tuple[Link, ...]
    known: bool = True

    @property
    def chance(self) -> float:
        return 1 / self.n if self.n else 0.0

    @property
    def label(self) -> float:
        """What the published department alone gives."""
        return self.cells / self.n if self.n else 0.0

    @property
    def counted(self) -> tuple[Link, ...]:
        return tuple(link for link in self.links if link.counted)

    @property
    def best(self) -> float:
        return max((link.accuracy for link in self.counted), default=self.chance)

    @property
    def certain(self) -> frozenset[str]:
        return frozenset[str]().union(*(link.certain for link in self.counted))

    @property
    def out_of_order(self) -> list[Link]:
        return out_of_order(list(self.links))


@dataclass(frozen=True)
class Report:
    sections: tuple[Section, ...]
    participation: tuple[Link, ...]
    """Where it can be read who answered."""
    people: int
    person_tables: tuple[str, ...]
    frames: int
    snapshots: int
    known: bool
    """The truth was given, so that links are scored."""
    insider: bool

    @property
    def best(self) -> float:
        return max((section.best for section in self.sections), default=0.0)

    def to_json(self) -> dict[str, Any]:
        """Numbers and names of tables only: who was found stays with who ran the attack."""
        return {
            "people": self.people,
            "person_tables": list(self.person_tables),
            "wal_frames": self.frames,
            "snapshots": self.snapshots,
            "scored": self.known,
            "insider": self.insider,
            "best": self.best,
            "participation": [_link_to_json(link) for link in self.participation],
            "answers": [
                {
                    "where": section.name,
                    "n": section.n,
                    "cells": section.cells,
                    "smallest_cell": section.smallest,
                    "chance": section.chance,
                    "label": section.label,
                    "best": section.best,
                    "certain": len(section.certain),
                    "links": [_link_to_json(link) for link in section.links],
                }
                for section in self.sections
            ],
        }

    def table(self) -> str:
        """As text of fixed width."""
        lines = [
            f"{self.people} people on the roster, {self.frames} frames in the write-ahead log, {self.snapshots} copies",
            "people stand in: " + (", ".join(self.person_tables) or "no table"),
        ]
        if not self.sections:
            lines.append("no answer lies anywhere in plain text")
        for section in self.sections:
            lines += ["", *_section(section)]
        lines += [
            f"who answered can be read: {link.name} ({link.hits} of {link.covered})" for link in self.participation
        ]
        return "\n".join(lines)


def _section(section: Section) -> Iterator[str]:
    yield (
        f"{section.name}: {section.n} answers, {section.cells} cells (smallest {section.smallest}), "
        f"chance {section.chance:.3f}, department alone {section.label:.3f}"
    )
    if section.known:
        yield f"best {section.best:.3f}, certain {len(section.certain)}"
    odd = set(map(id, section.out_of_order))
    ordered = sorted(section.links, key=lambda link: _rank(link, id(link) in odd))
    rows = [_HEADINGS, *(_row(link, id(link) in odd) for link in ordered[:_SHOWN])]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEADINGS))]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    if len(ordered) > _SHOWN:
        yield f"  … and {len(ordered) - _SHOWN} more that say less"


def _rank(link: Link, odd: bool) -> tuple[bool, bool, bool, float, float]:
    return (link.kind not in HARD, not link.counted, not odd, -link.accuracy, -abs(link.z or 0.0))


def _row(link: Link, odd: bool) -> tuple[str, ...]:
    return (
        link.kind,
        link.name,
        str(link.covered),
        f"{link.accuracy:.3f}",
        f"{link.median:g}",
        str(len(link.certain)),
        f"{link.p:.2g}",
        "" if link.z is None else f"{link.z:.1f}",
        "counts" if link.counted else "in order" if odd else "",
    )


def _link_to_json(link: Link) -> dict[str, Any]:
    return {
        "kind": link.kind,
        "link": link.name,
        "people": link.covered,
        "hits": link.hits,
        "accuracy": link.accuracy,
        "median_candidates": link.median,
        "certain": len(link.certain),
        "p": link.p,
        "z": link.z,
        "counted": link.counted,
    }
