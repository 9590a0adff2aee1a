"""A proposal of an extra collection, as a coordinator reads it: the figures that speak for it, and one button."""

from collections.abc import Iterator

from surveys.campaigns.extra_proposals import Proposal, standing
from surveys.campaigns.outreach import Kind
from surveys.campaigns.proposals import USUAL, Found, Quarter, Sign
from surveys.chance import Chance
from surveys.conversation.climate_pages import arguments, listed, number_in, said
from surveys.conversation.deeds import Deed
from surveys.conversation.incoming import Outcome, Policy
from surveys.conversation.outreach_card import card
from surveys.conversation.outreach_creating import draft_of
from surveys.conversation.outreach_kinds import of_kind
from surveys.conversation.outreach_sitting import CODE, Sitting, at_desk
from surveys.conversation.pages import first, option
from surveys.errors import NotFound
from surveys.questionnaires.definition import Questionnaire
from surveys.screens import Action, Emphasis, Option, Phrase, Screen, Span, Tone, Words
from surveys.texts import spoken
from surveys.work import Work

OPEN = "oextra"


class Proposals:
    """The number of a proposal in its buttons is that of its entry in the trail."""

    def __init__(self, policy: Policy, chance: Chance) -> None:
        self._policy = policy
        self._chance = chance

    def taps(self) -> dict[str, Deed]:
        return {
            OPEN: at_desk(self._policy, self._chance, self._shown),
            "oextry": at_desk(self._policy, self._chance, self._drafted),
        }

    def _shown(self, sitting: Sitting, args: tuple[str, ...]) -> Outcome:
        proposal = _found(sitting, first(args))
        drafts = option("outreach.extra_yes", "oextry", str(proposal.number), self._chance.key(CODE), tone=Tone.PRIMARY)
        back = option("outreach.to_list", "camps")
        return sitting.drawn(proposal_page(sitting.work, proposal, sitting.language, (drafts, back)))

    def _drafted(self, sitting: Sitting, args: tuple[str, ...]) -> Outcome:
        """The code stands in the button: pressed twice it makes one draft."""
        number, code = arguments(args, 2)
        before = sitting.work.outreaches.find(code)
        if before is not None:
            return card(sitting, before)
        definition = sitting.work.questionnaires.current(_found(sitting, number).form_id)
        if definition is None or len(code) != CODE:
            raise NotFound("questionnaire")
        draft = of_kind(draft_of(sitting, definition, code), Kind.EXTRA_QUARTERLY, sitting.now)
        sitting.work.outreaches.add(draft)
        return card(sitting, draft, Phrase("outreach.extra_drafted"))


def rows(work: Work, proposals: list[Proposal], language: str) -> list[Option]:
    """For the list of campaigns."""
    found = []
    for each in proposals:
        words = Phrase("outreach.row_extra", {"title": _title(work, each, language)})
        found.append(Option(words, Action(OPEN, (str(each.number),))))
    return found


def proposal_page(work: Work, proposal: Proposal, language: str, controls: tuple[Option, ...]) -> Screen:
    definition = work.questionnaires.current(proposal.form_id)
    lines = [
        Phrase("outreach.line", {"words": each})
        for found in proposal.found
        for each in _reasons(found, proposal, definition, spoken(language))
    ]
    return Screen(
        spoken(language),
        (
            (Span(Phrase("outreach.extra_title", {"title": _title(work, proposal, language)}), Emphasis.STRONG),),
            (Span(Phrase("outreach.extra_why", {"quarter": _quarter(proposal)})), Span("\n"), *listed(lines)),
            (Span(Phrase("outreach.extra_what"), Emphasis.QUIET),),
        ),
        controls=controls,
    )


def _reasons(
    found: Found, proposal: Proposal, definition: Questionnaire | None, language: str
) -> Iterator[Words | Phrase]:
    this, before = proposal.this, proposal.before
    match found.sign:
        case Sign.MANY_DISSATISFIED:
            numbers = {"share": _share(this), "part": this.dissatisfied, "whole": this.answers}
            yield Phrase("outreach.sign_many_dissatisfied", {**numbers, "most": USUAL.dissatisfied})
        case Sign.MORE_DISSATISFIED:
            yield Phrase("outreach.sign_more_dissatisfied", {"share": _share(this), "before": _share(before)})
        case Sign.PAIN:
            yield Phrase("outreach.sign_pain", {"pain": _pain(found.subject, definition, language)})
        case Sign.COMPLAINTS:
            yield Phrase("outreach.sign_complaints", {"theme": found.subject})


def _pain(code: str, definition: Questionnaire | None, language: str) -> str:
    """In the words of its option."""
    lists = definition.lists.values() if definition else ()
    labels = (
        said(choice.label, definition, language)
        for each in lists
        for choice in each.choices
        if choice.pain == code and definition is not None
    )
    return next((label for label in labels if label), code)


def _share(quarter: Quarter) -> int:
    return round(100 * quarter.dissatisfied / quarter.answers) if quarter.answers else 0


def _quarter(proposal: Proposal) -> str:
    year, _, number = proposal.quarter.partition("-Q")
    return f"{number}/{year}"


def _title(work: Work, proposal: Proposal, language: str) -> str:
    definition = work.questionnaires.current(proposal.form_id)
    return (said(definition.settings.title, definition, spoken(language)) if definition else "") or proposal.form_id


def _found(sitting: Sitting, number: str) -> Proposal:
    """Raises NotFound for one that is not to be decided any more."""
    wanted = number_in(number)
    open_ones = standing(sitting.work, sitting.now, sitting.policy.zone)
    found = next((each for each in open_ones if each.number == wanted), None)
    if found is None:
        raise NotFound("proposal")
    return found
