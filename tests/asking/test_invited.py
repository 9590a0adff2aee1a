"""An invitation is the first question: one tap answers it, and the survey goes on in the same message."""

from dataclasses import replace
from pathlib import Path

import pytest

from surveys.anonymity.organisation import Unit
from surveys.answering.session import State
from surveys.campaigns.audiences import Subscribers
from surveys.campaigns.delivering import Delivery
from surveys.campaigns.launching import step
from surveys.campaigns.outreach import Kind, Outreach
from surveys.campaigns.policies import Matter
from surveys.campaigns.schedules import Hired
from surveys.campaigns.states import Step
from surveys.campaigns.tallies import Count
from surveys.questionnaires.reading import read
from surveys.screens import Action, Screen
from surveys.work import Work
from tests.asking.city import ACTOR, DAY, STAFF_TALK, City, SetClock, lunch
from tests.asking.reader import Reader, labels, said
from tests.security.town import founded


async def test_in_the_chat_one_tap_on_the_invitation_answers_and_the_survey_goes_on_in_its_message(
    tmp_path: Path,
) -> None:
    clock = SetClock()
    async with founded(tmp_path, clock=clock) as town:
        anna = town.citizen()
        await anna.starts()
        person = (await anna.row()).number

        def launch(work: Work) -> None:
            work.staff.replace_units([Unit("a", "Отдел", people=12)])
            work.staff.join(person, "a")
            definition = read("form.yaml", STAFF_TALK.encode()).questionnaire
            assert definition is not None
            work.questionnaires.publish(definition, clock.now())
            work.outreaches.add(lunch())
            assert isinstance(step(work, "lunch", Step.LAUNCH, clock.now(), ACTOR), Outreach)

        await town.changed(launch)
        await anna.sees("Что вкуснее?")
        invitation = anna.bots[-1].id
        assert anna.labels == ["Суп", "Рыба", "Пирог"]
        await anna.taps("Рыба")
        await anna.sees("Почему?")
        assert anna.bots[-1].id == invitation
        await anna.says("Свежая")
        await anna.sees("Спасибо")
        tally = await town.installation.works.read(lambda work: work.tallies.of("lunch"))
        assert [tally[each] for each in (Count.OPENED, Count.STARTED, Count.FINISHED)] == [1, 1, 1]
        assert (tally.response, tally.completion) == (100, 100)


async def _invited(city: City, **changed: object) -> tuple[Reader, Screen]:
    """Somebody of unit «a» with the invitation before them."""
    await city.settled(a=2)
    await city.launched(lunch(**changed))
    await city.sends()
    anna = Reader(city, "a0", city.staff["a"][0])
    screen = await anna.receives(delivery=_invitation(anna))
    assert screen is not None
    return anna, screen


def _invitation(reader: Reader, number: int = 0) -> Delivery:
    return Delivery("lunch", reader.person, Matter.INVITATION, number, reader.city.now, None)


def _reminder(reader: Reader) -> Delivery:
    return replace(_invitation(reader), matter=Matter.REMINDER, number=1)


async def _counted(city: City) -> tuple[int, int, int]:
    tally = await city.tally("lunch")
    return tally[Count.OPENED], tally[Count.STARTED], tally[Count.FINISHED]


async def _answers(reader: Reader) -> list[dict[str, object]]:
    return await reader.city.reads(
        lambda work: [
            dict(work.responses.answers(each.session.key)) for each in work.responses.of_person(reader.person)
        ]
    )


async def test_there_is_no_response_before_the_first_tap_and_one_after_it(city: City) -> None:
    anna, invitation = await _invited(city)
    assert await _answers(anna) == []
    assert await _counted(city) == (0, 0, 0)
    await anna.taps(invitation, "Рыба")
    assert "Почему?" in anna.text
    assert await _answers(anna) == [{"best": "fish"}]
    assert await _counted(city) == (1, 1, 0)
    (response,) = await city.reads(lambda work: work.responses.of_person(anna.person))
    assert (response.outreach, response.placement) == ("lunch", "100")


async def test_an_invitation_takes_nothing_of_what_is_typed_in_another_survey(city: City) -> None:
    anna, _ = await _invited(city)
    await anna.acts(Action("survey", ("service",)), "50")
    assert "Что улучшить?" in anna.text
    await anna.types("Очередь")
    assert await _answers(anna) == [{"word": "Очередь"}]


async def test_a_second_copy_goes_on_with_the_same_response_and_the_first_is_retired(city: City) -> None:
    anna, invitation = await _invited(city)
    await anna.taps(invitation, "Рыба", "100")
    await anna.taps(invitation, "Суп", "101")
    assert "Почему?" in anna.text
    assert (anna.seen[-1].retire, await _answers(anna)) == ("100", [{"best": "fish"}])
    await anna.taps(anna.screen, "Назад", "101")
    await anna.taps(invitation, "Суп", "101")
    await anna.types("Горячий")
    assert await _answers(anna) == [{"best": "soup", "why": "Горячий"}]
    await anna.taps(invitation, "Пирог", "102")
    assert "Спасибо" in anna.text
    assert await _answers(anna) == [{"best": "soup", "why": "Горячий"}]
    assert await _counted(city) == (1, 1, 1)


async def test_a_tap_that_is_delivered_twice_has_one_effect_and_is_answered_twice(city: City) -> None:
    anna, _ = await _invited(city)
    action = Action("a", ("@lunch", "0", "1"))
    await anna.acts(action)
    await anna.acts(action, again=True)
    assert "Почему?" in anna.text
    assert await _answers(anna) == [{"best": "fish"}]
    assert await _counted(city) == (1, 1, 0)


async def test_who_has_begun_is_sent_no_second_copy_and_no_reminder(city: City) -> None:
    anna, invitation = await _invited(city)
    shown = await anna.receives(delivery=_reminder(anna))
    assert shown is not None
    assert said(shown).startswith("Напоминаем")
    assert labels(shown) == labels(invitation)
    await anna.taps(shown, "Рыба")
    assert await anna.receives(delivery=_invitation(anna)) is None
    assert await anna.receives(delivery=_reminder(anna)) is None


async def test_after_the_end_nothing_is_taken_and_something_kind_is_said(city: City) -> None:
    anna, invitation = await _invited(city)
    boris = Reader(city, "a1", city.staff["a"][1])
    await boris.taps(invitation, "Суп")
    await city.passes(14 * DAY)
    await anna.taps(invitation, "Рыба")
    assert "уже закончился" in anna.text
    assert await _answers(anna) == []
    assert await anna.receives(delivery=_invitation(anna)) is None
    await boris.types("Потому")
    assert "сохранено" in boris.text
    assert await _answers(boris) == [{"best": "soup"}]
    assert await _counted(city) == (1, 1, 0)
    (response,) = await city.reads(lambda work: work.responses.of_person(boris.person))
    assert response.session.state is State.EXPIRED


async def test_a_close_by_hand_ends_what_has_been_begun_too(city: City) -> None:
    anna, invitation = await _invited(city)
    await anna.taps(invitation, "Рыба")
    await city.steps("lunch", Step.CLOSE)
    await anna.taps(anna.screen, "Назад")
    assert "сохранено" in anna.text


async def test_a_pause_stops_couriers_and_no_answers(city: City) -> None:
    anna, invitation = await _invited(city)
    await city.steps("lunch", Step.PAUSE)
    await anna.taps(invitation, "Рыба")
    assert await _answers(anna) == [{"best": "fish"}]


async def test_only_who_was_invited_can_answer_and_of_nothing_else(city: City) -> None:
    await _invited(city)
    stranger = (await city.subscribed(1))[0]
    other = Reader(city, "mfc0", stranger)
    for action in (
        Action("a", ("@lunch", "0", "1")),
        Action("asked", ("@lunch",)),
        Action("asked", ("@",)),
        Action("asked", ("lunch",)),
        Action("asked", ()),
        Action("a", ("@nothing", "0", "1")),
        Action("a", ("@lunch.zz", "0", "1")),
        Action("see", ("@lunch",)),
    ):
        await other.acts(action)
        assert other.seen[-1].reply.screen is None, action
        assert await _answers(other) == []
    assert await _counted(city) == (0, 0, 0)


async def test_a_first_question_that_wants_words_is_begun_by_a_button_or_by_a_reply(city: City) -> None:
    await city.settled(a=1)
    people = await city.subscribed(2)
    citizens = lunch(audience=Subscribers(), form_id="service", order=None)
    await city.launched(citizens)
    await city.sends()
    anna, boris = Reader(city, "mfc0", people[0]), Reader(city, "mfc1", people[1])
    shown = await anna.receives(delivery=_invitation(anna))
    assert shown is not None
    assert labels(shown) == ["Ответить", "Пропустить"]
    await anna.types("Не о том")
    assert await _answers(anna) == []
    await anna.taps(shown, "Ответить")
    assert await _counted(city) == (1, 0, 0)
    assert await anna.receives(delivery=_invitation(anna)) is None
    assert await anna.receives(delivery=_reminder(anna)) is not None
    await anna.types("Очередь")
    await boris.types("Свет", replied=Action("asked", ("@lunch",)))
    assert await _answers(anna) == [{"word": "Очередь"}]
    assert await _answers(boris) == [{"word": "Свет"}]
    assert await _counted(city) == (2, 2, 0)


async def test_what_has_waited_too_long_can_be_begun_anew_while_the_outreach_lasts(city: City) -> None:
    anna, invitation = await _invited(city)
    await anna.taps(invitation, "Рыба")
    await city.passes(8 * DAY)
    await anna.taps(anna.screen, "Назад")
    assert anna.labels == ["Начать заново"]
    await anna.taps(anna.screen, "Начать заново")
    await anna.taps(anna.screen, "Пирог")
    assert sorted(map(str, await _answers(anna))) == ["{'best': 'fish'}", "{'best': 'pie'}"]
    assert await _counted(city) == (1, 1, 0)


async def test_each_invitation_by_the_day_of_hire_has_a_response_and_stages_of_its_own(city: City) -> None:
    await city.settled(a=2)
    anna = Reader(city, "a0", city.staff["a"][0])
    await city.works.write(lambda work: work.staff.hire(anna.person, city.now.date()))
    await city.launched(lunch(kind=Kind.TRIGGERED, closes_at=None, order=None, schedule=Hired()))
    for at, dish in ((30, "Рыба"), (90, "Суп")):
        await city.passes((at if at == 30 else 60) * DAY)
        await city.ticks()
        shown = await anna.receives()
        assert shown is not None
        await city.sends()
        await anna.taps(shown, dish)
    assert [each["best"] for each in await _answers(anna)] == ["fish", "soup"]
    assert await _counted(city) == (2, 2, 0)


async def test_a_preview_looks_as_the_invitation_does_and_its_buttons_do_nothing(city: City) -> None:
    _, invitation = await _invited(city)
    asked, outreach = city.conversation.asked, await city.found("lunch")
    preview = await city.reads(lambda work: asked.preview(work, outreach, "ru"))
    assert (said(preview), labels(preview)) == (said(invitation), labels(invitation))
    assert preview.footnote == invitation.footnote
    assert preview.answers is not None
    assert {each.action for each in preview.answers.options} == {Action("sample", ("lunch",))}


async def test_an_anonymous_invitation_is_the_promise_for_voters_too_and_leaves_no_trace_in_rows(city: City) -> None:
    await city.settled(a=12, b=30)
    campaign = await city.promised()
    await city.launched(lunch(form_id="team", promise=campaign.code))
    assert len(await city.sends()) == 42
    anna = Reader(city, "a0", city.staff["a"][0])
    await city.votes(campaign, "a", "a0")
    shown = await anna.receives(delivery=_invitation(anna))
    assert shown is not None
    assert "A (12 чел. по списку)" in said(shown)
    assert [each.action.verb for each in shown.controls] == ["abegin", "why"]
    asked, outreach = city.conversation.asked, await city.found("lunch")
    preview = await city.reads(lambda work: asked.preview(work, outreach, "ru"))
    assert (said(preview), labels(preview)) == (said(shown), labels(shown))
    for action in (Action("a", ("@lunch", "0", "1")), Action("asked", ("@lunch",))):
        await anna.acts(action)
        assert anna.seen[-1].reply.screen is None
    with pytest.raises(KeyError):
        (await city.tally("lunch"))[Count.OPENED]
    await city.works.write(lambda work: work.staff.leave(anna.person))
    assert await anna.receives(delivery=_invitation(anna)) is None
