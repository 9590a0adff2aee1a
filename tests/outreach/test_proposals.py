"""An extra collection is proposed once a quarter with the figures that speak for it, and never begun."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.extra_proposing import ExtraProposing
from surveys.address import Address
from surveys.answering.response import Response
from surveys.answering.session import Session, State
from surveys.answering.values import Answer, Mark
from surveys.campaigns.extra_proposals import due
from surveys.campaigns.outreach import Kind
from surveys.campaigns.proposals import Quarter
from surveys.conversation.outreach_news import notices, told, untold
from surveys.work import Work
from tests.outreach.office import NOW, Office, said

SUMMER = datetime(2026, 8, 3, 9, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 5, 9, tzinfo=UTC)


@pytest.fixture
async def office(desk: Office) -> Office:
    return desk


async def rated(office: Office, at: datetime, marks: dict[Answer, int], what: tuple[str, ...] = ()) -> None:
    """So many people of each mark, one after another."""

    def answer(work: Work) -> None:
        person = work.people.enter(Address("telegram", "500"), "ru", at).number
        for mark, count in marks.items():
            for number in range(count):
                begun = at + timedelta(minutes=number)
                key = f"{at:%m}{mark}{number}"
                session = Session(key, "service", "1", "ru", begun, begun, state=State.SUBMITTED, step="")
                work.responses.add(Response(session, person))
                given: dict[str, Answer] = {"rate": mark, **({"what": what} if what else {})}
                work.responses.record(key, given, begun)
                work.responses.save(Response(replace(session, answers=given), person))

    await office.at.works.write(answer)


async def looked(office: Office) -> None:
    await ExtraProposing(office.at.works, office.clock, office.at.policy.zone).look()


async def told_now(office: Office) -> list[str]:
    def tell(work: Work) -> list[str]:
        entries = untold(work)
        found = [said(office.at, screen) for _, screen in notices(work, entries)]
        told(work, entries)
        return found

    return await office.at.works.write(tell)


async def test_many_dissatisfied_are_told_with_the_figures_and_become_a_draft_with_one_tap(office: Office) -> None:
    await rated(office, SUMMER, {"5": 40})
    await rated(office, AUTUMN, {"1": 7, "2": 5, "5": 18})
    await looked(office)
    (words,) = await told_now(office)
    assert "недовольны 40 % (12 из 30), порог 30 %" in words
    assert "недовольных стало больше: 40 % против 0 %" in words
    await office.anna.commands("campaigns")
    await office.anna.taps("💡 Спросить ещё: Как вам услуга?")
    yes = office.anna.button("Сделать черновик")
    await office.anna.presses(yes)
    draft = await office.only()
    assert (draft.kind, draft.form_id) == (Kind.EXTRA_QUARTERLY, "service")
    await office.anna.presses(yes)
    assert await office.only() == draft
    await office.anna.taps("Проверить")
    assert "Посчитайте выборку" in office.anna.seen, "R-C4"
    await office.anna.commands("campaigns")
    assert not [label for label in office.anna.labels if label.startswith("💡")], "decided"


async def test_it_is_proposed_once_a_quarter_however_often_one_looks(office: Office) -> None:
    await rated(office, AUTUMN, {"1": 30})
    await looked(office)
    await looked(office)
    assert len(await told_now(office)) == 1
    office.clock.moment += timedelta(days=3)
    await looked(office)
    assert await told_now(office) == []


async def test_a_pain_that_many_mark_is_told_in_the_words_of_its_option(office: Office) -> None:
    await rated(office, AUTUMN, {"5": 60}, what=("line", "rude"))
    await looked(office)
    (words,) = await told_now(office)
    assert "многие отмечают: Очередь" in words


async def test_few_answers_speak_for_nothing_and_those_outside_the_scale_are_no_answers(office: Office) -> None:
    await rated(office, AUTUMN, {"1": 29, Mark.NOT_APPLICABLE: 40})
    await looked(office)
    assert await told_now(office) == []
    await rated(office, AUTUMN + timedelta(days=31), {"1": 1})
    (found,) = await office.at.works.read(lambda work: due(work, NOW, office.at.policy.zone))
    assert found.this == Quarter(30, 30)


async def test_of_two_answers_to_one_visit_the_last_counts(office: Office) -> None:
    await rated(office, AUTUMN, {"1": 30})

    def again(work: Work) -> None:
        person = work.people.enter(Address("telegram", "500"), "ru", AUTUMN).number
        begun = AUTUMN + timedelta(hours=2)
        session = Session("again", "service", "1", "ru", begun, begun, state=State.SUBMITTED, step="")
        work.responses.add(Response(session, person, replaces="1010"))
        work.responses.record("again", {"rate": "5"}, begun)

    await office.at.works.write(again)
    (found,) = await office.at.works.read(lambda work: due(work, NOW, office.at.policy.zone))
    assert found.this == Quarter(30, 29)
