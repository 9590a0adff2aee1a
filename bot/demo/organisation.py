"""The administration of Lugorechensk as an employer: its units, how many work there, and what they say of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.anonymity.organisation import Unit

TOP = "adm"
OFFICE = "office"
CENTRE = "mfc"
"""Where the demo's employee works."""

UNITS = (
    Unit(TOP, "Администрация города Лугореченска", "", 3),
    Unit(OFFICE, "Аппарат администрации", TOP, 16),
    Unit(CENTRE, "МФЦ города Лугореченска", TOP, 26),
    Unit("social", "Социальный блок", TOP, 2),
    Unit("care", "Управление социальной защиты", "social", 21),
    Unit("school", "Управление образования", "social", 14),
    Unit("culture", "Управление культуры", "social", 12),
    Unit("city", "Городское хозяйство", TOP, 2),
    Unit("housing", "Управление жилищной политики", "city", 11),
    Unit("plan", "Отдел архитектуры", "city", 6),
    Unit("zags", "Отдел ЗАГС", TOP, 5),
)


@dataclass(frozen=True, slots=True)
class Mood:
    """How a unit's people find their work: `liked` is the middle of their ratings, 1-5; `pains` are rated questions,
    counted from 1 as they come, that are rated one and a half lower."""

    liked: float
    pains: frozenset[int] = frozenset()


USUAL = Mood(3.7)
MOODS: Mapping[str, Mood] = {
    OFFICE: Mood(4.1),
    CENTRE: Mood(3.4, frozenset({2, 8})),
    "care": Mood(3.2, frozenset({1, 8})),
    "school": Mood(3.8),
    "culture": Mood(4.4),
    "housing": Mood(3.0, frozenset({2, 3})),
}

WISHES: Mapping[str, tuple[str, ...]] = {
    "ru": (
        "Второй монитор в каждое окно, сейчас переключаемся между тремя программами",
        "Пусть справки внутри администрации ходят в электронном виде",
        "Общий календарь отпусков, чтобы видеть, кто кого заменяет",
        "Починить кондиционер в зале, летом работать нельзя",
        "Сделайте понятный перечень, к кому по какому вопросу идти",
        "Меньше отчётов за один и тот же месяц в разные кабинеты",
        "Обучение новой программе до её запуска, а не после",
        "Хотя бы один перерыв в середине дня, когда приём без окон",
        "Не ставить срочные поручения в пятницу вечером",
        "Нормальные стулья",
        "Хочется, чтобы за хорошую работу говорили спасибо",
        "Договоры согласуем по две недели, можно быстрее",
        "Дать доступ к архиву с рабочего места",
        "Наставник для новичков хотя бы на первую неделю",
        "Единый образец ответа на частые вопросы жителей",
        "Картриджи закупать заранее",
        "Чтобы предложения с прошлого опроса не пропали",
        "Отвечать на внутренние запросы в обещанный день",
        "Тихая комната, где можно дописать документ",
        "Предупреждать о проверках не за час",
    ),
    "en": (
        "A second screen at every window: we keep switching between three programs",
        "Let internal papers travel electronically",
        "A shared calendar of holidays, to see who stands in for whom",
        "Mend the air conditioning in the hall, summers are unbearable",
        "A clear list of whom to ask about what",
        "Fewer reports about the same month to different offices",
        "Training for a new program before it starts, not after",
        "One real break in the middle of the day",
        "No urgent tasks on a Friday evening",
        "Proper chairs",
        "A thank you for good work would be nice",
        "Agreeing a contract takes two weeks, it could be faster",
        "Access to the archive from my desk",
        "A mentor for newcomers, at least for the first week",
        "One sample answer for the questions that residents ask most",
        "Buy cartridges in time",
        "Do not lose the ideas of the last survey",
        "Answer internal requests on the day you promised",
        "A quiet room to finish a document in",
        "Tell us of inspections earlier than an hour before",
    ),
}

LETTERS: Mapping[str, tuple[str, ...]] = {
    "ru": (
        "В архиве на первом этаже второй месяц течёт потолок, бумаги лежат в вёдрах. Кто за это отвечает?",
        "Предлагаю собрать частые вопросы жителей в одну памятку и раздать по кабинетам.",
        "Спасибо тому, кто поставил в холле чайник. Мелочь, а настроение другое.",
    ),
    "en": (
        "The ceiling of the archive has been leaking for two months and the papers lie in buckets. Who sees to it?",
        "Let us put the questions that residents ask most into one leaflet for every office.",
        "Thank you to whoever put a kettle in the hall. A small thing, and yet.",
    ),
}
