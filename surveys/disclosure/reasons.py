"""Why a number is withheld: a code for machines, a sentence for people."""

from enum import Enum

from surveys.screens import Phrase


class Reason(Enum):
    NO_BLOCKS = "no_blocks"
    """Nothing is shown before 2k answers."""
    CLOSED_FEW = "closed_few"
    """The survey is closed, and fewer than k answered: nothing will be shown any more."""
    NO_SCOPE = "no_scope"
    """Not one of the groups fixed before the launch: nothing else can be a filter."""
    FEW_FOR_QUESTION = "few_for_question"
    """Fewer than k gave a value here; the others skipped it or were not asked."""
    NOT_ASKED = "not_asked"
    NO_SCALE = "no_scale"
    NEEDS_TEN = "needs_ten"
    SENSITIVE = "sensitive"
    """Of a sensitive option it would tell that nobody, or everybody, chose it."""
    COMMENTS_FEW = "comments_few"
    COMMENTS_NOT_YET = "comments_not_yet"
    """By department only after the close: during it, the next block could show one department by itself."""
    SCALE_CHANGED = "scale_changed"
    CELLS_CHANGED = "cells_changed"
    TWO_BLOCKS = "two_blocks"
    RATE_FEW = "rate_few"
    NO_ROWS = "no_rows"
    """Answers one by one do not exist."""
    NO_CROSS = "no_cross"
    """Answers to two questions together do not exist."""

    def said(self, *, k: int, k_text: int) -> Phrase:
        return Phrase(f"disclosure.{self.value}", {"k": k, "twice": 2 * k, "text": k_text})
