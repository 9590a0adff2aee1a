"""Every privileged act that the code writes into the trail has words for the administrators who read it."""

import ast
from collections.abc import Iterator

import pytest

from tests.texts.catalogues import CODE, LANGUAGES, ROOT, texts


def acts() -> Iterator[tuple[str, str]]:
    """(act, where) of each `….trail.append(act, …)`, the act being a literal or a name of the same module."""
    for package in CODE:
        for path in sorted((ROOT / package).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                match node:
                    case ast.Call(func=ast.Attribute(attr="append", value=ast.Attribute(attr="trail")), args=[act, *_]):
                        where = f"{path.relative_to(ROOT)}:{node.lineno}"
                        found = [*_literals(act, _constants(tree))]
                        assert found, f"{where}: which act this is cannot be read"
                        yield from ((each, where) for each in found)


def _literals(act: ast.expr, constants: dict[str, str]) -> Iterator[str]:
    match act:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Name(id=name) if name in constants:
            yield constants[name]
        case ast.IfExp(body=body, orelse=other):
            yield from _literals(body, constants)
            yield from _literals(other, constants)


def _constants(tree: ast.Module) -> dict[str, str]:
    """Names that stand for texts in the module, one by one or several at once."""
    found = {}
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                found[name] = text
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=texts)):
                for target, text in zip(names, texts, strict=True):
                    if isinstance(target, ast.Name) and isinstance(text, ast.Constant):
                        found[target.id] = str(text.value)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_has_words(language: str) -> None:
    found = dict(acts())
    assert "denied" in found
    missing = {act: where for act, where in found.items() if f"trail.act.{act}" not in texts(language)}
    assert missing == {}


def test_no_words_are_left_of_an_act_that_nobody_writes() -> None:
    said = {key.removeprefix("trail.act.") for key in texts("ru") if key.startswith("trail.act.")}
    assert said - {act for act, _ in acts()} == set()
