"""Which program this is: a fingerprint of its own source files, which anybody can compute from the published ones.

It is what the program says of itself: who rewrites it can make it say anything. It serves to see that nothing changed
by accident or in the open, and to which version an audit belongs.
"""

import hashlib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("bot", "handlers", "storage", "surveys")
KINDS = (".po", ".py", ".yaml")
SIGNS = 12
"""Hexadecimal digits that are shown: 48 bits, enough to compare by eye."""


@cache
def code_version() -> str:
    """Of the program as it lies on the disk at the first call, which is its start."""
    return version_of(ROOT)


def version_of(root: Path) -> str:
    """SHA-256 over path, length and content of every source file below `root`, by path."""
    digest = hashlib.sha256()
    for path in sources(root):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:SIGNS]


def sources(root: Path) -> list[Path]:
    """Program, texts and shipped questionnaires, by path."""
    found = (path for package in PACKAGES for path in (root / package).rglob("*") if path.suffix in KINDS)
    return sorted(found, key=lambda path: path.relative_to(root).as_posix())
