"""Row 10: a definition that would eat the process is refused with a reason, quickly and in little memory."""

import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import pytest

from surveys.questionnaires.reading import read

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 2.0
BYTES = 60_000_000

ALIASES = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
BOMBS = {
    "aliases that unfold to a thousand million leaves": ALIASES,
    "an alias of itself": "a: &a [*a]",
    "an object of Python": "survey: !!python/object/apply:os.system ['exit 7']",
    "a module of Python": "settings: !!python/module:os",
    "a tag of its own": "survey: !survey [x]",
    "three thousand brackets": "survey: " + "[" * 3000,
    "three thousand closed brackets": "survey: " + "[" * 3000 + "]" * 3000,
    "a hundred thousand levels of dashes": "- " * 100_000,
    "a hundred thousand question marks": "? " * 100_000,
    "a key twice": "settings: {form_id: a}\nsettings: {form_id: b}",
    "merged keys": "a: &a {form_id: x}\nsettings: {<<: *a}",
    "ten million signs": f"settings: {{form_id: a, title: {'ж' * 10_000_000}}}",
    "control signs": "settings: {form_id: \x00\x07}",
    "a long number": "settings: {form_id: " + "9" * 200_000 + "}",
    "twenty thousand unknown keys": "\n".join(f"k{number}: 1" for number in range(20_000)),
    "sixteen bits": "settings: {form_id: a}".encode("utf-16").decode("latin-1"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_bounded_time_and_memory(name: str) -> None:
    content = BOMBS[name].encode()
    tracemalloc.start()
    begun = time.process_time()
    reading = read("bomb.yaml", content)
    spent = time.process_time() - begun
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert not reading.accepted
    assert reading.issues
    assert spent < SECONDS
    assert most < BYTES


def test_the_command_line_refuses_bombs_and_runs_nothing_of_them(tmp_path: Path) -> None:
    files = []
    for number, content in enumerate(BOMBS.values()):
        files.append(tmp_path / f"bomb{number}.yaml")
        files[-1].write_bytes(content.encode())
    run = subprocess.run(
        [sys.executable, "-m", "bot", "check", *map(str, files)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 1
    assert "Traceback" not in run.stdout + run.stderr
