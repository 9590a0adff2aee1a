"""Character references: `&lt;`, `&#1055;`, `&#x41F;`. Only four have names."""

import re

_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#[xX](?P<hex>[0-9a-fA-F]*)|#(?P<decimal>[0-9]*)|(?P<name>[a-zA-Z]*))(?P<end>;?)")
_LONGEST_NUMBER = 10  # with "&#" or "&#x"; longer ones stay as they are written


def read_reference(text: str, at: int) -> tuple[str, int] | None:
    """The character meant by the `&` at `at`, and the index behind it; None when the `&` means itself."""
    match = _REFERENCE.match(text, at)
    if match is None:
        return None
    name = match["name"]
    if name is not None:
        return (_NAMED[name], match.end()) if name in _NAMED else None
    hexadecimal = match["hex"]
    digits, base = (hexadecimal, 16) if hexadecimal is not None else (match["decimal"], 10)
    code = int(digits, base) if digits else 0
    if not 0 < code < 0x10FFFF or match.start("end") - at >= _LONGEST_NUMBER:
        return None
    return chr(code), match.end()
