"""When Telegram counts as away, and when the network merely loses something now and then."""

import random

import pytest

from bot.outages import Outages


def sent(outages: Outages, count: int) -> list[int]:
    return [outages.leaves() for _ in range(count)]


def test_three_that_left_one_after_another_and_were_not_taken_are_an_outage() -> None:
    outages = Outages()
    for number in sent(outages, 3):
        assert not outages.away
        outages.failed(number)
    assert outages.away


def test_lost_connections_among_messages_that_are_still_on_their_way_are_none() -> None:
    """A lost one is known at once, a good one after seconds."""
    outages = Outages()
    numbers = sent(outages, 40)
    for lost in numbers[::3]:
        outages.failed(lost)
    assert not outages.away


@pytest.mark.parametrize("seed", range(5))
def test_the_order_in_which_answers_come_back_makes_no_difference(seed: int) -> None:
    outages = Outages()
    numbers = sent(outages, 9)
    last_three = set(numbers[-3:])
    random.Random(seed).shuffle(numbers)
    for number in numbers:
        (outages.failed if number in last_three else outages.taken)(number)
    assert outages.away


def test_one_taken_that_left_earlier_ends_no_outage_and_one_that_left_later_does() -> None:
    outages = Outages()
    early, *lost = sent(outages, 4)
    for number in lost:
        outages.failed(number)
    outages.taken(early)
    assert outages.away
    (later,) = sent(outages, 1)
    outages.taken(later)
    assert not outages.away


def test_an_outage_goes_on_until_one_is_taken() -> None:
    outages = Outages()
    for number in sent(outages, 50):
        outages.failed(number)
    assert outages.away
