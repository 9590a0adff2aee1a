"""What an expression may ask of the world around it. No clock is read here and nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from surveys.expressions.values import Value, as_text


class Chance(Protocol):
    """Where random() and uuid() take their numbers; `random.SystemRandom()` is one."""

    def random(self) -> float:
        """From 0 (included) to 1 (excluded)."""
        ...

    def getrandbits(self, k: int, /) -> int: ...


class Scope(Protocol):
    @property
    def now(self) -> datetime:
        """Aware; its zone is the one dates are reckoned in."""
        ...

    @property
    def chance(self) -> Chance: ...

    @property
    def language(self) -> str:
        """ru or en: the names of months and days in format-date()."""
        ...

    @property
    def self_value(self) -> Value | None:
        """The answer `.` stands for; None when there is none yet."""
        ...

    def value(self, name: str) -> Value | None:
        """None: not answered, or off the path. It reads as the empty text."""
        ...

    def label(self, name: str, code: str) -> str | None:
        """The label of a choice of the question `name`, in the respondent's language."""
        ...

    def column(self, name: str) -> Value | None:
        """In a choice filter, the cell of the choice being judged; None when empty."""
        ...

    def rows(self, list_name: str) -> int | None:
        """How many choices the list of that name has; None when there is no such list."""
        ...

    def cell(self, list_name: str, row: int, column: str) -> Value | None:
        """What stands in `row` (from 0) of the list: its name, its label in the language, or another column."""
        ...


@dataclass(frozen=True)
class PlainScope:
    """A scope made of dictionaries: for the command line, tests, and whoever has the answers at hand."""

    now: datetime
    chance: Chance
    answers: Mapping[str, Value | None] = field(default_factory=dict)
    self_value: Value | None = None
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)
    columns: Mapping[str, Value | None] = field(default_factory=dict)
    language: str = "ru"
    lists: Mapping[str, Sequence[Mapping[str, Value | None]]] = field(default_factory=dict)

    def value(self, name: str) -> Value | None:
        return self.answers.get(name)

    def label(self, name: str, code: str) -> str | None:
        return self.labels.get((name, code))

    def column(self, name: str) -> Value | None:
        return self.columns.get(name)

    def rows(self, list_name: str) -> int | None:
        return len(self.lists[list_name]) if list_name in self.lists else None

    def cell(self, list_name: str, row: int, column: str) -> Value | None:
        return self.lists[list_name][row].get(column)

    def shown(self, name: str) -> str:
        """The answer as piping shows it: labels for codes where they are known."""
        value = self.answers.get(name)
        if value is None:
            return ""
        if isinstance(value, tuple):
            return ", ".join(self.label(name, code) or code for code in value)
        text = as_text(value)
        return (self.label(name, text) if isinstance(value, str) else None) or text
