"""What to show, as a value. How it looks is a channel's business: no message, markup or button grid is named here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text of the program, by key; `surveys.texts` says it in a language. `count` in args picks the plural form."""

    key: str
    args: Mapping[str, "str | int | Phrase"] = field(default_factory=lambda: MappingProxyType({}))


Words = str | Phrase
"""An author's or respondent's own text, or a text of the program."""


class Emphasis(Enum):
    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    QUOTE = "quote"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Span:
    words: Words
    emphasis: Emphasis = Emphasis.PLAIN


@dataclass(frozen=True, slots=True)
class Action:
    """What choosing an option does: a short verb and short arguments, at most about 40 bytes together.

    Answering: "a" (session, step, option), "on"/"off" (session, step, option), "ok" (session, step), "na", "skip",
    "back", "send" (session, step), "edit" (session, step, question), "lang" (session, language).
    """

    verb: str
    args: tuple[str, ...] = ()


class Tone(Enum):
    NEUTRAL = "neutral"
    PRIMARY = "primary"
    GOOD = "good"
    GRAVE = "grave"


@dataclass(frozen=True, slots=True)
class Option:
    words: Words
    action: Action
    selected: bool | None = None
    """None where an option is not a toggle."""
    tone: Tone = Tone.NEUTRAL


class Layout(Enum):
    LIST = "list"
    """One under another; long lists are paged by the view."""
    STARS = "stars"
    FACES = "faces"
    SCALE = "scale"
    """Numbers in even rows, e.g. 0-10."""
    TOGGLES = "toggles"
    RANKING = "ranking"
    PAIRS = "pairs"
    """Two short actions a row."""
    NUMBERED = "numbered"
    """«1. …»: the numbers of lines that stand in the text. A view may show the numbers alone, below the main action."""


@dataclass(frozen=True, slots=True)
class Options:
    layout: Layout
    options: tuple[Option, ...]


class Wanted(Enum):
    """The kind of reply hoped for beside a tap."""

    NOTHING = "nothing"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    PHOTO = "photo"
    FILE = "file"
    LOCATION = "location"


@dataclass(frozen=True, slots=True)
class Progress:
    """`at` counts from 1 among the questions that the path now holds."""

    at: int
    total: int


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A picture or file to show with the screen. `content` are its bytes."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Screen:
    """`paragraphs` are separated by blank lines; inside one the spans follow each other."""

    language: str
    paragraphs: tuple[tuple[Span, ...], ...]
    answers: Options | None = None
    controls: tuple[Option, ...] = ()
    """Back, skip, done: under the answers, in this order."""
    wanted: Wanted = Wanted.NOTHING
    progress: Progress | None = None
    notice: Words | None = None
    """One line of the moment above the rest, e.g. why the last input did not fit."""
    footnote: Words | None = None
    """Small print below, e.g. consent."""
    exhibit: Exhibit | None = None
    again: Action | None = None
    """Draws this screen again; a view that pages long lists adds the page number (from 0) as one more argument."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to an input: a screen to draw where the input came from, and a word that vanishes by itself."""

    screen: Screen | None = None
    toast: Words | None = None
    alert: bool = False
    """The toast must be closed by hand."""
    afresh: bool = False
    """Draw at the end of the conversation, because the input stands below the last screen."""
