"""Links and e-mail addresses written out in a text, found around their dots as Telegram does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.emulator.text.letters import is_word
from bot.emulator.text.units import ascii_lower
from bot.emulator.text.web_names import is_email, link_within

Span = tuple[int, int]

# Spaces, and the general punctuation without joiners and dashes: they end every address.
_NEVER = " \u00a0\u1680\u3000\u2000-\u200b\u200e\u200f\u2016-\u206f"
_QUOTES = '<>"«»'
_DOMAIN_CLASS = "A-Za-z0-9._~\\-\u00c0-\u167f\u1681-\u1fff\u200c\u200d\u2010-\u2015\u2070-\u2fff\u3001-\U0010ffff"
_DOMAIN = re.compile(f"[{_DOMAIN_CLASS}]")
_DOMAIN_AND_AT = re.compile(f"[{_DOMAIN_CLASS}@]*")
_USER = re.compile(f"[^\n/\\[\\]{{}}()'`@{_QUOTES}{_NEVER}]")
_SCHEME = re.compile("[A-Za-z0-9+-]|[^\x00-\x7f\u00a0\u1680\u3000\u2000-\u200a\u2028\u2029\u202f\u205f]")
_PATH = re.compile(f"[/?#][^\n{_QUOTES}{_NEVER}]*")
_PORT = re.compile(":0*([1-9][0-9]{0,4})(?![0-9])")
_OWN = re.compile("(tg|ton|tonsite)://([A-Za-z0-9_-]{1,253})", re.IGNORECASE | re.ASCII)
ENDINGS_LEFT_OUT = ".:;,('?!`"
_SHORTEST_PREFIX = len("ftp://")


def own_links(text: str) -> Iterator[Span]:
    """tg://, ton:// and tonsite:// links.

    Of tonsite:// before a name without a dot TDLib leaves four letters out ("ite://x"): seen in tdjson 1.8.69
    and repeated here.
    """
    at = 0
    while match := _OWN.search(text, at):
        begin = match.start() + (4 if len(match[1]) == len("tonsite") else 0)
        at = _with_path(text, match.end())
        yield begin, at


def web_addresses(text: str) -> Iterator[tuple[Span, str]]:
    """Where links ("url") and addresses of mail ("email") begin and end."""
    for begin, end in _candidates(text):
        written = text[begin:end]
        if is_email(written):
            yield (begin, end), "email"
        elif written.startswith("mailto:") and is_email(written.removeprefix("mailto:")):
            yield (begin + len("mailto:"), end), "email"
        else:
            length = len(link_within(written))
            if length:
                yield (begin, begin + length), "url"


@dataclass
class _Place:
    """An address around the dot at `dot`; nothing before `start` may belong to it."""

    text: str
    start: int
    dot: int
    begin: int = 0
    end: int = 0
    is_bad: bool = False

    def find(self) -> None:
        begin = _back_over(self.text, self.dot, self.start, _DOMAIN)
        around = _DOMAIN_AND_AT.match(self.text, self.dot)
        domain_end = around.end() if around else self.dot
        has_at = self.text.find("@", self.dot, domain_end) >= 0
        if has_at:
            begin = _back_over(self.text, begin, self.start, _USER)
        self.end = self._end(domain_end)
        self.begin = self._user_begin(begin, has_at)
        if self.begin != self.start:
            self._read_prefix()

    def _end(self, end: int) -> int:
        port = _PORT.match(self.text, end)
        if port is not None and int(port[1]) <= 65535:
            end = port.end()
        end = _with_path(self.text, end)
        while end > self.dot + 1 and self.text[end - 1] == ".":
            end -= 1
        return end

    def _user_begin(self, begin: int, has_at: bool) -> int:
        if begin == self.start or self.text[begin - 1] != "@":
            return begin
        user = _back_over(self.text, begin - 1, self.start, _USER)
        self.is_bad = has_at or user == begin - 1
        return user

    def _read_prefix(self) -> None:
        prefix = self.text[self.start : self.begin]
        if len(prefix.encode()) >= _SHORTEST_PREFIX and prefix.endswith("://"):
            scheme_end = self.begin - len("://")
            scheme_begin = _back_over(self.text, scheme_end, self.start, _SCHEME)
            scheme = ascii_lower(self.text[scheme_begin:scheme_end])
            known = _known_scheme(scheme)
            self.is_bad = self.is_bad or not known
            self.begin -= len(known) + len("://") if known else 0
        elif is_word(prefix[-1]) or prefix[-1] in "/#@":
            self.is_bad = True


def _known_scheme(written: str) -> str:
    if written.endswith("http") and written != "shttp":
        return "http"
    for scheme in ("https", "tonsite"):
        if written.endswith(scheme):
            return scheme
    return "ftp" if written.endswith("ftp") and written not in ("tftp", "sftp") else ""


def _candidates(text: str) -> Iterator[Span]:
    start = 0
    while 0 <= (dot := text.find(".", start)) < len(text) - 1:
        if text[dot + 1] == " ":
            start = dot + 2
            continue
        place = _Place(text, start, dot)
        place.find()
        end = place.end
        if place.is_bad:
            end = text.rfind(".", 0, end) + 1
        else:
            if end > dot + 1:
                yield place.begin, end
            while text[end : end + 1] == ".":
                end += 1
        start = max(end, dot + 1)


def _back_over(text: str, at: int, stop: int, allowed: re.Pattern[str]) -> int:
    while at > stop and allowed.match(text, at - 1):
        at -= 1
    return at


def _with_path(text: str, at: int) -> int:
    path = _PATH.match(text, at)
    if path is None:
        return at
    end = path.end()
    while end > at + 1 and text[end - 1] in ENDINGS_LEFT_OUT:
        end -= 1
    return end if text[at] == "/" or end > at + 1 else at
