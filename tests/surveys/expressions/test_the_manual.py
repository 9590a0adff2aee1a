"""docs/expressions.md names what there is."""

import re
from pathlib import Path

from surveys.expressions.functions import FAMILIES, FUNCTIONS
from surveys.expressions.parser import MAX_DEPTH
from surveys.expressions.tokens import MAX_LENGTH

MANUAL = (Path(__file__).parents[3] / "docs" / "expressions.md").read_text(encoding="utf-8")


def test_every_family_has_its_row_with_every_function() -> None:
    rows = [
        line for line in MANUAL.splitlines() if re.match(r"\| (logic|choices|texts|numbers|sets|dates|chance) ", line)
    ]
    assert len(rows) == len(FAMILIES)
    assert {name for row in rows for name in re.findall(r"`([^`]+)`", row)} == set(FUNCTIONS)


def test_the_limits_are_those_of_the_code() -> None:
    assert f"at most {MAX_LENGTH:,} characters and {MAX_DEPTH} brackets" in MANUAL
