"""Comments of an anonymous survey, for the analyst alone. One can be hidden with a reason and shown again, not edited.

Hidden is hidden everywhere, here too: the list of what is hidden says why and not what.
"""

from datetime import datetime

from surveys.conversation.climate_pages import (
    arguments,
    campaign_of,
    drawn,
    language_of,
    leaf,
    number_in,
    said,
    turned,
)
from surveys.conversation.climate_portrait import Group, reason_of
from surveys.conversation.climate_results import Results, reads
from surveys.conversation.deeds import Deed
from surveys.conversation.incoming import Incoming, Outcome
from surveys.conversation.pages import option, page
from surveys.disclosure import hiding
from surveys.disclosure.figures import Comments
from surveys.disclosure.hiding import Why, digest_of
from surveys.errors import NotFound
from surveys.people import Person
from surveys.questionnaires.definition import Question
from surveys.screens import Action, Emphasis, Layout, Option, Options, Phrase, Screen, Span
from surveys.work import Work

TOGETHER = 2_000
"""Signs of comments on one page."""


class CommentReading:
    def __init__(self, results: Results) -> None:
        self._results = results

    def taps(self) -> dict[str, Deed]:
        return {
            "rtexts": reads(self._comments),
            "rhide": reads(self._reasons),
            "rhid": reads(self._hidden),
            "rshow": reads(self._shown_again),
            "rhidden": reads(self._list_hidden),
        }

    def _comments(
        self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime
    ) -> Outcome:
        code, key, place, at = arguments(args, 4)
        group = self._results.group(work, incoming, person, (code, key), now)
        number, question = self._results.asked(group, place)
        return drawn(_page(work, group, number, question, number_in(at)), incoming)

    def _reasons(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        """Why: out of a list, because the trail must not repeat the words."""
        code, place, digest = arguments(args, 3)
        group = self._results.group(work, incoming, person, (code, ""), now)
        _, question = self._results.asked(group, place)
        text = _text_of(group, question, digest)
        options = [
            Option(Phrase(f"comments.why_{why.value}"), Action("rhid", (code, place, digest, why.value))) for why in Why
        ]
        screen = Screen(
            group.language,
            (
                (Span(Phrase("comments.hide"), Emphasis.STRONG),),
                (Span(text, Emphasis.QUOTE),),
                (Span(Phrase("comments.hide_how")),),
            ),
            answers=Options(Layout.LIST, tuple(options)),
            controls=(option("comments.back", "rtexts", code, group.key, place, "0"),),
        )
        return drawn(screen, incoming)

    def _hidden(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        code, place, digest, given = arguments(args, 4)
        group = self._results.group(work, incoming, person, (code, ""), now)
        _, question = self._results.asked(group, place)
        why = next((each for each in Why if each.value == given), None)
        kept = hiding.read(work.notes.get(hiding.note_of(code)))
        if why is None:
            raise NotFound("reason")
        if digest not in kept:
            _text_of(group, question, digest)
            work.notes.put(hiding.note_of(code), hiding.written({**kept, digest: why}))
            facts = {"campaign": code, "question": question.name, "comment": digest, "reason": why.value}
            work.trail.append("comment.hidden", person.number, facts, now)
        controls = [
            option("comments.show_again", "rshow", code, place, digest),
            option("comments.back", "rtexts", code, group.key, place, "0"),
        ]
        return drawn(page(group.language, Phrase("comments.is_hidden"), controls=controls), incoming)

    def _shown_again(
        self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime
    ) -> Outcome:
        code, place, digest = arguments(args, 3)
        campaign_of(work, code)
        kept = hiding.read(work.notes.get(hiding.note_of(code)))
        if kept.pop(digest, None) is not None:
            work.notes.put(hiding.note_of(code), hiding.written(kept) if kept else None)
            work.trail.append("comment.shown", person.number, {"campaign": code, "comment": digest}, now)
        group = self._results.group(work, incoming, person, (code, ""), now)
        number, question = self._results.asked(group, place)
        return drawn(_page(work, group, number, question, 0), incoming)

    def _list_hidden(
        self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime
    ) -> Outcome:
        code, place = arguments(args, 2)
        kept = hiding.read(work.notes.get(hiding.note_of(campaign_of(work, code).code)))
        options = [
            Option(
                Phrase("comments.return", {"why": Phrase(f"comments.why_{why.value}")}),
                Action("rshow", (code, place, digest)),
            )
            for digest, why in sorted(kept.items())
        ]
        screen = page(
            language_of(incoming, person),
            Phrase("comments.hidden_how"),
            title=Phrase("comments.hidden"),
            options=options,
            controls=[option("comments.back", "rtexts", code, "", place, "0")],
        )
        return drawn(screen, incoming)


def _page(work: Work, group: Group, place: int, question: Question, at: int) -> Screen:
    release = group.gate.comments(question.name, group.scope)
    definition = group.gate.published.definition
    code, key = group.campaign.code, group.key
    label = said(question.label, definition, group.language) or question.name
    head = ((Span(label, Emphasis.STRONG),), (Span(group.name, Emphasis.QUIET),))
    back = option("results.to_questions", "rasked", code, key, "0")
    if not isinstance(release.figure, Comments):
        return Screen(group.language, (*head, (Span(reason_of(release, group)),)), controls=(back,))
    texts, at, pages = leaf(release.figure.texts, at, TOGETHER)
    numbered = [
        Option(f"{number}. ", Action("rhide", (code, str(place), digest_of(code, question.name, str(text)))))
        for number, text in enumerate(texts, 1)
    ]
    hidden = bool(group.gate.hidden)
    return Screen(
        group.language,
        (
            *head,
            *((Span(f"{number}. "), Span(text, Emphasis.QUOTE)) for number, text in enumerate(texts, 1)),
            (Span(Phrase("comments.to_hide"), Emphasis.QUIET),),
        ),
        answers=Options(Layout.NUMBERED, tuple(numbered)) if numbered else None,
        controls=(
            *turned("rtexts", (code, key, str(place)), at, pages),
            *((option("comments.hidden", "rhidden", code, str(place)),) if hidden else ()),
            back,
        ),
    )


def _text_of(group: Group, question: Question, digest: str) -> str:
    """The comment that is shown under this digest. Raises NotFound for one that is not (or no longer) shown."""
    figure = group.gate.comments(question.name, group.scope).figure
    texts = figure.texts if isinstance(figure, Comments) else ()
    code = group.campaign.code
    found = next((text for text in texts if digest_of(code, question.name, text) == digest), None)
    if found is None:
        raise NotFound("comment")
    return found
