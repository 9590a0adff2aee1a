"""One start or end tag of Telegram's HTML: its name, and the attribute that matters to it."""

from dataclasses import dataclass

from bot.emulator.text.html_references import read_reference
from bot.emulator.text.units import SPACES, ascii_lower, byte_length
from bot.emulator.text.values import TextRefused, unparsable

KINDS = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
_NAME_TOKEN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")
# The attributes that are read at all, with the beginning their value must have.
_READ = {
    ("a", "href"): "",
    ("code", "class"): "language-",
    ("span", "class"): "tg-",
    ("tg-emoji", "emoji-id"): "",
    ("tg-time", "format"): "",
}


@dataclass
class StartTag:
    """`argument` is the link, language, emoji's id, date format, or "1" for a quotation that folds."""

    name: str
    argument: str = ""
    unix: str = ""

    def take(self, attribute: str, value: str) -> None:
        """Keep what matters; the last of several equal attributes wins."""
        if (self.name, attribute) == ("tg-time", "unix"):
            self.unix = value
        elif (self.name, attribute) == ("blockquote", "expandable"):
            self.argument = "1"
        else:
            beginning = _READ.get((self.name, attribute))
            if beginning is not None and value.startswith(beginning):
                self.argument = value[len(beginning) :]


class TagReader:
    """Reads one tag of `text` from the `<` at `begin`; `at` ends up behind its `>`.

    The text must be closed with a NUL: TDLib reads any NUL inside a tag as the end of the text.
    """

    def __init__(self, text: str, begin: int) -> None:
        self.text = text
        self.begin = begin
        self.at = begin + 1

    @property
    def is_end_tag(self) -> bool:
        return self.text[self.begin + 1] == "/"

    def read_start(self) -> StartTag:
        """The start tag, or TextRefused."""
        name = self._word(">")
        if self._here == "\0":
            raise self._broken("Unclosed start tag")
        tag = StartTag(ascii_lower(name))
        if tag.name not in KINDS:
            raise self._broken(f'Unsupported start tag "{tag.name}"')
        while self._here != ">" and self._attribute(tag):
            pass
        if tag.name == "span" and tag.argument != "spoiler":
            raise self._broken('Tag "span" must have class "tg-spoiler"')
        self.at += 1
        return tag

    def read_end(self, opened: str | None) -> None:
        """The end tag of `opened`; `</>` closes anything. Raises TextRefused."""
        if opened is None:
            raise self._broken("Unexpected end tag")
        self.at += 1
        name = ascii_lower(self._word(">"))
        self._skip_spaces()
        if self._here != ">":
            raise self._broken("Unclosed end tag")
        if name not in ("", opened):
            where = byte_length(self.text[: self.begin])
            raise unparsable(f'Unmatched end tag at byte offset {where}, expected "</{opened}>", found "</{name}>"')
        self.at += 1

    @property
    def _here(self) -> str:
        return self.text[self.at]

    def _attribute(self, tag: StartTag) -> bool:
        self._skip_spaces()
        if self._here == ">":
            return False
        name = ascii_lower(self._word("=>/\"'"))
        if not name:
            raise self._broken(f'Empty attribute name in the tag "{tag.name}"')
        self._skip_spaces()
        value = ""
        if self._here == "=":
            self.at += 1
            self._skip_spaces()
            self._need_more(f'Unclosed start tag "{tag.name}"')
            value = self._quoted() if self._here in "'\"" else self._token()
            self._need_more("Unclosed start tag")
        else:
            self._need_more(f'Unclosed start tag "{tag.name}"')
        tag.take(name, value)
        return True

    def _quoted(self) -> str:
        quote = self._here
        self.at += 1
        value = []
        while self._here not in (quote, "\0"):
            character, behind = self._here, self.at + 1
            if character == "&":
                character, behind = read_reference(self.text, self.at) or (character, behind)
            value.append(character)
            self.at = behind
        if self._here == quote:
            self.at += 1
        return "".join(value)

    def _token(self) -> str:
        begin = self.at
        while self._here in _NAME_TOKEN:
            self.at += 1
        if self._here not in SPACES and self._here != ">":
            where = byte_length(self.text[:begin])
            raise unparsable(f"Unexpected end of name token at byte offset {where}")
        return ascii_lower(self.text[begin : self.at])

    def _word(self, stops: str) -> str:
        begin = self.at
        while self._here not in SPACES and self._here not in stops:
            self.at += 1
        return self.text[begin : self.at]

    def _skip_spaces(self) -> None:
        while self._here != "\0" and self._here in SPACES:
            self.at += 1

    def _need_more(self, complaint: str) -> None:
        if self._here == "\0":
            raise self._broken(complaint)

    def _broken(self, what: str) -> TextRefused:
        return unparsable(f"{what} at byte offset {byte_length(self.text[: self.begin])}")
