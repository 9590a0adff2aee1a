"""What is kept as JSON comes back equal, whatever an author or a respondent wrote."""

import json
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.columns import pack, unpack
from surveys.answering.session import Session, State
from surveys.answering.stored import session_from_json, session_to_json
from surveys.answering.values import Attachment, GeoPoint, Mark
from surveys.questionnaires.definition import Choice, ChoiceList, Group, Question, Questionnaire
from surveys.questionnaires.place import Place
from surveys.questionnaires.stored import definition_from_json, definition_to_json, fingerprint
from tests.storage.examples import NOON, questionnaire


def whole(kind: type[Any], **given: Any) -> st.SearchStrategy[Any]:
    """Values of a dataclass with every field that takes part in comparison filled, not only those without a default."""
    return st.builds(kind, **{each.name: ... for each in fields(kind) if each.compare} | given)


questions = whole(Question)
items: st.SearchStrategy[Any] = st.deferred(
    lambda: questions | whole(Group, items=st.lists(items, max_size=2).map(tuple))
)
lists = st.dictionaries(
    st.text(), whole(ChoiceList, choices=st.lists(whole(Choice), max_size=2).map(tuple)), max_size=2
)
definitions = whole(Questionnaire, items=st.lists(items, max_size=2).map(tuple), lists=lists)

names = st.text(min_size=1)
answers = st.one_of(
    st.sampled_from(Mark),
    st.text(),
    st.integers(),
    st.floats(allow_nan=False),
    st.lists(names).map(tuple),
    st.builds(GeoPoint, st.floats(-90, 90), st.floats(-180, 180)),
    st.builds(Attachment, names, names, names, st.integers(0)),
)
moments = st.datetimes(timezones=st.just(UTC))
contexts = st.dictionaries(names, st.text() | st.lists(st.tuples(names, names)).map(tuple), max_size=3)
sessions = whole(
    Session,
    started_at=moments,
    touched_at=moments,
    answers=st.dictionaries(names, answers, max_size=4),
    draft=st.lists(names).map(tuple),
    context=contexts,
)


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(definitions)
def test_a_definition_comes_back_equal(definition: Questionnaire) -> None:
    assert definition_from_json(unpack(pack(definition_to_json(definition)))) == definition


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(sessions)
def test_a_session_comes_back_equal_with_its_answers_in_order(session: Session) -> None:
    read = session_from_json(unpack(pack(session_to_json(session))))
    assert read == session
    assert list(read.answers) == list(session.answers)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_packed_as_what_utf8_and_postgres_can_hold(text: str) -> None:
    packed = pack(text)
    assert unpack(packed) == text
    assert "\0" not in packed
    packed.encode()


def test_russian_stays_readable_in_the_database() -> None:
    assert pack({"why": "долго ждали"}) == '{"why":"долго ждали"}'


def test_the_fingerprint_follows_the_content_and_not_the_place_in_the_file() -> None:
    one = questionnaire()
    moved = replace(one, items=(replace(one.items[0], place=Place("survey", 9, "name")), *one.items[1:]))
    assert fingerprint(moved) == fingerprint(one)
    assert fingerprint(questionnaire(title="Иначе")) != fingerprint(one)


def test_a_stored_definition_of_the_first_release_is_still_read() -> None:
    """Its text never changes: databases hold it."""
    stored = {
        "v": 1,
        "settings": {"form_id": "visit", "title": {"texts": [["ru", "Визит"]]}},
        "items": [
            {"name": "rating", "kind": "select_one", "choices": "five", "required": "true()"},
            {
                "name": "more",
                "items": [{"name": "why", "kind": "text", "max_choices": None}],
                "relevant": "${rating} < 3",
            },
        ],
        "lists": {"five": {"name": "five", "choices": [{"name": "1", "label": {"texts": [["", "1"]]}}]}},
        "languages": [{"code": "ru", "name": "Русский"}],
    }
    definition = definition_from_json(stored)
    assert [placed.question.name for placed in definition.placed()] == ["rating", "why"]
    assert definition.settings.title.said_in("ru") == "Визит"
    assert definition.choice_list(definition.items[0])[0].name == "1"  # type: ignore[arg-type]


def test_a_stored_session_of_the_first_release_is_still_read() -> None:
    stored = (
        '{"v":1,"k":"abc","f":"visit","fv":"1","l":"ru","b":"2026-03-02T12:00:00+00:00","t":"2026-03-02T12:00:00+00:00",'
        '"s":"why","st":"stopped","a":{"rating":"5"},"d":["x"],"r":true,"c":{"services":[["1","Паспорт"]]}}'
    )
    session = session_from_json(json.loads(stored))
    expected = Session("abc", "visit", "1", "ru", NOON, NOON, "why", State.STOPPED, {"rating": "5"}, ("x",), True)
    assert session == replace(expected, context={"services": (("1", "Паспорт"),)})


@pytest.mark.parametrize("stored", [None, [], {}, {"v": 2}, {"v": 1}, {"v": 1, "k": 5, "settings": []}])
def test_what_is_not_a_stored_form_is_refused(stored: Any) -> None:
    with pytest.raises(ValueError):
        session_from_json(stored)
    with pytest.raises(ValueError):
        definition_from_json(stored)


def test_a_moment_keeps_its_microseconds() -> None:
    session = Session("k", "f", "1", "ru", datetime(2026, 1, 1, 0, 0, 0, 1, UTC), NOON, "s")
    assert session_from_json(session_to_json(session)).started_at.microsecond == 1
