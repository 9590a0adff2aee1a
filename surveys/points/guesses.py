"""Wrong codes and forged links slow their author down: five an hour (OWASP ASVS 5.0, V6.5 and V7.2).

Only a well-formed code that no point has counts as a guess. A slip is caught by the check digit before anything is
looked up and costs nothing: a citizen with cold fingers is not a guesser.
"""

from datetime import datetime, timedelta

from surveys.work import Attempts

LIMIT = 5
WINDOW = timedelta(hours=1)


def may_guess(attempts: Attempts, person: int, now: datetime) -> bool:
    return attempts.count_since(_subject(person), now - WINDOW) < LIMIT


def count_wrong(attempts: Attempts, person: int, now: datetime) -> None:
    """Once over the limit nothing more is written: a flood of guesses costs no storage and prolongs no wait."""
    if may_guess(attempts, person, now):
        attempts.add(_subject(person), now)


def _subject(person: int) -> str:
    return f"point:{person}"
