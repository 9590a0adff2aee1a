"""Every attacker of trust.md 3.3 against one survey, each with what such a person would have."""

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.audit import Attacker, Evidence, Knowledge, Report, audit, verdict
from bot.audit.report import Section
from bot.audit.scores import HARD
from bot.audit.search import search
from bot.audit.verdict import SLACK
from surveys.disclosure.parameters import FLOOR_K, FLOOR_TEXT
from tests.audit.experiment.plan import QUESTIONS
from tests.audit.experiment.survey import Held, Loot

COMMENTS, LETTERS, RATINGS = "comments", "letters", "ratings"
OF_QUESTION = {"[0]": COMMENTS, "[1]": LETTERS, "[rows]": RATINGS, "[values]": RATINGS}
K = {RATINGS: FLOOR_K, COMMENTS: FLOOR_TEXT, LETTERS: FLOOR_TEXT}
BY_MOMENTS = ("partition", "flush queue", "next flush", "drawn")
ATTACKERS = ("thief, during", "thief, after the close", "insider, during", "insider who kept the key")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One attacker against one kind of answers in one survey."""

    attacker: str
    what: str
    n: int
    """Answers that lie in plain text anywhere; 0 where none does."""
    cells: int
    best: float
    allowed: float
    link: str
    """The one that gave the best accuracy."""
    certain: int
    hard: int
    """People linked by a hard link beyond chance."""
    missed: tuple[str, ...]
    """Pass marks of this one survey that were missed."""
    tried: dict[str, float]
    """Accuracy of every link by moments, whether or not it beats chance."""
    z: dict[str, float]


@dataclass
class Result:
    """Of one survey, as it goes into build/audit.json."""

    answers: int
    store: str
    seed: int
    staff: int
    cells: int
    copies: int
    updates: int
    seconds: float
    outcomes: list[Outcome]
    participation: list[str]
    key_folders: list[dict[str, Any]]
    keys_left: bool
    found_in_files: list[str]
    attack_seconds: float = 0.0
    version: str = ""
    more: dict[str, Any] = field(default_factory=dict)


def attacked(held: Held) -> Result:
    began = time.perf_counter()
    outcomes: list[Outcome] = []
    participation: list[str] = []
    for attacker in ATTACKERS:
        insider = attacker.startswith("insider")
        loot = held.closed if "close" in attacker or "kept" in attacker else held.during
        report = audit(_evidence(held, loot, insider=insider), knowledge(held, insider=insider))
        outcomes += _outcomes(attacker, report)
        if not insider:
            participation += [f"{attacker}: {link.name} ({link.hits})" for link in report.participation]
    found = search(held.wrote, knowledge(held, insider=False), may_name=("backup",))
    return Result(
        answers=len(held.plan.answering),
        store=held.store,
        seed=held.plan.seed,
        staff=len(held.plan.staff),
        cells=held.cells,
        copies=held.copies,
        updates=held.acts,
        seconds=held.seconds,
        outcomes=outcomes,
        participation=participation,
        key_folders=[asdict(each) for each in held.folders],
        keys_left=held.keys_left,
        found_in_files=[f"{each.kind} in {', '.join(each.files)} ({each.count})" for each in found],
        attack_seconds=time.perf_counter() - began,
    )


def knowledge(held: Held, *, insider: bool) -> Knowledge:
    staff = held.plan.staff
    said = {str(one.id): (one.canary * one.answers, one.letter_canary * bool(one.letter)) for one in staff}
    values = {
        str(one.id): {name: value for name, value in zip(QUESTIONS, one.ratings, strict=True)}
        for one in staff
        if one.answers
    }
    return Knowledge(
        held.roster,
        held.marks if insider else {},
        {person: texts for person, texts in said.items() if any(texts)},
        values,
        held.rows,
    )


def _evidence(held: Held, loot: Loot, *, insider: bool) -> Evidence:
    copies = (loot.series,) if insider else loot.nights
    if held.store == "sqlite":
        return Evidence(loot.database, snapshots=copies, backups=loot.zips, logs=(loot.log,))
    return Evidence(snapshots=(*copies, loot.database), backups=loot.zips, logs=(loot.log,))


def _outcomes(attacker: str, report: Report) -> Iterator[Outcome]:
    for what, k in K.items():
        sections = tuple(each for each in report.sections if _kind(each) == what)
        insider = attacker.startswith("insider")
        # Letters have no mark of a person, so an insider must get no more from them than a thief.
        marks_of = Attacker.INSIDER if insider and what != LETTERS else Attacker.THIEF
        missed = verdict(replace(report, sections=sections, participation=()), marks_of, k=k)
        worst = max(sections, key=lambda each: (each.best > _allowed(each, marks_of, k), each.n), default=None)
        if worst is None:
            yield Outcome(attacker, what, 0, 0, 0.0, 0.0, "", 0, 0, (), {}, {})
            continue
        yield Outcome(
            attacker,
            what,
            worst.n,
            worst.cells,
            worst.best,
            _allowed(worst, marks_of, k),
            max(worst.counted, key=lambda link: link.accuracy).name if worst.counted else "",
            sum(len(each.certain) for each in sections),
            sum(link.hits for each in sections for link in each.counted if link.kind in HARD),
            tuple(map(str, missed)),
            {link.name: round(link.accuracy, 4) for link in worst.links if link.kind in BY_MOMENTS},
            dict(_z(sections, inside=marks_of is Attacker.INSIDER)),
        )


def _z(sections: tuple[Section, ...], *, inside: bool) -> Iterator[tuple[str, float]]:
    """An insider knows when an answer was written and which block came then; for him the order inside of one counts."""
    for place, section in enumerate(sections):
        for link in section.links:
            if link.z is not None and (link.inside or not inside):
                yield f"{section.name} {place}: {link.name}", round(link.z, 4)


def _kind(section: Section) -> str:
    return next((what for end, what in OF_QUESTION.items() if section.name.endswith(end)), COMMENTS)


def _allowed(section: Section, attacker: Attacker, k: int) -> float:
    return max(1 / k, section.label) if attacker is Attacker.INSIDER else SLACK * section.label
