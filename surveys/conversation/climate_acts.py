"""The act of a close: what every employee may read of a survey that is over, and nothing of a group below k."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from surveys.anonymity.campaign import Act, Campaign
from surveys.anonymity.holding import KEY_LOST, SCHEDULE
from surveys.anonymity.keys import RATINGS
from surveys.conversation import own_rows
from surveys.conversation.climate_pages import campaign_of, day_of, drawn, language_of, listed, moment_of, titled
from surveys.conversation.deeds import ADMIN, COORDINATOR, EMPLOYEE, HR_ANALYST, Deed
from surveys.conversation.incoming import Errand, Incoming, Outcome, Policy
from surveys.conversation.pages import first, option, page
from surveys.disclosure.figures import Count
from surveys.disclosure.gate import Gate
from surveys.disclosure.opening import gate_of
from surveys.disclosure.scopes import Scope
from surveys.disclosure.wording import number
from surveys.errors import NotFound
from surveys.people import Person
from surveys.screens import Action, Emphasis, Option, Phrase, Reply, Screen, Span, Words
from surveys.work import Work

READERS = frozenset({EMPLOYEE, HR_ANALYST, ADMIN, COORDINATOR})
OUTLET = "act"


class Acts:
    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def commands(self) -> dict[str, Deed]:
        return {"acts": Deed(self._listed, READERS, shows=True)}

    def taps(self) -> dict[str, Deed]:
        return {
            "acts": Deed(self._listed, READERS, shows=True),
            "act": Deed(self._shown, READERS, shows=True),
            "actpdf": Deed(self._printed, READERS),
        }

    def _listed(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        language = language_of(incoming, person)
        options = [
            Option(
                f"{titled(work, each, language)}, {day_of(each.act.closed_at, self._policy)}",
                Action("act", (each.code,)),
            )
            for each in work.campaigns.all()
            if each.act is not None
        ]
        words = Phrase("acts.list" if options else "acts.none")
        return drawn(page(language, words, title=Phrase("acts.title"), options=options), incoming)

    def _shown(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        campaign = campaign_of(work, first(args))
        return drawn(act_page(work, campaign, language_of(incoming, person), self._policy, now), incoming)

    def _printed(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        campaign = campaign_of(work, first(args))
        if campaign.act is None:
            raise NotFound("act")
        toast = Phrase("acts.drawing")
        return Outcome(Reply(toast=toast), language_of(incoming, person), errand=Errand("act", (campaign.code,)))


@dataclass(frozen=True, slots=True)
class Group:
    name: Words
    counted: Words
    """Answers in whole blocks, or why there is no number."""


@dataclass(frozen=True, slots=True)
class Record:
    """An act in words, for a screen and for a sheet of paper."""

    title: str
    facts: tuple[tuple[Phrase, Words], ...]
    """(what, how it was), in order."""
    groups: tuple[Group, ...]
    promise: Phrase
    program: Phrase
    """Which program shows this, and what the last linkage audit of it found."""


def record_of(work: Work, campaign: Campaign, language: str, policy: Policy, now: datetime) -> Record:
    """Raises NotFound before the close."""
    if campaign.act is None:
        raise NotFound("act")
    gate = gate_of(work, campaign, OUTLET, policy.day(now))
    facts = [
        ("order", campaign.order or Phrase("climate.no_order")),
        ("period", f"{moment_of(campaign.launched_at, policy)} – {moment_of(campaign.act.closed_at, policy)}"),
        ("parameters", _parameters(campaign)),
        ("counted", _counted(gate, gate.published.scopes.top, language)),
        ("not_shown", _few(dict(campaign.act.not_shown).get(RATINGS, 0), campaign.parameters.k)),
        ("texts_not_shown", _few(_texts_not_shown(campaign.act), campaign.parameters.k_text)),
        ("lost", _few(_lost(campaign), campaign.parameters.k)),
        ("marks", Phrase("acts.deleted" if campaign.act.marks_deleted else "acts.not_deleted")),
        ("key", _key(campaign.act)),
        ("fingerprint", campaign.fingerprint),
        ("closed_by", _closed_by(campaign.act)),
    ]
    named = tuple((Phrase(f"acts.{name}"), words) for name, words in facts)
    return Record(
        titled(work, campaign, language),
        named,
        _groups(gate, language),
        Phrase("acts.promise", _k(campaign)),
        own_rows.program(work, policy),
    )


def act_page(
    work: Work, campaign: Campaign, language: str, policy: Policy, now: datetime, notice: Words | None = None
) -> Screen:
    record = record_of(work, campaign, language, policy, now)
    facts = [Phrase("acts.fact", {"what": what, "how": words}) for what, words in record.facts]
    groups = [Phrase("acts.fact", {"what": group.name, "how": group.counted}) for group in record.groups]
    return Screen(
        language,
        (
            (Span(Phrase("acts.of", {"title": record.title}), Emphasis.STRONG),),
            listed(facts),
            (Span(Phrase("acts.groups"), Emphasis.STRONG), Span("\n"), *listed(groups)),
            (Span(record.promise, Emphasis.QUIET),),
            (Span(record.program, Emphasis.QUIET),),
        ),
        controls=(option("acts.pdf", "actpdf", campaign.code), option("acts.all", "acts")),
        notice=notice,
    )


def _groups(gate: Gate, language: str) -> tuple[Group, ...]:
    """Every group that was fixed at the launch."""
    return tuple(
        Group(cell.name, _counted(gate, Scope(cell=cell.key), language)) for cell in gate.published.cells.cells
    )


def _counted(gate: Gate, scope: Scope, language: str) -> Words:
    release, parameters = gate.count(scope), gate.published.parameters
    if isinstance(release.figure, Count):
        return number(release.figure, language)
    assert release.reason is not None
    return Phrase("acts.below", {"k": parameters.k})


def _few(people: int, k: int) -> Words:
    """Never a number below k, and none between two blocks."""
    if people == 0:
        return Phrase("acts.nobody")
    return Phrase("acts.below", {"k": k}) if people < k else f"{people - people % k}+"


def _lost(campaign: Campaign) -> int:
    """The least number of different people: who gave ratings and texts may have lost both."""
    streams = Counter[str]()
    for loss in campaign.losses:
        streams[loss.stream] += loss.people
    return max(streams.values(), default=0)


def _texts_not_shown(act: Act) -> int:
    """Of one question: who left two comments is counted once."""
    return max((people for stream, people in act.not_shown if stream != RATINGS), default=0)


def _parameters(campaign: Campaign) -> Phrase:
    hours = int(campaign.parameters.pause.total_seconds() // 3600)
    return Phrase("acts.sizes", {**_k(campaign), "text": campaign.parameters.k_text, "hours": hours})


def _k(campaign: Campaign) -> dict[str, str | int | Phrase]:
    return {"k": campaign.parameters.k, "twice": 2 * campaign.parameters.k}


def _key(act: Act) -> Phrase:
    if act.key_destroyed:
        return Phrase("acts.key_destroyed")
    return Phrase("acts.key_lost" if act.asked_by == KEY_LOST else "acts.key_goes")


def _closed_by(act: Act) -> Phrase:
    if act.asked_by in (SCHEDULE, KEY_LOST):
        return Phrase(f"acts.by_{act.asked_by}")
    return Phrase(
        "acts.by_people",
        {"asked": Phrase(f"acts.role_{act.asked_by}"), "confirmed": Phrase(f"acts.role_{act.confirmed_by}")},
    )
