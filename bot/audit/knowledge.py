"""What the attacker knows beforehand: who works there, and (for the insider) everybody's pseudonym; and the truth, by
which the attack scores itself.

Files: the roster is CSV, first column the person's id, others what is known of them, a header or none; the rest JSON,
{person: text or list of texts}.
"""

import csv
import json
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.audit.needles import Needles
from bot.audit.records import Value, written_varint
from bot.audit.rows import Row

NAMED = "id"
"""The kind of sign that a person's own id is; pseudonyms are "mark 0", "mark 1" …"""
_DIGITS = re.compile(r"\d{5,}")


class KnowledgeRefused(ValueError):
    """A file of knowledge cannot be used. The sentence says which and why."""


Sighting = tuple[str, str]
"""(kind of sign, person)."""


@dataclass(frozen=True)
class Knowledge:
    roster: Mapping[str, tuple[str, ...]]
    """Person -> what is known of them, most exact first (department, then what it belongs to)."""
    marks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Person -> pseudonyms in hexadecimal; the n-th of everybody is of the same kind, empty where there is none."""
    truth: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Person -> a unique text in each of their answers; the n-th of everybody belongs to the same question
    and is empty where they gave none."""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Person -> {question: value}: what they chose, for answers that have no text."""

    rows: Mapping[str, str] = field(default_factory=dict)
    """Person -> in hexadecimal, the value that names the row their answer was mixed into: for answers of which
    nothing but sums is stored."""

    @cached_property
    def row_names(self) -> dict[Value, frozenset[str]]:
        """A value in any of its spellings -> everybody whose answer that row holds."""
        found: dict[Value, set[str]] = {}
        for person, name in self.rows.items():
            value = bytes.fromhex(name)
            for written in (value, name.lower(), b64encode(value).decode()):
                found.setdefault(written, set()).add(person)
        return {value: frozenset(people) for value, people in found.items()}

    @cached_property
    def people(self) -> frozenset[str]:
        return frozenset(self.roster)

    @cached_property
    def pseudonyms(self) -> dict[str, Sighting]:
        return {
            mark.lower(): (f"mark {place}", person)
            for person, marks in self.marks.items()
            for place, mark in enumerate(marks)
            if mark
        }

    @cached_property
    def canaries(self) -> Needles[tuple[int, str]]:
        """Bytes of an answer -> (question, person)."""
        wanted: dict[bytes, tuple[int, str]] = {}
        for person, texts in self.truth.items():
            for question, text in enumerate(texts):
                for written in (text, json.dumps(text)[1:-1]):
                    wanted[written.encode()] = (question, person)
        return Needles(wanted)

    @cached_property
    def traces(self) -> Needles[Sighting]:
        """Bytes of a person in any form: text, big-endian numbers, the varint of a rowid; marks too."""
        wanted: dict[bytes, Sighting] = {}
        for person in self.roster:
            wanted[person.encode()] = (NAMED, person)
            if person.isdigit():
                for length in (4, 6, 8):
                    if 1 << 16 <= int(person) < 1 << 8 * length - 1:
                        wanted[int(person).to_bytes(length, "big")] = (NAMED, person)
                wanted[written_varint(int(person))] = (NAMED, person)
        for mark, sighting in self.pseudonyms.items():
            wanted[mark.encode()] = wanted[mark.upper().encode()] = wanted[bytes.fromhex(mark)] = sighting
        return Needles(wanted)

    def sightings(self, value: Value) -> list[Sighting]:
        """The people a stored value is, or names inside a longer text."""
        if isinstance(value, bytes):
            return self._of_bytes(value)
        if isinstance(value, str):
            return self._of_text(value)
        return [(NAMED, str(value))] if isinstance(value, int) and str(value) in self.people else []

    def _of_bytes(self, value: bytes) -> list[Sighting]:
        if found := self.pseudonyms.get(value.hex()):
            return [found]
        if len(value) in (4, 6, 8) and str(number := int.from_bytes(value, "big")) in self.people:
            return [(NAMED, str(number))]
        return []

    def _of_text(self, value: str) -> list[Sighting]:
        if value in self.people:
            return [(NAMED, value)]
        found = [(NAMED, digits) for digits in _DIGITS.findall(value) if digits in self.people]
        if self.pseudonyms:
            low = value.lower()
            found += [self.pseudonyms[match] for match in self._hexadecimal.findall(low) if match in self.pseudonyms]
        return list(dict.fromkeys(found))

    @cached_property
    def _hexadecimal(self) -> re.Pattern[str]:
        lengths = sorted({len(mark) for mark in self.pseudonyms}, reverse=True)
        return re.compile("|".join(f"[0-9a-f]{{{length}}}" for length in lengths) or "(?!)")

    @cached_property
    def attributes(self) -> frozenset[str]:
        return frozenset(attribute for known in self.roster.values() for attribute in known if attribute)

    def people_in(self, row: Row) -> list[tuple[int, Sighting]]:
        """(column, who) for every person in a row."""
        known = self._rows.get(row)
        if known is None:
            known = [(place, each) for place, value in enumerate(row.values) for each in self.sightings(value)]
            self._rows[row] = known
        return known

    @cached_property
    def _rows(self) -> dict[Row, list[tuple[int, Sighting]]]:
        return {}


def read_roster(path: Path) -> dict[str, tuple[str, ...]]:
    """Raises KnowledgeRefused, OSError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if row and row[0].strip()]
    except (UnicodeDecodeError, csv.Error) as broken:
        raise KnowledgeRefused(f"{path} is no CSV in UTF-8: {broken}") from None
    if rows and not rows[0][0].strip().isdigit() and any(row[0].strip().isdigit() for row in rows[1:]):
        rows = rows[1:]
    if not rows:
        raise KnowledgeRefused(f"{path} names nobody: its first column must hold the people's ids")
    return {row[0].strip(): tuple(each.strip() for each in row[1:]) for row in rows}


def read_texts(path: Path) -> dict[str, tuple[str, ...]]:
    """{person: text or texts}. Raises KnowledgeRefused, OSError."""
    found = _object(path)
    read: dict[str, tuple[str, ...]] = {}
    for person, given in found.items():
        texts = given if isinstance(given, list) else [given]
        if not all(isinstance(text, str) for text in texts):
            raise KnowledgeRefused(f"{path}: {{person: text}} or {{person: [text, ...]}} is expected")
        read[person] = tuple(texts)
    return read


def read_marks(path: Path) -> dict[str, tuple[str, ...]]:
    """Raises KnowledgeRefused, OSError."""
    marks = read_texts(path)
    try:
        for each in marks.values():
            for mark in each:
                bytes.fromhex(mark)
    except ValueError:
        raise KnowledgeRefused(f"{path}: pseudonyms are written in hexadecimal") from None
    return marks


def read_values(path: Path) -> dict[str, dict[str, str]]:
    """{person: {question: value}}. Raises KnowledgeRefused, OSError."""
    found = _object(path)
    if not all(isinstance(each, dict) for each in found.values()):
        raise KnowledgeRefused(f"{path}: {{person: {{question: value}}}} is expected")
    return {person: {name: str(value) for name, value in each.items()} for person, each in found.items()}


def _object(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as broken:
        raise KnowledgeRefused(f"{path} is no JSON: {broken}") from None
    if not isinstance(found, dict):
        raise KnowledgeRefused(f"{path}: an object {{person: ...}} is expected")
    return found
