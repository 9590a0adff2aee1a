"""A text whose way nobody knows: shown back with the question where it should go, and kept nowhere but there."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from surveys.conversation.incoming import Incoming, Outcome
from surveys.conversation.pages import option, page
from surveys.screens import Action, Emphasis, Option, Phrase, Reply, Span, Words

NOWHERE = "nowhere"
NAMED = "named"
"""The verb that hands the text to the survey that keeps names after all: a deed of the usual way."""
MOST = 3_000
"""Code points shown back: a button's text is read from the screen, whole."""


class Doubt:
    verbs = frozenset({NAMED})

    def mode(self, action: Action) -> Literal["reads"] | None:
        return "reads" if action.verb == NOWHERE else None

    def tapped(self, incoming: Incoming, language: str) -> Outcome:
        """«Никуда»: the text goes from the screen too."""
        return Outcome(Reply(page(language, Phrase("unseen.nowhere"))), language, lasting=True)

    def asked(
        self, incoming: Incoming, language: str, text: str, offers: Sequence[Option], *, named: bool, early: bool
    ) -> Outcome:
        """The person's own words are taken from the conversation and shown back in ours, under which a tap decides."""
        fits = len(text) <= MOST
        options = list(offers) if fits else []
        if named and fits:
            options.append(option("unseen.to_named", NAMED))
        said = "unseen.where" if options else "unseen.too_early" if early else "unseen.kept_nowhere"
        return given_back(incoming, language, Phrase(said), text, options)

    def no_attachments(self, incoming: Incoming, language: str) -> Outcome:
        screen = page(language, Phrase("unseen.no_attachments"))
        return Outcome(Reply(screen, afresh=True), language, wipe=(incoming.own,))


def given_back(incoming: Incoming, language: str, words: Words, text: str, options: Sequence[Option] = ()) -> Outcome:
    """A text that is kept nowhere, quoted so that its author need not type it again, and «Убрать» under it."""
    screen = page(language, words, options=options, controls=[option("unseen.to_nowhere", NOWHERE)])
    quoted = (Span(text if len(text) <= MOST else text[:MOST] + "…", Emphasis.QUOTE),)
    return Outcome(
        Reply(replace(screen, paragraphs=(*screen.paragraphs, quoted)), afresh=True), language, wipe=(incoming.own,)
    )
