"""The steps of an outreach taken over storage: what a launch would do, and doing it once.

A launch is one unit of work: the outreach is found locked, its audience is frozen into deliveries, the tallies begin
with them, and the trail says who did it. So of two coordinators who press at once the second is told that it runs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from surveys.anonymity.organisation import BrokenTree, Organisation
from surveys.campaigns.audiences import AllStaff, Chosen, chosen
from surveys.campaigns.delivering import Delivery
from surveys.campaigns.exclusions import Exclusion, Rules
from surveys.campaigns.guards import Lack, Promised, Readiness, lacks
from surveys.campaigns.held_launches import release
from surveys.campaigns.outreach import Outreach
from surveys.campaigns.policies import Matter
from surveys.campaigns.singling_out import narrowed
from surveys.campaigns.states import FROM, Held, Step, stepped
from surveys.campaigns.tallies import Count, of_queueing
from surveys.errors import NotFound
from surveys.questionnaires.definition import Questionnaire
from surveys.staff.roster import roster
from surveys.work import Work

PROGRAM = 0
"""Who acts where time alone does."""
ANSWERED_LATELY = timedelta(days=90)
"""Who answered the questionnaire within a quarter, wherever, has answered; last year's answer is no answer of today."""
NOBODY = Chosen((), 0, tuple((reason, 0) for reason in Exclusion), (), ())
UNKNOWN = Readiness(published=False, strict=False, for_staff=False, asked=0)
LAUNCHED, SCHEDULED, UNSCHEDULED = "outreach.launched", "outreach.scheduled", "outreach.unscheduled"
PAUSED, RESUMED, CLOSED = "outreach.paused", "outreach.resumed", "outreach.closed"


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a launch at this moment would do, and what keeps it from being done."""

    ready: Readiness
    chosen: Chosen
    """Nobody for an outreach that asks each person on a day of their own."""
    lacks: tuple[Lack, ...]


def prospect(work: Work, outreach: Outreach, now: datetime) -> Prospect:
    """Changes nothing. A list that has been taken away asks nobody."""
    definition = work.questionnaires.version(outreach.form_id, outreach.version)
    tree = _organisation(work)
    found = NOBODY if outreach.by_hire else _chosen(work, outreach, tree, now)
    ready = _readiness(work, outreach, definition, tree, found, now)
    return Prospect(ready, found, lacks(outreach, ready, now))


def step(work: Work, code: str, step: Step, now: datetime, actor: int) -> Outreach | Held:
    """Take the step, or say what holds it. Raises NotFound.

    `actor` is the number of the person, or PROGRAM.
    """
    outreach = work.outreaches.find(code)
    if outreach is None:
        raise NotFound("outreach", code)
    seen = _looked(work, outreach, step, now)
    changed = stepped(outreach, step, seen.ready, now)
    if isinstance(changed, Held):
        return changed
    work.outreaches.save(changed)
    facts: dict[str, str | int] = {"outreach": code}
    if step is Step.LAUNCH:
        _ask(work, changed, seen.chosen, now)
        facts |= _facts(changed, seen.chosen)
    if step is Step.CLOSE:
        _call_off(work, code)
    release(work, code)
    _write_down(work, step, actor, facts, now)
    return changed


def rules_of(outreach: Outreach, now: datetime) -> Rules:
    return Rules(now, outreach.pause, outreach.unseen)


def invitation(outreach: Outreach, person: int, now: datetime, number: int = 0) -> Delivery:
    """Quiet hours are looked at when it is claimed, on the recipient's own clock."""
    return Delivery(outreach.code, person, Matter.INVITATION, number, now, outreach.closes_at)


def _looked(work: Work, outreach: Outreach, step: Step, now: datetime) -> Prospect:
    """Storage is asked only where the step may begin something."""
    if step in (Step.SCHEDULE, Step.LAUNCH) and outreach.state in FROM[step]:
        return prospect(work, outreach, now)
    return Prospect(UNKNOWN, NOBODY, ())


def _ask(work: Work, outreach: Outreach, found: Chosen, now: datetime) -> None:
    """Queue the invitations. One that comes again only makes drafts; one by the day of hire asks on those days."""
    if outreach.schedule is not None:
        return
    count = work.deliveries.enqueue(invitation(outreach, person, now) for person in found.asked)
    work.tallies.count(outreach.code, of_queueing(Matter.INVITATION, count))


def _call_off(work: Work, code: str) -> None:
    """Nothing that waits is sent any more. What an anonymous survey promises is closed by its own two roles."""
    waited = work.deliveries.call_off(code)
    work.tallies.count(code, {Count.QUEUED: -waited, Count.EXPIRED: waited})


def _organisation(work: Work) -> Organisation | None:
    """None where no units have been entered."""
    try:
        return roster(work)
    except BrokenTree:
        return None


def _chosen(work: Work, outreach: Outreach, tree: Organisation | None, now: datetime) -> Chosen:
    try:
        directory = work.directory.about(outreach.form_id, now - ANSWERED_LATELY)
        return chosen(outreach.audience, directory, tree, rules_of(outreach, now))
    except (NotFound, ValueError):
        return NOBODY


def _readiness(
    work: Work,
    outreach: Outreach,
    definition: Questionnaire | None,
    tree: Organisation | None,
    found: Chosen,
    now: datetime,
) -> Readiness:
    if definition is None:
        return UNKNOWN
    campaign = work.campaigns.find(outreach.promise) if outreach.promise else None
    few, promised = 0, None
    if campaign is not None:
        promised = Promised(campaign.form_id, campaign.version, campaign.running, campaign.closes_at)
        few = len(narrowed(found, campaign.cells, _everybody(work, outreach, tree, found, now)))
    settings = definition.settings
    return Readiness(
        published=True,
        strict=settings.anonymity == "strict",
        for_staff=settings.audience == "internal",
        asked=len(found.asked),
        narrowed=few,
        promised=promised,
    )


def _everybody(
    work: Work, outreach: Outreach, tree: Organisation | None, found: Chosen, now: datetime
) -> Mapping[str, int]:
    """How many of each unit can be reached, whatever part of them the audience names."""
    whole = found if isinstance(outreach.audience, AllStaff) else None
    if whole is None:
        whole = chosen(AllStaff(), work.directory, tree, rules_of(outreach, now))
    return dict(whole.reachable)


def _facts(outreach: Outreach, found: Chosen) -> dict[str, str | int]:
    """What was frozen, so that anybody can draw the sample again from the seed and see that it was not chosen."""
    facts: dict[str, str | int] = {
        "form": outreach.form_id,
        "version": outreach.version,
        "kind": outreach.kind.value,
        "named": found.named,
        "asked": len(found.asked),
    }
    if outreach.order is not None:
        facts["order"] = f"{outreach.order.number}, {outreach.order.day.isoformat()}"
    if outreach.promise:
        facts["campaign"] = outreach.promise
    if found.drawn is not None:
        drawn = found.drawn
        strata = " ".join(f"{each.key}:{each.drawn}/{each.people}" for each in drawn.strata)
        facts |= {"seed": drawn.seed, "frame": drawn.frame, "wanted": drawn.wanted, "strata": strata}
    return facts


def _write_down(work: Work, step: Step, actor: int, facts: Mapping[str, str | int], now: datetime) -> None:
    match step:
        case Step.LAUNCH:
            work.trail.append(LAUNCHED, actor, facts, now)
        case Step.SCHEDULE:
            work.trail.append(SCHEDULED, actor, facts, now)
        case Step.UNSCHEDULE:
            work.trail.append(UNSCHEDULED, actor, facts, now)
        case Step.PAUSE:
            work.trail.append(PAUSED, actor, facts, now)
        case Step.RESUME:
            work.trail.append(RESUMED, actor, facts, now)
        case Step.CLOSE:
            work.trail.append(CLOSED, actor, facts, now)
