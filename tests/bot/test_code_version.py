"""The fingerprint of the program changes with every source file and with nothing else."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import application
from bot.code_version import PACKAGES, ROOT, code_version, sources, version_of


@pytest.fixture
def program(tmp_path: Path) -> Path:
    for package in PACKAGES:
        (tmp_path / package / "part").mkdir(parents=True)
    (tmp_path / "bot/main.py").write_text("print()\n")
    (tmp_path / "surveys/part/texts.ru.po").write_text("msgid")
    (tmp_path / "surveys/part/form.yaml").write_text("settings: {}")
    return tmp_path


@pytest.mark.parametrize("file", ["bot/main.py", "surveys/part/texts.ru.po", "surveys/part/form.yaml"])
def test_a_changed_byte_of_program_text_or_questionnaire_changes_the_version(program: Path, file: str) -> None:
    before = version_of(program)
    (program / file).write_bytes((program / file).read_bytes() + b" ")
    assert version_of(program) != before


def test_a_moved_file_and_a_shifted_border_between_files_change_the_version(program: Path) -> None:
    before = version_of(program)
    (program / "bot/main.py").rename(program / "bot/moved.py")
    moved = version_of(program)
    (program / "bot/moved.py").write_text("print(")
    (program / "bot/n.py").write_text(")\n")
    assert len({before, moved, version_of(program)}) == 3


def test_what_is_no_source_leaves_the_version_as_it_is(program: Path) -> None:
    before = version_of(program)
    (program / "bot/main.pyc").write_bytes(b"compiled")
    (program / "data.db").write_bytes(b"answers")
    assert version_of(program) == before


def test_the_running_program_counts_every_package_of_its_own() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in sources(ROOT)} == set(PACKAGES)
    assert any(path.name == "int-annual.yaml" for path in sources(ROOT))


def test_the_version_command_says_the_same_as_the_program() -> None:
    result = CliRunner().invoke(application("version"), ["version", "--json"])
    assert json.loads(result.stdout)["code"] == code_version() == version_of(ROOT)
