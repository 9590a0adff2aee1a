"""The file a backup is: a zip with a manifest and one JSON Lines text for each table, readable without Otklik.

`manifest.json`: {"format": 1, "made_at", "kind", "revision", "tables": {name: {"rows": n, "sha256": hex}}}.
`tables/NAME.jsonl`: one JSON object a row; moments as ISO 8601 in UTC, octets in base64.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from surveys.errors import OtklikError

FORMAT = 1
MANIFEST = "manifest.json"


class BrokenBackup(OtklikError):
    """The file cannot be trusted. `reason`: "not_a_backup", "newer_format", or "damaged" with the `table`."""

    def __init__(self, reason: str, table: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.table = table


@dataclass(frozen=True, slots=True)
class Contents:
    """What a table's text has to be."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    made_at: str
    kind: str
    revision: str
    tables: dict[str, Contents]


def write(
    target: Path, made_at: datetime, kind: str, revision: str, tables: Iterable[tuple[str, Iterable[dict[str, Any]]]]
) -> Manifest:
    """Write a backup beside `target` first, so that a file of that name is always a whole one. Only its owner may read.

    Raises OSError.
    """
    unfinished = target.with_name(target.name + ".unfinished")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                written = {name: _write_table(archive, name, rows) for name, rows in tables}
                manifest = Manifest(made_at.isoformat(), kind, revision, written)
                archive.writestr(MANIFEST, json.dumps(_manifest_to_json(manifest), indent=1))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def check(source: Path) -> Manifest:
    """Read the whole file and compare it with its manifest. Raises BrokenBackup, and OSError when it cannot be read."""
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = _manifest_from_json(json.loads(archive.read(MANIFEST)))
            for name, expected in manifest.tables.items():
                if _contents(archive, name) != expected:
                    raise BrokenBackup("damaged", name)
    except (zipfile.BadZipFile, ValueError, KeyError, EOFError, TypeError, NotImplementedError) as broken:
        raise BrokenBackup("not_a_backup") from broken
    return manifest


def rows(source: Path, table: str) -> Iterator[dict[str, Any]]:
    """The rows of a table of a backup that `check` found whole."""
    with zipfile.ZipFile(source) as archive, archive.open(_entry(table)) as lines:
        for line in lines:
            yield json.loads(line)


def _write_table(archive: zipfile.ZipFile, name: str, rows: Iterable[dict[str, Any]]) -> Contents:
    digest, count = hashlib.sha256(), 0
    with archive.open(_entry(name), "w", force_zip64=True) as entry:
        for row in rows:
            line = json.dumps(row, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
            digest.update(line)
            entry.write(line)
            count += 1
    return Contents(count, digest.hexdigest())


def _contents(archive: zipfile.ZipFile, name: str) -> Contents:
    digest, count = hashlib.sha256(), 0
    try:
        with archive.open(_entry(name)) as lines:
            for line in lines:
                digest.update(line)
                count += 1
    except zipfile.BadZipFile:  # the checksum of the container itself
        return Contents(-1, "")
    return Contents(count, digest.hexdigest())


def _entry(table: str) -> str:
    return f"tables/{table}.jsonl"


def _manifest_to_json(manifest: Manifest) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": manifest.made_at,
        "kind": manifest.kind,
        "revision": manifest.revision,
        "tables": {name: {"rows": each.rows, "sha256": each.sha256} for name, each in manifest.tables.items()},
    }


def _manifest_from_json(stored: Any) -> Manifest:
    if stored["format"] != FORMAT:
        raise BrokenBackup("newer_format")
    tables = {name: Contents(each["rows"], each["sha256"]) for name, each in stored["tables"].items()}
    return Manifest(stored["made_at"], stored["kind"], stored["revision"], tables)
