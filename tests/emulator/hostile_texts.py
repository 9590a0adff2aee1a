"""Texts made to trouble a parser of Telegram's markup: nested, broken and naughty, the same for the same seed."""

import random
from collections.abc import Callable

WORDS = (
    "a",
    "x y",
    "Привет",
    "улица Мира, 5",
    "ёж",
    "\U0001f600",
    "\U0001f468‍\U0001f469‍\U0001f467",
    "\U0001f1f7\U0001f1fa",
    "é",
    "مرحبا",
    "漢字",
    "‮",
    "‏‏‎x",
    "‌",
    " ",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\0",
    "\x0b",
    "\x0c",
    "\x7f",
    "️",
    "̳",
    "﻿",
    "&amp;",
    "&lt;",
    "&gt",
    "&quot;",
    "&nbsp;",
    "&apos;",
    "&#1055;",
    "&#x41f;",
    "&#X41f;",
    "&#0;",
    "&#xd83d;",
    "&#x10ffff;",
    "&#x10fffe;",
    "&#00000000065;",
    "&",
    "&&",
    "&#;",
    "&#x;",
    "&LT;",
    "AT&T",
    "1 < 2",
    "a<3",
    "<>",
    "</>",
    "< b>",
    "<!-- c -->",
    "<br>",
    "<br/>",
    "<p>",
    "<b",
    "</b",
    "'; DROP TABLE answers;--",
    "${7*7}",
    "%s%n",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "nil",
    "NaN",
    "-1",
    "1e309",
    "𝕋𝕖𝕤𝕥",
    "Z̮̞̠",
    "ﷺ",
)
TAGS = (
    "b",
    "strong",
    "i",
    "em",
    "s",
    "strike",
    "del",
    "u",
    "ins",
    "tg-spoiler",
    "span",
    "a",
    "code",
    "pre",
    "blockquote",
    "tg-emoji",
    "tg-time",
    "B",
    "Em",
    "A",
)
LINKS = (
    "http://a.ru",
    "https://мос.рф/путь?x=1&amp;y=2",
    "a.ru",
    "localhost",
    "tg://user?id=12345",
    "tg://user?id=0",
    "tg:resolve?domain=x",
    "javascript:alert(1)",
    "mailto:a@b.ru",
    "http://a.ru:99999",
    "HTTPS://USER:pw@A.Ru:8443/Q#f",
    "ton://x",
    "http://[::1]/",
    "a b.ru",
    "",
    ".",
    "a%20.ru",
    "a%zz.ru",
    "tg://emoji?id=5368324170671202286",
    "tg://emoji?id=x",
    "tg://time?unix=1647531900",
    "tg://time?unix=1647531900&format=wDT",
    "tg://time?unix=1&format=q",
    "tg://time?unix=0",
    "a.ru/( )",
    "a.ru/\\)",
    "\\",
)
ATTRIBUTES = (
    ' class="tg-spoiler"',
    " class='tg-spoiler'",
    " class=tg-spoiler",
    ' class="language-python"',
    ' class="language-питон"',
    " expandable",
    ' expandable=""',
    ' emoji-id="5368324170671202286"',
    ' emoji-id="x"',
    ' unix="1647531900"',
    ' unix="0"',
    ' format="wDT"',
    ' format="r"',
    ' format="?"',
    " disabled",
    " a=1 b='2'",
    ' q="&quot;&lt;"',
    ' x="<b>"',
    " =",
    ' ="x"',
    " a=&amp;",
    " a=я",
    ' a="',
    "\t",
    "\n",
    "/",
    " /",
    " \0",
)
MARKS = (
    "*",
    "_",
    "__",
    "~",
    "||",
    "`",
    "```",
    "[",
    "](",
    "]",
    ")",
    "(",
    "![",
    ">",
    "\n>",
    "**>",
    "**",
    "||\n",
    "\\",
)
RESERVED = "_*[]()~`>#+-=|{}.!\\"
LANGUAGES = ("", "python\n", "питон\n", "\n", "\r\n", "\n\n", "c ", "x")


def html_text(chance: random.Random, depth: int = 0) -> str:
    """HTML, mostly whole, sometimes broken."""
    return "".join(_html_piece(chance, depth) for _ in range(chance.randint(0 if depth else 1, 4)))


def markdown_v2_text(chance: random.Random, depth: int = 0) -> str:
    """MarkdownV2, mostly whole, sometimes broken."""
    return "".join(_markdown_piece(chance, depth) for _ in range(chance.randint(0 if depth else 1, 4)))


def markdown_text(chance: random.Random, depth: int = 0) -> str:
    """The old Markdown, which shares most of its marks with the new one."""
    if chance.random() < 0.3:
        return markdown_v2_text(chance, depth)
    pieces = []
    for _ in range(chance.randint(1, 5)):
        mark = chance.choice(("*", "_", "`", "```", "", "", "["))
        inside = "".join(chance.choice((*WORDS, *LINKS)) for _ in range(chance.randint(0, 2)))
        if mark == "[":
            pieces.append(
                f"[{inside}]" + chance.choice(("", f"({chance.choice(LINKS)})", f"({chance.choice(LINKS)}"))
            )
        else:
            language = chance.choice(LANGUAGES) if mark == "```" else ""
            pieces.append(f"{mark}{language}{inside}{mark}")
        pieces.append(chance.choice((*WORDS, "\\_", "\\*", "\\`", "\\[", "\\a", "]")))
    return "".join(pieces)


GRAMMARS: dict[str, Callable[[random.Random], str]] = {
    "HTML": html_text,
    "MarkdownV2": markdown_v2_text,
    "Markdown": markdown_text,
}


def _html_piece(chance: random.Random, depth: int) -> str:
    if depth > 3 or chance.random() < 0.45:
        word = chance.choice(WORDS)
        return word if chance.random() < 0.5 or "<" not in word else "y"
    tag = chance.choice(TAGS)
    start = f"<{tag}{_attributes(chance, tag.lower())}>"
    end = f"</{tag}>"
    fate = chance.random()
    if fate < 0.02:
        end = ""
    elif fate < 0.04:
        end = f"</{chance.choice(TAGS)}>"
    elif fate < 0.06:
        end = chance.choice(("</>", f"</{tag} >", f"</{tag}", f"</ {tag}>", f"</{tag}\n>"))
    elif fate < 0.08:
        start = chance.choice(("", start[:-1], start.replace(">", "/>")))
    return start + html_text(chance, depth + 1) + end


def _attributes(chance: random.Random, tag: str) -> str:
    needed = {
        "a": lambda: f' href="{chance.choice(LINKS)}"',
        "span": lambda: ' class="tg-spoiler"',
        "tg-emoji": lambda: f' emoji-id="{chance.choice(("5368324170671202286", "1"))}"',
        "tg-time": lambda: (
            f' unix="{chance.randint(1, 2**31)}" format="{chance.choice(("", "r", "wDT", "dt"))}"'
        ),
        "code": lambda: chance.choice(("", "", ' class="language-python"')),
        "blockquote": lambda: chance.choice(("", " expandable")),
    }
    written = needed[tag]() if tag in needed and chance.random() < 0.95 else ""
    if chance.random() < 0.06:
        written += chance.choice(ATTRIBUTES)
    return written


def _markdown_piece(chance: random.Random, depth: int) -> str:
    luck = chance.random()
    if luck < 0.04:
        return chance.choice((*MARKS, *RESERVED))
    if depth > 3 or luck < 0.5:
        word = chance.choice(WORDS)
        return word if chance.random() < 0.03 else escaped(word)
    kind = chance.choice(("*", "_", "__", "~", "||", "`", "```", "[", "![", ">", ">"))
    inside = markdown_v2_text(chance, depth + 1)
    if kind in ("[", "!["):
        link = chance.choice(LINKS)
        return f"{kind}{inside}](" + (link if chance.random() < 0.2 else link.replace("\\", "\\\\")) + ")"
    if kind == ">":
        quoted = inside.replace("\n", "\n>") if chance.random() < 0.8 else inside
        return chance.choice(("\n>", ">", "**>", "\n**>")) + quoted + chance.choice(("", "\n", "||", "||\n"))
    if kind == "```":
        return f"```{chance.choice(LANGUAGES)}{inside}```"
    return f"{kind}{inside}{chance.choice(('', chr(13))) if kind in ('_', '__') else ''}{kind}"


def escaped(text: str) -> str:
    """The text with every reserved character of MarkdownV2 hidden."""
    return "".join(f"\\{c}" if c in RESERVED else c for c in text)
