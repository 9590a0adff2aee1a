"""What happens to an anonymous survey between its launch and its act: draws, losses, the close.

Every function is one unit of work and returns what is to be done after its commit (`Afterwards`), in order. Killed in
between, the program finds out at the next start what is left to do from what stands (`recover`, `unfinished`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from surveys.anonymity.blocks import Block, rest_of
from surveys.anonymity.campaign import Act, Campaign, Loss
from surveys.anonymity.closing import Closed
from surveys.anonymity.closing import close as drained
from surveys.anonymity.draw import (
    Afterwards,
    CrashPoint,
    CutOff,
    DropBlockKey,
    Plan,
    draw,
    due,
    keyless,
    recovered,
    without_lost,
)
from surveys.anonymity.keys import RATINGS, KeyLost, Keys, Pool, fingerprint
from surveys.anonymity.losses import announce
from surveys.chance import Chance
from surveys.errors import NotFound
from surveys.work import Work

SCHEDULE = "schedule"
"""Who asks for a close at the end of the time."""
KEY_LOST = "key_lost"
"""Why the program closes a campaign whose key is gone. Such an act never says that the key was destroyed."""
CLOSED, DESTROYED, LOST = "campaign.closed", "campaign.key_destroyed", "campaign.answers_lost"
REWRITING = "rewrite_owed"
"""The note that a close is not yet followed by its rewrite, which a kill or a full disk may keep from being done."""

At = Callable[[CrashPoint], None]


def nothing(_: CrashPoint) -> None:
    pass


def advance(
    work: Work, keys: Keys, chance: Chance, now: datetime, pool: Pool, at: At = nothing
) -> tuple[Afterwards, ...]:
    """What a tick does with one pool: a draw where one is due, and old keys dropped that could not be dropped before.

    Asked at fixed times, never because somebody answered.
    """
    campaign = work.campaigns.find(pool.campaign)
    if campaign is None or not campaign.running:
        return ()
    rows, plan = work.pools, None
    old = tuple(DropBlockKey(pool, each) for each in sorted(keys.generations(pool)) if each < rows.generation(pool))
    if keyless(rows, keys, pool):
        plan = without_lost(rows, keys, pool)
    elif due(rows, pool, campaign.parameters, now=now, launched=campaign.launched_at):
        plan = draw(rows, keys, chance, pool, campaign.parameters)
    if plan is None:
        return (*old, CutOff()) if old else ()
    at(CrashPoint.KEY_MADE)
    _carry_out(work, campaign, plan, now)
    at(CrashPoint.APPLIED)
    return (*old, *plan.afterwards)


def close(
    work: Work,
    keys: Keys,
    chance: Chance,
    now: datetime,
    code: str,
    *,
    asked_by: str,
    confirmed_by: str = "",
    actor: int = 0,
    at: At = nothing,
) -> tuple[Act, tuple[Afterwards, ...]]:
    """The first half of a close: last blocks in, boxes and marks out, and the act, which does not yet say that the
    key is gone. `completed` is the second half. A campaign that is closed is left as it is.

    `asked_by` and `confirmed_by` are roles. Raises NotFound.
    """
    campaign = _known(work, code)
    if campaign.act is not None:
        return campaign.act, ()
    without_key = key_lost(keys, campaign)
    asked_by = KEY_LOST if without_key else asked_by
    campaign = _write_off(work, keys, campaign, now)
    plan, told = drained(work.pools, keys, chance, campaign=code, cells=campaign.cells, parameters=campaign.parameters)
    at(CrashPoint.KEY_MADE)
    work.pools.apply(plan.change, now)
    act = _act(campaign, told, work.pools.blocks(code), now, asked_by, confirmed_by)
    work.campaigns.close(code, act)
    work.notes.put(REWRITING, "yes")
    facts: dict[str, str | int] = {"campaign": code, "asked_by": asked_by, "confirmed_by": confirmed_by}
    work.trail.append(CLOSED, actor, facts, now)
    if without_key:
        announce(work, code, (), closed=True)
    at(CrashPoint.APPLIED)
    return act, plan.afterwards


def completed(work: Work, code: str, now: datetime) -> Act | None:
    """The second half of a close, once every key of the campaign is gone: the act says so. None where it never may."""
    act = _known(work, code).act
    if act is None or act.asked_by == KEY_LOST:
        return None
    if not act.key_destroyed:
        act = replace(act, key_destroyed=True)
        work.campaigns.close(code, act)
        work.trail.append(DESTROYED, 0, {"campaign": code}, now)
    return act


def recover(
    work: Work, keys: Keys, chance: Chance, now: datetime, code: str, at: At = nothing
) -> tuple[Afterwards, ...]:
    """What a crash, a lost key folder or a restored backup left to do for a running campaign.

    Answers that nothing opens any more are taken away, written down and announced; a campaign whose own key is gone is
    closed with what it has.
    """
    campaign = _known(work, code)
    if not campaign.running:
        return ()
    plan, _ = recovered(work.pools, keys, code)
    _carry_out(work, campaign, plan, now)
    if not key_lost(keys, campaign):
        return plan.afterwards
    _, afterwards = close(work, keys, chance, now, code, asked_by=KEY_LOST, at=at)
    return (*plan.afterwards, *afterwards)


def close_without_key(
    work: Work, keys: Keys, chance: Chance, now: datetime, code: str, at: At = nothing
) -> tuple[Afterwards, ...]:
    """While people answer: only what `recover` does about a campaign's own key. Nothing else of it may be done then,
    as an answer that comes in meanwhile makes keys of its own."""
    if not key_lost(keys, _known(work, code)):
        return ()
    _, afterwards = close(work, keys, chance, now, code, asked_by=KEY_LOST, at=at)
    return afterwards


def key_lost(keys: Keys, campaign: Campaign) -> bool:
    """Whether nobody can be told from a new voter any more. Another key than the published one counts as none."""
    try:
        return fingerprint(keys.campaign(campaign.code)) != campaign.fingerprint
    except KeyLost:
        return True


def overdue(work: Work, now: datetime) -> list[str]:
    """The codes of campaigns whose time is over."""
    return [campaign.code for campaign in work.campaigns.running() if campaign.closes_at <= now]


def unfinished(work: Work) -> list[str]:
    """The codes of campaigns that are closed and whose act waits for the end of their keys."""
    closed = [(campaign.code, campaign.act) for campaign in work.campaigns.all()]
    return [code for code, act in closed if act is not None and not act.key_destroyed and act.asked_by != KEY_LOST]


def _write_off(work: Work, keys: Keys, campaign: Campaign, now: datetime) -> Campaign:
    """Whatever nothing opens any more is lost by cell before the close, which opens the rest."""
    plan, _ = recovered(work.pools, keys, campaign.code)
    _carry_out(work, campaign, plan, now)
    return _known(work, campaign.code)


def _carry_out(work: Work, campaign: Campaign, plan: Plan, now: datetime) -> None:
    if plan.change.gone or plan.change.blocks:
        work.pools.apply(plan.change, now)
    if not plan.lost:
        return
    losses = [Loss(pool.stream, pool.cell, people) for pool, people in plan.lost]
    work.campaigns.lose(campaign.code, losses)
    # The chain says that it happened and not to how many: a number would tell who had answered by then.
    work.trail.append(LOST, 0, {"campaign": campaign.code}, now)
    announce(work, campaign.code, losses)


def _act(
    campaign: Campaign, told: Closed, blocks: Iterable[Block], now: datetime, asked_by: str, confirmed_by: str
) -> Act:
    return Act(
        closed_at=now,
        counted=told.counted,
        not_shown=told.not_shown,
        lost=told.lost + sum(loss.people for loss in campaign.losses),
        blocks=_by_group(campaign, blocks),
        marks_deleted=True,
        key_destroyed=False,
        asked_by=asked_by,
        confirmed_by=confirmed_by,
    )


def _by_group(campaign: Campaign, blocks: Iterable[Block]) -> tuple[tuple[str, int, int], ...]:
    """Groups by name: none has fewer people than a whole block."""
    sizes: dict[str, list[int]] = defaultdict(list)
    for block in blocks:
        if block.stream == RATINGS:
            sizes[block.place].append(block.n)
    names = {cell.key: cell.name for cell in campaign.cells.cells}
    names |= {rest_of(unit): rest_of(name) for unit, name in campaign.cells.names}
    return tuple(sorted((names[place], len(found), sum(found)) for place, found in sizes.items()))


def _known(work: Work, code: str) -> Campaign:
    campaign = work.campaigns.find(code)
    if campaign is None:
        raise NotFound("campaign", code)
    return campaign
