"""A session as JSON, so that it survives a restart."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from surveys.answering.session import Session, State
from surveys.answering.values import from_json, to_json


def session_to_json(session: Session) -> dict[str, Any]:
    """A value for `json.dumps` that `session_from_json` reads back as an equal session."""
    return {
        "key": session.key,
        "form_id": session.form_id,
        "version": session.version,
        "language": session.language,
        "started_at": session.started_at.isoformat(),
        "touched_at": session.touched_at.isoformat(),
        "step": session.step,
        "state": session.state.value,
        "answers": {name: to_json(answer) for name, answer in session.answers.items()},
        "draft": list(session.draft),
        "returning": session.returning,
        "context": {
            name: given if isinstance(given, str) else [list(pair) for pair in given]
            for name, given in session.context.items()
        },
    }


def session_from_json(stored: Mapping[str, Any]) -> Session:
    """Raises ValueError for anything that `session_to_json` did not write."""
    try:
        return Session(
            key=str(stored["key"]),
            form_id=str(stored["form_id"]),
            version=str(stored["version"]),
            language=str(stored["language"]),
            started_at=datetime.fromisoformat(stored["started_at"]),
            touched_at=datetime.fromisoformat(stored["touched_at"]),
            step=str(stored["step"]),
            state=State(stored["state"]),
            answers=MappingProxyType({name: from_json(answer) for name, answer in stored["answers"].items()}),
            draft=tuple(map(str, stored["draft"])),
            returning=bool(stored["returning"]),
            context=MappingProxyType({name: _given(given) for name, given in stored["context"].items()}),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a stored session") from error


def _given(stored: Any) -> str | tuple[tuple[str, str], ...]:
    if isinstance(stored, str):
        return stored
    return tuple((str(code), str(label)) for code, label in stored)
