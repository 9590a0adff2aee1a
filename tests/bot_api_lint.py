"""Whether requests and results are what the Bot API documents: stricter than Telegram, which overlooks much.

Telegram ignores a parameter it does not know; here it is a mistake of ours. What Telegram itself would
answer is the emulator's business.
"""

import functools
import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.bot_api_schema import schema
from tests.bot_api_types import ArrayOf, BotApi, Field, Named, OneOf, Type

_TRUE = frozenset({"true", "yes", "1"})
_FALSE = frozenset({"false", "no", "0"})


@functools.cache
def bot_api() -> BotApi:
    """The documented API."""
    return BotApi(schema())


def lint_request(method: str, params: Mapping[str, Any]) -> list[str]:
    """What is wrong with a call, a sentence each. Names of methods are compared without regard to case.

    A value may be what JSON makes of it or the string of a form, which is decoded by its documented type;
    of a file any value will do.
    """
    name = _methods().get(method.lower())
    if name is None:
        return [f"{method}: there is no such method"]
    fields = bot_api().methods[name]
    wrong = [
        f"{name}.{key}: there is no such parameter"
        for key in params
        if key not in fields and not _is_attached(key, params)
    ]
    wrong += [f"{name}.{f.name}: is required" for f in fields.values() if f.required and f.name not in params]
    for key, value in params.items():
        if key in fields:
            wrong += _field_wrong(fields[key], _decoded(value, fields[key].type), f"{name}.{key}", params)
    return wrong


def lint_result(method: str, result: Any) -> list[str]:
    """What is wrong with the `result` of a successful call, a sentence each."""
    name = _methods().get(method.lower())
    if name is None:
        return [f"{method}: there is no such method"]
    return list(_wrong(bot_api().results[name], result, f"{name}()"))


@functools.cache
def _methods() -> dict[str, str]:
    return {name.lower(): name for name in bot_api().methods}


def _is_attached(key: str, params: Mapping[str, Any]) -> bool:
    """A file sent under a name of its own, to which another parameter points."""
    return any(f"attach://{key}" in value for value in map(_as_text, params.values()))


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str)


def _decoded(value: Any, kind: Type) -> Any:
    """A form's string as the value it stands for; what stands for none stays a string, and is wrong then."""
    if not isinstance(value, str) or _accepts(kind, "String") or _accepts(kind, "InputFile"):
        return value
    if _accepts(kind, "Boolean") or _accepts(kind, "True"):
        lowered = value.strip().lower()
        return True if lowered in _TRUE else False if lowered in _FALSE else value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _accepts(kind: Type, name: str) -> bool:
    return kind == Named(name) or (isinstance(kind, OneOf) and Named(name) in kind.options)


def _wrong(kind: Type, value: Any, where: str) -> Iterator[str]:
    match kind:
        case ArrayOf(item):
            if not isinstance(value, list):
                yield f"{where}: must be an Array, not {_called(value)}"
                return
            for index, one in enumerate(value):
                yield from _wrong(item, one, f"{where}[{index}]")
        case OneOf():
            yield from _none_fits(kind, value, where)
        case Named(name) if name in bot_api().unions:
            yield from _none_fits(bot_api().unions[name], value, where)
        case Named("KeyboardButton") if isinstance(value, str):
            return  # "For simple text buttons, String can be used instead of this object"
        case Named(name) if name in bot_api().objects and name != "InputFile":
            yield from _object_wrong(name, value, where)
        case Named(name):
            if not _is_primitive(name, value):
                yield f"{where}: must be {name}, not {_called(value)}"


def _object_wrong(name: str, value: Any, where: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where}: must be a {name}, not {_called(value)}"
        return
    fields = bot_api().objects[name]
    for key, one in value.items():
        if key in fields:
            yield from _field_wrong(fields[key], one, f"{where}.{key}", value)
        else:
            yield f"{where}.{key}: {name} has no such field"
    for field in fields.values():
        if field.required and field.name not in value:
            yield f"{where}.{field.name}: {name} requires it"


def _field_wrong(field: Field, value: Any, where: str, beside: Mapping[str, Any]) -> Iterator[str]:
    yield from _wrong(field.type, value, where)
    if not isinstance(value, str):
        return
    if field.constant is not None and value != field.constant:
        yield f"{where}: must be {field.constant!r}, not {value!r}"
    if field.longest is None or (field.after_parsing and beside.get("parse_mode")):
        return
    length = len(value.encode()) if field.in_bytes else len(value)
    if not field.shortest <= length <= field.longest:
        unit = "bytes" if field.in_bytes else "characters"
        yield f"{where}: must have {field.shortest}-{field.longest} {unit}, not {length}"


def _none_fits(kind: OneOf, value: Any, where: str) -> list[str]:
    """Nothing if one option fits, else the complaints of the option that comes nearest."""
    nearest: tuple[tuple[bool, int], list[str]] | None = None
    for option in kind.options:
        wrong = list(_wrong(option, value, where))
        if not wrong:
            return []
        distance = (not _same_constants(option, value), len(wrong))
        if nearest is None or distance < nearest[0]:
            nearest = distance, wrong
    assert nearest is not None
    return nearest[1]


def _same_constants(option: Type, value: Any) -> bool:
    if not isinstance(option, Named) or not isinstance(value, dict):
        return False
    fields = bot_api().objects.get(option.name, {}).values()
    return all(field.constant in (None, value.get(field.name)) for field in fields)


def _is_primitive(name: str, value: Any) -> bool:
    match name:
        case "Integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "Float":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "Boolean":
            return isinstance(value, bool)
        case "True":
            return value is True
        case "String":
            return isinstance(value, str)
    return True


def _called(value: Any) -> str:
    return {dict: "an object", list: "an Array", str: "a String", bool: "a Boolean"}.get(type(value), repr(value))
