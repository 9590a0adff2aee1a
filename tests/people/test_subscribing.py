"""A citizen agrees to be asked about a service, sees it, takes it back: never by default."""

from dataclasses import replace

from surveys.points.point import Service
from tests.people.hall import Hall
from tests.security.town import Citizen


async def rated(hall: Hall, anna: Citizen) -> None:
    await anna.starts(hall.town.link("k1"))
    await anna.taps("5")
    await anna.taps("Пропустить")
    await anna.sees("Спасибо")


async def test_nobody_is_subscribed_by_answering_and_one_quiet_button_offers_it(hall: Hall) -> None:
    anna = hall.town.citizen("Анна")
    await rated(hall, anna)
    assert "Спрашивать меня иногда" in anna.labels
    assert await hall.subscriptions(anna) == frozenset()
    thanks = anna.bots[-1].id

    await anna.taps("Спрашивать меня иногда")
    assert "Сейчас отметок нет, и приглашений не будет" in anna.seen
    assert "вы соглашаетесь получать приглашения" in anna.seen
    assert anna.bots[-1].id != thanks, "the thanks stay where they are"
    assert anna.labels[:2] == ["☐ Любые услуги", "☐ Справка"]
    assert await hall.subscriptions(anna) == frozenset(), "looking is no consent"

    await anna.taps("Справка")
    assert "✓ Отмечено: Справка" in anna.seen
    assert anna.labels[:2] == ["☐ Любые услуги", "☑ Справка"]
    assert await hall.subscriptions(anna) == {"a"}
    ((_, service, *when),) = hall.town.rows()["subscription"]
    assert service == "a"
    assert when, "the row holds when it was agreed to"

    hall.later(hours=5)
    await rated(hall, anna)
    assert "Спрашивать меня иногда" not in anna.labels, "who is asked already is not offered it again"


async def test_a_tap_that_comes_twice_changes_nothing_back_and_stop_ends_every_invitation(hall: Hall) -> None:
    anna = await hall.came()
    await anna.says("/subscriptions")
    agreeing = next(one for row in anna.bots[-1].inline or () for one in row if "Справка" in one["text"])
    for _ in range(2):
        await anna.sends(agreeing["callback_data"])
        assert await hall.subscriptions(anna) == {"a"}
    withdrawing = next(one for row in anna.bots[-1].inline or () for one in row if "Справка" in one["text"])
    for _ in range(2):
        await anna.sends(withdrawing["callback_data"])
        assert await hall.subscriptions(anna) == frozenset()

    await anna.taps("Справка")
    await anna.taps("Любые услуги")
    assert await hall.subscriptions(anna) == {"a", ""}
    await anna.says("/stop")
    assert "больше не беспокою" in anna.seen
    assert "/leave" not in anna.seen
    assert await hall.subscriptions(anna) == frozenset()
    await anna.says("/subscriptions")
    await anna.taps("Справка")
    assert await hall.subscriptions(anna) == {"a"}
    await anna.taps("Ни о чём не спрашивать")
    assert "приглашений больше не будет" in anna.seen
    assert "Ни о чём не спрашивать" not in anna.labels
    assert await hall.subscriptions(anna) == frozenset()

    boris = await hall.employed()
    await boris.says("/stop")
    assert "Опросы для сотрудников это не отменяет" in boris.seen


async def test_a_service_that_no_point_has_any_more_can_be_left_and_not_entered(hall: Hall) -> None:
    anna, boris = await hall.came(), await hall.came("Борис")
    for citizen in (anna, boris):
        await citizen.says("/subscriptions")
    await anna.taps("Справка")
    window = replace(hall.town.points["k1"], services=(Service("b", "Паспорт"),))
    await hall.town.changed(lambda work: work.points.save([window]))
    await boris.taps("Справка")
    assert await hall.subscriptions(boris) == frozenset()
    await anna.says("/subscriptions")
    assert anna.labels[:3] == ["☐ Любые услуги", "☑ Услуга, которой больше нет (a)", "☐ Паспорт"]
    await anna.taps("Услуга, которой больше нет")
    assert await hall.subscriptions(anna) == frozenset()


async def test_hundreds_of_services_are_paged_and_what_is_chosen_stands_first(hall: Hall) -> None:
    many = tuple(Service(f"{number}", f"Услуга {number:03}") for number in range(40))
    window = replace(hall.town.points["k1"], services=many)
    await hall.town.changed(lambda work: work.points.save([window]))
    anna = await hall.came()
    await anna.says("/subscriptions")
    assert "Услуга 025" not in str(anna.labels)
    await anna.taps("Дальше")
    await anna.taps("Дальше")
    await anna.taps("Услуга 025")
    assert await hall.subscriptions(anna) == {"25"}
    assert anna.labels[:2] == ["☐ Любые услуги", "☑ Услуга 025"]


async def test_what_was_agreed_to_is_told_exported_and_erased(hall: Hall) -> None:
    anna = await hall.came()
    await anna.says("/privacy")
    assert "Приглашать на опросы: нет" in anna.seen
    await anna.taps("Приглашения на опросы")
    await anna.taps("Справка")
    await anna.says("/privacy")
    assert "Приглашать на опросы: Справка" in anna.seen
    await hall.taps_for_answers(anna, "Получить всё файлом")
    assert '"subscriptions": [\n    "a"\n  ]' in hall.file_in(anna).data.decode()
    await anna.says("/privacy")
    await anna.taps("Удалить мои данные")
    await anna.taps("Да, удалить")
    assert hall.town.rows()["subscription"] == []
