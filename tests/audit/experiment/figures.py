"""Many surveys in one table, and whether the pass marks of trust.md 3.3 are kept."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import mean
from typing import Any

from bot.audit.chance import binomial_tail, limit_of_z, pooled
from bot.audit.scores import UNLIKELY
from tests.audit.experiment.attacks import ATTACKERS, LETTERS, RATINGS, Outcome, Result

THE_MIDDLE, THE_END = 0, 1


@dataclass(frozen=True, slots=True)
class Row:
    """All surveys of one size on one store, one attacker, one kind of answers."""

    answers: int
    store: str
    attacker: str
    what: str
    surveys: int
    """In which such answers lie in plain text at that moment; in others there is nothing to attack."""
    n: float
    label: float
    """What the published group alone gives: cells/n."""
    accuracy: float
    """Mean over the surveys of the best link that beats chance."""
    highest: float
    allowed: float
    any_link: float
    """The largest mean of any link by moments, also of those that do not beat chance in one survey."""
    certain: int
    hard: int
    z: float
    """The largest |Z| of any two orders, pooled over the surveys."""
    z_allowed: float
    orders: int
    missed: tuple[str, ...]
    """Pass marks that the surveys together miss."""


def rows(results: Sequence[Result]) -> list[Row]:
    groups: dict[tuple[int, str, str, str], list[Outcome]] = defaultdict(list)
    for result in results:
        for outcome in result.outcomes:
            groups[result.answers, result.store, outcome.attacker, outcome.what].append(outcome)
    found = [_row(*name, outcomes) for name, outcomes in groups.items()]
    return sorted(found, key=lambda row: (row.answers, row.store, ATTACKERS.index(row.attacker), row.what))


def _row(answers: int, store: str, attacker: str, what: str, outcomes: Sequence[Outcome]) -> Row:
    seen = [each for each in outcomes if each.n]
    largest, limit, orders = _orders(seen)
    accuracy = _mean(each.best for each in seen)
    allowed = _mean(each.allowed for each in seen)
    any_link = _any_link(seen)
    certain, hard = sum(each.certain for each in seen), sum(each.hard for each in seen)
    missed = []
    if accuracy > allowed + 1e-9:
        missed.append("accuracy")
    if attacker.startswith("insider") and what != LETTERS and any_link > allowed + 1e-9:
        missed.append("any link")
    missed += [name for name, count in (("certain", certain), ("hard", hard)) if count]
    if largest > limit:
        missed.append("order")
    drawn = sum(any(said.startswith("drawn") for said in each.missed) for each in seen)
    if drawn > by_chance(len(seen)):
        missed.append(f"drawn, in {drawn} surveys")
    return Row(
        answers,
        store,
        attacker,
        what,
        len(seen),
        _mean(each.n for each in seen),
        _mean(each.cells / each.n for each in seen),
        accuracy,
        max((each.best for each in seen), default=0.0),
        allowed,
        any_link,
        certain,
        hard,
        largest,
        limit,
        orders,
        tuple(missed),
    )


def by_chance(surveys: int) -> int:
    """How many of so many surveys may show somebody drawn: each does by chance once in a thousand (`bot.audit`)."""
    least = UNLIKELY * (1 + 1e-6)
    return next(count for count in range(surveys + 1) if binomial_tail(count + 1, [UNLIKELY] * surveys) <= least)


def _mean(numbers: Iterable[float]) -> float:
    found = list(numbers)
    return mean(found) if found else 0.0


def _any_link(outcomes: Sequence[Outcome]) -> float:
    """Over links that most surveys have, so that one lucky survey is no mean."""
    tried: dict[str, list[float]] = defaultdict(list)
    for outcome in outcomes:
        for link, accuracy in outcome.tried.items():
            tried[link].append(accuracy)
    return max((mean(found) for found in tried.values() if 2 * len(found) > len(outcomes)), default=0.0)


def _orders(outcomes: Sequence[Outcome]) -> tuple[float, float, int]:
    """(largest |Z|, what chance allows with so many orders, how many)."""
    found: dict[str, list[float]] = defaultdict(list)
    for outcome in outcomes:
        for link, z in outcome.z.items():
            found[link].append(z)
    largest = max((abs(pooled(values)) for values in found.values()), default=0.0)
    return largest, limit_of_z(len(found)), len(found)


def key_folders(results: Sequence[Result]) -> list[dict[str, Any]]:
    """What a copy of the whole key folder opens: in the middle of the survey, and just before the close."""
    found = []
    for answers in sorted({result.answers for result in results}):
        mine = [result for result in results if result.answers == answers]
        for moment, name in ((THE_MIDDLE, "middle"), (THE_END, "last hour")):
            folders = [result.key_folders[moment] for result in mine]
            found.append(
                {
                    "answers": answers,
                    "moment": name,
                    "readable": _mean(each["readable"] for each in folders),
                    "most_readable": max(each["readable"] for each in folders),
                    "most_in_a_pool": max(each["most_in_a_pool"] for each in folders),
                    "guess": _mean(each["guess"] for each in folders),
                    "named_with_all_copies": _mean(each["named"] for each in folders),
                    "letters": _mean(each["letters"] for each in folders),
                }
            )
    return found


def passed(results: Sequence[Result], failed: Sequence[str]) -> list[str]:
    """What is missed; nothing where every pass mark is kept."""
    missed = [
        f"{row.answers} {row.store}, {row.attacker}, {row.what}: {name}" for row in rows(results) for name in row.missed
    ]
    for result in results:
        name = f"{result.answers} {result.store} seed {result.seed}"
        missed += [f"{name}: who answered can be read: {each}" for each in result.participation]
        missed += [f"{name}: {each}" for each in result.found_in_files]
        if result.keys_left:
            missed.append(f"{name}: keys were left after the close")
    return [*missed, *failed]


def summary(results: Sequence[Result], missed: Sequence[str], day: str, version: str) -> dict[str, Any]:
    """What `otklik audit-anonymity --record` takes: the strongest attacker against the largest survey."""
    largest = max(result.answers for result in results)
    strongest = max(
        (row for row in rows(results) if row.answers == largest and row.what != LETTERS), key=lambda row: row.accuracy
    )
    return {
        "day": day,
        "code_version": version,
        "verdict": "failed" if missed else "passed",
        "missed": list(missed),
        "seeds": len(results),
        "accuracy": strongest.accuracy,
        "chance": strongest.label,
        "of": f"{strongest.attacker}, {strongest.what}, {largest} answers, {strongest.store}",
    }


def table(results: Sequence[Result]) -> str:
    """In Markdown: a line for each attacker, what is allowed in brackets."""
    lines = [
        "| answers | database | surveys | attacker | ratings | comments | letters | certain | hard | largest Z |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    by_line: dict[tuple[int, str, str], dict[str, Row]] = defaultdict(dict)
    for row in rows(results):
        by_line[row.answers, row.store, row.attacker][row.what] = row
    for (answers, store, attacker), kinds in by_line.items():
        surveys = sum(1 for each in results if (each.answers, each.store) == (answers, store))
        cells = [str(answers), store, str(surveys), attacker]
        cells += [_cell(kinds.get(what)) for what in (RATINGS, "comments", LETTERS)]
        orders = [row for row in kinds.values() if row.orders]
        largest = max(orders, key=lambda row: row.z - row.z_allowed, default=None)
        cells += [str(sum(row.certain for row in kinds.values())), str(sum(row.hard for row in kinds.values()))]
        cells.append(f"{largest.z:.1f} ({largest.z_allowed:.1f})" if largest else "–")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(row: Row | None) -> str:
    return "–" if row is None or not row.surveys else f"{row.accuracy:.3f} ({row.allowed:.3f})"


def folders_table(results: Sequence[Result]) -> str:
    lines = [
        "| answers | when | opened, mean | opened, at most | in one pool at most | whose: by one copy "
        "| by copies after every answer |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {each['answers']} | {each['moment']} | {each['readable']:.0f} | {each['most_readable']} |"
        f" {each['most_in_a_pool']} | {each['guess']:.2f} of each | {each['named_with_all_copies']:.0f} named |"
        for each in key_folders(results)
    ]
    return "\n".join(lines)


def to_json(results: Sequence[Result], missed: Sequence[str], day: str, version: str, seconds: float) -> dict[str, Any]:
    return {
        "summary": summary(results, missed, day, version),
        "seconds": round(seconds),
        "table": table(results),
        "folders": folders_table(results),
        "rows": [asdict(row) for row in rows(results)],
        "key_folders": key_folders(results),
        "alarms_of_single_surveys": [
            {
                "answers": result.answers,
                "store": result.store,
                "seed": result.seed,
                "attacker": each.attacker,
                "what": each.what,
                "missed": each.missed,
            }
            for result in results
            for each in result.outcomes
            if each.missed
        ],
        "surveys": [
            {name: value for name, value in asdict(result).items() if name not in ("outcomes", "more")}
            for result in results
        ],
    }
