"""A pattern's text read into an automaton, by descent: alternatives, sequence, repetition, atom."""

from functools import lru_cache

from surveys.expressions.patterns.automaton import Automaton, Edge, TooMuchWork
from surveys.expressions.patterns.brackets import BadPattern, Reader, read_class, read_escape
from surveys.expressions.patterns.letters import ANYTHING, AnyCase, Letters, one

__all__ = ["BadPattern", "compile_pattern"]

#: Code points.
MAX_LENGTH = 1_000

#: Groups within groups.
MAX_DEPTH = 30

#: The largest number in `{m,n}`.
MAX_REPEATS = 1_000

#: From a place to a place: a piece of the automaton being built.
Piece = tuple[int, int]

_EDGES = {"b": Edge.WORD_EDGE, "B": Edge.NO_WORD_EDGE, "A": Edge.START, "z": Edge.END, "Z": Edge.END}


@lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> Automaton:
    """Raises BadPattern: what cannot be carried and at which place of the pattern."""
    if len(pattern) > MAX_LENGTH:
        raise BadPattern("too_long", "", MAX_LENGTH)
    builder = _Builder(pattern)
    try:
        start, end = builder.whole()
    except TooMuchWork:
        raise BadPattern("too_large", "", 0) from None
    builder.automaton.start, builder.automaton.end = start, end
    return builder.automaton


class _Builder:
    def __init__(self, pattern: str) -> None:
        self.automaton = Automaton()
        self._reader = Reader(pattern)
        self._any_case = False
        self._depth = 0

    def whole(self) -> Piece:
        if self._reader.takes("(?i)"):
            self._any_case = True
        piece = self._alternatives()
        if self._reader.peek():
            raise self._reader.problem("unbalanced")
        return piece

    def _alternatives(self) -> Piece:
        pieces = [self._sequence()]
        while self._reader.takes("|"):
            pieces.append(self._sequence())
        if len(pieces) == 1:
            return pieces[0]
        start, end = self.automaton.place(), self.automaton.place()
        for piece_start, piece_end in pieces:
            self.automaton.free(start, piece_start)
            self.automaton.free(piece_end, end)
        return start, end

    def _sequence(self) -> Piece:
        start = end = self.automaton.place()
        while self._reader.peek() not in ("", "|", ")"):
            piece_start, piece_end = self._repeated()
            self.automaton.free(end, piece_start)
            end = piece_end
        return start, end

    def _repeated(self) -> Piece:
        begin = self._reader.at
        piece = self._atom()
        atom_end = self._reader.at
        times = self._times()
        if times is None:
            return piece
        self._reader.takes("?")  # lazy: the same yes or no
        if self._reader.peek() == "+":
            raise self._reader.problem("possessive")
        if self._times() is not None:
            raise BadPattern("nothing_to_repeat", "", self._reader.at)
        return self._copies(begin, atom_end, piece, *times)

    def _times(self) -> tuple[int, int | None] | None:
        for sign, times in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._reader.takes(sign):
                return times
        return self._counted() if self._reader.peek() == "{" else None

    def _counted(self) -> tuple[int, int | None]:
        at = self._reader.at
        self._reader.take()
        least = self._reader.digits()
        most = least
        if self._reader.takes(","):
            most = self._reader.digits()
        if least == "" or not self._reader.takes("}"):
            raise BadPattern("bad_count", "{", at)
        low, high = int(least), int(most) if most else None
        if max(low, high or 0) > MAX_REPEATS or (high is not None and high < low):
            raise BadPattern("bad_count", "{", at)
        return low, high

    def _copies(self, begin: int, atom_end: int, piece: Piece, least: int, most: int | None) -> Piece:
        """`least` copies in a row, then a loop or as many optional copies as are left."""
        start = end = self.automaton.place()
        spare: Piece | None = piece
        for _ in range(least):
            end, spare = self._append(end, spare or self._again(begin, atom_end)), None
        if most is None:
            loop_start, loop_end = spare or self._again(begin, atom_end)
            self.automaton.free(end, loop_start)
            self.automaton.free(loop_end, end)
            return start, end
        out = self.automaton.place()
        for _ in range(most - least):
            self.automaton.free(end, out)
            end, spare = self._append(end, spare or self._again(begin, atom_end)), None
        self.automaton.free(end, out)
        return start, out

    def _append(self, end: int, piece: Piece) -> int:
        self.automaton.free(end, piece[0])
        return piece[1]

    def _again(self, begin: int, atom_end: int) -> Piece:
        """The same atom once more: read again, because a piece has one way in and one way out."""
        back = self._reader.at
        self._reader.at = begin
        piece = self._atom()
        if self._reader.at != atom_end:  # cannot be: the same text is read the same way
            raise BadPattern("unbalanced", "", begin)
        self._reader.at = back
        return piece

    def _atom(self) -> Piece:
        reader = self._reader
        sign = reader.peek()
        if sign in "*+?{":
            raise reader.problem("nothing_to_repeat")
        if sign == "(":
            return self._group()
        if sign == "[":
            return self._letters(read_class(reader))
        if sign in "^$":
            reader.take()
            return self._edge(Edge(sign))
        if sign == "\\" and reader.peek(1) in _EDGES:
            reader.at += 2
            return self._edge(_EDGES[reader.text[reader.at - 1]])
        if sign == "\\":
            return self._letters(read_escape(reader))
        reader.take()
        return self._letters(ANYTHING if sign == "." else one(sign))

    def _group(self) -> Piece:
        reader = self._reader
        if self._depth >= MAX_DEPTH:
            raise reader.problem("too_deep")
        at = reader.at
        reader.take()
        if reader.peek() == "?" and not reader.takes("?:"):
            raise BadPattern("look_around", reader.text[at : at + 3], at)
        self._depth += 1
        piece = self._alternatives()
        self._depth -= 1
        if not reader.takes(")"):
            raise BadPattern("unbalanced", "(", at)
        return piece

    def _letters(self, letters: Letters) -> Piece:
        start, end = self.automaton.place(), self.automaton.place()
        self.automaton.reads[start] = (AnyCase(letters) if self._any_case else letters, end)
        return start, end

    def _edge(self, edge: Edge) -> Piece:
        start, end = self.automaton.place(), self.automaton.place()
        self.automaton.free(start, end, edge)
        return start, end
