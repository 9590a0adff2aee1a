"""Which addresses a link may carry, and the form in which Telegram stores them.

The rules were read off TDLib's answers: a scheme is http, https, tg, ton or tonsite; a web host needs a dot;
the host is lowered, an empty path becomes "/", spaces and control characters of the path are percent-encoded.
"""

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv6Address

from bot.emulator.text.units import SPACES, ascii_lower, exact_integer

MAX_USER_ID = 2**40 - 1
_OWN_SCHEMES = ("tg", "ton", "tonsite")
_HOST = re.compile(r"(?:[a-z0-9.\-_!$,~*'();&+=]|[^\x00-\x7f]|%[a-f0-9]{2})*")
_USERINFO = re.compile(r"(?:[A-Za-z0-9.\-_!$,~*'();&+=:]|[^\x00-\x7f]|%[A-Fa-f0-9]{2})*")
_OWN_HOST = {
    "tg": re.compile(r"[A-Za-z0-9_-]*"),
    "ton": re.compile(r"[A-Za-z0-9_-]*"),
    "tonsite": re.compile(r"[A-Za-z0-9_.-]*"),
}


@dataclass(frozen=True, slots=True)
class _Address:
    secure: bool
    userinfo: str
    host: str
    port: int  # 0 when none is written
    path: str  # with the query and the fragment; begins with "/"

    @property
    def is_ipv6(self) -> bool:
        return self.host.startswith("[")

    def spelled(self) -> str:
        scheme = "https" if self.secure else "http"
        userinfo = f"{self.userinfo}@" if self.userinfo else ""
        port = f":{self.port}" if self.port else ""
        return f"{scheme}://{userinfo}{self.host}{port}{self.path}"


class LinkRefused(Exception):
    """Telegram would not carry this link; the message is its reason."""


def stored_link(link: str) -> str:
    """The link as Telegram keeps it.

    Raises LinkRefused.
    """
    for scheme in _OWN_SCHEMES:
        if ascii_lower(link[: len(scheme) + 1]) == f"{scheme}:":
            return _own_link(scheme, link[len(scheme) + 1 :].removeprefix("//"))
    address = _parse(link)
    if "." not in address.host and not address.is_ipv6:
        raise LinkRefused("Wrong HTTP URL")
    return address.spelled()


def mentioned_user(link: str) -> int | None:
    """The user's id in a tg://user?id= link."""
    query = _own_query(ascii_lower(link), "user")
    if query is None:
        return None
    for key, value in _parameters(query):
        if key == "id":
            number = exact_integer(value)
            return number if number is not None and 0 < number <= MAX_USER_ID else None
    return None


def custom_emoji_in(link: str) -> str | None:
    """The emoji's id in a tg://emoji?id= link."""
    query = _own_query(link, "emoji")
    values = [value for key, value in _parameters(query or "") if key == "id"]
    return custom_emoji_id(values[0]) if values else None


def date_in(link: str) -> tuple[str, str] | None:
    """What is written behind unix= and format= in a tg://time link; the last of several wins."""
    query = _own_query(link, "time")
    if query is None:
        return None
    values = dict(_parameters(query))
    return values.get("unix", ""), values.get("format", "")


def custom_emoji_id(text: str) -> str | None:
    """The id if it is a number of 64 bits other than 0."""
    return text if exact_integer(text) else None


def _own_query(link: str, host: str) -> str | None:
    scheme, colon, rest = link.partition(":")
    rest = rest.removeprefix("//")
    if not colon or ascii_lower(scheme) != "tg" or ascii_lower(rest[: len(host)]) != host:
        return None
    rest = rest[len(host) :].removeprefix("/")
    return rest[1:].partition("#")[0] if rest.startswith("?") else None


def _parameters(query: str) -> list[tuple[str, str]]:
    pairs = (part.partition("=") for part in query.split("&"))
    return [(key, value) for key, _, value in pairs]


def _own_link(scheme: str, rest: str) -> str:
    address = _parse(rest)
    foreign = address.secure or ascii_lower(rest[:7]) == "http://"
    if foreign or address.userinfo or address.port or address.is_ipv6:
        raise LinkRefused(f"Wrong {'tg' if scheme == 'tg' else 'ton'} URL")
    if not _OWN_HOST[scheme].fullmatch(address.host):
        raise LinkRefused("Unallowed characters in URL host")
    path = address.path[1:] if address.path.startswith("/?") else address.path
    return f"{scheme}://{address.host}{path}"


def _parse(link: str) -> _Address:
    head = re.match(r"[^:/?#@\[\]]*", link)
    scheme = head.group() if head else ""
    secure = False
    if link[len(scheme) :].startswith("://"):
        if ascii_lower(scheme) not in ("http", "https"):
            raise LinkRefused("Unsupported URL protocol")
        secure = ascii_lower(scheme) == "https"
        link = link[len(scheme) + 3 :]
    place = re.split(r"[/?#]", link, maxsplit=1)[0]
    userinfo, host, port = _split_place(place)
    return _Address(secure, userinfo, _checked_host(host), port, _encoded_path(link[len(place) :]))


def _split_place(place: str) -> tuple[str, str, int]:
    port = 0
    cut = max(place.rfind(mark) for mark in ":]@")
    if cut > 0 and place[cut] == ":":
        port = _port(place[cut + 1 :])
        place = place[:cut]
    userinfo, _, host = place.rpartition("@")
    if not _USERINFO.fullmatch(userinfo):
        raise LinkRefused("Wrong URL userinfo")
    return userinfo, host, port


def _port(digits: str) -> int:
    number = exact_integer(digits.lstrip("0") or digits[:1])
    if number is None or not 0 < number <= 65535:
        raise LinkRefused("Wrong port number specified in the URL")
    return number


def _checked_host(host: str) -> str:
    if not host:
        raise LinkRefused("URL host is empty")
    if host == ".":
        raise LinkRefused("Host is invalid")
    lowered = ascii_lower(host)
    if lowered.startswith("[") and lowered.endswith("]"):
        _check_ipv6(lowered[1:-1])
        return lowered
    allowed = _HOST.match(lowered)
    end = allowed.end() if allowed else 0
    if end < len(lowered):
        what = "Wrong percent-encoded symbol in URL host" if lowered[end] == "%" else "Wrong URL host"
        raise LinkRefused(what)
    return lowered


def _check_ipv6(address: str) -> None:
    try:
        IPv6Address(address)
    except AddressValueError:
        raise LinkRefused("Wrong IPv6 address specified in the URL") from None
    if not re.fullmatch(r"[0-9a-f:.]*", address):
        raise LinkRefused("Wrong IPv6 URL host")


def _encoded_path(path: str) -> str:
    while path and path[-1] in SPACES:
        path = path[:-1]
    if not path.startswith("/"):
        path = f"/{path}"
    return re.sub(r"[\x00-\x20]", lambda match: f"%{ord(match.group()):02X}", path)
