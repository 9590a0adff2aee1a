"""Rows 12, 13, 16 and 17 for anonymous answers: Telegram fails, says wait, repeats itself, and people tap in storms."""

import asyncio
from typing import Any

import pytest

from handlers.telegram.payloads import unpack
from surveys.address import Address
from surveys.chance import SystemClock
from surveys.conversation.conversation import Conversation
from surveys.conversation.incoming import Incoming, Outcome
from surveys.screens import Phrase, Span
from surveys.work import Work
from tests.soak_report import SoakReport
from tests.stories.bots import until
from tests.stories.citizens import together
from tests.stories.confidences import Office, office_in
from tests.stories.conftest import Town
from tests.stories.employees import SEND, SUBMIT, SUMMARY, Employee
from tests.stories.inside import living_inside
from tests.stories.test_telegram_in_trouble import TROUBLES
from tests.stories.test_updates_in_disorder import STORM

SHOWING = ("editMessageText", "deleteMessage", "sendMessage", "answerCallbackQuery")
WAIT = {"kind": "error", "code": 429, "description": "Too Many Requests: retry after 1", "retry_after": 1}
SUBMITS = 200


async def _while_telegram_is(office: Office, rules: list[dict[str, Any]]) -> None:
    """One survey, which everybody answers while Telegram behaves so."""
    town = office.town
    await office.launched()
    await town.bot.start()
    town.emulator.faults.clear()
    for rule in rules:
        town.emulator.faults.add(rule)
    office.promises.storming = True
    office.let_in(len(office.employees))
    await office.answer()
    hit = sum(rule.hits for rule in town.emulator.faults.rules)
    town.emulator.faults.clear()
    office.promises.storming = False
    assert hit, "nothing went wrong"
    await _swept(town)
    await town.bot.stop()


async def _swept(town: Town) -> None:
    """Nothing waits to be handled, and nothing to be taken away."""
    await town.drained()
    await until(lambda: not (town.folder / "keys" / "chat-cleanup").exists(), 60, "every chat is clean")


def _in_trouble(probability: float) -> list[dict[str, Any]]:
    each = probability / len(TROUBLES)
    return [{"method": method, "do": trouble, "probability": each} for method in SHOWING for trouble in TROUBLES]


async def test_anonymous_answers_come_through_whatever_telegram_answers(town: Town) -> None:
    """Row 12, on what shows and what takes away."""
    async with office_in(town, 5, 3) as office:
        await _while_telegram_is(office, _in_trouble(0.25))
        await office.kept()


async def test_chats_that_are_told_to_wait_are_cleared_in_the_end(town: Town) -> None:
    """Row 13."""
    async with office_in(town, 4) as office:
        await _while_telegram_is(office, [{"method": method, "do": WAIT, "times": 2} for method in SHOWING[:2]])
        await office.kept()


async def test_what_cannot_be_edited_is_taken_away_so_that_no_button_keeps_an_answer(town: Town) -> None:
    """Row 14: at a rating, at the vote, at the comment."""
    refusal = {"kind": "error", "code": 400, "description": "Bad Request: message can't be edited"}
    async with office_in(town, 6) as office:
        await _while_telegram_is(office, [{"method": "editMessageText", "do": refusal, "probability": 0.4}])
        await office.kept()


async def test_anonymous_answers_that_come_twice_or_out_of_order_have_one_effect(town: Town) -> None:
    """Row 16."""
    kinds = ("duplicate_updates", "reorder_updates")
    async with office_in(town, 5, 3) as office:
        await _while_telegram_is(office, [{"do": {"kind": kind}, "probability": 0.5} for kind in kinds])
        await office.kept()


@pytest.mark.soak
async def test_sixty_anonymous_conversations_come_through_whatever_telegram_answers(town: Town) -> None:
    with SoakReport("anonymous answers, Telegram 5xx, 429, drops, half answers") as report:
        async with office_in(town, 12, 8) as office:
            waits = [{"method": method, "do": WAIT, "probability": 0.05} for method in SHOWING]
            for _ in range(3):
                await _while_telegram_is(office, waits + _in_trouble(0.3))
                report.judge(office.promises.made, await office.judged())
                office.promises.made = 0


@pytest.mark.soak
async def test_edits_and_deletions_that_never_end_are_given_up_and_done_again(town: Town) -> None:
    """Row 12, timeouts: the call is carried out, its answer takes longer than we wait."""
    with SoakReport("anonymous answers, Telegram timeout") as report:
        async with office_in(town, 3) as office:
            slow = {"kind": "slow", "seconds": 90}
            await _while_telegram_is(office, [{"method": method, "times": 1, "do": slow} for method in SHOWING[:2]])
            report.judge(office.promises.made, await office.judged())


@pytest.mark.soak
async def test_sixty_anonymous_conversations_in_disorder_have_one_effect_each(town: Town) -> None:
    with SoakReport("anonymous answers, duplicated and reordered updates") as report:
        rules = [{"do": {"kind": kind}, "probability": 0.5} for kind in ("duplicate_updates", "reorder_updates")]
        async with office_in(town, 12, 8) as office:
            for _ in range(3):
                await _while_telegram_is(office, rules)
                report.judge(office.promises.made, await office.judged())
                office.promises.made = 0


# --- storms


async def _storm(employee: Employee, label: str, times: int = STORM) -> None:
    """So many taps of one button in a moment, as from two devices; each must be answered."""
    taps = [employee.tap(label) for _ in range(times)]
    for tap in taps:
        assert await tap.answered(30) is not None, f"a tap of {label} was never answered"


async def _storms_through(office: Office, employee: Employee, times: int = STORM) -> None:
    """Both buttons that store something are tapped in storms."""
    await employee.answers(lambda one: SUMMARY in one.text)
    await _storm(employee, SUBMIT, times)
    await employee.goes_on(lambda one: one.words in one.text and SEND in one.labels)
    await _storm(employee, SEND, times)
    await employee.goes_on()


async def test_fifty_taps_on_send_are_one_vote_and_one_comment_and_are_all_answered(town: Town) -> None:
    """Row 17."""
    async with office_in(town, 1) as office:
        await office.launched()
        await town.bot.start()
        await _storms_through(office, office.employees[0])
        await _swept(town)
        await town.bot.stop()
        await office.kept()


@pytest.mark.soak
async def test_storms_of_twenty_employees_are_one_vote_and_one_comment_each(town: Town) -> None:
    with SoakReport("anonymous answers, tap storms") as report:
        async with office_in(town, 12, 8) as office:
            await office.launched()
            await town.bot.start()
            await together(*(_storms_through(office, employee) for employee in office.employees))
            await _swept(town)
            await town.bot.stop()
            report.judge(office.promises.made, await office.judged())


async def _submitted_at_once(office: Office, times: int) -> list[str]:
    """One ticket handed in so many times at the same moment, past the lane that would put them in a row."""
    town, employee = office.town, office.employees[0]
    await office.launched()
    async with living_inside(town) as at:
        await employee.answers(lambda one: SUMMARY in one.text)
        action = unpack(employee.data(SUBMIT), str(employee.id), at.payload_secret)
        assert action is not None
        conversation = Conversation(at.policy, SystemClock(), at.chance, at.secret, at.keys)
        incoming = Incoming(Address("telegram", str(employee.id)), "ru", "telegram", 1, placement="1")

        def submit(work: Work) -> Outcome:
            return conversation.unseen_tapped(work, incoming, action)

        outcomes = await asyncio.gather(*(at.works.write(submit) for _ in range(times)))
        await employee.goes_on()
        await town.drained()
    return [_notice(outcome) for outcome in outcomes]


def _notice(outcome: Outcome) -> str:
    screen = outcome.reply.screen
    assert screen is not None
    said = screen.notice.words if isinstance(screen.notice, Span) else screen.notice
    assert isinstance(said, Phrase), said
    return said.key


async def _counted_once(town: Town) -> None:
    async with office_in(town, 1) as office:
        notices = await _submitted_at_once(office, SUBMITS)
        assert notices.count("unseen.taken") == 1
        assert notices.count("unseen.taken_before") == SUBMITS - 1
        await office.kept()


async def test_two_hundred_submits_at_once_are_one_mark_and_one_box(town: Town) -> None:
    """Row 17."""
    await _counted_once(town)


async def test_two_hundred_submits_at_once_on_postgresql_are_one_mark_and_one_box(postgres_town: Town) -> None:
    """Row 17."""
    await _counted_once(postgres_town)
