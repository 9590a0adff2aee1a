"""What the last audit found survives its note, and a note that cannot be read is no audit."""

from datetime import date

import pytest

from surveys.anonymity.audit_note import AuditNote, read, written

NOTE = AuditNote(date(2026, 3, 2), "passed", 0.053, 0.05, 20, "0123456789ab")


def test_an_audit_is_read_as_it_was_written() -> None:
    assert read(written(NOTE)) == NOTE


@pytest.mark.parametrize("stored", [None, "", "{}", "[]", "no json", '{"day": "yesterday"}'])
def test_a_note_that_cannot_be_read_is_no_audit(stored: str | None) -> None:
    assert read(stored) is None


def test_an_unknown_verdict_is_no_pass() -> None:
    found = read(written(NOTE).replace("passed", "perhaps"))
    assert found is not None
    assert found.verdict == "failed"
