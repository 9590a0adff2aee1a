"""What is asked and answered knows nothing of how it travels: the words of messengers occur nowhere there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WORDS = ("chat_id", "message_id", "callback", "keyboard", "inline", "update", "aiogram", "telegram")
FOUND = re.compile("|".join(WORDS), re.IGNORECASE)
FLOORS = [floor for floor in ("surveys", "improvement") if (ROOT / floor).is_dir()]


@pytest.mark.parametrize("floor", FLOORS)
def test_no_word_of_a_messenger_occurs(floor: str) -> None:
    files = sorted((ROOT / floor).rglob("*.py"))
    assert files
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if FOUND.search(line)
    ]
    assert found == []
