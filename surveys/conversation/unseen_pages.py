"""The screens of an anonymous survey beside its questions. Every sentence here is true, or it does not stand here."""

from collections.abc import Sequence
from dataclasses import replace

from surveys.anonymity.campaign import Campaign
from surveys.anonymity.cells import Cell
from surveys.anonymity.masking import Preview, TooMuch
from surveys.conversation.incoming import Incoming, Outcome
from surveys.conversation.pages import option, page
from surveys.conversation.unseen import Employee
from surveys.conversation.unseen_doubt import given_back
from surveys.conversation.unseen_surveys import Held, Silent
from surveys.questionnaires.definition import Localized, Question, Questionnaire
from surveys.screens import Action, Emphasis, Option, Phrase, Reply, Screen, Span, Tone, Wanted, Words

SHORT = 34
"""Signs of a question on a button."""


def promise(held: Held, incoming: Incoming, employee: Employee) -> Outcome:
    """Before the first question."""
    return _drawn(promised(held.campaign, held.definition, held.cell, employee.language), incoming, employee)


def promised(campaign: Campaign, definition: Questionnaire, cell: Cell | None, language: str) -> Screen:
    """What is protected, what is not, and the numbers that were frozen, for somebody of this group."""
    parameters = campaign.parameters
    numbers: dict[str, str | int | Phrase] = {
        "k": parameters.k,
        "others": parameters.k - 1,
        "twice": 2 * parameters.k,
        "text": parameters.k_text,
        "group": cell.name if cell else "",
        "people": cell.people if cell else 0,
    }
    settings = definition.settings
    lost = cell is not None and any(loss.cell == cell.key for loss in campaign.losses)
    return page(
        language,
        settings.intro.said_in(language, settings.default_language),
        Phrase("unseen.promise_1", numbers),
        Phrase("unseen.promise_2", numbers),
        Phrase("unseen.promise_3", numbers),
        Phrase("unseen.your_group", numbers),
        title=settings.title.said_in(language, settings.default_language) or settings.form_id,
        controls=[
            option("unseen.begin", "abegin", campaign.code, tone=Tone.PRIMARY),
            option("unseen.why", "why", campaign.code),
        ],
        notice=Phrase("unseen.losses") if lost else None,
    )


def voted(held: Held, incoming: Incoming, employee: Employee, left: Sequence[tuple[str, str]]) -> Outcome:
    """`left`: (question, slip) of the texts that were not sent."""
    options = [Option(titled(held, held.question(name), employee), Action("task", (slip,))) for name, slip in left]
    screen = page(
        employee.language,
        Phrase("unseen.voted"),
        *([Phrase("unseen.losses_voted")] if _lost(held) else []),
        *([Phrase("unseen.still_to_say")] if options else []),
        title=_title(held.definition, employee),
        options=options,
        controls=[option("unseen.why", "why", held.campaign.code)],
    )
    return _drawn(screen, incoming, employee)


def prompt(
    held: Held, incoming: Incoming, employee: Employee, question: Question, passing: Action, notice: Words | None
) -> Outcome:
    """Asks for one text. Stands where an answer stood, and must replace it."""
    label = _said(question.label, held.definition, employee) or question.name
    hint = _said(question.hint, held.definition, employee)
    paragraphs = [(Span(label, Emphasis.STRONG),)]
    if hint:
        paragraphs.append((Span(hint, Emphasis.QUIET),))
    paragraphs.append((Span(Phrase("unseen.type_it"), Emphasis.QUIET),))
    screen = Screen(
        employee.language,
        tuple(paragraphs),
        controls=(Option(Phrase("unseen.without_text"), passing),),
        wanted=Wanted.TEXT,
        notice=notice,
    )
    return replace(_drawn(screen, incoming, employee), lasting=True)


def preview(
    held: Held,
    incoming: Incoming,
    employee: Employee,
    question: Question,
    shown: Preview,
    actions: tuple[Action, Action],
) -> Outcome:
    """The text as it would be sealed, under which a tap sends it. The typed words go from the conversation."""
    send, leave = actions
    label = _said(question.label, held.definition, employee) or question.name
    paragraphs: list[tuple[Span, ...]] = [
        (Span(Phrase("unseen.preview"), Emphasis.STRONG),),
        (Span(label, Emphasis.QUIET),),
        (Span(shown.text, Emphasis.QUOTE),),
    ]
    if shown.masked:
        kinds = Phrase("unseen.masked", {"count": sum(count for _, count in shown.masked)})
        paragraphs.append((Span(kinds),))
    paragraphs.append((Span(Phrase("unseen.style"), Emphasis.QUIET),))
    screen = Screen(
        employee.language,
        tuple(paragraphs),
        controls=(
            Option(Phrase("unseen.send_text"), send, tone=Tone.PRIMARY),
            Option(Phrase("unseen.leave_text"), leave),
        ),
        wanted=Wanted.TEXT,
    )
    return Outcome(Reply(screen, afresh=True), employee.language, wipe=(incoming.own,))


def thanks(held: Held, incoming: Incoming, employee: Employee, notice: Words | None) -> Outcome:
    parameters = held.campaign.parameters
    outro = _said(held.definition.settings.outro, held.definition, employee)
    screen = page(
        employee.language,
        Phrase("unseen.sealed", {"k": parameters.k, "twice": 2 * parameters.k}),
        *([outro] if outro else []),
        controls=[option("unseen.what_is_stored", "privacy")],
        notice=notice,
    )
    return replace(_drawn(screen, incoming, employee), lasting=True)


def silent(held: Silent, incoming: Incoming, employee: Employee, *, wipe: bool = False) -> Outcome:
    """A survey that takes nothing. What stands there may show answers of before the close."""
    over = held.campaign.act is not None
    controls = [option("climate.act", "act", held.campaign.code)] if over else []
    screen = page(employee.language, Phrase(f"unseen.{held.reason}"), controls=controls)
    outcome = replace(_drawn(screen, incoming, employee), lasting=True)
    return replace(outcome, wipe=(incoming.own,)) if wipe else outcome


def too_early(incoming: Incoming, employee: Employee, text: str) -> Outcome:
    return given_back(incoming, employee.language, Phrase("unseen.too_early"), text)


def too_long(incoming: Incoming, employee: Employee, text: str, shown: TooMuch) -> Outcome:
    """Not cut: the author shortens it."""
    words = Phrase("unseen.too_long", {"length": shown.length, "most": shown.most})
    return given_back(incoming, employee.language, words, text)


def misfits(incoming: Incoming, employee: Employee, text: str, reason: Words) -> Outcome:
    return given_back(incoming, employee.language, reason, text)


def typed_again(incoming: Incoming, employee: Employee) -> Outcome:
    """The preview is too old to be read back, or was changed on its way."""
    return replace(_drawn(page(employee.language, Phrase("unseen.typed_again")), incoming, employee), lasting=True)


def titled(held: Held, question: Question, employee: Employee) -> str:
    label = _said(question.label, held.definition, employee) or question.name
    return label if len(label) <= SHORT else label[: SHORT - 1] + "…"


def _drawn(screen: Screen, incoming: Incoming, employee: Employee) -> Outcome:
    return Outcome(Reply(screen, afresh=not incoming.placement), employee.language)


def _lost(held: Held) -> bool:
    return any(loss.cell == held.cell.key for loss in held.campaign.losses) if held.cell else False


def _title(definition: Questionnaire, employee: Employee) -> str:
    return _said(definition.settings.title, definition, employee) or definition.settings.form_id


def _said(text: Localized, definition: Questionnaire, employee: Employee) -> str:
    return text.said_in(employee.language, definition.settings.default_language)
