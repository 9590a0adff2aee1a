"""The whole attack: everything that was read, every way from a person to an answer, one report."""

from collections.abc import Iterator, Sequence

from bot.audit.answers import Answers, Unit, answers_in
from bot.audit.clocks import copies, days, ranks, transactions
from bot.audit.evidence import Evidence, Found, read
from bot.audit.knowledge import Knowledge
from bot.audit.labels import Departments
from bot.audit.links import draws, facts, flushes, orders, partitions
from bot.audit.links.participation import took_part
from bot.audit.report import Report, Section
from bot.audit.rows import History, Row
from bot.audit.scores import Link, judged
from bot.audit.shapes import Shape
from bot.audit.sides import Side, sides_in


def audit(evidence: Evidence, knowledge: Knowledge) -> Report:
    """Raises EvidenceRefused, OSError."""
    found = read(evidence, knowledge)
    sides = [side for series in found.series for side in sides_in(series, knowledge)]
    answers = [each for series in found.series for each in answers_in(series, knowledge)]
    answers += _loose(found, answers)
    sections = [_section(each, sides, found, knowledge) for each in answers]
    part = judged([link for link in took_part(sides, found.logs, knowledge) if link is not None])
    return Report(
        tuple(sections),
        tuple(link for link in part if link.counted),
        people=len(knowledge.roster),
        person_tables=tuple(dict.fromkeys(side.name for side in sides if not side.history.shape.index)),
        frames=found.frames,
        snapshots=found.snapshots,
        known=bool(knowledge.truth or knowledge.values or knowledge.rows),
        insider=bool(knowledge.marks),
    )


def _loose(found: Found, answers: Sequence[Answers]) -> Iterator[Answers]:
    """Texts that lie in no table, but in free pages, logs or other files."""
    for question, seen in sorted(found.residue.seen.items()):
        placed: set[str] = set().union(*(each.units.keys() for each in answers if each.question == question))
        if seen - placed:
            units = {whose: Unit(Row(()), 0, 0, 0) for whose in seen}
            yield Answers(f"outside of tables[{question}]", None, History(Shape("", ())), question, units)


def _section(answers: Answers, sides: Sequence[Side], found: Found, knowledge: Knowledge) -> Section:
    departments = Departments(answers, knowledge)
    links = [link for link in _links(answers, departments, sides, found, knowledge) if link is not None]
    return Section(answers.name, answers.n, answers.cells, departments.smallest, tuple(judged(links)), answers.known)


def _links(
    answers: Answers, departments: Departments, sides: Sequence[Side], found: Found, knowledge: Knowledge
) -> Iterator[Link | None]:
    yield from facts.direct(answers, sides, knowledge)
    yield from facts.residue(answers, found.residue)
    yield from facts.together(answers, found.stories)
    yield from partitions.by_department(answers, departments, list(knowledge.roster))
    people = orders.orderings_of_people(sides, found.stories, found.logs)
    places = orders.orderings_of_answers(answers, found.stories, found.logs)
    yield from orders.compared(answers, departments, people, places)
    yield from partitions.by_value(answers, departments, sides)
    for clock in days(people, places):
        yield from partitions.by_clock(answers, departments, clock)
    for clock in (*copies(answers, sides), *transactions(answers, found.stories)):
        yield from partitions.by_clock(answers, departments, clock)
        yield from flushes.queue(answers, departments, clock)
        yield from flushes.following(answers, departments, clock)
    for clock in ranks(people, answers):
        yield from flushes.queue(answers, departments, clock)
    yield from draws.drawn(answers, departments, sides)
    yield from draws.by_length(answers, departments, sides)
