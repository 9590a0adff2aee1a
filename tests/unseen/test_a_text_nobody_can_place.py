"""A text with nothing remembered of what was asked last, after a restart or long after: nobody guesses its way."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from surveys.address import Address
from surveys.conversation.conversation import Conversation
from surveys.conversation.incoming import Incoming, Outcome
from surveys.screens import Action, Emphasis, Option, Phrase
from tests.security.town import Citizen
from tests.unseen.test_an_employee_answers import begun, voted
from tests.unseen.town_hall import TownHall, opened

WORDS = "Начальник кричит"


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[TownHall]:
    async with opened(tmp_path) as built:
        await built.launched()
        yield built


@dataclass
class Restarted:
    """A conversation whose process has just begun: its memory is empty."""

    hall: TownHall
    anna: Citizen

    def __post_init__(self) -> None:
        at = self.hall.town.installation
        self.conversation = Conversation(at.policy, at.clock, at.chance, at.secret, at.keys)

    async def typed(self, text: str) -> Outcome | None:
        incoming = self._incoming(own="77")
        return await self.hall.town.installation.works.read(
            lambda work: self.conversation.unseen_typed(work, incoming, text)
        )

    async def tapped(self, option: Option, *shown: str) -> Outcome:
        incoming = self._incoming(placement="78", shown=shown)
        works, action = self.hall.town.installation.works, option.action
        if self.conversation.unseen(action) is None:
            return await works.write(lambda work: self.conversation.tapped(work, incoming, action))
        return await works.write(lambda work: self.conversation.unseen_tapped(work, incoming, action))

    def _incoming(self, **details: object) -> Incoming:
        address = Address("telegram", str(self.anna.id))
        return Incoming(address, "ru", "test", 900_000, **details)  # type: ignore[arg-type]


def options(outcome: Outcome) -> list[Option]:
    screen = outcome.reply.screen
    assert screen is not None
    return [*(screen.answers.options if screen.answers else ()), *screen.controls]


def quoted(outcome: Outcome) -> str:
    screen = outcome.reply.screen
    assert screen is not None
    return "".join(str(s.words) for p in screen.paragraphs for s in p if s.emphasis is Emphasis.QUOTE)


def offered(outcome: Outcome, words: str) -> Option:
    return next(each for each in options(outcome) if words in (each.words, getattr(each.words, "key", "")))


async def test_after_a_restart_a_comment_costs_one_tap_more_and_reaches_its_question(hall: TownHall) -> None:
    anna = await hall.employed("u0")
    await voted(anna)
    restarted = Restarted(hall, anna)
    asked = await restarted.typed(f"{WORDS}, звоните 8 912 345-67-89")
    assert asked is not None
    assert asked.wipe == ("77",)
    assert quoted(asked) == f"{WORDS}, звоните [телефон]"
    outcome = await restarted.tapped(offered(asked, "Что ещё?"), quoted(asked))
    assert outcome.lasting
    assert (await hall.waiting("why"), await hall.waiting("more")) == (0, 1)


async def test_after_a_restart_a_text_is_never_handed_to_a_survey_with_names_unasked(hall: TownHall) -> None:
    anna = await hall.employed("u0")
    await anna.starts(hall.town.link("k2"))
    await anna.sees("Первое?")
    hall.clock.moment += timedelta(minutes=1)
    restarted = Restarted(hall, anna)
    asked = await restarted.typed(WORDS)
    assert asked is not None
    before = hall.town.rows("receipt")
    assert WORDS not in repr(before)
    await restarted.tapped(offered(asked, "unseen.to_named"), quoted(asked))
    assert WORDS in repr(hall.town.rows())


async def test_who_went_on_with_a_survey_with_names_since_the_restart_is_not_asked(hall: TownHall) -> None:
    anna = await hall.employed("u0")
    restarted = Restarted(hall, anna)
    hall.clock.moment += timedelta(minutes=1)
    await anna.starts(hall.town.link("k2"))
    assert await restarted.typed(WORDS) is None


async def test_a_survey_with_names_gets_what_is_typed_for_it_once_somebody_taps_in_it(hall: TownHall) -> None:
    """The memory of an anonymous prompt ends with the first tap elsewhere."""
    anna = await hall.employed("u0")
    await voted(anna)
    await anna.starts(hall.town.link("k1"))
    await anna.taps("5")
    await anna.says(WORDS)
    assert WORDS in repr(hall.town.rows())
    assert await hall.waiting("why") == 0


async def test_an_employee_with_nothing_waiting_is_simply_not_understood(hall: TownHall) -> None:
    anna = await hall.employed("u0")
    await begun(anna)
    await anna.taps("5")
    await anna.taps("2")
    await anna.taps("Отправить")
    await anna.taps("Без комментария")
    await anna.taps("Без комментария")
    restarted = Restarted(hall, anna)
    asked = await restarted.typed("Привет")
    assert asked is not None
    assert any(isinstance(each.words, Phrase) and each.action == Action("nowhere") for each in options(asked))


async def test_a_citizen_s_words_are_none_of_this_paths_business(hall: TownHall) -> None:
    boris = hall.town.citizen("Борис")
    await boris.starts()
    assert await Restarted(hall, boris).typed(WORDS) is None
