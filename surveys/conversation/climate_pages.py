"""What the screens of anonymous surveys have in common."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice

from surveys.anonymity.campaign import Campaign
from surveys.conversation.deeds import ADMIN, HR_ANALYST, Deed, Doing
from surveys.conversation.incoming import Incoming, Outcome, Policy
from surveys.conversation.pages import option
from surveys.errors import NotFound
from surveys.people import Person
from surveys.questionnaires.definition import Localized, Questionnaire
from surveys.screens import Emphasis, Option, Phrase, Reply, Screen, Span, Words
from surveys.work import Work

RUNS = frozenset({HR_ANALYST, ADMIN})
"""Who may launch and close: holding a survey is no licence to read it."""
READS = frozenset({HR_ANALYST})
"""Who alone reads results (product.md 1, domain.md R-H5)."""

LEAF = 1_500
"""Signs of a long list that are shown at once."""


def drawn(screen: Screen, incoming: Incoming) -> Outcome:
    return Outcome(Reply(screen, afresh=not incoming.placement), screen.language)


def language_of(incoming: Incoming, person: Person) -> str:
    return person.language or incoming.language


def campaign_of(work: Work, code: str) -> Campaign:
    campaign = work.campaigns.find(code)
    if campaign is None:
        raise NotFound("campaign")
    return campaign


def said(text: Localized, definition: Questionnaire, language: str) -> str:
    return text.said_in(language, definition.settings.default_language)


def titled(work: Work, campaign: Campaign, language: str) -> str:
    definition = work.questionnaires.version(campaign.form_id, campaign.version)
    return (said(definition.settings.title, definition, language) if definition else "") or campaign.form_id


def day_of(moment: datetime, policy: Policy) -> str:
    return moment.astimezone(policy.zone).strftime("%d.%m.%Y")


def last_day(closes_at: datetime, policy: Policy) -> str:
    """A close at midnight belongs to the day before."""
    return day_of(closes_at - timedelta(seconds=1), policy)


def moment_of(moment: datetime, policy: Policy) -> str:
    return moment.astimezone(policy.zone).strftime("%d.%m.%Y %H:%M")


def standing(campaign: Campaign, policy: Policy) -> Phrase:
    if campaign.act is not None:
        return Phrase("climate.closed_on", {"day": day_of(campaign.act.closed_at, policy)})
    return Phrase("climate.runs_until", {"day": last_day(campaign.closes_at, policy)})


def number_in(given: str) -> int:
    """A number in a button of ours. Raises NotFound for anything else."""
    if not given.isascii() or not given.isdigit() or len(given) > 6:
        raise NotFound("button")
    return int(given)


def arguments(args: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Exactly `count` of them, "" for those that are not there."""
    return (*islice(args, count), *[""] * (count - len(args)))


def runs(doing: Doing) -> Deed:
    """For who holds surveys; done again it leaves things as once would."""
    return Deed(doing, RUNS, shows=True)


def to_list() -> Option:
    return option("climate.to_list", "climate")


def turned(verb: str, args: Sequence[str], page: int, pages: int) -> list[Option]:
    """Earlier and later; the page, from 0, is the action's last argument."""
    turns = []
    if page > 0:
        turns.append(option("climate.earlier", verb, *args, str(page - 1)))
    if page < pages - 1:
        turns.append(option("climate.later", verb, *args, str(page + 1)))
    return turns


def leaf(lines: Sequence[Words], page: int, signs: int = LEAF) -> tuple[list[Words], int, int]:
    """The lines of a page, which page it is, and how many there are; a page is about as long as a screen or two."""
    pages: list[list[Words]] = [[]]
    for line in lines:
        if pages[-1] and sum(map(_length, pages[-1])) + _length(line) > signs:
            pages.append([])
        pages[-1].append(line)
    page = min(page, len(pages) - 1)
    return pages[page], page, len(pages)


def listed(lines: Sequence[Words], emphasis: Emphasis = Emphasis.PLAIN) -> tuple[Span, ...]:
    """One paragraph, a line each."""
    spans: list[Span] = []
    for line in lines:
        spans += [Span("\n")] if spans else []
        spans.append(Span(line, emphasis))
    return tuple(spans)


def _length(line: Words) -> int:
    """About: a phrase has its own words around what it is filled with."""
    return len(line) if isinstance(line, str) else 20 + sum(len(str(each)) for each in line.args.values())
