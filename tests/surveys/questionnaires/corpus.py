"""XLSForms that other people wrote, with pyxform's verdict: read where they lie, never copied into the project.

`OTKLIK_XLSFORM_CORPUS` names the file; otherwise it is looked for beside the project.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from surveys.questionnaires import kinds
from surveys.questionnaires.definition import Questionnaire
from surveys.questionnaires.issue import Severity
from surveys.questionnaires.reading import Reading, read
from surveys.questionnaires.xlsform.containers import form_in
from surveys.questionnaires.xlsform.form import Form

BESIDE = Path(__file__).parents[4] / "shared" / "corpus" / "xlsform-cases.jsonl"


@dataclass(frozen=True, slots=True)
class Case:
    id: str
    content: bytes
    accepted_by_pyxform: bool
    reading: Reading

    @property
    def refusals(self) -> tuple[str, ...]:
        return tuple(issue.code for issue in self.reading.issues if issue.severity is Severity.ERROR)


def corpus_file() -> Path | None:
    named = os.environ.get("OTKLIK_XLSFORM_CORPUS")
    path = Path(named) if named else BESIDE
    return path if path.is_file() else None


@cache
def cases() -> tuple[Case, ...]:
    """Every form, read once for the whole run."""
    path = corpus_file()
    assert path is not None
    return tuple(_case(json.loads(line)) for line in path.read_text("utf-8").splitlines())


def _case(row: dict[str, str]) -> Case:
    content = row["form"].encode()
    return Case(row["id"], content, bool(row["accepted_by_pyxform"]), read(f"{row['id']}.md", content))


def accepted_definitions() -> Iterator[tuple[str, Questionnaire]]:
    """Id and definition of every form of the corpus that Otklik accepts: each can be played."""
    for case in cases():
        if case.reading.accepted and case.reading.questionnaire is not None:
            yield case.id, case.reading.questionnaire


def uses_only_our_types(case: Case) -> bool:
    """Whether each row of the survey has a type of ours or is a group."""
    return all(_ours(row.cells.get("type", row.cells.get("command", ""))) for row in _form(case).table("survey").rows)


def _form(case: Case) -> Form:
    return form_in(".md", case.content)


def _ours(written: str) -> bool:
    meaning = kinds.meaning_of(written)
    return (
        not written
        or isinstance(meaning, kinds.Asks)
        or (isinstance(meaning, kinds.Control) and meaning.what == "group")
    )
