"""The staff's story is true from the invitation to the act."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from bot.demo import staff_survey
from bot.demo.running import open_demo
from bot.demo.staff_story import StaffStory
from bot.demo.telling import Terminal

pytestmark = pytest.mark.asyncio


def told() -> Console:
    return Console(file=io.StringIO(), width=100, highlight=False)


def heard(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return " ".join(console.file.getvalue().replace("│", " ").split())


@pytest.mark.parametrize(
    ("language", "seen"),
    [
        (
            "ru",
            ["Что защищено", "Так это увидят", "[телефон]", "Отметка, что вы ответили: есть", "Пришли 4 письма"],
        ),
        pytest.param(
            "en",
            [
                "What is protected",
                "[phone]",
                "Mark that you answered: yes",
                "4 letters of employees have come",
                "Act of the close",
            ],
            marks=pytest.mark.soak,
        ),
    ],
)
async def test_the_staffs_story_is_told_to_its_end(tmp_path: Path, language: str, seen: list[str]) -> None:
    console = told()
    async with open_demo(tmp_path, lived_in=False) as demo:
        assert await StaffStory(demo, language, Terminal(console)).tell(), heard(console)
    assert [words for words in seen if words not in heard(console)] == []


async def test_a_story_in_which_more_is_stored_than_may_be_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_survey, "SEALED", {"mark"})
    console = told()
    async with open_demo(tmp_path, lived_in=False) as demo:
        assert not await StaffStory(demo, "ru", Terminal(console)).tell()
    assert "Шаг не получился: в базе только отметка" in heard(console)
