"""The day's round: kills, lost keys, days on which the program stood still, and who is told and reminded."""

from datetime import UTC, date, timedelta

import pytest

from surveys.anonymity.draw import CutOff, DropBlockKey
from surveys.conversation.letter_news import notices
from surveys.mailbox.letters import Letter, Side, Standing, Thread
from surveys.mailbox.news import News, announce, told, untold
from surveys.mailbox.release import let_out
from surveys.mailbox.standing import FORM, LETTERS
from surveys.mailbox.waiting import to_remind_of, waits_since
from surveys.work import Work
from tests.mailbox.post_office import LETTER, START, PostOffice

MONDAY = date(2026, 3, 2)


async def test_nothing_is_let_out_before_the_hour_nor_later_than_one_round_a_day(office: PostOffice) -> None:
    author = await office.employee("1")
    office.clock.moment = START.replace(day=5, hour=8, minute=59)
    await author.wrote()
    assert await office.works.write(office.round) == ()
    office.clock.moment = START.replace(day=5, hour=9)
    assert await office.works.write(office.round) == (DropBlockKey(LETTERS, 0), CutOff())
    office.clock.moment = START.replace(day=5, hour=12)
    await author.wrote(LETTER + " И ещё.")
    assert await office.works.write(office.round) == ()


async def test_a_letter_after_an_empty_morning_does_not_go_out_at_noon(office: PostOffice) -> None:
    author = await office.employee("1")
    office.clock.moment = START.replace(day=5, hour=9)
    await office.works.write(office.round)
    office.clock.moment = START.replace(day=5, hour=12)
    await author.wrote()
    await office.works.write(office.round)
    assert await office.threads() == []


async def test_the_hour_is_that_of_the_administration(office: PostOffice) -> None:
    author = await office.employee("1")
    await author.wrote()
    east = UTC.__class__(timedelta(hours=9))
    now = START.replace(day=5, hour=0, minute=1)
    await office.works.write(lambda work: let_out(work, office.keys, office.installation.chance, now, east))
    assert [letter.day.day for thread in await office.threads() for letter in thread.letters] == [5]


async def test_a_kill_after_the_commit_is_finished_at_the_next_start(office: PostOffice) -> None:
    author = await office.employee("1")
    await author.wrote()
    office.clock.moment = START.replace(day=5, hour=9)
    await office.works.write(office.round)
    assert office.keys.generations(LETTERS) == {0, 1}
    assert await office.works.write(office.mended) == (DropBlockKey(LETTERS, 0), CutOff())
    office.keys.drop_block(LETTERS, 0)
    assert await office.works.write(office.mended) == ()
    await author.wrote(LETTER + " Дважды.")
    await office.morning(3)
    assert len(await office.threads()) == 2


async def test_a_letter_makes_no_key_whose_file_would_tell_its_moment(office: PostOffice) -> None:
    author = await office.employee("1")
    await office.works.write(office.mended)
    for _ in range(2):
        before = office.keys.generations(LETTERS)
        await author.wrote()
        assert office.keys.generations(LETTERS) == before
        await office.morning(3)


async def test_letters_under_a_lost_key_are_told_as_lost_and_new_ones_are_taken(office: PostOffice) -> None:
    author = await office.employee("1")
    code = await author.wrote()
    office.keys.drop_block(LETTERS, 0)
    await author.tapped_the_form()
    await author.says(LETTER + " Второе.")
    await author.taps("Отправить")
    assert "Оно не отправлено" in author.toast
    assert "Второе" in author.seen
    await office.works.write(office.mended)
    await author.taps("Отправить")
    assert "Письмо принято" in author.seen
    await office.morning(2)
    assert [thread.letters[0].text for thread in await office.threads()] == [LETTER + " Второе."]
    assert await office.works.read(untold) == News(letters=1, lost=1)
    await author.says(code)
    assert "письмо пропало из-за сбоя" in author.seen


async def test_a_day_of_release_on_which_the_program_stood_still_is_made_up_for(office: PostOffice) -> None:
    author = await office.employee("1")
    await office.morning()
    await author.wrote()
    office.clock.moment = START.replace(day=6, hour=10)
    await office.works.write(office.round)
    assert [letter.day.day for thread in await office.threads() for letter in thread.letters] == [6]


async def test_analysts_are_told_of_letters_until_they_were_told_and_administrators_where_nobody_reads(
    office: PostOffice,
) -> None:
    author = await office.employee("1")
    boss = await office.enters("50")
    await office.works.write(lambda work: work.roles.grant(boss, "admin", START))
    await author.wrote()
    await office.morning(2)

    def for_whom(work: Work) -> list[str]:
        return [address.key for address, _ in notices(work, untold(work))]

    assert await office.works.read(for_whom) == ["50"]
    await office.analyst("77")
    assert await office.works.read(for_whom) == ["77"]
    said = await office.works.read(untold)
    await office.works.write(lambda work: announce(work, News(letters=2)))
    await office.works.write(lambda work: told(work, said))
    assert await office.works.read(untold) == News(letters=2)


def thread(day: date, *answered: date, about: tuple[tuple[str, str], ...] = ()) -> Thread:
    letters = (Letter(Side.AUTHOR, "?", day), *(Letter(Side.DESK, "!", each) for each in answered))
    return Thread(bytes(32), about, Standing.ANSWERED if answered else Standing.NEW, letters)


@pytest.mark.parametrize(("days", "late"), [(13, 0), (14, 1), (15, 0), (20, 0), (21, 1), (22, 0), (28, 1)])
def test_who_answers_is_reminded_after_two_weeks_and_every_week_from_then_on(days: int, late: int) -> None:
    today = MONDAY + timedelta(days=days)
    assert to_remind_of([thread(MONDAY)], None, today - timedelta(days=1), today) == late


def test_a_reminder_that_fell_on_a_day_off_comes_on_the_next_round() -> None:
    assert to_remind_of([thread(MONDAY)], None, date(2026, 3, 15), date(2026, 3, 18)) == 1


def test_an_answer_begins_the_waiting_anew() -> None:
    later = MONDAY + timedelta(days=10)
    found = thread(MONDAY, MONDAY)
    written_again = Thread(bytes(32), (), Standing.NEW, (*found.letters, Letter(Side.AUTHOR, "?!", later)))
    assert waits_since(found) is None
    assert waits_since(written_again) == later


async def test_nobody_is_reminded_of_a_letter_that_wants_no_answer(office: PostOffice) -> None:
    form = await office.works.read(lambda work: work.questionnaires.current(FORM))
    today = MONDAY + timedelta(days=14)
    for wish, late in (("yes", 1), ("no", 0)):
        assert to_remind_of([thread(MONDAY, about=(("q8", wish),))], form, None, today) == late
