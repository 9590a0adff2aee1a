"""Launching an anonymous survey: which questionnaire, of which groups, and the last tap.

Nothing is frozen before that tap. It carries the fingerprint of the groups that were looked at: if the roster has
changed since, the groups are shown again instead.
"""

from datetime import datetime

from surveys.anonymity.campaign import Campaign
from surveys.anonymity.cells import Cells, TooFewPeople, cells_of
from surveys.anonymity.keys import Keys
from surveys.anonymity.launching import LaunchRefused, launch
from surveys.anonymity.organisation import BrokenTree
from surveys.anonymity.riding import DoesNotFit, capacity
from surveys.chance import Chance
from surveys.conversation import climate_draft
from surveys.conversation.climate_draft import Draft
from surveys.conversation.climate_drafting import draft_page
from surveys.conversation.climate_pages import (
    RUNS,
    arguments,
    drawn,
    language_of,
    leaf,
    listed,
    number_in,
    runs,
    said,
    to_list,
    turned,
)
from surveys.conversation.deeds import Deed
from surveys.conversation.incoming import Incoming, Outcome, Policy
from surveys.conversation.pages import first, option, page
from surveys.errors import NotFound
from surveys.people import Person
from surveys.questionnaires.definition import Questionnaire
from surveys.screens import Action, Emphasis, Layout, Option, Options, Phrase, Screen, Span, Tone, Words
from surveys.staff.roster import roster
from surveys.work import Work

STANDING = "initiative"
"""Questionnaires that always run by themselves are not launched here (`Settings.campaign`)."""


class Launching:
    def __init__(self, policy: Policy, chance: Chance, keys: Keys) -> None:
        self._policy = policy
        self._chance = chance
        self._keys = keys

    def taps(self) -> dict[str, Deed]:
        return {
            "cnew": runs(self._choose),
            "cform": Deed(self._chosen, RUNS, instead="cnew"),
            "cview": runs(self._groups),
            "cgo": runs(self._launched),
        }

    def _choose(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        language = language_of(incoming, person)
        options = [
            Option(said(each.settings.title, each, language) or each.settings.form_id, Action("cform", (str(at),)))
            for at, each in enumerate(_offered(work))
        ]
        words = Phrase("climate.choose" if options else "climate.nothing_to_choose")
        screen = page(language, words, title=Phrase("climate.new"), options=options, controls=[to_list()])
        return drawn(screen, incoming)

    def _chosen(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        offered, at = _offered(work), number_in(first(args))
        if at >= len(offered):
            raise NotFound("questionnaire")
        definition, language = offered[at], language_of(incoming, person)
        fits = capacity(definition)
        if isinstance(fits, DoesNotFit):
            return drawn(_refusal(language, definition, _why(fits, definition, language)), incoming)
        draft = climate_draft.begun(work, person, definition, self._chance.key(6), self._policy.day(now))
        return drawn(draft_page(work, language, draft), incoming)

    def _groups(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        draft, at = climate_draft.found(work, person, first(args)), number_in(arguments(args, 2)[1])
        return drawn(_groups_page(work, language_of(incoming, person), draft, at), incoming)

    def _launched(
        self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime
    ) -> Outcome:
        """Two people who tap at once, or one who taps twice, launch one survey."""
        draft, language = climate_draft.found(work, person, first(args)), language_of(incoming, person)
        running = next((each.code for each in work.campaigns.running() if each.form_id == draft.form_id), "")
        if draft.launched or running:
            return drawn(_done(language, draft.launched or running, Phrase("climate.runs_already")), incoming)
        cells = _cells(work, draft)
        if isinstance(cells, Phrase) or cells.fingerprint != arguments(args, 2)[1]:
            return drawn(_groups_page(work, language, draft, 0, Phrase("climate.groups_changed")), incoming)
        definition = climate_draft.definition_of(work, draft)
        try:
            campaign = self._frozen(work, draft, definition, person, now)
        except LaunchRefused as refused:
            return drawn(_refusal(language, definition, Phrase(f"climate.refused_{refused.reason}")), incoming)
        if not isinstance(campaign, Campaign):
            return drawn(_refusal(language, definition, campaign.said), incoming)
        climate_draft.launched(work, person, draft, campaign.code)
        return drawn(_done(language, campaign.code, Phrase("climate.launched")), incoming)

    def _frozen(
        self, work: Work, draft: Draft, definition: Questionnaire, person: Person, now: datetime
    ) -> Campaign | TooFewPeople | DoesNotFit:
        return launch(
            work,
            self._keys,
            self._chance,
            now,
            definition,
            roster(work),
            draft.parameters,
            draft.order,
            draft.closes_at(self._policy.zone),
            actor=person.number,
        )


def lines_of(cells: Cells) -> list[Words]:
    """Every group with its head count, then every merge with its reason."""
    groups = [Phrase("climate.group", {"name": cell.name, "people": cell.people}) for cell in cells.cells]
    return [*groups, *(merge.said for merge in cells.merges)]


def _groups_page(work: Work, language: str, draft: Draft, at: int, notice: Words | None = None) -> Screen:
    cells = _cells(work, draft)
    back = option("climate.to_draft", "cdraft", draft.key)
    if isinstance(cells, Phrase):
        return page(language, cells, title=Phrase("climate.groups"), controls=[back])
    lines, at, pages = leaf(lines_of(cells), at)
    numbers = {"count": len(cells.cells), "people": sum(cell.people for cell in cells.cells), "needed": cells.needed}
    turns = turned("cview", (draft.key,), at, pages)
    return Screen(
        language,
        (
            (Span(Phrase("climate.groups"), Emphasis.STRONG),),
            (Span(Phrase("climate.groups_intro", numbers)),),
            listed(lines),
            (Span(Phrase("climate.launch_warning"), Emphasis.QUIET),),
        ),
        answers=Options(Layout.PAIRS, tuple(turns)) if turns else None,
        controls=(option("climate.launch", "cgo", draft.key, cells.fingerprint, tone=Tone.PRIMARY), back),
        notice=notice,
    )


def _cells(work: Work, draft: Draft) -> Cells | Phrase:
    """The groups as they would be frozen now, or why there can be none."""
    try:
        cells = cells_of(roster(work), needed=draft.parameters.people)
    except BrokenTree:
        return Phrase("climate.no_units")
    return cells.said if isinstance(cells, TooFewPeople) else cells


def _offered(work: Work) -> list[Questionnaire]:
    return [
        each
        for each in work.questionnaires.offered("internal")
        if each.settings.anonymity == "strict" and each.settings.campaign != STANDING
    ]


def _done(language: str, code: str, words: Phrase) -> Screen:
    return page(language, words, controls=[option("climate.to_survey", "cl", code, tone=Tone.PRIMARY), to_list()])


def _why(fits: DoesNotFit, definition: Questionnaire, language: str) -> Phrase:
    """With the question as its author worded it, beside its name."""
    asked = next((each.question for each in definition.placed() if each.question.name == fits.first_over), None)
    label = said(asked.label, definition, language) if asked else ""
    args = {**fits.said.args, "question": f"«{label}» ({fits.first_over})" if label else fits.first_over}
    return Phrase(fits.said.key, args)


def _refusal(language: str, definition: Questionnaire, words: Phrase) -> Screen:
    title = said(definition.settings.title, definition, language)
    return page(language, words, title=title, controls=[option("climate.other_form", "cnew"), to_list()])
