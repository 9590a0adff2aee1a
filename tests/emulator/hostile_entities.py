"""Plain texts full of what looks like links and tags, and texts with entities that overlap in every way."""

import random
from typing import Any

SCRAPS = (
    "a",
    "ab.c",
    ".",
    "..",
    "ru",
    "com",
    "РФ",
    "рф",
    "мос",
    "http",
    "https://",
    "ftp://",
    "://",
    "//",
    "/",
    "/start",
    "@",
    "@abcd",
    "@bot",
    "#",
    "#tag",
    "#1",
    "$",
    "$USD",
    "$1INCH",
    " ",
    "\n",
    "-",
    "_",
    "~",
    "+",
    ":",
    "80",
    ":443",
    "?",
    "?x=1",
    "#f",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\xab",
    "\xbb",
    '"',
    "<",
    ">",
    "'",
    "`",
    ",",
    ";",
    "!",
    "я",
    "\U0001f600",
    "\u200c",
    "\u200d",
    "\u2014",
    "\xa0",
    "tg",
    "ton",
    "tonsite",
    "4111111111111111",
    "4111 1111 1111 1111",
    "2200-0000-0000-0004",
    "5555555555554444",
    "378282246310005",
    "12",
    "1.1.1.1",
    "255",
    "256",
    "0",
    "mailto:",
    "a@b.ru",
    "user",
    "xn--p1ai",
    "localhost",
    "www.",
    "t.me/x",
    "\xb7",
    "漢",
    "é",
    "%20",
    "&",
    "=",
    "|",
    "\\",
    "*",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy",
    "@gif",
    "Ru",
    "RU",
    "é",
    "\xb2",
    "\u2167",
    "\t",
    "\r",
    ".\u200d",
    "@ab",
    "teiegram.org",
    "1inch",
)
KINDS = (
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
    "pre",
    "text_link",
    "text_mention",
    "custom_emoji",
    "date_time",
)
# None of the marks of the clients' Markdown, which the oracle would read.
LETTERS = (
    "a",
    "b ",
    "  ",
    "\n",
    "\U0001f600",
    "я",
    "\r",
    "\u2028",
    "\u0333",
    "\t",
    "\u200e",
    "\u200f",
    "x",
    "yz",
)


def plain_text(chance: random.Random) -> str:
    """Scraps in a row."""
    return "".join(chance.choice(SCRAPS) for _ in range(chance.randint(1, 8)))


def given_text(chance: random.Random) -> tuple[str, list[dict[str, Any]]]:
    """A text and up to six entities of the Bot API, a few of them beyond its end."""
    text = "".join(chance.choice(LETTERS) for _ in range(chance.randint(1, 12)))
    size = len(text.encode("utf-16-le")) // 2
    kinds = chance.sample(KINDS, chance.randint(1, 6)) if chance.random() < 0.5 else KINDS
    return text, [_entity(chance, chance.choice(kinds), size) for _ in range(chance.randint(0, 6))]


def _entity(chance: random.Random, kind: str, size: int) -> dict[str, Any]:
    begin = chance.randint(0, size)
    end = chance.randint(begin, size) if chance.random() < 0.98 else begin + chance.randint(-2, 30)
    entity: dict[str, Any] = {"offset": begin, "length": end - begin, "type": kind}
    if kind == "pre" and chance.random() < 0.5:
        entity["language"] = "py"
    elif kind == "text_link":
        entity["url"] = chance.choice(("http://a.ru/", "https://b.ru/x", "c.ru", "c.ru", "x"))
    elif kind == "text_mention":
        entity["user"] = {"id": chance.choice((1, 2))}
    elif kind == "custom_emoji":
        entity["custom_emoji_id"] = chance.choice(("5", "6"))
    elif kind == "date_time":
        entity["unix_time"] = chance.choice((5, 6))
    return entity
