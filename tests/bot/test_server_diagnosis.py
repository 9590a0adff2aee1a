"""`otklik doctor` names what a PostgreSQL server writes down beside our tables."""

from collections.abc import Mapping

import pytest

from bot.findings import Level
from bot.server_diagnosis import server_findings

QUIET = {
    "track_commit_timestamp": "off",
    "log_statement": "ddl",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_parameter_max_length": "-1",
}
LOUD = [
    ({"track_commit_timestamp": "on"}, Level.ERROR),
    ({"log_statement": "all"}, Level.ERROR),
    ({"log_statement": "mod", "log_parameter_max_length": "0"}, Level.ERROR),
    ({"log_min_duration_statement": "0", "log_parameter_max_length": "0"}, Level.ERROR),
    ({"log_min_duration_statement": "1s"}, Level.WARNING),
    ({"log_min_duration_sample": "10ms"}, Level.WARNING),
    ({"auto_explain.log_min_duration": "0"}, Level.WARNING),
]


@pytest.mark.parametrize(("loud", "level"), LOUD)
def test_a_server_that_tells_of_answers_is_named_with_what_to_do(loud: Mapping[str, str], level: Level) -> None:
    (finding,) = server_findings({**QUIET, **loud})
    assert finding.level is level
    assert next(iter(loud)).split(".")[0].split("_min")[0] in finding.sentence
    assert finding.remedy


@pytest.mark.parametrize("more", [{}, {"log_min_duration_statement": "1s", "log_parameter_max_length": "0"}])
def test_a_quiet_server_is_fine(more: Mapping[str, str]) -> None:
    assert [finding.level for finding in server_findings({**QUIET, **more})] == [Level.OK]
