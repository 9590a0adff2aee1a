"""A definition as JSON: frozen under (form_id, version), read back by later releases, compared by its fingerprint.

Written once for all the dataclasses of `definition` from their type hints. What equals its default is left out, so a
field added later does not change the fingerprint of definitions that do not use it. Fields that take no part in
comparison (the place in the author's file) are not kept: the same questionnaire read from another file is the same.
"""

import hashlib
import json
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any

from surveys.questionnaires.definition import Group, Item, Question, Questionnaire

VERSION = 1

Reader = Callable[[Any], Any]


def definition_to_json(definition: Questionnaire) -> dict[str, Any]:
    """A JSON value that `definition_from_json` reads back as an equal definition."""
    return {"v": VERSION, **_write(definition)}


def definition_from_json(stored: Any) -> Questionnaire:
    """The definition that `definition_to_json` kept. Raises ValueError for anything else."""
    if not isinstance(stored, dict) or stored.get("v") != VERSION:
        raise ValueError("not a stored definition of a version known here")
    try:
        definition: Questionnaire = _dataclass_reader(Questionnaire)(stored)
    except (KeyError, TypeError, AttributeError) as broken:
        raise ValueError("a stored definition that is not whole") from broken
    return definition


def fingerprint(definition: Questionnaire) -> str:
    """Equal for equal definitions and for no others: SHA-256 in hexadecimal."""
    canonical = json.dumps(definition_to_json(definition), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _write(value: Any) -> Any:
    if is_dataclass(value):
        kept = ((field, getattr(value, field.name)) for field in fields(value) if field.compare)
        return {field.name: _write(each) for field, each in kept if each != _default(field)}
    if isinstance(value, Mapping):
        return {key: _write(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_write(each) for each in value]
    return value


def _default(field: "Field[Any]") -> Any:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default  # MISSING equals nothing but itself: a field without a default is always written


@cache
def _dataclass_reader(kind: Any) -> Reader:
    hints = typing.get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind) if field.compare}

    def read(stored: Mapping[str, Any]) -> Any:
        return kind(**{name: read_field(stored[name]) for name, read_field in readers.items() if name in stored})

    return read


def _reader(hint: Any) -> Reader:
    """How a value of this type is read. Raises TypeError for a type that a definition has not used so far."""
    if hint in (str, bool, int, float):
        return lambda stored: stored
    if hint == Item:
        return _read_item
    if is_dataclass(hint):
        return lambda stored: _dataclass_reader(typing.cast(Any, hint))(stored)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return _tuple_reader(arguments)
    if origin in (Mapping, dict):
        each = _reader(arguments[1])
        return lambda stored: {key: each(value) for key, value in stored.items()}
    if origin in (UnionType, typing.Union) and type(None) in arguments and len(arguments) == 2:
        given = _reader(next(one for one in arguments if one is not type(None)))
        return lambda stored: None if stored is None else given(stored)
    raise TypeError(f"a definition cannot be read with a field of type {hint}")


def _tuple_reader(arguments: tuple[Any, ...]) -> Reader:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        each = _reader(arguments[0])
        return lambda stored: tuple(each(value) for value in stored)
    parts = [_reader(one) for one in arguments]
    return lambda stored: tuple(part(value) for part, value in zip(parts, stored, strict=True))


def _read_item(stored: Mapping[str, Any]) -> Item:
    """Only a group has items."""
    item: Item = _dataclass_reader(Group if "items" in stored else Question)(stored)
    return item
