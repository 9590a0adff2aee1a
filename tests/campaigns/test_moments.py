from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.campaigns.moment_words import HALVES, MONTHS, PARTS, RELATIVE_DAYS, WEEKDAYS
from surveys.campaigns.moments import Certain, Doubtful, NotRead, Why, read_moment
from surveys.texts import Texts

MOSCOW = ZoneInfo("Europe/Moscow")
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 25, 9, 20, 30, tzinfo=UTC)
"""A Wednesday; 12:20 in Moscow."""
OTHERS = """
в на через in at next следующий 1 2 12 24 31 99 2026 0 29.02 31.12 12/31 10:00 25:61 9.30 часа дней месяцев
"""
PIECES = [
    *RELATIVE_DAYS,
    *HALVES,
    *PARTS,
    *(name for names in (*WEEKDAYS, *MONTHS) for name in names[:2]),
    *OTHERS.split(),
]


def read(text: str, now: datetime = NOW, zone: ZoneInfo = MOSCOW) -> str | list[str]:
    """A certain moment as its wall shows it, candidates as a list, a refusal as its reason."""
    found = read_moment(text, now, zone)
    match found:
        case Certain(at):
            return f"{at.astimezone(zone):%d.%m.%Y %H:%M}"
        case Doubtful(candidates):
            return [f"{at.astimezone(zone):%d.%m.%Y %H:%M}" for at in candidates]
        case NotRead(why):
            return why.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.12 15.11", "10.12.2026 15:11"),
        ("завтра в 10", "26.11.2026 10:00"),
        ("15.12 09:00", "15.12.2026 09:00"),
        ("15.12.26 9.00", "15.12.2026 09:00"),
        ("09:00, 15.12.2026 г.", "15.12.2026 09:00"),
        ("через 2 часа", "25.11.2026 14:20"),
        ("Через полтора часа", "25.11.2026 13:50"),
        ("через три дня в 10", "28.11.2026 10:00"),
        ("через неделю", "02.12.2026 12:20"),
        ("через месяц", "25.12.2026 12:20"),
        ("1 декабря в 10 часов 30 минут", "01.12.2026 10:30"),
        ("1 декабря 2026 года 10:00", "01.12.2026 10:00"),
        ("10:00 1 декабря", "01.12.2026 10:00"),
        ("5 января в 9", "05.01.2027 09:00"),
        ("в понедельник в 10", "30.11.2026 10:00"),
        ("в следующий понедельник в 10", "30.11.2026 10:00"),
        ("next wednesday at 10", "02.12.2026 10:00"),
        ("в пт, 9:30", "27.11.2026 09:30"),
        ("послезавтра в 9 вечера", "27.11.2026 21:00"),
        ("завтра в 2 часа дня", "26.11.2026 14:00"),
        ("в час дня", "25.11.2026 13:00"),
        ("завтра в полдень", "26.11.2026 12:00"),
        ("tomorrow 9am", "26.11.2026 09:00"),
        ("Dec 1 at 10 a.m.", "01.12.2026 10:00"),
        ("1st of December 2026, 9:30 pm", "01.12.2026 21:30"),
        ("tomorrow at 12am", "26.11.2026 00:00"),
        ("in an hour", "25.11.2026 13:20"),
        ("2026-12-01T10:00", "01.12.2026 10:00"),
        ("в 14", "25.11.2026 14:00"),
    ],
)
def test_what_has_one_meaning_is_certain(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("завтра в 3", ["26.11.2026 03:00", "26.11.2026 15:00"]),
        ("в среду в 15:00", ["25.11.2026 15:00", "02.12.2026 15:00"]),
        ("в следующий четверг в 11", ["26.11.2026 11:00", "03.12.2026 11:00"]),
        ("03/04 10:00", ["04.03.2027 10:00", "03.04.2027 10:00"]),
        ("10.12 11.01", ["10.12.2026 11:01", "11.01.2027 10:12"]),
        ("завтра утром", ["26.11.2026 08:00", "26.11.2026 09:00", "26.11.2026 10:00"]),
        ("сегодня", ["25.11.2026 14:00", "25.11.2026 16:00"]),
    ],
)
def test_what_has_several_meanings_is_offered_with_all_of_them(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9:30", ["26.11.2026 09:30"]),
        ("в 9", ["25.11.2026 21:00", "26.11.2026 09:00"]),
        ("сегодня в 10", ["25.11.2026 22:00"]),
        ("24.11 10:00", ["24.11.2027 10:00"]),
        ("25.11 в 10:00", ["25.11.2027 10:00"]),
    ],
)
def test_what_has_passed_is_asked_about_and_never_quietly_put_off(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Why.UNREADABLE),
        ("когда-нибудь", Why.UNREADABLE),
        ("в пятницу в 10, 4 декабря", Why.UNREADABLE),
        ("завтра " * 20, Why.UNREADABLE),
        ("31.02 10:00", Why.NO_SUCH_DAY),
        ("29.02.2027 10:00", Why.NO_SUCH_DAY),
        ("завтра в 25", Why.NO_SUCH_HOUR),
        ("завтра в 10:75", Why.NO_SUCH_HOUR),
        ("завтра в 15 утра", Why.NO_SUCH_HOUR),
        ("вчера в 10", Why.PAST),
        ("25.11.2026 12:20", Why.PAST),
        ("в этот понедельник в 10", Why.PAST),
        ("01.01.2030 10:00", Why.TOO_FAR),
        ("31.12.9999 23:59", Why.TOO_FAR),
        ("через 9999 недель", Why.TOO_FAR),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(text: str, why: Why) -> None:
    assert read_moment(text, NOW, MOSCOW) == NotRead(why)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("Europe/Kaliningrad", "26.11.2026 10:00"), ("Asia/Kamchatka", "27.11.2026 10:00")],
)
def test_tomorrow_is_the_day_after_today_where_the_survey_is_held(zone: str, expected: str) -> None:
    evening = datetime(2026, 11, 25, 13, tzinfo=UTC)
    assert read("завтра в 10", evening, ZoneInfo(zone)) == expected


def test_an_hour_that_clocks_skip_is_asked_about() -> None:
    before = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert read("завтра в 02:30", before, BERLIN) == ["29.03.2026 01:30", "29.03.2026 03:30"]
    assert read("завтра в 03:30", before, BERLIN) == "29.03.2026 03:30"
    half_past = datetime(2026, 3, 29, 0, 45, tzinfo=UTC)
    assert read("сегодня в 02:30", half_past, BERLIN) == ["29.03.2026 03:30"]


def test_an_hour_that_clocks_repeat_is_asked_about() -> None:
    before = datetime(2026, 10, 24, 12, tzinfo=UTC)
    twice = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert read_moment("завтра в 02:30", before, BERLIN) == Doubtful((twice, twice + timedelta(hours=1)))
    volgograd = datetime(2020, 12, 26, 12, tzinfo=UTC)
    found = read_moment("завтра в 01:30", volgograd, ZoneInfo("Europe/Volgograd"))
    first = datetime(2020, 12, 26, 21, 30, tzinfo=UTC)
    assert found == Doubtful((first, first + timedelta(hours=1)))


def test_hours_from_now_pass_and_days_from_now_keep_the_hour_over_a_change_of_clocks() -> None:
    before = datetime(2026, 10, 24, 12, tzinfo=UTC)
    assert read("через 24 часа", before, BERLIN) == "25.10.2026 13:00"
    assert read("через 1 день", before, BERLIN) == "25.10.2026 14:00"
    assert read("через месяц", datetime(2027, 1, 31, 9, tzinfo=UTC)) == "28.02.2027 12:00"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.one_of(st.text(max_size=30), st.lists(st.sampled_from(PIECES), max_size=5).map(" ".join)),
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)),
    st.sampled_from([MOSCOW, BERLIN, ZoneInfo("Asia/Kamchatka")]),
)
def test_whatever_is_typed_only_moments_to_come_are_read(text: str, wall: datetime, zone: ZoneInfo) -> None:
    now = wall.replace(tzinfo=UTC)
    match read_moment(text, now, zone):
        case Certain(at):
            assert at > now
        case Doubtful(candidates):
            assert 0 < len(candidates) <= 6
            assert list(candidates) == sorted(set(candidates))
            assert candidates[0] > now


def test_every_refusal_is_said_in_both_languages() -> None:
    texts = Texts()
    for language in ("ru", "en"):
        said = {texts.say(why.said, language) for why in Why}
        assert len(said) == len(Why)
        assert not any("campaigns." in each for each in said)
