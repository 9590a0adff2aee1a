"""What the last linkage audit found, as every employee may read it: a note of the installation.

`otklik audit-anonymity --record` writes it, /trust and the act of a close read it.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

NOTE = "linkage_audit"

Verdict = Literal["passed", "failed"]


@dataclass(frozen=True, slots=True)
class AuditNote:
    day: date
    verdict: Verdict
    accuracy: float
    """How often the best attack named the right answer, 0 to 1 (trust.md 3.2)."""
    chance: float
    """How often a guess by the published label alone would: cells/n."""
    seeds: int
    """Simulated surveys that were attacked."""
    code_version: str


def written(note: AuditNote) -> str:
    return json.dumps({**asdict(note), "day": note.day.isoformat()}, sort_keys=True)


def read(stored: str | None) -> AuditNote | None:
    """None where no audit was recorded, or by a release whose notes this one does not know."""
    try:
        fields = json.loads(stored or "null")
        return AuditNote(
            date.fromisoformat(fields["day"]),
            "passed" if fields["verdict"] == "passed" else "failed",
            float(fields["accuracy"]),
            float(fields["chance"]),
            int(fields["seeds"]),
            str(fields["code_version"]),
        )
    except (ValueError, KeyError, TypeError):
        return None
