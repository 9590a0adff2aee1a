"""A pattern as a nondeterministic automaton, followed as a set of places (K. Thompson, CACM 11(6), 1968)."""

from dataclasses import dataclass, field
from enum import Enum

from surveys.expressions.patterns.letters import WORD, Letters

#: Places of one automaton; `[а-я]{1,1000}` takes 2,000.
MAX_PLACES = 5_000

#: Places looked at in one match. About 0.3 s on the machine of the tests; an ordinary match takes some
#: hundreds.
MAX_LOOKS = 400_000


class TooMuchWork(Exception):
    """The pattern has too many places, or following it took too many looks."""


class Edge(Enum):
    START = "^"
    END = "$"
    WORD_EDGE = r"\b"
    NO_WORD_EDGE = r"\B"


@dataclass(slots=True)
class Automaton:
    """Places are numbers. From a place one goes on reading a letter of `reads`, or for free along `frees`."""

    reads: dict[int, tuple[Letters, int]] = field(default_factory=dict)
    frees: list[list[tuple[Edge | None, int]]] = field(default_factory=list)
    start: int = 0
    end: int = 0

    def place(self) -> int:
        if len(self.frees) >= MAX_PLACES:
            raise TooMuchWork
        self.frees.append([])
        return len(self.frees) - 1

    def free(self, source: int, target: int, edge: Edge | None = None) -> None:
        self.frees[source].append((edge, target))


def matches(automaton: Automaton, text: str) -> bool:
    """Whether the whole text matches. Raises TooMuchWork past MAX_LOOKS."""
    walk = _Walk(automaton)
    places = frozenset({automaton.start})
    before: str | None = None
    for character in text:
        places = walk.step(places, before, character)
        if not places:
            return False
        before = character
    return automaton.end in walk.spread(places, before, None)


class _Walk:
    """One match: remembers the steps it has made, so that a long monotonous text costs a look-up a letter."""

    def __init__(self, automaton: Automaton) -> None:
        self._automaton = automaton
        self._looks = 0
        self._steps: dict[tuple[frozenset[int], int, str], frozenset[int]] = {}

    def step(self, places: frozenset[int], before: str | None, character: str) -> frozenset[int]:
        key = (places, _side(before), character)
        known = self._steps.get(key)
        if known is None:
            known = self._steps[key] = self._read(places, before, character)
        return known

    def _read(self, places: frozenset[int], before: str | None, character: str) -> frozenset[int]:
        reached = set()
        for place in self.spread(places, before, character):
            letters_target = self._automaton.reads.get(place)
            if letters_target is not None and letters_target[0].has(character):
                reached.add(letters_target[1])
        return frozenset(reached)

    def spread(self, places: frozenset[int], before: str | None, after: str | None) -> set[int]:
        """The places reachable for free, standing between two characters (None: the end of the text)."""
        seen = set(places)
        waiting = list(places)
        while waiting:
            self._looks += 1
            if self._looks > MAX_LOOKS:
                raise TooMuchWork
            for edge, target in self._automaton.frees[waiting.pop()]:
                if target not in seen and _holds(edge, before, after):
                    seen.add(target)
                    waiting.append(target)
        return seen


def _holds(edge: Edge | None, before: str | None, after: str | None) -> bool:
    match edge:
        case None:
            return True
        case Edge.START:
            return before is None
        case Edge.END:
            return after is None
        case Edge.WORD_EDGE:
            return (_side(before) == 2) != (_side(after) == 2)
        case Edge.NO_WORD_EDGE:
            return (_side(before) == 2) == (_side(after) == 2)


def _side(character: str | None) -> int:
    """0 outside the text, 2 a letter of a word, 1 another one: all that an edge can depend on."""
    if character is None:
        return 0
    return 2 if WORD.has(character) else 1
