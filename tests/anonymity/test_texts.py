"""A typed text finds its question, and nothing about it is kept on the way."""

from datetime import timedelta

from handlers.telegram.payloads import LIMIT, pack
from surveys.anonymity.texts import (
    DOUBTED_FOR,
    MOST_HELD,
    Remembered,
    Slips,
    binding,
    bound,
    campaign_of,
)
from surveys.screens import Action
from tests.anonymity.world import CAMPAIGN, LAUNCH

KEY = b"k" * 32
SLIPS = Slips(CAMPAIGN, KEY, ("q3", "q7", "q9"))
HOUR = timedelta(hours=1)


def test_a_slip_says_to_its_person_alone_which_texts_are_left() -> None:
    slip = SLIPS.written(("q3", "q9"), "chat:1")
    assert SLIPS.left(slip, "chat:1") == ("q3", "q9")
    assert SLIPS.left(slip, "chat:2") is None
    assert Slips(CAMPAIGN, b"l" * 32, SLIPS.questions).left(slip, "chat:1") is None
    assert Slips("aaaa", KEY, SLIPS.questions).left(slip.replace(CAMPAIGN, "aaaa"), "chat:1") is None
    assert campaign_of(slip) == CAMPAIGN
    for given in ("", "?", "?k7m2", "?k7m2z.x", slip[:-1], slip.replace("5.", "7."), f"{slip}é"):
        assert SLIPS.left(given, "chat:1") is None


def test_what_is_sent_is_exactly_what_was_shown() -> None:
    slip = SLIPS.written(("q7",), "chat:1")
    seal = binding(KEY, "chat:1", slip, ("Тесно",))
    assert bound(seal, KEY, "chat:1", slip, ("Тесно",))
    assert not bound(seal, KEY, "chat:1", slip, ("Тесно!",))
    assert not bound(seal, KEY, "chat:1", slip, ("Тес", "но"))
    assert not bound(seal, KEY, "chat:2", slip, ("Тесно",))
    assert not bound(seal, KEY, "chat:1", SLIPS.written(("q3",), "chat:1"), ("Тесно",))


def test_a_slip_or_the_longest_shipped_ticket_fits_a_button_with_its_binding() -> None:
    seal = binding(KEY, "chat:1", "x", ("y",))
    for carrier in (SLIPS.written(SLIPS.questions, "chat:1"), "!k7m2" + "A" * 28):
        assert len(pack(Action("send", (carrier, seal)), "1", b"s").encode()) <= LIMIT


def test_memory_forgets_after_an_hour_and_when_told() -> None:
    memory = Remembered()
    memory.keep("chat:1", "slip", LAUNCH)
    assert memory.of("chat:1", LAUNCH + 0.9 * HOUR) == "slip"
    assert memory.of("chat:1", LAUNCH + HOUR) is None
    assert memory.of("chat:2", LAUNCH) is None
    memory.forget("chat:1")
    assert memory.of("chat:1", LAUNCH) is None


def test_memory_is_bounded_and_drops_the_oldest() -> None:
    memory = Remembered()
    for n in range(MOST_HELD + 3):
        memory.keep(f"chat:{n}", "slip", LAUNCH)
    assert memory.of("chat:2", LAUNCH) is None
    assert memory.of("chat:3", LAUNCH) == "slip"
    late = LAUNCH + HOUR + DOUBTED_FOR
    memory.keep("chat:x", "slip", late)
    assert memory.of("chat:x", late) == "slip"
    assert len(memory._slips) == 1


def test_after_an_hour_it_is_still_known_that_something_was_asked_but_not_what_the_next_text_answers() -> None:
    memory = Remembered()
    memory.keep("chat:1", "slip", LAUNCH)
    assert not memory.faded("chat:1", LAUNCH)
    assert memory.faded("chat:1", LAUNCH + HOUR)
    assert not memory.faded("chat:2", LAUNCH + HOUR)
