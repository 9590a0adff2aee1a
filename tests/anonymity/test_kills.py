"""Kills between any two steps, and lost keys."""

import random

import pytest

from surveys.anonymity.draw import CrashPoint, recovered
from surveys.anonymity.keys import RATINGS, KeyLost, Pool
from surveys.anonymity.pool import Vote
from tests.anonymity.office import Office, one
from tests.anonymity.world import CAMPAIGN, Killed, after, perform

# --- kills and lost keys


@pytest.mark.parametrize("kill", list(CrashPoint))
def test_a_kill_at_any_point_of_a_draw_costs_nobody_an_answer_and_leaves_no_old_key(kill: CrashPoint) -> None:
    office, cell = one()
    people = [f"p{n:02}" for n in range(12)]
    for person in people:
        office.votes(cell, person)
    with pytest.raises(Killed):
        office.draws(cell, kill)
    assert office.accounted() == people
    office.recovers()
    assert office.accounted() == people
    pool = Pool(CAMPAIGN, RATINGS, cell)
    assert not [each for each in office.keys.generations(pool) if each < office.rows.generation(pool)]
    assert office.votes(cell, "p03") is Vote.TWICE
    for n in range(12, 20):
        office.votes(cell, f"p{n:02}")
    office.draws(cell)
    assert office.accounted() == [f"p{n:02}" for n in range(20)]


@pytest.mark.parametrize("kill", [CrashPoint.COMMITTED, CrashPoint.KEY_DROPPED, CrashPoint.CUT_OFF])
def test_a_kill_during_the_close_is_finished_by_closing_again(kill: CrashPoint) -> None:
    office, cell = one()
    for n in range(8):
        office.votes(cell, f"p{n}")
    with pytest.raises(Killed):
        office.closes(kill)
    told = office.closes()
    assert told.counted == ((RATINGS, 8),)
    assert sum(block.n for block in office.blocks) == 8
    assert not office.keys.blocks
    assert not office.keys.campaigns


@pytest.mark.parametrize("seed", range(12))
def test_random_kills_between_votes_lose_and_double_nothing(seed: int) -> None:
    office, luck = Office((12, 20), seed), random.Random(seed)
    came: set[str] = set()
    for _ in range(60):
        cell = luck.choice(office.cells.cells).key
        person = f"p{luck.randrange(50):02}"
        assert office.votes(cell, person) is (Vote.TWICE if person in came else Vote.TAKEN)
        came.add(person)
        if office.rows.size(Pool(CAMPAIGN, RATINGS, cell)) >= 10 and luck.random() < 0.5:
            try:
                office.draws(cell, luck.choice([None, *CrashPoint]))
            except Killed:
                office.recovers()
    assert office.accounted() == sorted(came)


def test_a_lost_key_folder_costs_what_waited_and_is_told() -> None:
    office, cell = one()
    for n in range(11):
        office.votes(cell, f"p{n:02}")
    office.draws(cell)
    office.keys.blocks.clear()
    with pytest.raises(KeyLost):
        office.votes(cell, "late")
    plan, told = recovered(office.rows, office.keys, CAMPAIGN)
    assert told.lost == ((Pool(CAMPAIGN, RATINGS, cell), 6),)
    assert not told.campaign_key_lost
    perform(plan, office.rows, office.keys, after(20))
    assert office.votes(cell, "late") is Vote.TAKEN
    assert [office.votes(cell, f"p{n:02}") for n in range(11)] == [Vote.TWICE] * 11
    assert sum(block.n for block in office.blocks) == 5
    office.keys.campaigns.clear()
    assert recovered(office.rows, office.keys, CAMPAIGN)[1].campaign_key_lost
    with pytest.raises(KeyLost):
        office.votes(cell, "later")


def test_after_an_older_backup_no_key_comes_back_to_use_that_sealed_what_the_backup_does_not_know() -> None:
    office, cell = one()
    for n in range(3):
        office.votes(cell, f"p{n}")
    office.says(cell, "p0", "Слово")
    sealed = set(office.keys.blocks.values())
    office.rows = type(office.rows)()
    office.recovers()
    assert not office.keys.blocks
    office.votes(cell, "p0")
    office.says(cell, "p0", "Слово")
    assert len(office.keys.blocks) == 2
    assert not sealed & set(office.keys.blocks.values())


def test_a_campaign_whose_keys_are_all_gone_can_still_be_closed() -> None:
    office, cell = one()
    for n in range(11):
        office.votes(cell, f"p{n:02}")
    office.draws(cell)
    office.keys.drop_campaign(CAMPAIGN)
    told = office.closes()
    assert (told.counted, told.lost) == (((RATINGS, 5),), 6)
