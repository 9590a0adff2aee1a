"""Buttons carry what we put there, for the person we drew them for, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.telegram.payloads import LIMIT, ActionTooLong, pack, unpack
from surveys.screens import Action

SECRET = b"a secret of the installation....."
words = st.text("abcdefghijklmnopqrstuvwxyz0123456789_-", max_size=10)


@given(verb=words.filter(bool), args=st.lists(words, max_size=3), person=words)
def test_what_was_packed_is_read_for_the_same_person_only(verb: str, args: list[str], person: str) -> None:
    action = Action(verb, tuple(args))
    data = pack(action, person, SECRET)
    assert len(data.encode()) <= LIMIT
    assert unpack(data, person, SECRET) == action
    assert unpack(data, person + "1", SECRET) is None
    assert unpack(data, person, b"another secret") is None


@given(st.text())
def test_bytes_that_we_never_drew_are_no_action(data: str) -> None:
    assert unpack(data, "42", SECRET) is None


def test_every_changed_sign_breaks_the_signature() -> None:
    data = pack(Action("a", ("k7m2p9xw", "3", "1")), "42", SECRET)
    for place in range(len(data)):
        changed = data[:place] + ("x" if data[place] != "x" else "y") + data[place + 1 :]
        assert unpack(changed, "42", SECRET) is None


def test_an_action_that_does_not_fit_a_button_is_refused_when_it_is_drawn() -> None:
    with pytest.raises(ActionTooLong) as refused:
        pack(Action("survey", ("x" * 60,)), "42", SECRET)
    assert refused.value.length > LIMIT
