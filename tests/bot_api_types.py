"""The Bot API's types as its documentation spells them: "Array of X", "A or B", and unions told as a list."""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

PRIMITIVES = frozenset({"Integer", "Float", "String", "Boolean", "True", "InputFile"})
_ALTERNATIVES = re.compile(r", | or | and ")
_LISTED = re.compile(r'<li><a href="#[^"]*">([A-Za-z]+)</a></li>')
_LENGTH = re.compile(r"(\d+)-(\d+) (characters|bytes)")
_CONSTANT = re.compile(r"(?:always|must be) [“\"']?([a-z0-9_]+)[”\"']?(?:$|[.,;])")
_CONSTANT_FIELDS = frozenset({"type", "status", "source"})
_RETURNS = re.compile(r"(?:^|(?<=\. ))(?:Returns|On success)[^.]*")


@dataclass(frozen=True)
class Named:
    """A primitive or an object, by name."""

    name: str


@dataclass(frozen=True)
class ArrayOf:
    """A list whose every item is of one type."""

    item: "Type"


@dataclass(frozen=True)
class OneOf:
    """Any of several types."""

    options: tuple["Type", ...]


Type = Named | ArrayOf | OneOf


@dataclass(frozen=True)
class Field:
    """`longest` counts code points, or bytes of UTF-8 if `in_bytes`; None means the prose sets no limit."""

    name: str
    type: Type
    required: bool
    shortest: int = 0
    longest: int | None = None
    in_bytes: bool = False
    after_parsing: bool = False
    constant: str | None = None


@functools.cache
def read_type(spelled: str) -> Type:
    """The type that a table of the documentation spells."""
    if spelled.startswith("Array of "):
        return ArrayOf(read_type(spelled.removeprefix("Array of ")))
    options = _ALTERNATIVES.split(spelled)
    return Named(spelled) if len(options) == 1 else OneOf(tuple(map(read_type, options)))


def names_in(kind: Type) -> Iterator[str]:
    """Every name a type is built from."""
    match kind:
        case Named(name):
            yield name
        case ArrayOf(item):
            yield from names_in(item)
        case OneOf(options):
            for option in options:
                yield from names_in(option)


class BotApi:
    """Methods with their parameters and results, and objects with their fields, by name."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        entries = [entry for chapter in schema["items"] for entry in chapter["children"]]
        of_kind = {
            kind: {entry["name"]: entry for entry in entries if entry["category"] == kind}
            for kind in ("methods", "types")
        }
        self.version: str = schema["api"]["version"]
        self.methods = {name: _fields(entry) for name, entry in of_kind["methods"].items()}
        self.objects = {
            name: _fields(entry)
            for name, entry in of_kind["types"].items()
            if entry["annotations"] or not _union(entry)
        }
        self.unions = {
            name: OneOf(_union(entry)) for name, entry in of_kind["types"].items() if name not in self.objects
        }
        known = frozenset(of_kind["types"]) | PRIMITIVES
        self.results = {name: _result(entry, known) for name, entry in of_kind["methods"].items()}

    def unresolved(self) -> set[str]:
        """Names of types that mean nothing here."""
        tables = [*self.methods.values(), *self.objects.values()]
        used = {name for table in tables for field in table.values() for name in names_in(field.type)}
        used |= {name for kind in (*self.unions.values(), *self.results.values()) for name in names_in(kind)}
        return used - PRIMITIVES - self.objects.keys() - self.unions.keys()


def _fields(entry: Mapping[str, Any]) -> dict[str, Field]:
    return {told["name"]: _field(told) for told in entry["annotations"]}


def _field(told: Mapping[str, Any]) -> Field:
    kind = read_type(told["type"])
    prose = told["description"]
    constant = _CONSTANT.search(prose) if told["name"] in _CONSTANT_FIELDS else None
    limits = _LENGTH.search(prose) if kind == Named("String") else None
    return Field(
        name=told["name"],
        type=kind,
        required=told["required"],
        shortest=int(limits[1]) if limits else 0,
        longest=int(limits[2]) if limits else None,
        in_bytes=limits is not None and limits[3] == "bytes",
        after_parsing="after entities parsing" in prose,
        constant=constant[1] if constant else None,
    )


def _union(entry: Mapping[str, Any]) -> tuple[Type, ...]:
    listed: tuple[Type, ...] = tuple(Named(name) for name in _LISTED.findall(entry["html_description"]))
    if not listed or entry["annotations"]:
        return ()
    # RichText may also be a plain string or a list of itself, which its prose tells outside of the list.
    prose = entry["description"]
    plain: tuple[Type, ...] = (Named("String"),) if "String" in prose else ()
    itself: tuple[Type, ...] = (ArrayOf(Named(entry["name"])),) if "Array of" in prose else ()
    return (*plain, *itself, *listed)


def _result(entry: Mapping[str, Any], known: frozenset[str]) -> Type:
    for sentence in _RETURNS.findall(entry["description"].replace("\n", " ")):
        named = [
            (array, name) for array, name in re.findall(r"(Array of )?\b([A-Z][A-Za-z]+)\b", sentence) if name in known
        ]
        if named:
            options = tuple(ArrayOf(Named(name)) if array else Named(name) for array, name in named)
            return options[0] if len(options) == 1 else OneOf(options)
    raise LookupError(f"the documentation of {entry['name']} does not say what it returns")
