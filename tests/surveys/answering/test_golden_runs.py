"""Recorded runs, `tests/cases/*.yaml`: a questionnaire and what a respondent does, then what came of it.

`pytest --update` writes the part after `run:` anew; the difference is then read like any other change.
"""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from surveys.answering.stored import session_to_json
from surveys.questionnaires.reading import read
from tests.surveys.answering.person import Person, shown, told

CASES = sorted((Path(__file__).parents[2] / "cases").glob("*.yaml"))
MARK = "\nrun:\n"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_recorded_run_comes_out_the_same(path: Path, request: pytest.FixtureRequest) -> None:
    head, _, recorded = path.read_text(encoding="utf-8").partition(MARK)
    case = yaml.safe_load(head)
    run = [_written(each) for each in _run(case)]
    if request.config.getoption("--update"):
        path.write_text(head + MARK + "".join(run), encoding="utf-8")
        return
    assert "".join(run) == recorded


def test_there_are_recorded_runs() -> None:
    assert len(CASES) >= 8


def _run(case: dict[str, Any]) -> list[dict[str, Any]]:
    content = yaml.safe_dump(case["questionnaire"], allow_unicode=True, sort_keys=False)
    reading = read("case.yaml", content.encode())
    assert reading.questionnaire is not None, reading.issues
    assert reading.accepted, reading.issues
    context = {
        name: given if isinstance(given, str) else tuple(map(tuple, given))
        for name, given in (case.get("context") or {}).items()
    }
    person = Person(reading.questionnaire, language=case.get("language", "ru"), **context)
    steps = [_step("begins", person)]
    for did in case["does"]:
        ((verb, what),) = did.items()
        getattr(person, verb)(*(what if isinstance(what, list) else [] if what is None else [what]))
        steps.append(_step(f"{verb} {what}", person))
    json.dumps(session_to_json(person.session))
    return steps


def _step(did: str, person: Person) -> dict[str, Any]:
    return {"did": did, "events": told(person.events), "screen": shown(person.screen)}


def _written(step: dict[str, Any]) -> str:
    """Screens as blocks of text, which people can read in a difference."""
    lines = [f"- did: {json.dumps(step['did'], ensure_ascii=False)}", "  events:"]
    lines += [f"    - {json.dumps(event, ensure_ascii=False)}" for event in step["events"]]
    lines.append("  screen: |")
    lines += [f"    {line}".rstrip() for line in step["screen"].split("\n")]
    return "\n".join(lines) + "\n"
