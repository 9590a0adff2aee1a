"""One thing that can be set of a campaign that is being prepared: its page, its buttons, its typed words.

A page is opened by "os" (code, name, …) and sets by "oset" (code, name, value …); what is typed comes to `typed`. So
every setting travels over the same two verbs and is saved as soon as it is made.
"""

from typing import Protocol

from surveys.campaigns.outreach import Outreach
from surveys.conversation.outreach_sitting import Sitting
from surveys.conversation.pages import option
from surveys.screens import Action, Option, Phrase, Screen, Tone, Words

OPEN = "os"
SET = "oset"
DRAFT = "oc"


class Setting(Protocol):
    @property
    def listens(self) -> bool:
        """Whether its page takes a typed text."""
        ...

    def page(self, sitting: Sitting, outreach: Outreach, args: tuple[str, ...]) -> Screen: ...

    def chosen(self, sitting: Sitting, outreach: Outreach, values: tuple[str, ...]) -> Outreach:
        """With what a button sets. Raises NotFound for what no button of ours has."""
        ...

    def typed(self, sitting: Sitting, outreach: Outreach, text: str) -> Outreach | Screen:
        """With what was typed, or a page that asks again or asks whether that was meant."""
        ...

    def after(self, values: tuple[str, ...]) -> tuple[str, ...] | None:
        """The arguments of its page where one stays there after a choice, e.g. to choose more; None: back to all."""
        ...


class Tapped:
    """What settings have in common that take no text and are done with one tap."""

    listens = False

    def typed(self, sitting: Sitting, outreach: Outreach, text: str) -> Outreach | Screen:
        return outreach

    def after(self, values: tuple[str, ...]) -> tuple[str, ...] | None:
        return None


def choice(words: Words, code: str, name: str, *values: str, selected: bool | None = None) -> Option:
    return Option(words, Action(SET, (code, name, *values)), selected=selected)


def opening(key: str, code: str, name: str, *args: str, tone: Tone = Tone.NEUTRAL) -> Option:
    return option(key, OPEN, code, name, *args, tone=tone)


def to_draft(code: str) -> Option:
    return option("outreach.to_draft", DRAFT, code)


def titled(name: str) -> Phrase:
    return Phrase(f"outreach.set_{name}")
