"""What the published department alone says: the answers that can be a person's."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from bot.audit.answers import Answers
from bot.audit.knowledge import Knowledge


class Departments:
    """An answer whose department is nobody's ("other cells") can be anybody's."""

    def __init__(self, answers: Answers, knowledge: Knowledge) -> None:
        self.known = bool(answers.labels)
        self._answers = answers
        self._roster = knowledge.roster
        self._labelled: dict[str, set[str]] = defaultdict(set)
        for whose, label in answers.labels.items():
            self._labelled[label].add(whose)
        everybody = [found for label, found in self._labelled.items() if label not in knowledge.attributes]
        self._other: set[str] = set().union(*everybody)
        self._own: dict[str, set[str]] = {}

    @property
    def smallest(self) -> int:
        """Answers in the smallest cell."""
        return min(map(len, self._labelled.values()), default=self._answers.n)

    def own(self, person: str) -> set[str]:
        """Answers under any attribute of the person; those of nobody where there is none. Not to be changed."""
        known = self._own.get(person)
        if known is None:
            found: set[str] = set().union(*(self._labelled.get(each, set()) for each in self._roster.get(person, ())))
            known = self._own[person] = found or self._other
        return known

    def nearest(self, person: str) -> set[str]:
        """Answers under the first of the person's attributes that stands beside any."""
        for known in self._roster.get(person, ()):
            if found := self._labelled.get(known):
                return found
        return self._other

    def possible(self, person: str) -> set[str]:
        return self.own(person) | self._other

    def cell(self, person: str) -> str:
        """Where a person's answers are published first; empty for other cells."""
        return next((known for known in self._roster.get(person, ()) if known in self._labelled), "")

    def among(self, person: str, candidates: set[str]) -> set[str]:
        return candidates & self.own(person) if self.known else candidates

    def base(self) -> Mapping[str, int]:
        """From how many answers a person's are chosen once the label is known."""
        return self._base

    @cached_property
    def _base(self) -> Mapping[str, int]:
        return {person: max(1, len(self.own(person))) for person in self._answers.units} if self.known else {}
