"""Lugorechensk: a city that does not exist, with the places where its people meet the administration."""

from dataclasses import dataclass

NAME = "Администрация города Лугореченска"

WEEKDAYS = frozenset(range(5))
WITH_SATURDAY = frozenset(range(6))
TUESDAY_TO_SUNDAY = frozenset(range(1, 7))


@dataclass(frozen=True, slots=True)
class Place:
    """A service point and how things go there.

    `days` (Monday is 0) and `opens`-`closes` (hours) say when people come; `rates` is how many of them rate on a
    usual day, `liked` the middle of their ratings (1-5) five weeks ago and `drift` how much it has moved since.
    `trouble` names what they complain of: a topic of `bot.demo.comments`.
    """

    title: str
    unit: str
    address: str
    hours: str
    services: tuple[tuple[str, str], ...]
    follow_up: str = ""
    days: frozenset[int] = WEEKDAYS
    opens: float = 8.5
    closes: float = 17.5
    rates: float = 2.0
    liked: float = 4.2
    drift: float = 0.0
    trouble: str = "any"


MFC = "МФЦ города Лугореченска"
MFC_ADDRESS = "ул. Заводская, 14"
MFC_HOURS = "пн–пт 8:00–20:00, сб 9:00–14:00"
SERVICE = "ext-service"

PLACES = (
    Place(
        "МФЦ, окно 1", MFC, MFC_ADDRESS, MFC_HOURS,
        (("pasport", "Паспорт гражданина РФ"), ("reg", "Регистрация по месту жительства")),
        SERVICE, WITH_SATURDAY, 8, 20, 3.2, 4.4,
    ),
    Place(
        "МФЦ, окно 3", MFC, MFC_ADDRESS, MFC_HOURS,
        (("egrn", "Выписка из ЕГРН"), ("land", "Земельные участки"), ("sub", "Субсидии")),
        SERVICE, WITH_SATURDAY, 8, 20, 4.0, 2.7, -0.2, "queue",
    ),
    Place(
        "МФЦ, зона самообслуживания", MFC, MFC_ADDRESS, MFC_HOURS,
        (("esia", "Учётная запись Госуслуг"),),
        "", WITH_SATURDAY, 8, 20, 1.5, 4.0,
    ),
    Place(
        "ЗАГС, приём заявлений", "Отдел ЗАГС", "пл. Речная, 2", "вт–сб 9:00–17:00",
        (("birth", "Рождение"), ("marriage", "Заключение брака"), ("copy", "Повторные документы")),
        SERVICE, frozenset(range(1, 6)), 9, 17, 1.6, 4.7,
    ),
    Place(
        "Соцзащита, кабинет 5", "Управление социальной защиты", "ул. Садовая, 31", "пн–чт 8:30–17:30, пт 8:30–16:15",
        (("child", "Детские пособия"), ("subsidy", "Льготы по ЖКХ"), ("help", "Адресная помощь")),
        SERVICE, WEEKDAYS, 8.5, 17, 2.4, 3.1, 1.4, "papers",
    ),
    Place(
        "Жилищный отдел, кабинет 12", "Управление жилищной политики", "ул. Советская, 8", "пн, ср 9:00–17:00",
        (("queue", "Учёт нуждающихся в жилье"), ("priv", "Приватизация")),
        SERVICE, frozenset({0, 2}), 9, 17, 2.0, 3.3, 0.0, "slow",
    ),
    Place(
        "Запись в первый класс", "Управление образования", "ул. Школьная, 5", "пн–пт 9:00–18:00",
        (("school", "Зачисление в школу"), ("kinder", "Очередь в детский сад")),
        SERVICE, WEEKDAYS, 9, 18, 1.6, 3.8, 0.2, "papers",
    ),
    Place(
        "Центральная библиотека, абонемент", "Управление культуры", "пр. Мира, 20", "вт–вс 10:00–19:00",
        (("card", "Читательский билет"), ("books", "Выдача книг")),
        "", TUESDAY_TO_SUNDAY, 10, 19, 1.8, 4.8,
    ),
    Place(
        "Поликлиника № 2, регистратура", "Городская поликлиника № 2", "ул. Больничная, 3", "пн–пт 7:30–19:00",
        (("visit", "Запись к врачу"), ("papers", "Справки")),
        "", WITH_SATURDAY, 7.5, 19, 3.4, 3.4, 0.1, "queue",
    ),
    Place(
        "Транспортные карты, касса у вокзала", "МУП «Горэлектротранс»", "Привокзальная пл., 1", "ежедневно 7:00–21:00",
        (("new", "Выпуск карты"), ("pay", "Пополнение"), ("benefit", "Льготная карта")),
        "", frozenset(range(7)), 7, 21, 2.2, 4.0, 0.0, "rude",
    ),
    Place(
        "Архитектура и градостроительство, приём", "Отдел архитектуры", "ул. Советская, 8", "вт, чт 9:00–16:00",
        (("build", "Разрешение на строительство"), ("plan", "Градостроительный план")),
        SERVICE, frozenset({1, 3}), 9, 16, 1.4, 3.5, 0.2, "slow",
    ),
    Place(
        "Общественная приёмная", "Аппарат администрации", "ул. Советская, 1", "пн–пт 9:00–18:00",
        (("talk", "Приём граждан"),),
        "", WEEKDAYS, 9, 18, 0.9, 3.9,
    ),
    Place(
        "Архивный отдел", "Аппарат администрации", "ул. Советская, 1", "пн–пт 9:00–17:00",
        (("copy", "Архивные справки"),),
        "", WEEKDAYS, 9, 17, 0.6, 4.3, 0.0, "slow",
    ),
)  # fmt: skip

BURST_AT = "Транспортные карты, касса у вокзала"
"""Where, a week ago, sixteen people rated within eight minutes: the coordinator's card says so."""

WITHDRAWN = "Архивный отдел"
"""Its poster was withdrawn and still hangs: a scan is answered kindly."""
