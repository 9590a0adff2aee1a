"""A search over everything a run has written: no log, metric, audit event, error report or exported file may hold an
employee's id next to, or in the order of, anything they answered.

Archives are opened (a workbook is one). Databases are the attack's business, so files of SQLite are passed over.
"""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.audit.chance import FEWEST_PAIRS, limit_of_z, spearman_z
from bot.audit.images import MAGIC
from bot.audit.knowledge import NAMED, Knowledge
from bot.audit.residue import NEAR

_DEEP = 3
"""Archives inside of archives."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Names of files and numbers: who was found stays with who searched."""

    kind: str
    """"beside" (an id and an answer in one line, or within 1,500 bytes), "order", or "named" (an id at all)."""
    files: tuple[str, ...]
    count: int


def search(folder: Path, knowledge: Knowledge, *, may_name: Sequence[str] = ()) -> list[Finding]:
    """Look through every file below the folder. `may_name`: parts of file names that may hold ids, as a roster does.

    Everywhere else an id beside nothing is a finding of its own. Raises OSError.
    """
    people: dict[str, dict[str, float]] = {}
    answers: dict[str, dict[str, float]] = {}
    found = []
    for name, data in _texts(folder):
        beside, people[name], answers[name] = _read(data, knowledge)
        if beside:
            found.append(Finding("beside", (name,), beside))
        if people[name] and not any(part in name for part in may_name):
            found.append(Finding("named", (name,), len(people[name])))
    return found + list(_in_order(people, answers))


def _texts(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield from _opened(str(path.relative_to(folder)), path.read_bytes(), path)


def _opened(name: str, data: bytes, path: Path | None, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    if data.startswith(MAGIC) or name.endswith(("-wal", "-journal", "-shm")):
        return
    yield name, data
    if path is None or depth >= _DEEP or not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            yield f"{name}!{entry.filename}", archive.read(entry)


def _read(data: bytes, knowledge: Knowledge) -> tuple[int, dict[str, float], dict[str, float]]:
    """(how many ids lie beside an answer, who is named where, whose answer lies where)."""
    named = [(at, person) for at, (kind, person) in knowledge.traces.found(data) if kind == NAMED]
    said = [(at, whose) for at, (_, whose) in knowledge.canaries.found(data)]
    beside = sum(1 for at, _ in said if any(abs(at - other) < NEAR for other, _ in named))
    return beside, _first(named), _first(said)


def _first(places: Sequence[tuple[int, str]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for at, who in places:
        found.setdefault(who, float(at))
    return found


def _in_order(
    people: Mapping[str, Mapping[str, float]], answers: Mapping[str, Mapping[str, float]]
) -> Iterator[Finding]:
    pairs = [(left, right) for left in people for right in answers if people[left] and answers[right]]
    for left, right in pairs:
        both = [(people[left][whose], at) for whose, at in answers[right].items() if whose in people[left]]
        z = spearman_z(both) if len(both) >= FEWEST_PAIRS else None
        whole = len(both) >= FEWEST_PAIRS and _same_order(both)
        if whole or (z is not None and abs(z) > limit_of_z(len(pairs))):
            yield Finding("order", (left, right), len(both))


def _same_order(pairs: Sequence[tuple[float, float]]) -> bool:
    """As one order or its reverse: with eight people one chance in 20,000."""
    ordered = [right for _, right in sorted(pairs)]
    return ordered in (sorted(ordered), sorted(ordered, reverse=True))
