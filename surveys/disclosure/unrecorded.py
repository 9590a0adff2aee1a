"""A ledger that keeps nothing: for what an employee is told about the survey they are in themselves.

A row would say that somebody of this very group looked, on this day. What is told this way is a count in whole blocks
of groups fixed before the launch, so it adds nothing to what the recorded releases tell together.
"""

from datetime import date

from surveys.disclosure.ledger import Entry, Release
from surveys.disclosure.scopes import Scope


class Unrecorded:
    def record(self, entry: Entry) -> None:
        pass

    def released(self, campaign: str, kind: str, scope: Scope, day: date) -> Release | None:
        return None
