"""Every request that reaches an emulator in this process, and every update it makes, is held to the documented Bot API.

Bots in child processes are linted too, because their emulator lives here. Updates that a test pushes raw are its own
matter; a test that sends bad requests on purpose says so with the mark `bad_requests`.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from bot.emulator.account import Account
from bot.emulator.journal import Journal
from tests.bot_api_lint import lint_request, lint_result
from tests.bot_api_schema import SCHEMA_FILE

MARK = "bad_requests"
SHOWN = 10


class Witness:
    """What went over the wire since the last look. A thing seen before is not kept twice: storms repeat themselves."""

    def __init__(self) -> None:
        self._calls: dict[str, dict[str, Any]] = {}
        self._updates: dict[str, dict[str, Any]] = {}

    def called(self, entry: dict[str, Any]) -> None:
        self._calls.setdefault(f"{entry['method']}{_shape(entry['parameters'])}", entry)

    def emitted(self, kind: str, value: dict[str, Any]) -> None:
        self._updates.setdefault(f"{kind}{_shape(value)}", {"update_id": 1, kind: value})

    def forget(self) -> None:
        self._calls, self._updates = {}, {}

    def complaints(self) -> list[str]:
        """What was wrong, a sentence each, and forget it."""
        calls, updates = self._calls, self._updates
        self.forget()
        wrong = [complaint for call in calls.values() for complaint in _of_call(call)]
        return wrong + [complaint for update in updates.values() for complaint in lint_result("getUpdates", [update])]


@pytest.fixture(scope="session")
def witness() -> Iterator[Witness | None]:
    """Looks over the shoulder of every emulator; None where the schema has not been fetched."""
    if not SCHEMA_FILE.exists():
        if os.environ.get("CI"):
            pytest.fail("The Bot API schema is not there: run `make build/bot-api/schema.json`.")
        yield None
        return
    seen = Witness()
    with pytest.MonkeyPatch.context() as patch:
        add, emit = Journal.add, Account.emit

        def adding(journal: Journal, kind: str, **fields: Any) -> None:
            if kind == "call":
                seen.called(fields)
            add(journal, kind, **fields)

        def emitting(account: Account, kind: str, value: dict[str, Any], *rest: Any, **named: Any) -> None:
            seen.emitted(kind, value)
            emit(account, kind, value, *rest, **named)

        patch.setattr(Journal, "add", adding)
        patch.setattr(Account, "emit", emitting)
        yield seen
    assert not seen.complaints()


@pytest.fixture(autouse=True)
def requests_are_documented(request: pytest.FixtureRequest, witness: Witness | None) -> Iterator[None]:
    """Set up first and torn down last, so that what happens while other fixtures close is looked at too."""
    yield
    if witness is None:
        return
    if request.node.get_closest_marker(MARK) is not None:
        witness.forget()
        return
    if wrong := witness.complaints():
        more = [f"... and {len(wrong) - SHOWN} more"] if len(wrong) > SHOWN else []
        pytest.fail("not in the Bot API:\n" + "\n".join([*wrong[:SHOWN], *more]), pytrace=False)


def _of_call(call: dict[str, Any]) -> list[str]:
    method = call["method"]
    wrong = lint_request(method, call["parameters"])
    answer = call["answer"]
    # What getUpdates gives out is looked at where it arises; its journalled result is a list of ids.
    if isinstance(answer, dict) and answer.get("ok") and method.lower() != "getupdates":
        wrong += lint_result(method, answer["result"])
    return wrong


def _shape(value: Any) -> str:
    return repr(value)
