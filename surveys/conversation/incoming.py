"""What comes in and what goes back, without a word about the channel."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal

from surveys.address import Address
from surveys.points.visits import Rule
from surveys.screens import Action, Phrase, Reply

CONSENT = "2026-11"
"""The version of the consent text (`conversation.consent`): raise it with every change of its meaning."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """Who did something, in which language their device speaks, and where what they tapped stands.

    `source` and `number` identify it for ever: the same pair a second time has no second effect.
    """

    address: Address
    language: str
    source: str
    number: int
    placement: str = ""
    own: str = ""
    """Where the person's own words stand, to be taken away where they must not stay."""
    shown: tuple[str, ...] = ()
    """The quotations and codes of the screen that was tapped, in order, exactly as drawn; only for verbs that read
    them back."""
    replied: Action | None = None
    """The first action of the screen of ours that this text replies to."""


@dataclass(frozen=True, slots=True)
class Errand:
    """Work too slow for a transaction, done after it: draw a poster, write a register, read an uploaded file."""

    kind: Literal[
        "poster",
        "register",
        "register_apply",
        "workbook_read",
        "staff_sheet",
        "staff_apply",
        "list_keep",
        "newcomers",
        "invite",
        "export",
        "results",
        "act",
        "closed",
    ]
    args: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """`subject` is the response the screen shows, whose new place is to be remembered; `retire` its former place."""

    reply: Reply
    language: str
    subject: str = ""
    retire: str = ""
    placement: str = ""
    """Where to draw when the input itself stands nowhere, e.g. a repeated text."""
    errand: Errand | None = None
    wipe: tuple[str, ...] = ()
    """Placements of the person's own words, to be taken away whatever it costs."""
    lasting: bool = False
    """This screen must replace what stands there, whatever it costs: what stands there shows an answer."""
    alone: str = ""
    """This screen carries answers: of those with this name only the newest stays in the conversation."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What an administration decides about conversations."""

    administration: str
    appeals_url: str
    visit_window: timedelta = timedelta(hours=4)
    visit_rule: Rule = Rule.REPLACE
    session_time: timedelta = timedelta(days=7)
    zone: tzinfo = UTC
    a_second: float = 25.0
    """Messages that campaigns may send while nobody else needs the way."""
    code_version: str = ""
    """Of the running program, told to whoever wants to compare it."""

    def day(self, now: datetime) -> date:
        """The date in the administration's city."""
        return now.astimezone(self.zone).date()


def only_toast(key: str, language: str, *, alert: bool = False) -> Outcome:
    """Nothing to draw, one word to say."""
    return Outcome(Reply(toast=Phrase(key), alert=alert), language)
