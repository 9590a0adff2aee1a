from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.anonymity.cells import Cells, cells_of
from surveys.anonymity.organisation import Organisation
from surveys.campaigns.audiences import AllStaff, Audience, Chosen, Listed, Sample, Subscribers, Units, chosen
from surveys.campaigns.exclusions import Candidate, Exclusion, Rules
from surveys.campaigns.singling_out import may_be_unseen, narrowed
from surveys.errors import NotFound
from surveys.texts import Texts
from tests.campaigns.directory import NOW, MemoryDirectory, office

DAY = timedelta(days=1)
RULES = Rules(NOW)
SEED = "k7m2k7m2k7m2k7m2"
candidates = st.builds(
    Candidate,
    person=st.just(0),
    stratum=st.sampled_from("абв"),
    erased=st.booleans(),
    reachable=st.booleans(),
    consents=st.booleans(),
    asked_at=st.one_of(st.none(), st.integers(0, 14).map(lambda days: NOW - DAY * days)),
    answered=st.booleans(),
)


def reasons(found: Chosen) -> dict[str, int]:
    return {reason.value: count for reason, count in found.left_out if count}


def people(directory: MemoryDirectory, units: Iterable[str]) -> list[int]:
    return sorted(each.person for each in directory.staff if each.stratum in units)


def test_a_unit_is_asked_with_all_that_hangs_below_it() -> None:
    organisation, directory = office({"a": 2, "a/x": 3, "a/x/y": 1, "b": 4})
    found = chosen(Units(frozenset({"a"})), directory, organisation, RULES)
    assert list(found.asked) == people(directory, ("a", "a/x", "a/x/y"))
    assert found.by_stratum == (("a", 2), ("a/x", 3), ("a/x/y", 1))


def test_a_unit_that_is_gone_is_nobody_and_all_staff_is_everybody() -> None:
    organisation, directory = office({"a": 2, "b": 4})
    assert chosen(Units(frozenset({"old"})), directory, organisation, RULES).asked == ()
    assert len(chosen(AllStaff(), directory, organisation, RULES).asked) == 6


def test_subscribers_are_asked_by_service_and_a_list_as_it_is() -> None:
    directory = MemoryDirectory(
        subscribed=[Candidate(1, "passport"), Candidate(2, "school")], lists={"l1": [Candidate(7), Candidate(8)]}
    )
    assert chosen(Subscribers(frozenset({"school"})), directory, None, RULES).asked == (2,)
    assert chosen(Subscribers(), directory, None, RULES).asked == (1, 2)
    assert chosen(Listed("l1"), directory, None, RULES).asked == (7, 8)
    with pytest.raises(NotFound):
        chosen(Listed("l2"), directory, None, RULES)


def test_everybody_left_out_is_counted_once_under_the_first_reason() -> None:
    lately, long_ago = NOW - 6 * DAY, NOW - 7 * DAY
    worst = Candidate(1, erased=True, reachable=False, consents=False, asked_at=lately, answered=True)
    rows = [
        worst,
        replace(worst, person=2, erased=False),
        replace(worst, person=3, erased=False, reachable=True),
        replace(worst, person=4, erased=False, reachable=True, consents=True),
        Candidate(5, asked_at=long_ago, answered=True),
        Candidate(6, asked_at=long_ago),
    ]
    found = chosen(Listed("l"), MemoryDirectory(lists={"l": rows}), None, RULES)
    assert found.asked == (6,)
    assert [(reason.value, count) for reason, count in found.left_out] == [
        ("erased", 1),
        ("unreachable", 1),
        ("not_consented", 1),
        ("asked_lately", 1),
        ("answered", 1),
        ("not_drawn", 0),
    ]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(candidates, max_size=40), st.integers(0, 30), st.booleans())
def test_the_counts_before_a_launch_add_up_to_everybody_named(rows: list[Candidate], size: int, unseen: bool) -> None:
    rows = [replace(each, person=number) for number, each in enumerate(rows)]
    directory = MemoryDirectory(lists={"l": rows})
    audience: Audience = Sample(Listed("l"), size, SEED)
    found = chosen(audience, directory, None, replace(RULES, unseen=unseen))
    assert found.named == len(rows) == len(found.asked) + sum(count for _, count in found.left_out)
    assert sum(count for _, count in found.by_stratum) == len(found.asked) <= size
    whole = chosen(Listed("l"), directory, None, replace(RULES, unseen=unseen))
    assert len(found.asked) == min(size, len(whole.asked))
    assert set(found.asked) <= set(whole.asked)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(candidates, max_size=30))
def test_of_an_anonymous_survey_no_figure_depends_on_who_has_answered(rows: list[Candidate]) -> None:
    rows = [replace(each, person=number) for number, each in enumerate(rows)]
    others = [replace(each, answered=not each.answered) for each in rows]
    unseen = replace(RULES, unseen=True)
    first, second = (chosen(Listed("l"), MemoryDirectory(lists={"l": each}), None, unseen) for each in (rows, others))
    assert first == second
    assert dict(first.left_out)[Exclusion.ANSWERED] == 0


def test_a_sample_takes_its_size_from_those_who_can_be_asked() -> None:
    organisation, directory = office({"a": 20, "b": 60})
    directory.staff = [replace(each, reachable=each.person % 4 != 0) for each in directory.staff]
    found = chosen(Sample(AllStaff(), 20, SEED), directory, organisation, RULES)
    assert len(found.asked) == 20
    assert found.by_stratum == (("a", 5), ("b", 15))
    assert reasons(found) == {"unreachable": 20, "not_drawn": 40}
    assert found.drawn is not None
    assert found.drawn.seed == SEED


def cells(organisation: Organisation) -> Cells:
    found = cells_of(organisation, needed=10)
    assert isinstance(found, Cells)
    return found


def reach(directory: MemoryDirectory) -> dict[str, int]:
    found = chosen(AllStaff(), directory, None, replace(RULES, unseen=True))
    return dict(found.reachable)


def test_one_colleague_of_a_cell_cannot_be_asked_alone_whichever_way_the_others_are_left_out() -> None:
    organisation, directory = office({"a": 6, "b": 6, "c": 30})
    frozen = cells(organisation)

    def names(audience: Audience, rules: Rules = RULES) -> list[str]:
        found = chosen(audience, directory, organisation, rules)
        return [each.name for each in narrowed(found, frozen, reach(directory))]

    assert names(AllStaff()) == []
    assert names(Units(frozenset({"c"}))) == []
    assert names(Units(frozenset({"a"}))) == ["a, b"]
    assert names(Sample(AllStaff(), 5, SEED)) == ["a, b", "c"]
    directory.staff = [
        replace(each, asked_at=NOW - DAY) if each.stratum == "c" and each.person != 20 else each
        for each in directory.staff
    ]
    assert names(AllStaff()) == ["c"]
    assert names(AllStaff(), Rules(NOW, pause=timedelta())) == []


def test_a_cell_of_which_few_have_joined_is_asked_when_all_of_them_are() -> None:
    organisation, directory = office({"a": 20})
    directory.staff = directory.staff[:6]
    everybody = reach(directory)
    found = chosen(AllStaff(), directory, organisation, RULES)
    assert narrowed(found, cells(organisation), everybody) == ()
    sampled = chosen(Sample(AllStaff(), 5, SEED), directory, organisation, RULES)
    assert len(narrowed(sampled, cells(organisation), everybody)) == 1


def test_an_anonymous_survey_is_never_sent_to_a_list_of_chosen_people() -> None:
    assert may_be_unseen(AllStaff())
    assert may_be_unseen(Sample(Units(frozenset({"a"})), 40, SEED))
    assert not may_be_unseen(Listed("l"))
    assert not may_be_unseen(Sample(Listed("l"), 40, SEED))
    assert not may_be_unseen(Subscribers())


def test_every_reason_is_said_in_both_languages() -> None:
    texts = Texts()
    assert texts.say(Exclusion.UNREACHABLE.said(2), "ru") == "заблокировали бота или удалили аккаунт: 2"
    for language in ("ru", "en"):
        said = {texts.say(reason.said(3), language) for reason in Exclusion}
        assert len(said) == len(Exclusion)
        assert not any("campaigns." in each for each in said)
