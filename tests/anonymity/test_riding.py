"""Answers that ride in the buttons."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from handlers.telegram.payloads import LIMIT, SEPARATOR, pack, unpack
from surveys.anonymity.digits import Subsets
from surveys.anonymity.riding import ROOM, Conductor, DoesNotFit, Fits, Ride, campaign_of, capacity
from surveys.anonymity.separable import Unridable, ratings, texts_after
from surveys.answering.drawing import screen
from surveys.answering.engine import advance, begin
from surveys.answering.events import Completed
from surveys.answering.keys import read_action
from surveys.answering.session import Session, State
from surveys.questionnaires.definition import Questionnaire
from surveys.questionnaires.reading import read
from surveys.screens import Action, Screen
from surveys.texts import Texts
from tests.anonymity.world import CAMPAIGN
from tests.surveys.answering.building import NOW, FixedChance, questionnaire

LIBRARY = Path(__file__).parents[2] / "surveys" / "questionnaires" / "library"
STAFF = ("int-annual", "int-initiative", "int-onboard")
KEY = b"k" * 32
WHO = "chat:4242"


def shipped(name: str) -> Questionnaire:
    found = read(f"{name}.yaml", (LIBRARY / f"{name}.yaml").read_bytes()).questionnaire
    assert found is not None
    return found


def conductor(definition: Questionnaire, key: bytes = KEY) -> Conductor:
    return Conductor(Ride.of(definition), CAMPAIGN, key)


def started(conducting: Conductor, language: str = "ru") -> Session:
    key = conducting.session_key(WHO)
    return begin(conducting.ride.rated, key=key, language=language, now=NOW, chance=FixedChance())[0]


def actions(shown: Screen) -> list[Action]:
    options = shown.answers.options if shown.answers else ()
    return [option.action for option in (*options, *shown.controls)]


def tapped(conducting: Conductor, action: Action, person: str = WHO) -> tuple[Session, tuple[object, ...]]:
    """What a tap does, from nothing but the button."""
    found = read_action(action)
    assert found is not None
    session = conducting.opened(found[0], person, language="ru", now=NOW)
    assert session is not None
    return advance(conducting.ride.rated, session, found[1], now=NOW, chance=FixedChance())


# --- what rides


@pytest.mark.parametrize(("name", "bits"), [("int-annual", 99), ("int-initiative", 20), ("int-onboard", 47)])
def test_every_shipped_questionnaire_for_staff_rides(name: str, bits: int) -> None:
    assert capacity(shipped(name)) == Fits(bits, 164)


@pytest.mark.parametrize("name", STAFF)
@pytest.mark.parametrize("seed", range(3))
def test_a_random_walk_through_nothing_but_buttons_gives_the_engines_own_answers(name: str, seed: int) -> None:
    luck, conducting = random.Random(f"{name}{seed}"), conductor(shipped(name))
    session, longest = started(conducting, luck.choice(["ru", "en"])), 0
    for _ in range(400):
        shown = conducting.drawn(screen(conducting.ride.rated, session), session, WHO)
        offered = actions(shown)
        packed = [pack(action, "4242", b"secret") for action in offered]
        longest = max(longest, *(len(data.encode()) for data in packed))
        action = unpack(luck.choice(packed), "4242", b"secret")
        assert action in offered
        after, events = tapped(conducting, action)
        expected, _ = advance(conducting.ride.rated, session, read_action(action)[1], now=NOW, chance=FixedChance())
        assert after == expected
        session = after
        if session.state is State.SUBMITTED:
            break
    assert longest <= LIMIT
    assert session.state is State.SUBMITTED
    assert isinstance(events[-1], Completed)
    assert len(events[-1].answers) >= 2


def test_the_capacity_counts_every_byte_of_the_longest_button() -> None:
    """The questionnaire with the most bits that fits has a button of exactly the limit; one bit more does not fit."""
    lists = {"l": {f"o{n}": "…" for n in range(63)}}
    sizes = {}
    for count in range(24, 30):
        definition = questionnaire(
            [{f"q{n}": "select_one", "choices": "l", "required": True} for n in range(count)], lists
        )
        if isinstance(capacity(definition), DoesNotFit):
            break
        conducting = conductor(definition)
        ticket = conducting.ticket(started(conducting), WHO)
        action = Action("edit", (ticket, "_", "9" * (1 if count <= 36 else 2)))
        sizes[count] = len(pack(action, "1", b"s"))
        assert len(SEPARATOR.join((action.verb, *action.args))) <= ROOM
    assert count == 27  # 26 * 6 bits and the step's 6: 162 of 164
    assert sizes[26] == LIMIT
    refused = capacity(definition)
    assert isinstance(refused, DoesNotFit)
    assert (refused.bits, refused.limit, refused.first_over) == (168, 164, "q26")
    assert "начиная с вопроса q26" in Texts().say(refused.said, "ru")


@pytest.mark.parametrize(
    ("rows", "question", "reason"),
    [
        ([{"q1": "date"}], "q1", "kind"),
        ([{"q1": "integer"}], "q1", "kind"),
        ([{"q1": "rank", "choices": "yn"}], "q1", "kind"),
        ([{"q1": "range", "parameters": {"start": "1", "end": "1000"}}], "q1", "kind"),
        ([{"q1": "select_one", "choices": "yn", "options_from": "point_services"}], "q1", "situation"),
        ([{"q1": "select_one", "choices": "yn", "or_other": True}], "q1", "other_text"),
        ([{"q1": "text"}, {"q2": "select_one", "choices": "yn", "relevant": "${q1} != ''"}], "q2", "depends_on_text"),
        ([{"q1": "text"}, {"q2": "select_one", "choices": "yn", "label": "О «${q1}»?"}], "q2", "depends_on_text"),
    ],
)
def test_what_cannot_ride_is_refused_by_its_question_and_a_reason(rows: list, question: str, reason: str) -> None:
    refused = capacity(questionnaire(rows))
    assert refused == DoesNotFit(0, 0, question, reason)
    for language in ("ru", "en"):
        said = Texts().say(refused.said, language)
        assert question in said
        assert "anonymity." not in said
    with pytest.raises(Unridable):
        Ride.of(questionnaire(rows))


# --- what a ticket says and to whom


def test_a_ticket_opens_for_its_person_campaign_and_version_alone() -> None:
    definition = shipped("int-annual")
    conducting = conductor(definition)
    ticket = conducting.ticket(started(conducting), WHO)
    renewed = replace(definition, settings=replace(definition.settings, version="newer"))
    others = [
        (conducting, ticket, "chat:4243"),
        (conductor(definition, b"l" * 32), ticket, WHO),
        (Conductor(conducting.ride, "aaaa", KEY), ticket, WHO),
        (Conductor(conducting.ride, "aaaa", KEY), ticket.replace(CAMPAIGN, "aaaa"), WHO),
        (conductor(renewed), ticket, WHO),
    ]
    assert conducting.opened(ticket, WHO, language="ru", now=NOW) == started(conducting)
    assert [each.opened(given, person, language="ru", now=NOW) for each, given, person in others] == [None] * 5
    assert campaign_of(ticket) == CAMPAIGN
    assert campaign_of("k7m2p9xw") is campaign_of("!k7") is campaign_of("!k7M2aaaa") is None


def test_no_changed_ticket_opens() -> None:
    conducting = conductor(shipped("int-onboard"))
    ticket = conducting.ticket(started(conducting), WHO)
    for at in range(len(ticket)):
        for sign in "A9_é!":
            changed = ticket[:at] + sign + ticket[at + 1 :]
            assert changed == ticket or conducting.opened(changed, WHO, language="ru", now=NOW) is None
    for given in ("", "!", ticket[:-1], f"{ticket}A"):
        assert conducting.opened(given, WHO, language="ru", now=NOW) is None


def test_every_ticket_of_a_questionnaire_is_equally_long() -> None:
    """The length of a button would tell how much was answered."""
    conducting = conductor(shipped("int-annual"))
    luck, session, lengths = random.Random(5), started(conducting), set()
    while session.state is State.OPEN:
        lengths.add(len(conducting.ticket(session, WHO)))
        shown = conducting.drawn(screen(conducting.ride.rated, session), session, WHO)
        session, _ = tapped(conducting, luck.choice(actions(shown)))
    assert lengths == {33}


def test_a_ticket_shows_no_answer_to_who_has_not_the_key() -> None:
    """Two sessions that differ in one answer have tickets that differ in about half of their bits, anywhere."""
    conducting = conductor(shipped("int-annual"))
    session = started(conducting)
    tickets = {
        conducting.ticket(replace(session, answers={"a1": rating, "a8": other}), WHO)[5:]
        for rating in range(1, 6)
        for other in range(1, 6)
    }
    assert len(tickets) == 25
    for signs in list(zip(*tickets, strict=True))[1:]:  # the first sign is padding for the most part
        assert len(set(signs)) > 8


def test_a_tap_repeated_long_after_does_the_same_again_and_nothing_else() -> None:
    conducting = conductor(shipped("int-annual"))
    session = started(conducting)
    action = actions(conducting.drawn(screen(conducting.ride.rated, session), session, WHO))[0]
    first = tapped(conducting, action)
    later, _ = tapped(conducting, actions(conducting.drawn(screen(conducting.ride.rated, first[0]), first[0], WHO))[0])
    assert later.answers != first[0].answers
    assert tapped(conducting, action) == first


def test_half_toggled_choices_ride_too_and_come_back() -> None:
    lists = {"l": {"a": "А", "b": "Б", "c": "В", "none": {"label": "Ничего", "exclusive": True}}}
    rows = [{f"q{n}": "select_multiple", "choices": "l", "max_choices": 2} for n in (1, 2)]
    conducting = conductor(questionnaire(rows, lists))
    session = started(conducting)
    for words in (("on", "2"), ("on", "0"), ("ok",), ("on", "3"), ("on", "1"), ("on", "0")):
        offered = actions(conducting.drawn(screen(conducting.ride.rated, session), session, WHO))
        action = next(each for each in offered if (each.verb, *each.args[2:]) == words)
        session, _ = tapped(conducting, action)
    assert dict(session.answers) == {"q1": ("a", "c")}
    assert session.draft == ("a", "b"), "an exclusive one gives way"


# --- digits


@pytest.mark.parametrize("most", [1, 3, 9])
def test_subsets_count_every_allowed_choice_once(most: int) -> None:
    subsets = Subsets(tuple("abcdef"), frozenset("f"), most)
    chosen = [subsets.chosen(number) for number in range(subsets.count)]
    assert chosen[0] == ()
    assert len(set(chosen)) == subsets.count
    assert [subsets.number(each) for each in chosen] == list(range(subsets.count))
    assert all(len(each) <= most and (each == ("f",) or "f" not in each) for each in chosen)
    assert max(map(len, chosen)) == min(most, 5)


def test_very_long_lists_take_a_bit_an_option() -> None:
    names = tuple(f"o{n}" for n in range(40))
    subsets = Subsets(names, frozenset(), 40)
    assert subsets.count == 1 << 40
    assert subsets.chosen(subsets.number(("o3", "o39"))) == ("o3", "o39")


# --- texts stay behind


def test_texts_are_asked_after_the_vote_and_only_those_on_its_path() -> None:
    definition = shipped("int-initiative")
    conducting = conductor(definition)
    names = [placed.question.name for placed in conducting.ride.rated.placed()]
    assert names == ["q1", "q2", "q4", "q5", "q6", "q8"]
    session = started(conducting)
    problem = replace(session, answers={"q1": "problem"})
    thanks = replace(session, answers={"q1": "thanks"})
    assert [question.name for question in texts_after(definition, problem)] == ["q3", "q7"]
    assert [question.name for question in texts_after(definition, thanks)] == ["q3"]


def test_a_vote_holds_tapped_answers_alone_and_never_several_in_one() -> None:
    rows = [
        {"q1": "select_one", "choices": "yn", "required": True},
        {"both": "calculate", "calculation": "concat(${q1}, ${q2})"},
        {"q2": "select_one", "choices": "yn", "relevant": "${q1} = 'yes'"},
        {"said": "note", "label": "Спасибо"},
    ]
    conducting = conductor(questionnaire(rows))
    session = replace(started(conducting), answers={"q1": "yes", "q2": "no"})
    assert ratings(conducting.ride.rated, session) == {"q1": "yes", "q2": "no"}
    off_the_path = replace(session, answers={"q1": "no", "q2": "no"})
    assert ratings(conducting.ride.rated, off_the_path) == {"q1": "no"}
