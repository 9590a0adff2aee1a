"""The near miss: what an author probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(written: str, known: Iterable[str], cutoff: float = 0.7) -> str:
    """The known word that `written` resembles most, or "". Case is ignored, as an author's slip often is just that."""
    by_lower = {word.lower(): word for word in known}
    lower = written.lower()
    if lower in by_lower:
        return by_lower[lower]
    # The usual 0.7 joins one slip in a word of four letters (txt ~ text) and keeps different short words apart.
    found = get_close_matches(lower, by_lower, n=1, cutoff=cutoff)
    return by_lower[found[0]] if found else ""
