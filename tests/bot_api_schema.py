"""The Bot API in a form a program can read: it lies in aiogram's source distribution, not in its wheel.

`python -m tests.bot_api_schema FILE` fetches the distribution with the machine's own pip, of the version and
with the hash that requirements.lock names, and writes the schema to FILE.
"""

import functools
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import pytest

_ROOT = Path(__file__).resolve().parent.parent
SCHEMA_FILE = _ROOT / "build" / "bot-api" / "schema.json"
_LOCK = _ROOT / "requirements.lock"
_INSIDE = ".butcher/schema/schema.json"


def locked(lock: str, package: str) -> str:
    """The lines of a lock that pin one package, hashes included."""
    pinned = re.search(rf"^{re.escape(package)}==(?:.*\\\n)*.*", lock, re.MULTILINE)
    if pinned is None:
        raise LookupError(f"requirements.lock names no {package}")
    return pinned.group()


def fetch(into: Path) -> None:
    """Write the schema of the locked aiogram to a file."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "wanted.txt"
        wanted.write_text(locked(_LOCK.read_text(encoding="utf-8"), "aiogram") + "\n", encoding="utf-8")
        _download(wanted, Path(folder))
        (source,) = Path(folder).glob("aiogram-*.tar.gz")
        schema = _read_from(source)
    json.loads(schema)
    into.parent.mkdir(parents=True, exist_ok=True)
    into.write_bytes(schema)


def _download(wanted: Path, folder: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"]
    how = ["--no-deps", "--no-binary", "aiogram", "--no-build-isolation", "--require-hashes"]
    subprocess.run([*pip, *how, "--dest", str(folder), "--requirement", str(wanted)], check=True)


def _read_from(source: Path) -> bytes:
    with tarfile.open(source) as archive:
        for member in archive:
            if member.name.partition("/")[2] == _INSIDE:
                content = archive.extractfile(member)
                assert content is not None
                return content.read()
    raise LookupError(f"{source.name} holds no {_INSIDE}")


@functools.cache
def schema() -> dict[str, Any]:
    """The schema `make` has fetched. Without it a test is skipped at a desk and fails in CI."""
    if not SCHEMA_FILE.exists():
        sentence = "The Bot API schema is not there: run `make build/bot-api/schema.json`."
        if os.environ.get("CI"):
            pytest.fail(sentence)
        pytest.skip(sentence, allow_module_level=True)
    loaded: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return loaded


if __name__ == "__main__":
    fetch(Path(sys.argv[1]))
