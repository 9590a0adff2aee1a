"""Which names Telegram believes to be a host or an address of mail when nobody marked them as links."""

import re

from bot.emulator.text.top_level_domains import TOP_LEVEL_DOMAINS
from bot.emulator.text.units import ascii_lower, byte_length

_ENDINGS_LEFT_OUT = ".:;,('?!`"
_SCHEME = re.compile("(?:https?|ftp|tonsite)://", re.IGNORECASE | re.ASCII)
_PAIRS = {")": "(", "]": "[", "}": "{"}
_MAIL_USER = re.compile("(?:[a-zA-Z0-9_-]{0,26}[.+]){0,10}[a-zA-Z0-9_-]{1,35}")
_MAIL_LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9_-]{0,28}[a-zA-Z0-9])?"
_MAIL_HOST = re.compile(rf"(?:{_MAIL_LABEL}\.){{1,6}}[a-zA-Z]{{2,8}}")
_SMALL_NUMBER = re.compile("0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]")
_LONGEST_LABEL = 63  # bytes
_IMPOSTOR = "teiegram.org"


def is_email(written: str) -> bool:
    """An address of mail that Telegram makes clickable."""
    user, _, host = written.partition("@")
    return _MAIL_HOST.fullmatch(host) is not None and _MAIL_USER.fullmatch(user) is not None


def link_within(written: str) -> str:
    """The part of a found address that is a link: without a closing bracket of the sentence, or nothing."""
    scheme = _SCHEME.match(written)
    rest = written[scheme.end() :] if scheme else written
    domain = re.split("[/?#]", rest, maxsplit=1)[0]
    path = rest[len(domain) :]
    host = domain.partition("@")[2] if "@" in domain else domain
    host = host.rpartition(":")[0] if ":" in host else host
    if ascii_lower(host) == _IMPOSTOR or not _is_host(host, scheme is not None):
        return ""
    return written[: len(written) - len(path) + _balanced(path)]


def _balanced(path: str) -> int:
    """How much of a path lies before the first bracket that closes nothing."""
    opened = dict.fromkeys(_PAIRS.values(), 0)
    end = len(path)
    for index, character in enumerate(path):
        if character in opened:
            opened[character] += 1
        elif character in _PAIRS:
            opened[_PAIRS[character]] -= 1
            if opened[_PAIRS[character]] < 0:
                end = index
                break
    while end and path[end - 1] in _ENDINGS_LEFT_OUT:
        end -= 1
    return end


def _is_host(host: str, has_scheme: bool) -> bool:
    labels = host.split(".")
    if len(labels) < 2 or any(not _is_label(label) for label in labels):
        return False
    if len(labels) == 4 and all(_SMALL_NUMBER.fullmatch(label) for label in labels):
        return True
    if all(character in "0123456789." for character in host):
        return False
    return _is_ending(labels[-1], has_scheme) and "_" not in labels[-2]


def _is_label(label: str) -> bool:
    return 0 < byte_length(label) <= _LONGEST_LABEL and not label.endswith("-")


def _is_ending(ending: str, has_scheme: bool) -> bool:
    if len(ending) < 2:
        return False
    if ending.startswith("xn--"):
        return len(ending) > 5 and all(c.isascii() and c.isalnum() for c in ending[4:])
    if "_" in ending or "-" in ending:
        return False
    return has_scheme or _is_known(ending)


def _is_known(ending: str) -> bool:
    """In the list, in small or mixed letters, but not with a capital first letter alone: "end.So it goes"."""
    lowered = ending.lower()
    if lowered != ending and lowered[1:] == ending[1:]:
        return False
    return lowered in TOP_LEVEL_DOMAINS
