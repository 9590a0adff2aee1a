"""YAML text to plain values with the line of each, refusing what a hostile file could do with YAML.

Every plain scalar stays text: `no` is a language, `1` is an option's name, `yes` is read where a yes is expected.
No node is ever built for an alias or a tag, and depth is checked while reading, so nothing can recurse or explode.
"""

from dataclasses import dataclass, field

import yaml

from surveys.questionnaires.issue import Issue, error
from surveys.questionnaires.place import Place

LIMIT_BYTES = 256 * 1024
LIMIT_DEPTH = 20
LIMIT_ISSUES = 100

Plain = str | list["Plain"] | dict[str, "Plain"]
Path = tuple[str | int, ...]

# libyaml reads about ten times faster; the events are the same.
_PARSER: type = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


@dataclass(slots=True)
class Loaded:
    """`value` is None when the text could not be read at all. `lines` counts from 1."""

    value: Plain | None
    lines: dict[Path, int] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """The line of the value at `path`, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def load(content: bytes) -> Loaded:
    """The values of a YAML document. Never raises for any content."""
    if len(content) > LIMIT_BYTES:
        return _refused(error("YAML_TOO_BIG", Place("", 0), limit=LIMIT_BYTES // 1024, size=len(content) // 1024))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _refused(error("YAML_NOT_UTF8"))
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_PARSER):
            if not builder.take(event):
                break
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        row = mark.line + 1 if mark else 1
        builder.issues.append(error("YAML_SYNTAX", Place("", row), problem=wrong.problem or ""))
    except (yaml.YAMLError, ValueError) as wrong:
        # ReaderError (a control character) carries no mark; lone surrogates end in a ValueError.
        builder.issues.append(error("YAML_SYNTAX", Place("", 1), problem=getattr(wrong, "reason", "") or "unreadable"))
    if builder.issues:
        return Loaded(None, builder.lines, builder.issues)
    return Loaded(builder.root, builder.lines)


def _refused(issue: Issue) -> Loaded:
    return Loaded(None, issues=[issue])


class _Builder:
    """Builds values from parser events with an explicit stack."""

    def __init__(self) -> None:
        self.root: Plain | None = None
        self.lines: dict[Path, int] = {}
        self.issues: list[Issue] = []
        self._open: list[dict[str, Plain] | list[Plain]] = []
        self._keys: list[str | None] = []
        self._path: list[str | int] = []
        self._documents = 0

    def take(self, event: yaml.Event) -> bool:
        """Whether reading may go on."""
        row = event.start_mark.line + 1 if event.start_mark else 1
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    return self._refuse("YAML_MANY_DOCUMENTS", row)
            case yaml.AliasEvent():
                return self._refuse("YAML_ALIAS", row, name=event.anchor or "")
            case yaml.ScalarEvent() | yaml.CollectionStartEvent():
                if event.anchor is not None:
                    return self._refuse("YAML_ALIAS", row, name=event.anchor or "")
                if event.tag not in (None, "!"):
                    return self._refuse("YAML_TAG", row, tag=event.tag)
                return self._node(event, row)
            case yaml.CollectionEndEvent():
                self._close()
        return len(self.issues) < LIMIT_ISSUES

    def _refuse(self, code: str, row: int, **args: str | int) -> bool:
        self.issues.append(error(code, Place("", row), **args))
        return False

    def _node(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, row: int) -> bool:
        if self._expects_key():
            if not isinstance(event, yaml.ScalarEvent):
                return self._refuse("YAML_KEY_NOT_TEXT", row)
            self._key(event.value, row)
            return len(self.issues) < LIMIT_ISSUES
        if isinstance(event, yaml.ScalarEvent):
            quiet_null = event.implicit[0] and event.value in ("~", "null")
            self._place("" if quiet_null else event.value, row)
            return True
        if len(self._open) >= LIMIT_DEPTH:
            return self._refuse("YAML_TOO_DEEP", row, limit=LIMIT_DEPTH)
        value: dict[str, Plain] | list[Plain] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._path.append(self._place(value, row))
        self._open.append(value)
        self._keys.append(None)
        return True

    def _expects_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1], dict) and self._keys[-1] is None

    def _key(self, key: str, row: int) -> None:
        holder = self._open[-1]
        if key in holder:
            self.issues.append(error("YAML_DUPLICATE_KEY", Place("", row, key), key=key))
        self._keys[-1] = key
        self.lines[(*self._path[1:], key)] = row

    def _place(self, value: Plain, row: int) -> str | int:
        """Puts a value where it belongs and returns its own step of the path."""
        step: str | int = ""
        if not self._open:
            self.root = value
        elif isinstance(holder := self._open[-1], dict):
            step = self._keys[-1] or ""
            holder[step] = value
            self._keys[-1] = None
            return step
        else:
            step = len(holder)
            holder.append(value)
        if self._open:
            self.lines[(*self._path[1:], step)] = row
        return step

    def _close(self) -> None:
        self._open.pop()
        self._keys.pop()
        self._path.pop()
