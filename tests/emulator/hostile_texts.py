"""Texts made to trouble a parser of Telegram's markup: nested, broken, naughty; one seed, one set."""

import random
from collections.abc import Callable

WORDS = (
    "a",
    "x y",
    "Привет",
    "улица Мира, 5",
    "ёж",
    "\U0001f600",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\U0001f1f7\U0001f1fa",
    "é",
    "مرحبا",
    "漢字",
    "\u202e",
    "\u200f\u200f\u200ex",
    "\u200c",
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
    "\ufe0f",
    "\u0333",
    "\ufeff",
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
    "Z\u032e\u031e\u0320",
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
DATE_FORMATS = ("", "r", "wDT", "dt")
EMOJI_LINKS = ("tg://emoji?id=5368324170671202286", "tg://time?unix=1647531900&format=wDT")
RESERVED = "_*[]()~`>#+-=|{}.!\\"
LANGUAGES = ("", "python\n", "питон\n", "\n", "\r\n", "\n\n", "c ", "x")


def html_text(chance: random.Random) -> str:
    """HTML, whole or broken."""
    return _Author(chance).html(0)


def markdown_v2_text(chance: random.Random) -> str:
    """MarkdownV2, whole or broken."""
    return _Author(chance).markdown_v2(0)


def markdown_text(chance: random.Random) -> str:
    """The old Markdown, which shares most of its marks with the new one."""
    if chance.random() < 0.3:
        return markdown_v2_text(chance)
    pieces = []
    for _ in range(chance.randint(1, 5)):
        mark = chance.choice(("*", "_", "`", "```", "", "", "["))
        inside = "".join(chance.choice((*WORDS, *LINKS)) for _ in range(chance.randint(0, 2)))
        if mark == "[":
            link = chance.choice(LINKS)
            pieces.append(f"[{inside}]" + chance.choice(("", f"({link})", f"({link}")))
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


class _Author:
    """Writes one text; every second author is sloppy."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.sloppy = chance.random() < 0.5

    def slips(self, likelihood: float) -> bool:
        return self.sloppy and self.chance.random() < likelihood

    def html(self, depth: int) -> str:
        return "".join(self._html_piece(depth) for _ in range(self.chance.randint(0 if depth else 1, 4)))

    def markdown_v2(self, depth: int) -> str:
        return "".join(self._markdown_piece(depth) for _ in range(self.chance.randint(0 if depth else 1, 4)))

    def _html_piece(self, depth: int) -> str:
        choice = self.chance.choice
        if depth > 3 or self.chance.random() < 0.45:
            word = choice(WORDS)
            return word if "<" not in word or self.slips(0.5) else word.replace("<", "&lt;")
        tag = choice(TAGS)
        start, end = f"<{tag}{self._attributes(tag.lower())}>", choice((f"</{tag}>", f"</{tag} >", "</>"))
        if self.slips(0.05):
            end = choice(("", f"</{choice(TAGS)}>", f"</{tag}", f"</ {tag}>", f"</{tag}\n>"))
        if self.slips(0.03):
            start = choice(("", start[:-1], start.replace(">", "/>")))
        return start + self.html(depth + 1) + end

    def _attributes(self, tag: str) -> str:
        choice = self.chance.choice
        needed = {
            "a": f' href="{choice(LINKS)}"',
            "span": ' class="tg-spoiler"',
            "tg-emoji": ' emoji-id="5368324170671202286"',
            "tg-time": f' unix="{self.chance.randint(1, 2**31)}" format="{choice(DATE_FORMATS)}"',
            "code": choice(("", "", ' class="language-python"')),
            "blockquote": choice(("", " expandable")),
        }
        written = "" if self.slips(0.05) else needed.get(tag, "")
        return written + choice(ATTRIBUTES) if self.slips(0.1) else written

    def _markdown_piece(self, depth: int) -> str:
        choice = self.chance.choice
        if self.slips(0.04):
            return self.chance.choice((*MARKS, *RESERVED))
        if depth > 3 or self.chance.random() < 0.5:
            word = choice(WORDS)
            return word if self.slips(0.03) else escaped(word)
        kind = choice(("*", "_", "__", "~", "||", "`", "```", "[", "![", ">", ">"))
        inside = self.markdown_v2(depth + 1)
        if kind in ("[", "!["):
            link = choice(EMOJI_LINKS if kind == "![" and not self.slips(0.2) else LINKS)
            return f"{kind}{inside}](" + (link if self.slips(0.2) else link.replace("\\", "\\\\")) + ")"
        if kind == ">":
            quoted = inside if self.slips(0.2) else inside.replace("\n", "\n>")
            return choice(("\n>", "\n>", "**>", "\n**>")) + quoted + choice(("\n", "||\n"))
        if kind == "```":
            return f"```{choice(LANGUAGES)}{inside}```"
        between = choice(("", "\r")) if kind in ("_", "__") else ""
        return f"{kind}{inside}{between}{kind}"


def escaped(text: str) -> str:
    """The text with every reserved character of MarkdownV2 hidden."""
    return "".join(f"\\{character}" if character in RESERVED else character for character in text)
