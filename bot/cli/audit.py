"""`otklik audit-anonymity`: the linkage attack on a survey's own files.

Exit status: 0 every pass mark is kept, 1 a leak was found (with --record: the installation cannot be opened), 2 the
input cannot be used (with a sentence that says why).
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.audit import Attacker, Evidence, EvidenceRefused, Knowledge, KnowledgeRefused, audit, verdict
from bot.audit.knowledge import read_marks, read_roster, read_texts, read_values
from bot.audit.report import Report
from bot.cli.audit_record import RecordRefused, read_result, recorded
from bot.cli.opening_errors import carried_out

LEAK, MISUSED = 1, 2


def add_to(app: typer.Typer) -> None:
    app.command("audit-anonymity")(audit_command)


def audit_command(
    roster: Annotated[
        Path | None, typer.Option(help="CSV: a person's Telegram id, then what is known (department)")
    ] = None,
    db: Annotated[str, typer.Option(help="a SQLite file, or postgresql://…")] = "",
    wal: Annotated[Path | None, typer.Option(help="the write-ahead log; by default the -wal beside --db")] = None,
    snapshot: Annotated[
        list[Path] | None, typer.Option(help="an older copy, or a folder of them in name order")
    ] = None,
    backup: Annotated[list[Path] | None, typer.Option(help="a backup of `otklik backup`, or a plain pg_dump")] = None,
    log: Annotated[list[Path] | None, typer.Option(help="a text file: logs, Redis AOF, exports")] = None,
    marks: Annotated[Path | None, typer.Option(help="JSON {person: pseudonym}: the insider who has the key")] = None,
    truth: Annotated[Path | None, typer.Option(help="JSON {person: unique text in their answer}")] = None,
    truth_values: Annotated[Path | None, typer.Option(help="JSON {person: {question: value}}")] = None,
    attacker: Annotated[Attacker | None, typer.Option(help="pass marks; by default of what is given")] = None,
    k: Annotated[int, typer.Option(min=2, help="people in a block")] = 5,
    cells: Annotated[int | None, typer.Option(min=1, help="how many cells, if the answers do not show it")] = None,
    json_out: Annotated[Path | None, typer.Option("--json", help="where to write the report")] = None,
    record: Annotated[
        Path | None, typer.Option(metavar="FILE", help="build/audit.json of `make audit`: /trust will show it")
    ] = None,
) -> None:
    """Try every link between a person and an answer that a thief or an insider could try."""
    if record is not None:
        _record(record)
        return
    if roster is None:
        _misused("Give --roster, a CSV of the people: without it there is nobody to link.")
    if not db and not backup and not snapshot:
        _misused("Give --db, --snapshot or --backup: there is nothing to attack.")
    try:
        knowledge = Knowledge(
            read_roster(roster),
            read_marks(marks) if marks else {},
            read_texts(truth) if truth else {},
            read_values(truth_values) if truth_values else {},
        )
        found = Evidence(
            database=db if "://" in db else Path(db) if db else None,
            wal=wal,
            snapshots=_listed(snapshot),
            backups=_listed(backup),
            logs=_listed(log),
        )
        report = audit(found, knowledge)
        if json_out:
            json_out.write_text(json.dumps(report.to_json(), ensure_ascii=False, indent=1), encoding="utf-8")
    except (EvidenceRefused, KnowledgeRefused) as refused:
        _misused(f"{refused}.")
    except OSError as refused:
        _misused(f"{refused.strerror}: {refused.filename}")
    _tell(report, attacker or (Attacker.INSIDER if marks else Attacker.THIEF), cells, k)


def _record(path: Path) -> None:
    try:
        note = read_result(path)
    except RecordRefused as refused:
        _misused(f"{refused}.")
    except OSError as refused:
        _misused(f"{refused.strerror}: {refused.filename}")
    carried_out(recorded(note))
    print(f"recorded: {note.verdict}, {note.seeds} surveys, version {note.code_version}")


def _listed(paths: Iterable[Path] | None) -> list[Path]:
    """In the order given; a folder stands for its files in the order of their names."""
    found: list[Path] = []
    for path in paths or ():
        inside = sorted(each for each in path.iterdir() if each.is_file()) if path.is_dir() else [path]
        found += (each for each in inside if not each.name.endswith(("-wal", "-shm", "-journal")))
    return found


def _tell(report: Report, attacker: Attacker, cells: int | None, k: int) -> None:
    print(report.table())
    failures = verdict(report, attacker, cells, k)
    print()
    if not failures:
        print(f"passed as {attacker}")
        return
    print(f"{len(failures)} pass marks of the {attacker} are missed:")
    for failure in failures:
        print(f"  {failure}")
    raise typer.Exit(LEAK)


def _misused(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(MISUSED)
