"""Regular expressions of regex(): Java's notation, the whole text matched, in time linear in the text.

JavaRosa gives the pattern to `java.util.regex.Pattern.matches`: a full match. That engine and Python's `re`
go back on their steps, so `(a+)+$` can take years on thirty letters. Only the answer yes or no is needed
here, hence an automaton: every letter is read once. What an automaton cannot do (references to groups,
looking around) is refused by name.
"""

from surveys.expressions.patterns.automaton import Automaton, TooMuchWork, matches
from surveys.expressions.patterns.reading import BadPattern, compile_pattern

__all__ = ["Automaton", "BadPattern", "TooMuchWork", "compile_pattern", "matches"]
