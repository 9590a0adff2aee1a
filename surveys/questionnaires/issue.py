"""One thing that is wrong, or doubtful, in an author's file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from surveys.questionnaires.place import NOWHERE, Place
from surveys.screens import Phrase


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Issue:
    """`code` is stable: pyxform's own (`NAMES_001`) where pyxform knows the fault, ours otherwise (`TYPE_UNKNOWN`).

    Its texts stand in the catalogues under `questionnaires.<code>.message` and `.hint`, for what pyxform said under
    `questionnaires.pyxform.<code>`; `args` fills them.
    """

    code: str
    severity: Severity = Severity.ERROR
    place: Place = NOWHERE
    args: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def message(self) -> Phrase:
        """What is wrong."""
        return Phrase(f"{self._key}.message", dict(self.args))

    @property
    def hint(self) -> Phrase:
        """What to do about it."""
        return Phrase(f"{self._key}.hint", dict(self.args))

    @property
    def from_pyxform(self) -> bool:
        """Whether the fault is in pyxform's words, which stand in `args["sentence"]`."""
        return "sentence" in self.args

    @property
    def _key(self) -> str:
        return f"questionnaires.pyxform.{self.code}" if self.from_pyxform else f"questionnaires.{self.code}"


def error(code: str, place: Place = NOWHERE, **args: str | int) -> Issue:
    return Issue(code, Severity.ERROR, place, args)


def warning(code: str, place: Place = NOWHERE, **args: str | int) -> Issue:
    return Issue(code, Severity.WARNING, place, args)
