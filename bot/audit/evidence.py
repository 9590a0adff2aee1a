"""What a thief or an insider carries away, and how it is read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.audit import copies, journals, postgres, postgres_copies, stories
from bot.audit.dumps import NotADump, plain_dump, zipped
from bot.audit.images import MAGIC, Image, NotADatabase, following, image, overlaid
from bot.audit.knowledge import Knowledge
from bot.audit.pages import Pages
from bot.audit.residue import Log, Residue, read_log
from bot.audit.rows import Series, State
from bot.audit.trees import Trees


class EvidenceRefused(ValueError):
    """A file cannot be read as what it was given for. The sentence says which and what to do."""


@dataclass(frozen=True)
class Evidence:
    database: Path | str | None = None
    """A SQLite file, or the address of a PostgreSQL server."""
    wal: Path | None = None
    """By default the `-wal` file beside the database."""
    snapshots: Sequence[Path] = ()
    """Older copies in order of time: SQLite files, files of `postgres.take_snapshot`; or many in one file, as
    `copies.Copies` and `postgres_copies.ServerCopies` write them."""
    backups: Sequence[Path] = ()
    """Zips of JSON lines and plain dumps, in order of time."""
    logs: Sequence[Path] = ()


@dataclass
class Found:
    """Everything that was read."""

    series: list[Series]
    stories: list[stories.Story]
    residue: Residue
    logs: list[Log]
    frames: int = 0
    snapshots: int = 0


@dataclass
class _Reading:
    knowledge: Knowledge
    residue: Residue
    pages: Pages
    trees: Trees = field(default_factory=Trees)
    previous: Image | None = None


def read(evidence: Evidence, knowledge: Knowledge) -> Found:
    """Raises EvidenceRefused, OSError."""
    residue = Residue(knowledge)
    reading = _Reading(knowledge, residue, Pages(residue.page))
    found = Found([], [], residue, [])
    files, server = Series("files"), Series("postgres")
    for path in evidence.snapshots:
        for state, of_server in _copies(path, reading):
            (server if of_server else files).add(state)
            found.snapshots += 1
    if isinstance(evidence.database, Path):
        _live(evidence.database, evidence.wal, reading, files, found)
    elif evidence.database:
        server.add(_server(evidence.database))
    found.series = [each for each in (files, server, _backups(evidence.backups)) if each.states]
    if server.states:
        found.stories.append(stories.of_rows(server, knowledge))
    found.logs = [read_log(path.name, path.read_bytes(), knowledge, residue) for path in evidence.logs]
    return found


def _copies(path: Path, reading: _Reading) -> Iterator[tuple[State, bool]]:
    """(state, whether it is a server's), one or many."""
    with path.open("rb") as file:
        head = file.read(max(map(len, (MAGIC, copies.MAGIC, postgres_copies.MAGIC))))
    try:
        if head.startswith(MAGIC):
            yield _file(path, reading), False
        elif head.startswith(copies.MAGIC):
            for each in copies.read_copies(path):
                reading.previous = following(each, reading.pages, reading.previous)
                yield reading.trees.state(reading.previous), False
        elif head.startswith(postgres_copies.MAGIC):
            for state in postgres_copies.read_server_copies(path):
                yield state, True
        else:
            yield _snapshot(path), True
    except (copies.NotCopies, postgres_copies.NotServerCopies, NotADatabase) as broken:
        raise EvidenceRefused(f"{path} does not hold whole copies ({broken})") from None


def _file(path: Path, reading: _Reading) -> State:
    try:
        reading.previous = image(path.read_bytes(), reading.pages, reading.previous)
    except NotADatabase as broken:
        raise EvidenceRefused(f"{path} is not a SQLite database ({broken})") from None
    return reading.trees.state(reading.previous)


def _live(path: Path, wal: Path | None, reading: _Reading, files: Series, found: Found) -> None:
    """The database as it stands, with its log over it, and what both journals remember."""
    try:
        file = image(path.read_bytes(), reading.pages, reading.previous)
    except NotADatabase as broken:
        raise EvidenceRefused(f"{path} is not a SQLite database ({broken})") from None
    beside = wal or path.with_name(path.name + "-wal")
    data = beside.read_bytes() if wal or beside.exists() else b""
    log = journals.write_ahead_log(data, reading.pages, file.usable, file.size)
    frames, length = log.live()
    live = overlaid(file, frames, length) if frames else file
    found.frames = log.frames
    files.add(reading.trees.state(live))
    found.stories.append(stories.of_log(log, file, live, reading.knowledge))
    journal = path.with_name(path.name + "-journal")
    if journal.exists():
        journals.journalled(journal.read_bytes(), reading.pages, file.usable, file.size)


def _snapshot(path: Path) -> State:
    try:
        return postgres.read_snapshot(path)
    except postgres.NotASnapshot as broken:
        raise EvidenceRefused(f"{path} is neither a SQLite database nor a PostgreSQL snapshot ({broken})") from None


def _server(address: str) -> State:
    try:
        return postgres.read_server(address)
    except postgres.Unreadable as failed:
        raise EvidenceRefused(f"the PostgreSQL server does not let itself be read ({failed})") from None


def _backups(paths: Iterable[Path]) -> Series:
    series = Series("backups")
    for path in paths:
        try:
            text = b"" if path.suffix == ".zip" else path.read_bytes()
            series.add(zipped(path) if path.suffix == ".zip" else plain_dump(text.decode("utf-8", "replace")))
        except NotADump as broken:
            raise EvidenceRefused(f"{path} is neither a backup (.zip) nor a plain dump ({broken})") from None
    return series
