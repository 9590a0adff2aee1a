"""A session as JSON, to be stored between two inputs and read by a later release.

The keys are short because every answer rewrites the text. `v` is the version of the shape: a reader accepts every
version up to its own. What equals its default is left out.
"""

from datetime import datetime
from types import MappingProxyType
from typing import Any

from surveys.answering.session import Session, State
from surveys.answering.values import Answer, from_json, to_json

VERSION = 1


def session_to_json(session: Session) -> dict[str, Any]:
    """A JSON value that `session_from_json` reads back as an equal session."""
    stored: dict[str, Any] = {
        "v": VERSION,
        "k": session.key,
        "f": session.form_id,
        "fv": session.version,
        "l": session.language,
        "b": session.started_at.isoformat(),
        "t": session.touched_at.isoformat(),
        "s": session.step,
    }
    if session.state is not State.OPEN:
        stored["st"] = session.state.value
    if session.answers:
        stored["a"] = {name: to_json(answer) for name, answer in session.answers.items()}
    if session.draft:
        stored["d"] = list(session.draft)
    if session.returning:
        stored["r"] = True
    if session.context:
        stored["c"] = dict(session.context)
    return stored


def session_from_json(stored: Any) -> Session:
    """The session that `session_to_json` kept. Raises ValueError for anything else, a newer version included."""
    if not isinstance(stored, dict) or stored.get("v") != VERSION:
        raise ValueError("not a stored session of a version known here")
    try:
        return _session(stored)
    except (KeyError, TypeError, AttributeError) as broken:
        raise ValueError("a stored session that is not whole") from broken


def _session(stored: dict[str, Any]) -> Session:
    return Session(
        key=stored["k"],
        form_id=stored["f"],
        version=stored["fv"],
        language=stored["l"],
        started_at=datetime.fromisoformat(stored["b"]),
        touched_at=datetime.fromisoformat(stored["t"]),
        step=stored["s"],
        state=State(stored.get("st", State.OPEN.value)),
        answers=MappingProxyType(_answers(stored.get("a", {}))),
        draft=tuple(stored.get("d", ())),
        returning=stored.get("r", False),
        context=MappingProxyType({name: _context(value) for name, value in stored.get("c", {}).items()}),
    )


def _answers(stored: dict[str, Any]) -> dict[str, Answer]:
    return {name: from_json(answer) for name, answer in stored.items()}


def _context(value: Any) -> str | tuple[tuple[str, str], ...]:
    return value if isinstance(value, str) else tuple((str(code), str(label)) for code, label in value)
