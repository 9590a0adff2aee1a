"""A release as JSON, for the ledger. Kind and scope stand beside it, as they are asked for.

A figure is a list of the name of its class and its fields, so that another kind of figure needs one line here. Reading
raises KeyError, ValueError or TypeError for what was not written so.

Of comments only their number and a digest are written: enough to prove later what was shown, and no second place where
the words of employees lie. Such a figure cannot be read back.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from surveys.disclosure.figures import (
    Band,
    Banded,
    Bound,
    Change,
    Comments,
    Count,
    Distribution,
    Figure,
    Index,
    Mean,
    Rate,
    Share,
)
from surveys.disclosure.ledger import Release
from surveys.disclosure.reasons import Reason
from surveys.disclosure.scopes import Scope


def release_to_json(release: Release) -> dict[str, Any]:
    return {
        "question": release.question,
        "figure": release.figure and figure_to_json(release.figure),
        "reason": release.reason and release.reason.value,
        "blocks": sorted(block.hex() for block in release.blocks),
    }


def release_from_json(kind: str, scope: Scope, stored: Any) -> Release:
    return Release(
        kind,
        stored["question"],
        scope,
        None if stored["figure"] is None else figure_from_json(stored["figure"]),
        None if stored["reason"] is None else Reason(stored["reason"]),
        frozenset(bytes.fromhex(block) for block in stored["blocks"]),
    )


def figure_to_json(figure: Figure) -> list[Any]:
    match figure:
        case Mean(value, bound) | Index(value, bound):
            fields: list[Any] = [value, bound.value]
        case Band(low, high):
            fields = [low, high]
        case Share(option, percent, bound):
            fields = [option, percent, bound.value]
        case Distribution(shares):
            fields = [[figure_to_json(share) for share in shares]]
        case Banded(bands):
            fields = [[[option, figure_to_json(band)] for option, band in bands]]
        case Count(number):
            fields = [number]
        case Rate(percent, step):
            fields = [percent, step]
        case Comments(texts):
            fields = [len(texts), comments_digest(texts)]
        case Change(before, after):
            fields = [figure_to_json(before), figure_to_json(after)]
    return [type(figure).__name__, *fields]


def comments_digest(texts: Iterable[str]) -> str:
    """SHA-256 over the texts, sorted, whatever the order in which they were shown."""
    return hashlib.sha256(json.dumps(sorted(texts)).encode()).hexdigest()


def figure_from_json(stored: Any) -> Figure:
    """Raises KeyError for comments, too."""
    name, *fields = stored
    return READERS[name](*fields)


def _read(stored: Any) -> Any:
    """A figure inside another one, whose class the outer one knows."""
    return figure_from_json(stored)


READERS: dict[str, Callable[..., Figure]] = {
    "Mean": lambda value, bound: Mean(value, Bound(bound)),
    "Band": Band,
    "Share": lambda option, percent, bound: Share(option, percent, Bound(bound)),
    "Distribution": lambda shares: Distribution(tuple(_read(share) for share in shares)),
    "Banded": lambda bands: Banded(tuple((option, _read(band)) for option, band in bands)),
    "Index": lambda value, bound: Index(value, Bound(bound)),
    "Count": Count,
    "Rate": Rate,
    "Change": lambda before, after: Change(_read(before), _read(after)),
}
