"""The screens of letters, as their authors see them. Every sentence here is true, or it does not stand here."""

from collections.abc import Sequence
from dataclasses import replace

from surveys.anonymity.masking import Preview
from surveys.conversation.incoming import Incoming, Outcome
from surveys.conversation.letter_threads import leaf
from surveys.conversation.pages import option, page
from surveys.conversation.unseen import Employee
from surveys.mailbox.codes import grouped
from surveys.mailbox.letters import Thread
from surveys.mailbox.limits import LETTERS_A_DAY
from surveys.mailbox.release import AT_MOST, HOUR
from surveys.screens import Action, Emphasis, Option, Phrase, Reply, Screen, Span, Tone, Wanted, Words

Paragraph = tuple[Span, ...]

WHEN: dict[str, str | int | Phrase] = {"hour": HOUR, "days": AT_MOST}
LIMITS: dict[str, str | int | Phrase] = {"count": LETTERS_A_DAY, "hour": HOUR, "days": AT_MOST}


def prompt(incoming: Incoming, employee: Employee, label: Words, hint: str, controls: Sequence[Option]) -> Outcome:
    """Asks for a text. Stands where something tapped stood, and must replace it."""
    paragraphs: list[Paragraph] = [(Span(label, Emphasis.STRONG),)]
    if hint:
        paragraphs.append((Span(hint, Emphasis.QUIET),))
    paragraphs.append((Span(Phrase("letters.type_it"), Emphasis.QUIET),))
    screen = Screen(employee.language, tuple(paragraphs), controls=tuple(controls), wanted=Wanted.TEXT)
    return _lasting(screen, incoming)


def preview(
    incoming: Incoming, employee: Employee, shown: Preview, controls: Sequence[Option], *, code: str = ""
) -> Outcome:
    """The text as it would be sealed, with the code it would be answered under. The typed words go."""
    paragraphs: list[Paragraph] = [
        (Span(Phrase("letters.preview"), Emphasis.STRONG),),
        (Span(shown.text, Emphasis.QUOTE),),
    ]
    if shown.masked:
        count = sum(count for _, count in shown.masked)
        paragraphs.append((Span(Phrase("unseen.masked", {"count": count})),))
    if code:
        paragraphs.append((Span(Phrase("letters.its_code")), Span(" "), Span(grouped(code), Emphasis.CODE)))
    paragraphs.append((Span(Phrase("unseen.style"), Emphasis.QUIET),))
    screen = Screen(employee.language, tuple(paragraphs), controls=tuple(controls), wanted=Wanted.TEXT)
    if incoming.placement:
        return _lasting(screen, incoming)
    return Outcome(Reply(screen, afresh=True), employee.language, wipe=(incoming.own,))


def sent(
    incoming: Incoming,
    employee: Employee,
    code: str,
    controls: Sequence[Option],
    *,
    wanted: bool,
    again: bool,
    outro: str,
) -> Outcome:
    """The letter is in: the code once more, and what to do with it. What stood here showed the letter."""
    keep = Phrase("letters.keep_code" if wanted else "letters.keep_code_anyway", WHEN)
    screen = page(
        employee.language,
        title=Phrase("letters.sent_before" if again else "letters.sent"),
        controls=controls,
        footnote=outro or None,
    )
    shown: Paragraph = (Span(Phrase("letters.its_code")), Span(" "), Span(grouped(code), Emphasis.CODE))
    screen = replace(
        screen, paragraphs=(*screen.paragraphs, shown, (Span(keep),), (Span(Phrase("letters.goes", WHEN)),))
    )
    return _lasting(screen, incoming)


def added(incoming: Incoming, employee: Employee, controls: Sequence[Option], *, again: bool) -> Outcome:
    """One more letter of a thread is in."""
    title = Phrase("letters.sent_before" if again else "letters.sent")
    screen = page(employee.language, Phrase("letters.goes", WHEN), title=title, controls=controls)
    return _lasting(screen, incoming)


def thread(
    incoming: Incoming, employee: Employee, found: Thread, handle: str, at: int, controls: Sequence[Option]
) -> Outcome:
    """What was written and answered, the newest leaf first; nobody notes that it was read."""
    shown, pages = leaf(found.letters, at, "letters.by_you", "letters.by_desk")
    turn = []
    if at + 1 < pages:
        turn.append(option("letters.earlier", "lread", handle, str(at + 1)))
    if at > 0:
        turn.append(option("letters.later", "lread", handle, str(at - 1)))
    standing = Span(Phrase(f"letters.standing.{found.standing.value}"), Emphasis.QUIET)
    screen = page(employee.language, title=Phrase("letters.thread"), controls=[*controls, *turn])
    screen = replace(screen, paragraphs=(*screen.paragraphs, (standing,), *shown))
    return said(incoming, screen)


def unknown(incoming: Incoming, employee: Employee) -> Outcome:
    return told(incoming, employee, Phrase("letters.unknown_code", WHEN))


def told(incoming: Incoming, employee: Employee, words: Words, controls: Sequence[Option] = ()) -> Outcome:
    return said(incoming, page(employee.language, words, controls=controls))


def gone(incoming: Incoming, employee: Employee, key: str) -> Outcome:
    """Nothing of a letter or a code stands on the screen any more."""
    return _lasting(page(employee.language, Phrase(key)), incoming)


def refused(employee: Employee, words: Words) -> Outcome:
    """Not now; the screen stays as it is, so that nothing has to be typed again."""
    return Outcome(Reply(toast=words, alert=True), employee.language)


def enough() -> Phrase:
    return Phrase("letters.enough_today", {"count": LETTERS_A_DAY})


def sending(action: Action) -> Option:
    return Option(Phrase("letters.send"), action, tone=Tone.PRIMARY)


def said(incoming: Incoming, screen: Screen) -> Outcome:
    """A typed code is taken away like every word of an author."""
    outcome = Outcome(Reply(screen, afresh=not incoming.placement), screen.language)
    return replace(outcome, wipe=(incoming.own,)) if incoming.own else outcome


def _lasting(screen: Screen, incoming: Incoming) -> Outcome:
    return replace(said(incoming, screen), lasting=True)
