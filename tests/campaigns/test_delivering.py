from collections import Counter
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.campaigns.backing_off import LONGEST, back_off
from surveys.campaigns.delivering import (
    LEASE,
    Delivered,
    Delivery,
    Failed,
    Gone,
    Later,
    Outcome,
    Refused,
    Status,
    Unsure,
    abandoned,
    called_off,
    claimed,
    dropped,
    recovered,
    released,
    settled,
)
from surveys.campaigns.policies import POLICIES, Matter
from surveys.campaigns.quiet import NEVER, USUAL
from surveys.campaigns.tallies import Count, Tally, of_queueing
from tests.anonymity.world import SeededChance
from tests.campaigns.directory import NOW
from tests.campaigns.queue import Channel, driven, queued

SECOND = timedelta(seconds=1)
CHANCE = SeededChance(1)
ONCE = [matter for matter, policy in POLICIES.items() if policy.repeats == 0]


def taken(row: Delivery) -> Delivery:
    return claimed(row, "one", max(NOW, row.not_before), NEVER, UTC)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sampled_from(Matter), st.integers(0, 2**32))
def test_through_any_storm_each_message_ends_and_no_copy_comes_that_its_policy_forbids(
    matter: Matter, seed: int
) -> None:
    channel = Channel(SeededChance(seed))
    ended, changes = driven([queued(matter, person) for person in range(1, 21)], channel)
    for row in ended:
        copies = channel.arrived[row.person]
        assert copies <= 1 + min(POLICIES[matter].repeats, channel.in_flight[row.person])
        assert row.repeats <= POLICIES[matter].repeats
        assert (row.claimed_at, row.courier) == (None, "")
        if row.status is Status.SENT:
            assert copies >= 1
        if row.status in (Status.GONE, Status.REFUSED, Status.EXPIRED) and not row.repeats:
            assert copies == 0
    tally = Tally().after([of_queueing(matter, 20), *changes])
    if matter is Matter.INVITATION:
        assert tally[Count.QUEUED] == 0
        assert tally[Count.DELIVERED] == sum(row.status is Status.SENT for row in ended)
        ends = (Count.DELIVERED, Count.UNSURE, Count.GONE, Count.REFUSED, Count.EXPIRED)
        assert sum(tally[count] for count in ends) == tally[Count.INVITED] == 20
    assert tally[Count.REPEATED] == sum(row.repeats for row in ended)


@pytest.mark.parametrize("matter", ONCE)
def test_a_message_that_must_come_once_is_left_alone_after_a_crash(matter: Matter) -> None:
    assert recovered(taken(queued(matter)), NOW).status is Status.UNSURE


def test_an_invitation_in_doubt_is_sent_twice_more_and_then_left_alone() -> None:
    """So that two kills over one person leave nobody out whom a third message reaches."""
    row = queued()
    for repeats in (1, 2):
        row = recovered(taken(row), NOW)
        assert (row.status, row.repeats, row.not_before) == (Status.QUEUED, repeats, NOW)
    assert settled(taken(row), Unsure(), NOW, CHANCE).status is Status.UNSURE


def test_told_to_wait_it_waits_exactly_so_long_and_loses_no_try() -> None:
    row = queued(Matter.REMINDER)
    for _ in range(50):
        before = row.not_before
        row = settled(taken(row), Later(37.5), before, CHANCE)
        assert row.not_before == before + timedelta(seconds=37.5)
    assert (row.status, row.failures) == (Status.QUEUED, 0)


def test_a_wait_past_the_last_moment_ends_it() -> None:
    row = queued(not_after=NOW + 60 * SECOND)
    assert settled(taken(row), Later(59), NOW, CHANCE).status is Status.QUEUED
    assert settled(taken(row), Later(60), NOW, CHANCE).status is Status.EXPIRED


def test_what_comes_too_late_is_never_claimed() -> None:
    row = queued(not_after=NOW + 60 * SECOND)
    assert claimed(row, "one", NOW + 59 * SECOND, NEVER, UTC).status is Status.CLAIMED
    assert claimed(row, "one", NOW + 60 * SECOND, NEVER, UTC).status is Status.EXPIRED
    assert recovered(claimed(row, "one", NOW, NEVER, UTC), NOW + 60 * SECOND).status is Status.EXPIRED


def test_what_is_still_queued_when_the_night_begins_waits_for_the_morning_where_the_recipient_lives() -> None:
    moscow, night = ZoneInfo("Europe/Moscow"), NOW + timedelta(hours=11, minutes=5)
    morning = NOW + timedelta(hours=23)
    row = queued(not_after=morning + SECOND)
    assert claimed(row, "one", night, USUAL, moscow) == queued(not_before=morning, not_after=morning + SECOND)
    assert claimed(row, "one", night, USUAL, ZoneInfo("Europe/Kaliningrad")).status is Status.CLAIMED
    assert claimed(queued(not_after=morning), "one", night, USUAL, moscow).status is Status.EXPIRED
    untraced = queued(Matter.REMINDER, untraced=True)
    assert claimed(untraced, "one", night, USUAL, moscow).status is Status.QUEUED


def test_what_certainly_failed_is_tried_so_often_and_no_more() -> None:
    row, tries = queued(), 0
    while not row.status.final:
        tries += 1
        row = settled(taken(row), Failed(), row.not_before, CHANCE)
    assert (row.status, tries) == (Status.REFUSED, POLICIES[Matter.INVITATION].tries)


@given(st.integers(0, 200), st.integers(0, 2**32))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_waits_double_up_to_ten_minutes_and_differ_between_couriers(failures: int, seed: int) -> None:
    waits = {back_off(failures, SeededChance((seed + each) % 2**32)) for each in range(3)}
    whole = min(timedelta(seconds=2 ** max(failures, 1)), LONGEST) if failures < 40 else LONGEST
    assert all(whole / 2 <= wait <= whole for wait in waits)
    assert len(waits) == 3


@pytest.mark.parametrize(
    ("outcome", "status"), [(Delivered(), Status.SENT), (Gone(), Status.GONE), (Refused(), Status.REFUSED)]
)
def test_an_end_is_an_end(outcome: Outcome, status: Status) -> None:
    row = settled(taken(queued()), outcome, NOW, CHANCE)
    assert row.status is status
    assert row.status.final
    assert row.sent_at == (NOW if status is Status.SENT else None)
    for step in (
        lambda: claimed(row, "one", NOW, NEVER, UTC),
        lambda: settled(row, Delivered(), NOW, CHANCE),
        lambda: recovered(row, NOW),
        lambda: released(row),
    ):
        with pytest.raises(ValueError):
            step()
    assert called_off(row) == row


def test_nothing_is_claimed_before_its_time() -> None:
    with pytest.raises(ValueError):
        claimed(queued(not_before=NOW + SECOND), "one", NOW, NEVER, UTC)


def test_a_courier_that_stops_in_order_gives_back_what_it_has_not_begun() -> None:
    assert released(taken(queued())) == queued()


def test_what_is_not_wanted_any_more_has_expired_unless_a_copy_of_it_may_have_arrived() -> None:
    assert dropped(taken(queued())).status is Status.EXPIRED
    again = dropped(taken(recovered(taken(queued()), NOW)))
    assert (again.status, again.sent_at) == (Status.UNSURE, NOW)
    with pytest.raises(ValueError):
        dropped(queued())


def test_a_close_ends_what_waits_and_lets_go_what_is_on_its_way() -> None:
    assert called_off(queued()).status is Status.EXPIRED
    assert called_off(taken(queued())).status is Status.CLAIMED


def test_a_claim_is_taken_over_after_its_lease_but_never_from_oneself_whatever_the_clock_says() -> None:
    row = taken(queued())
    assert not abandoned(row, NOW + LEASE - SECOND, asking="two")
    assert abandoned(row, NOW + LEASE, asking="two")
    assert not abandoned(row, NOW + timedelta(hours=1), asking="one")
    assert not abandoned(row, NOW - timedelta(hours=1), asking="two")
    assert not abandoned(queued(), NOW + timedelta(hours=1), asking="two")


def test_the_row_of_an_anonymous_reminder_says_nothing_of_who_had_answered() -> None:
    """Its row ends with the claim: whether the courier then sends it, fails or finds nobody, nothing is written."""
    row = claimed(queued(Matter.REMINDER, untraced=True), "one", NOW, NEVER, UTC)
    assert row == queued(Matter.REMINDER, untraced=True, status=Status.SENT)
    for step in (lambda: settled(row, Gone(), NOW, CHANCE), lambda: recovered(row, NOW)):
        with pytest.raises(ValueError):
            step()


def test_a_seed_that_kills_couriers_leaves_something_in_doubt() -> None:
    """Guards the storm above: a chance that never strikes would prove nothing."""
    channel = Channel(SeededChance(3))
    ended, _ = driven([queued(Matter.INVITATION, person) for person in range(1, 401)], channel)
    assert sum(channel.in_flight.values()) > 20
    assert max(channel.arrived.values()) == 3
    assert {row.status for row in ended} >= {Status.SENT, Status.UNSURE, Status.GONE, Status.REFUSED}
    assert Counter(row.status for row in ended)[Status.SENT] > 300
