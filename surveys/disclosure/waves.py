"""Change from one campaign to the next (trust.md 2.3.6)."""

from surveys.anonymity.keys import RATINGS
from surveys.disclosure.figures import Change, Mean
from surveys.disclosure.gate import Gate
from surveys.disclosure.ledger import Release
from surveys.disclosure.reasons import Reason
from surveys.disclosure.scopes import Scope


def change(before: Gate, after: Gate, question: str, scope: Scope) -> Release:
    """For `scope`, or for the nearest group above it that can be compared; `Release.scope` says which.

    Comparable: both waves divide it into the same cells, and each has two blocks or more in it.
    """
    first: Reason | None = None
    asked: Scope | None = scope
    while asked is not None:
        reason = _why_not(before, after, asked)
        if reason is None:
            return _compared(before, after, question, asked)
        first = first or reason
        asked = after.published.scopes.above(asked)
    return after.withheld("change", question, scope, first or Reason.NO_SCOPE)


def _why_not(before: Gate, after: Gate, scope: Scope) -> Reason | None:
    if not after.published.scopes.known(scope):
        return Reason.NO_SCOPE
    known = before.published.scopes.known(scope)
    if not known or before.published.scopes.cell_keys(scope) != after.published.scopes.cell_keys(scope):
        return Reason.CELLS_CHANGED
    enough = all(len(gate.within(scope, RATINGS)) >= 2 for gate in (before, after))
    return None if enough else Reason.TWO_BLOCKS


def _compared(before: Gate, after: Gate, question: str, scope: Scope) -> Release:
    """A function of both means as they are published."""
    if before.scale(question) != after.scale(question):
        return after.withheld("change", question, scope, Reason.SCALE_CHANGED)
    then, now = before.mean(question, scope), after.mean(question, scope)
    if isinstance(then.figure, Mean) and isinstance(now.figure, Mean):
        return after.shown("change", question, scope, Change(then.figure, now.figure), RATINGS)
    return after.withheld("change", question, scope, now.reason or then.reason or Reason.NOT_ASKED)
