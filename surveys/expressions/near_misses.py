"""What an author probably meant by a name that an expression does not know."""

from difflib import get_close_matches

from surveys.expressions.functions import FOREIGN, FUNCTIONS


def nearest_function(name: str) -> str | None:
    """`count_selected`, `Selected`, `stringlength`, `cuont` are all near something."""
    if name in FOREIGN:
        return None
    plain = {_plain(known): known for known in (*FUNCTIONS, "jr:choice-name")}
    near = get_close_matches(_plain(name), plain, n=1, cutoff=0.75)
    return plain[near[0]] if near else None


def _plain(name: str) -> str:
    return name[:60].lower().replace("-", "").replace("_", "")


def nearest_word(name: str) -> str | None:
    """A bare `true` is the function true(); any other bare name was meant as `${name}`."""
    return f"{name.lower()}()" if name.lower() in ("true", "false", "today", "now") else f"${{{name}}}"
