"""Options named in a typed message instead of being tapped."""

import re

from surveys.answering.kinds.kind import Asking
from surveys.questionnaires.definition import Choice


def matching(asking: Asking, text: str) -> Choice | None:
    """The one option whose label, or whose name, `text` is; case, ё and spaces at will. None if two are."""
    wanted = _plain(text)
    for said in (asking.label, _name):
        found = [offered.choice for offered in asking.options if _plain(said(offered.choice)) == wanted]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def several_matching(asking: Asking, text: str) -> tuple[Choice, ...] | None:
    """Options separated by commas, semicolons or lines; None if a part is none of them."""
    whole = matching(asking, text)
    if whole:
        return (whole,)
    found = [matching(asking, part) for part in re.split(r"[,;\n]", text) if part.strip()]
    named = tuple(dict.fromkeys(choice.name for choice in found if choice))
    if not named or None in found:
        return None
    by_name = {choice.name: choice for choice in found if choice}
    return tuple(by_name[name] for name in named)


def _name(choice: Choice) -> str:
    return choice.name


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split()).rstrip(".!")
