"""Language names as XLSForm writes them: `Русский (ru)`."""

import re

_WITH_CODE = re.compile(r"^(?P<name>.*?)\s*\((?P<code>[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*)\)$")


def language_of(written: str) -> tuple[str, str]:
    """Code and name: ("ru", "Русский") for "Русский (ru)"; a language without a code is its own code."""
    match = _WITH_CODE.match(written)
    return (match["code"], match["name"] or match["code"]) if match else (written, written)


def written_language(code: str, name: str) -> str:
    """What `language_of` reads back."""
    return code if name in ("", code) else f"{name} ({code})"


def survives(code: str, name: str) -> bool:
    """Whether a header can carry this language: colons separate headers, brackets hold the code."""
    return language_of(written_language(code, name)) == (code, name or code) and ":" not in code + name
