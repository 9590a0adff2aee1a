"""What `make audit` found, noted in an installation, where every employee can read it under /trust.

Only for the very version that was attacked: the note of another one would be shown as "not tested" anyway.
"""

import json
from datetime import date
from pathlib import Path

from bot.code_version import code_version
from bot.installation import open_installation
from surveys.anonymity.audit_note import NOTE, AuditNote, written


class RecordRefused(ValueError):
    """The file cannot be recorded. The sentence says why and what to do."""


def read_result(path: Path) -> AuditNote:
    """Of build/audit.json. Raises RecordRefused, OSError."""
    try:
        summary = json.loads(path.read_text(encoding="utf-8"))["summary"]
        note = AuditNote(
            date.fromisoformat(summary["day"]),
            "passed" if summary["verdict"] == "passed" else "failed",
            float(summary["accuracy"]),
            float(summary["chance"]),
            int(summary["seeds"]),
            str(summary["code_version"]),
        )
    except (ValueError, KeyError, TypeError):
        raise RecordRefused(f"{path} was not written by `make audit`; run it and give its build/audit.json") from None
    if note.code_version != code_version():
        raise RecordRefused(
            f"{path} tells of version {note.code_version}, this program is {code_version()}: run `make audit` again"
        )
    return note


async def recorded(note: AuditNote) -> None:
    """Raises what `open_installation` raises."""
    async with open_installation() as installation:
        await installation.works.write(lambda work: work.notes.put(NOTE, written(note)))
