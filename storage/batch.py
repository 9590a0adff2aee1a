"""Several works in one transaction, each of which succeeds or fails alone (group commit).

First all functions run one after another without savepoints, which is what happens nearly always. When one of them
raises, the transaction is rolled back and all run again, each inside its own savepoint. `Works` allows a second run.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from storage.failures import translated
from storage.work import SqlWork
from surveys.errors import Unavailable

Function = Callable[[Any], Any]
OpenWork = Callable[[Connection], SqlWork]
At = Callable[[str], None]
"""Called at the moments "begun", "worked", "before_commit" and "after_commit", where a test may kill the process."""


def nothing(_: Any) -> None:
    pass


@dataclass(slots=True)
class Outcome:
    value: Any = None
    error: BaseException | None = None


class Batch:
    """One transaction's worth of functions. `outcomes` holds, once committed, one for each function, in order."""

    def __init__(self, functions: Sequence[Function], open_work: OpenWork, at: At = nothing) -> None:
        self._functions = functions
        self._open_work = open_work
        self._at = at
        self.outcomes: list[Outcome] = []
        self.committing = False

    def run(self, connection: Connection, begun: Callable[[Connection], None] = nothing) -> None:
        """Run and commit. `begun` is called first in each transaction.

        Raises Unavailable when nothing was done, for none of the functions; with `committing` still set when the
        commit itself did not answer.
        """
        failure: BaseException | None = None
        try:
            if not self._together(connection, begun):
                self._apart(connection, begun)
        except Exception as error:
            failure = translated(error) or error
        if failure is not None:
            raise failure

    def _together(self, connection: Connection, begun: Callable[[Connection], None]) -> bool:
        with connection.begin() as transaction:
            begun(connection)
            self._at("begun")
            work = self._open_work(connection)
            self.outcomes = []
            alone = len(self._functions) == 1
            for function in self._functions:
                outcome = _outcome(_flushing(function) if alone else function, work)
                if outcome.error is not None:
                    transaction.rollback()
                    self.outcomes = [outcome]
                    return alone
                self.outcomes.append(outcome)
                self._at("worked")
            try:
                work.flush()
            except Exception as error:
                if isinstance(translated(error), Unavailable):
                    raise
                transaction.rollback()
                return False
            self._commit(transaction)
        return True

    def _apart(self, connection: Connection, begun: Callable[[Connection], None]) -> None:
        with connection.begin() as transaction:
            begun(connection)
            work = self._open_work(connection)
            self.outcomes = []
            for function in self._functions:
                savepoint = connection.begin_nested()
                outcome = _outcome(_flushing(function), work)
                if outcome.error is None:
                    savepoint.commit()
                else:
                    work.drop()
                    savepoint.rollback()
                self.outcomes.append(outcome)
            self._commit(transaction)

    def _commit(self, transaction: Any) -> None:
        self._at("before_commit")
        self.committing = True
        transaction.commit()
        self._at("after_commit")
        self.committing = False


def _flushing(function: Function) -> Function:
    def run(work: SqlWork) -> Any:
        value = function(work)
        work.flush()
        return value

    return run


def _outcome(function: Function, work: SqlWork) -> Outcome:
    """What the function gave. Raises Unavailable where the database is away, which concerns the whole transaction.

    A work that finds something else unavailable, e.g. the key folder, fails alone: others' answers do not wait for it.
    """
    try:
        return Outcome(function(work))
    except Exception as error:
        ours = translated(error)
        failure: Exception = error if ours is None else ours
    if isinstance(failure, Unavailable) and ours is not None:
        raise failure
    return Outcome(error=failure)
