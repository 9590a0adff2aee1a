"""The catalogues as they lie in the repository, and what the code says of them."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("ru", "en")
CODE = ("surveys", "handlers", "bot", "storage")
SAYING = frozenset({"Phrase", "option", "only_toast"})
"""Calls whose first argument is a key."""


@dataclass(frozen=True)
class Part:
    """One `<part>.<language>.po` file."""

    path: Path
    language: str
    catalog: Catalog

    @property
    def forms(self) -> dict[str, tuple[str, ...]]:
        """Every key with its text, or with its plural forms in order."""
        return {
            str(message.id[0] if isinstance(message.id, tuple | list) else message.id): (
                tuple(message.string) if isinstance(message.string, tuple | list) else (str(message.string),)
            )
            for message in self.catalog
            if message.id
        }

    @property
    def plural(self) -> frozenset[str]:
        return frozenset(str(message.id[0]) for message in self.catalog if isinstance(message.id, tuple | list))


@cache
def parts() -> tuple[Part, ...]:
    """Every catalogue of the packages, by path."""
    found = sorted(path for package in CODE for path in (ROOT / package).rglob("*.po"))
    return tuple(_read(path) for path in found)


@cache
def texts(language: str) -> dict[str, tuple[str, ...]]:
    """Every key of a language."""
    return {key: forms for part in parts() if part.language == language for key, forms in part.forms.items()}


@dataclass
class Said:
    """What the code names: keys in full, families such as `points.cli.{...}`, keys that stand on buttons."""

    keys: dict[str, str] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)
    on_buttons: set[str] = field(default_factory=set)
    constants: set[str] = field(default_factory=set)


@cache
def said() -> Said:
    found = Said()
    for package in CODE:
        for path in sorted((ROOT / package).rglob("*.py")):
            _look(ast.parse(path.read_text(encoding="utf-8")), str(path.relative_to(ROOT)), found)
    return found


def _read(path: Path) -> Part:
    language = path.name.split(".")[-2]
    with path.open("rb") as source:
        return Part(path, language, read_po(source, locale=language))


def _look(tree: ast.Module, where: str, found: Said) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.constants.add(node.value)
        if isinstance(node, ast.JoinedStr) and "." in (pattern := _pattern(node)):
            found.families[pattern] = f"{where}:{node.lineno}"
        if isinstance(node, ast.Call) and node.args and _name(node.func) in SAYING | {"Option"}:
            keys = set(_keys(node.args[0]))
            if _name(node.func) in SAYING:
                found.keys |= {key: f"{where}:{node.lineno}" for key in keys}
            if _name(node.func) in ("option", "Option"):
                found.on_buttons |= keys


def _keys(node: ast.expr) -> Iterator[str]:
    """The keys an argument can be: a literal, either branch of a choice, the key of a phrase."""
    match node:
        case ast.Constant(value=str(key)) if "." in key:
            yield key
        case ast.IfExp(body=body, orelse=other):
            yield from _keys(body)
            yield from _keys(other)
        case ast.Call(func=ast.Name(id="Phrase"), args=[first, *_]):
            yield from _keys(first)


def _pattern(node: ast.JoinedStr) -> str:
    """The f-string as a regular expression, "" where nothing of it is a key's."""
    pieces = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
    if any(isinstance(piece, str) and not re.fullmatch(r"[a-z0-9_.]*", piece) for piece in pieces):
        return ""
    return "".join(r"[\w.]+" if piece is None else re.escape(str(piece)) for piece in pieces)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""
