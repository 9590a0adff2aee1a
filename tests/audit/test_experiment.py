"""One small survey through the whole bot, attacked by everybody; `make audit` does many and large ones."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.audit.experiment.attacks import Result
from tests.audit.experiment.docs import BEGIN, write_docs
from tests.audit.experiment.figures import by_chance, passed, table, to_json
from tests.audit.experiment.one import carried_out


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return carried_out(17, "sqlite", 2, tmp_path_factory.mktemp("survey") / "run")


def test_nobody_links_a_person_to_what_they_said(attacked: Result) -> None:
    assert passed([attacked], []) == []
    assert [outcome.missed for outcome in attacked.outcomes if outcome.missed] == []


def test_the_attackers_had_something_to_attack(attacked: Result) -> None:
    """An attack on nothing would pass too."""
    seen = {(each.attacker, each.what): each.n for each in attacked.outcomes}
    assert seen["insider who kept the key", "ratings"] == 17
    assert seen["thief, after the close", "comments"] >= 10
    assert seen["insider, during", "letters"] >= 5
    assert attacked.copies > 2 * 17


def test_the_key_folder_opens_what_waits_and_nothing_more(attacked: Result) -> None:
    end = attacked.key_folders[-1]
    in_blocks = next(each.n for each in attacked.outcomes if (each.attacker, each.what) == ("thief, during", "ratings"))
    assert end["readable"] == 2 * 17 - in_blocks
    assert not attacked.keys_left


def test_a_pass_mark_that_is_missed_is_said(attacked: Result) -> None:
    told = "drawn: drawn in answer_block[rows]: gives 5, allowed 0"
    leaking = replace(attacked.outcomes[-1], certain=1, best=0.9, missed=(told,))
    worse = replace(attacked, outcomes=[*attacked.outcomes[:-1], leaking], keys_left=True)
    said = " ".join(passed([worse], ["a survey broke off"]))
    for word in ("accuracy", "certain", "drawn, in 1 surveys", "keys were left", "a survey broke off"):
        assert word in said


def test_of_many_surveys_one_may_show_by_chance_who_was_drawn() -> None:
    assert [by_chance(surveys) for surveys in (0, 1, 20)] == [0, 0, 1]


def test_the_figures_stand_in_the_docs_between_their_marks(attacked: Result, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nafter\n", encoding="utf-8")
    for seconds in (1, 2):
        written = json.loads(json.dumps(to_json([attacked], [], "2026-03-02", "0123456789ab", seconds)))
        write_docs(written, page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert text.count(table([attacked])) == 1
    assert "in 2 s: **passed**" in text
