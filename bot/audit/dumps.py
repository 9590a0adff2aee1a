"""Rows out of text: the project's own backups (a zip of JSON lines) and plain dumps of PostgreSQL (COPY).

A dump is written in the order in which rows lie in the table, so the order of its lines counts as their place.
"""

import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.audit.records import Value
from bot.audit.rows import Row, State, Table
from bot.audit.shapes import Shape

_COPY = re.compile(r"^COPY (?P<table>\S+) \((?P<columns>[^)]*)\) FROM stdin;$")
_ESCAPED = re.compile(r"\\(.)")
_CONTROL = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_HEX = re.compile(r"\\x((?:[0-9a-f]{2})*)")


class NotADump(ValueError):
    """Neither a backup nor a dump."""


def zipped(path: Path) -> State:
    """Every text of JSON lines in a zip is a table of the file's name. Raises NotADump, OSError."""
    state: State = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in sorted(archive.namelist()):
                if entry.endswith(".jsonl"):
                    with archive.open(entry) as lines:
                        state[Path(entry).stem] = _table(Path(entry).stem, (json.loads(line) for line in lines))
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as broken:
        raise NotADump(str(broken)) from None
    return state


def plain_dump(text: str) -> State:
    """The COPY blocks of `pg_dump`. Raises NotADump."""
    state: State = {}
    lines = iter(text.splitlines())
    for line in lines:
        if match := _COPY.match(line):
            name = match["table"].rpartition(".")[2].strip('"')
            columns = tuple(column.strip().strip('"') for column in match["columns"].split(","))
            rows = tuple(_placed(number, _copied(each)) for number, each in enumerate(_until_end(lines)))
            state[name] = Table(Shape(name, columns), (rows,))
    if not state:
        raise NotADump("no COPY in it")
    return state


def _table(name: str, objects: Iterable[Any]) -> Table:
    found = [each for each in objects if isinstance(each, dict)]
    columns = tuple(dict.fromkeys(column for each in found for column in each))
    rows = tuple(
        _placed(number, tuple(_plain(each.get(column)) for column in columns)) for number, each in enumerate(found)
    )
    return Table(Shape(name, columns), (rows,))


def _placed(number: int, values: tuple[Value, ...]) -> Row:
    return Row(values, position=float(number))


def _plain(value: Any) -> Value:
    if value is None or isinstance(value, str | int | float):
        return value
    return json.dumps(value, ensure_ascii=False)


def _until_end(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line == "\\.":
            return
        yield line


def _copied(line: str) -> tuple[Value, ...]:
    return tuple(_field(each) for each in line.split("\t"))


def _field(text: str) -> Value:
    if text == "\\N":
        return None
    plain = _ESCAPED.sub(lambda match: _CONTROL.get(match[1], match[1]), text)
    if match := _HEX.fullmatch(plain):
        return bytes.fromhex(match[1])
    if re.fullmatch(r"-?\d{1,18}", plain) and str(int(plain)) == plain:
        return int(plain)
    return plain
