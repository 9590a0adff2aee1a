"""Answers for those who wait on a work."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from storage.batch import Function, Outcome


@dataclass(slots=True, eq=False)
class Job:
    """A function that waits for its turn, and the future its caller waits on."""

    function: Function
    future: "asyncio.Future[Any]"
    alone: bool = False
    """Of a connection that is in no transaction, instead of a work."""


def settle(jobs: Sequence[Job], outcomes: Sequence[Outcome]) -> None:
    """Give each caller its own outcome. To be called in the callers' loop."""
    for job, outcome in zip(jobs, outcomes, strict=True):
        if job.future.done():  # cancelled by its caller: the work is done all the same
            continue
        if outcome.error is None:
            job.future.set_result(outcome.value)
        elif isinstance(outcome.error, StopIteration):  # a future cannot carry it
            job.future.set_exception(RuntimeError("a work raised StopIteration"))
        else:
            job.future.set_exception(outcome.error)
