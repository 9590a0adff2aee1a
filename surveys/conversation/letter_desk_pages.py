"""The screens of those who answer letters."""

import base64
from collections.abc import Sequence
from dataclasses import replace

from surveys.conversation.incoming import Incoming, Outcome
from surveys.conversation.letter_form import LetterForm
from surveys.conversation.letter_threads import leaf
from surveys.conversation.pages import option, page
from surveys.mailbox.letters import Standing, Thread
from surveys.screens import Action, Emphasis, Option, Phrase, Reply, Screen, Span, Tone, Wanted

A_PAGE = 8
SIGNS = 12
"""Bytes of a thread's hash that name it on a button: enough to tell a town's letters apart."""
MARKS = {Standing.NEW: "🆕", Standing.ANSWERED: "💬", Standing.CLOSED: "✓"}
NAMED = 2
"""How many tapped options name a thread in the list: what it is, and what about."""


def short(thread: Thread) -> str:
    """16 signs that name a thread on a button."""
    return base64.urlsafe_b64encode(thread.digest[:SIGNS]).decode()


def listed(incoming: Incoming, language: str, threads: Sequence[Thread], form: LetterForm, at: int) -> Outcome:
    pages = max(-(-len(threads) // A_PAGE), 1)
    at = min(at, pages - 1)
    shown = threads[at * A_PAGE : (at + 1) * A_PAGE]
    turn = []
    if at > 0:
        turn.append(option("letters.later", "letters", str(at - 1)))
    if at + 1 < pages:
        turn.append(option("letters.earlier", "letters", str(at + 1)))
    new = sum(thread.standing is Standing.NEW for thread in threads)
    intro = Phrase("letter_desk.intro", {"count": new}) if threads else Phrase("letter_desk.none")
    screen = page(
        language,
        intro,
        title=Phrase("letter_desk.title"),
        options=[Option(_named(thread, form, language), Action("letter", (short(thread),))) for thread in shown],
        controls=turn,
        footnote=Phrase("letter_desk.nobody_knows"),
    )
    return _drawn(screen, incoming)


def one(incoming: Incoming, language: str, thread: Thread, form: LetterForm, at: int) -> Outcome:
    name = short(thread)
    shown, pages = leaf(thread.letters, at, "letter_desk.by_author", "letter_desk.by_desk")
    about = [
        (Span(question, Emphasis.QUIET), Span(f"\n{given}"))
        for question, given in form.described(thread.about, language)
    ]
    controls = [option("letter_desk.answer", "lanswer", name, tone=Tone.PRIMARY)]
    if at + 1 < pages:
        controls.append(option("letters.earlier", "letter", name, str(at + 1)))
    if at > 0:
        controls.append(option("letters.later", "letter", name, str(at - 1)))
    if thread.standing is not Standing.CLOSED:
        controls.append(option("letter_desk.close", "lclose", name))
    controls.append(option("letter_desk.back", "letters"))
    unwanted = not form.wants_answer(thread.about)
    screen = page(
        language,
        title=_named(thread, form, language),
        controls=controls,
        notice=Phrase("letter_desk.no_answer_wanted") if unwanted else None,
    )
    return _drawn(replace(screen, paragraphs=(*screen.paragraphs, *about, *shown)), incoming)


def prompt(incoming: Incoming, language: str, name: str) -> Outcome:
    screen = page(
        language,
        Phrase("letter_desk.type_answer"),
        controls=[option("letter_desk.back_to_one", "letter", name)],
    )
    return _drawn(replace(screen, wanted=Wanted.TEXT), incoming)


def preview(incoming: Incoming, language: str, name: str, text: str, tie: str) -> Outcome:
    screen = page(
        language,
        title=Phrase("letter_desk.preview"),
        controls=[
            option("letter_desk.send", "lanswered", name, tie, tone=Tone.PRIMARY),
            option("letter_desk.rewrite", "lanswer", name),
            option("letter_desk.back_to_one", "letter", name),
        ],
    )
    return _drawn(replace(screen, paragraphs=(*screen.paragraphs, (Span(text, Emphasis.QUOTE),))), incoming)


def _named(thread: Thread, form: LetterForm, language: str) -> str:
    given = [said for _, said in form.described(thread.about, language)[:NAMED]]
    days = [f"{letter.day:%d.%m}" for letter in thread.letters[-1:]]
    return " · ".join((" ".join((MARKS[thread.standing], *given[:1])), *given[1:], *days))


def _drawn(screen: Screen, incoming: Incoming) -> Outcome:
    return Outcome(Reply(screen, afresh=not incoming.placement), screen.language)
