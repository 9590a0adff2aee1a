"""Extra collections that the figures of citizens' surveys speak for (R-C3, M-14): told once a quarter, never begun.

Of each questionnaire for citizens the running quarter is compared with the one before, by the question of overall
satisfaction; pains are what people marked among its options. Complaints are no part of the program yet.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from surveys.campaigns.local_time import first_from
from surveys.campaigns.outreach import Kind
from surveys.campaigns.proposals import Found, Pain, Quarter, Sign, signs
from surveys.campaigns.schedules import NOBODY, Due
from surveys.questionnaires.definition import Question, Questionnaire
from surveys.trail import Entry
from surveys.work import Work

PROPOSED = "collection.proposed"
"""The act in the trail; its facts hold the figures, so that what is told later is what was seen then."""
PROGRAM = 0
SATISFACTION = "csat"
SCALE = ("1", "2", "3", "4", "5")
DISSATISFIED = frozenset({"1", "2"})
"""M-3."""
NEWEST = 500
"""Entries of the trail in which proposals are looked for."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """`number` is that of the entry it stands in."""

    number: int
    form_id: str
    quarter: str
    this: Quarter
    before: Quarter
    found: tuple[Found, ...]


def due(work: Work, now: datetime, zone: tzinfo) -> list[Proposal]:
    """What the figures speak for now, told before or not; number 0. Only reads."""
    first = _first_day(now.astimezone(zone).date())
    begins = [first_from(day, time(), zone) for day in (_quarter_before(first), first)]
    proposals = []
    for definition in work.questionnaires.offered("external"):
        question = _satisfaction(definition)
        if question is None:
            continue
        form_id = definition.settings.form_id
        before = _quarter(work.responses.counted(form_id, question.name, begins[0], begins[1]))
        this = _quarter(work.responses.counted(form_id, question.name, begins[1], now))
        found = signs(this, before, _pains(work, definition, this.answers, begins[1], now))
        if found:
            proposals.append(Proposal(0, form_id, _named(first), this, before, found))
    return proposals


def propose(work: Work, proposals: Iterable[Proposal], now: datetime) -> int:
    """Write down those that are new this quarter. How many."""
    count = 0
    for each in proposals:
        if work.occasions.take(Due(f"extra:{each.form_id}", each.quarter, NOBODY, now), now):
            work.trail.append(PROPOSED, PROGRAM, _facts(each), now)
            count += 1
    return count


def standing(work: Work, now: datetime, zone: tzinfo) -> list[Proposal]:
    """This quarter's that nobody has made a campaign of since."""
    quarter = _named(_first_day(now.astimezone(zone).date()))
    found = [proposal_of(each) for each in work.trail.entries(NEWEST) if each.act == PROPOSED]
    if not found:
        return []
    began = first_from(_first_day(now.astimezone(zone).date()), time(), zone)
    made = {
        each.form_id
        for each in work.outreaches.all()
        if each.kind is Kind.EXTRA_QUARTERLY and (each.launched_at is None or each.launched_at >= began)
    }
    return [each for each in found if each.quarter == quarter and each.form_id not in made]


def proposal_of(entry: Entry) -> Proposal:
    facts = entry.facts
    this = Quarter(int(facts["answers"]), int(facts["dissatisfied"]))
    before = Quarter(int(facts["answers_before"]), int(facts["dissatisfied_before"]))
    found = tuple(_read(each) for each in str(facts["signs"]).split())
    return Proposal(entry.number, str(facts["form"]), str(facts["quarter"]), this, before, found)


def _facts(proposal: Proposal) -> dict[str, str | int]:
    return {
        "form": proposal.form_id,
        "quarter": proposal.quarter,
        "answers": proposal.this.answers,
        "dissatisfied": proposal.this.dissatisfied,
        "answers_before": proposal.before.answers,
        "dissatisfied_before": proposal.before.dissatisfied,
        "signs": " ".join(f"{each.sign.value}:{each.subject}" for each in proposal.found),
    }


def _read(written: str) -> Found:
    sign, _, subject = written.partition(":")
    return Found(Sign(sign), subject)


def _satisfaction(definition: Questionnaire) -> Question | None:
    return next((each.question for each in definition.placed() if each.question.metric == SATISFACTION), None)


def _quarter(counts: Iterable[tuple[object, int]]) -> Quarter:
    """Answers outside the scale, «не было», count in no metric."""
    answers = Counter[str]()
    for value, count in counts:
        answers[str(value)] += count
    rated = sum(answers[value] for value in SCALE)
    return Quarter(rated, sum(answers[value] for value in DISSATISFIED))


def _pains(work: Work, definition: Questionnaire, asked: int, since: datetime, until: datetime) -> list[Pain]:
    """By pain code; marked twice in one answer, by two options, it is one mention."""
    mentions = Counter[str]()
    for placed in definition.placed():
        codes = {choice.name: choice.pain for choice in definition.choice_list(placed.question) if choice.pain}
        if not codes:
            continue
        form_id, name = definition.settings.form_id, placed.question.name
        for value, count in work.responses.counted(form_id, name, since, until):
            chosen = value if isinstance(value, tuple) else (value,)
            for code in {codes[each] for each in chosen if isinstance(each, str) and each in codes}:
                mentions[code] += count
    return [Pain(code, count, asked) for code, count in sorted(mentions.items())]


def _first_day(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _quarter_before(first: date) -> date:
    return date(first.year - 1, 10, 1) if first.month == 1 else date(first.year, first.month - 3, 1)


def _named(first: date) -> str:
    return f"{first.year}-Q{(first.month + 2) // 3}"
