"""Everybody can see and take away what is stored of their invitations; of anonymous ones only that they were sent."""

from surveys.conversation.own_invitations import rows
from surveys.conversation.privacy import everything_about
from surveys.people import Person
from surveys.texts import Texts
from surveys.work import Work
from tests.asking.city import City, lunch
from tests.asking.reader import Reader


def _person(work: Work, number: int) -> Person:
    person = work.people.numbered(number)
    assert person is not None
    return person


async def _told(city: City, number: int) -> list[str]:
    return await city.reads(lambda work: [Texts().say(each, "ru") for each in rows(work, _person(work, number))])


async def test_a_person_is_told_of_their_invitations_and_how_far_they_came(city: City) -> None:
    await city.settled(a=2)
    await city.launched(lunch())
    anna = Reader(city, "a0", city.staff["a"][0])
    assert await _told(city, anna.person) == [
        "Опрос «Обед»: приглашение ждёт отправки, напоминаний: 0. Отмечено: ничего"
    ]
    shown = await anna.receives()
    assert shown is not None
    await city.sends(blocked=city.staff["a"][1:])
    await anna.taps(shown, "Рыба")
    assert await _told(city, anna.person) == [
        "Опрос «Обед»: приглашение отправлено, напоминаний: 0. Отмечено: вы начали отвечать"
    ]
    assert "не отправлено" in (await _told(city, city.staff["a"][1]))[0]


async def test_of_an_anonymous_survey_only_the_invitation_is_told_whoever_has_voted(city: City) -> None:
    await city.settled(a=12, b=30)
    campaign = await city.promised()
    await city.launched(lunch(form_id="team", promise=campaign.code))
    await city.sends()
    person = city.staff["a"][0]
    assert await _told(city, person) == [
        "Анонимный опрос «Обед»: приглашение отправлено. Отвечали ли вы, здесь не отмечается."
    ]
    stored = await city.reads(lambda work: everything_about(work, _person(work, person))["invitations"])
    assert [(each["matter"], each["stage"]) for each in stored] == [("invitation", None)]


async def test_an_erased_person_leaves_no_invitation_and_gets_none(city: City) -> None:
    await city.settled(a=2)
    await city.launched(lunch())
    await city.sends()
    anna = Reader(city, "a0", city.staff["a"][0])
    invitation = await city.last_of("lunch", anna.person)
    assert invitation is not None
    await city.works.write(lambda work: work.people.erase(anna.person))
    assert await city.last_of("lunch", anna.person) is None
    assert await anna.receives(delivery=invitation) is None
    assert await city.reads(lambda work: work.deliveries.of_person(anna.person)) == []
