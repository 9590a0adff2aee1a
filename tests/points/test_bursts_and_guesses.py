"""Stuffing is flagged, guessing is slowed."""

import random
from datetime import timedelta

from surveys.points.arrivals import arrive_by_code, arrive_by_link
from surveys.points.bursts import FLOOR, limit, watch
from surveys.points.codes import CodeRefused
from surveys.points.guesses import LIMIT
from surveys.points.links import Scan, Verdict, payload
from tests.points.places import ARCHIVE, HALL, NOON, SECRET, code
from tests.twins.points import TwinFunnel, TwinPoints, TwinWork

TODAY = NOON.date()


def city() -> TwinWork:
    return TwinWork(points=TwinPoints({point.key: point for point in (HALL, ARCHIVE)}))


def by_code(work: TwinWork, text: str, person: int = 7, minutes: int = 0) -> Verdict | str:
    scan = arrive_by_code(work, person, text, NOON + timedelta(minutes=minutes), TODAY)  # type: ignore[arg-type]
    return scan.kind if isinstance(scan, CodeRefused) else scan.verdict


def by_link(work: TwinWork, text: str, person: int = 7) -> Scan:
    return arrive_by_link(work, person, text, SECRET, NOON, TODAY)  # type: ignore[arg-type]


def test_a_thousand_raters_in_a_minute_are_flagged() -> None:
    funnel = TwinFunnel()
    flagged = 0
    for person in range(1000):
        moment = NOON + timedelta(seconds=person * 0.06)
        funnel.raters.append((HALL.key, person, moment))
        funnel.count(HALL.key, "started", TODAY)
        flagged += bool(watch(funnel, HALL.key, moment, TODAY))
    assert flagged == 1000 - FLOOR
    assert funnel.bursts(NOON)[0][2] == 1000


def test_an_hour_of_stuffing_does_not_become_the_usual_pace() -> None:
    funnel, flagged = TwinFunnel(), 0
    for number in range(180):
        moment = NOON + timedelta(seconds=20 * number)
        funnel.raters.append((HALL.key, number, moment))
        funnel.count(HALL.key, "started", TODAY)
        flagged += bool(watch(funnel, HALL.key, moment, TODAY))
    assert flagged == 180 - FLOOR


def test_one_person_tapping_often_is_one_rater() -> None:
    funnel = TwinFunnel(raters=[(HALL.key, 7, NOON)] * 50)
    assert watch(funnel, HALL.key, NOON, TODAY) == 0
    assert funnel.flags == []


def test_a_busy_hall_at_its_busy_hour_is_not_flagged() -> None:
    """A hall of 6,000 ratings in four weeks has about 6 in ten minutes; a rush of 25 is usual there only."""
    busy = TwinFunnel(raters=[(HALL.key, person, NOON) for person in range(25)])
    busy.counts[HALL.key, "started", TODAY - timedelta(days=3)] = 6000
    assert watch(busy, HALL.key, NOON, TODAY) == 0
    busy.counts.clear()
    assert watch(busy, HALL.key, NOON, TODAY) == 25


def test_the_limit_grows_with_the_pace_and_never_falls_under_the_floor() -> None:
    limits = [limit(started) for started in range(0, 20_000, 100)]
    assert limits == sorted(limits)
    assert limits[0] == limit(-5) == FLOOR
    assert limit(9600) == 58  # 10 in a mean window, 30 at the peak, and 5·√30 above it


def test_a_right_code_in_any_writing_finds_its_point_and_is_counted_as_a_scan() -> None:
    work = city()
    assert by_code(work, f"код {HALL.code[:4]} {HALL.code[4:]}") is Verdict.FOUND
    assert by_link(work, payload(HALL, SECRET)).point == HALL
    assert work.funnel.totals(HALL.key, TODAY) == {"scanned": 2}
    assert work.attempts.stored() == 0


def test_after_five_wrong_codes_even_the_right_one_waits_an_hour() -> None:
    work = city()
    wrong = [code(2_000_000 + number) for number in range(20)]
    verdicts = [by_code(work, text) for text in wrong]
    assert verdicts == [Verdict.UNKNOWN] * LIMIT + [Verdict.WAIT] * 15
    assert by_code(work, HALL.code, minutes=59) is Verdict.WAIT
    assert by_code(work, HALL.code, person=8) is Verdict.FOUND
    assert by_code(work, HALL.code, minutes=60) is Verdict.FOUND
    assert work.attempts.stored() == LIMIT


def test_waiting_looks_nothing_up() -> None:
    work = city()
    for number in range(LIMIT):
        by_code(work, code(2_000_000 + number))
    work.points.lookups.clear()
    by_code(work, HALL.code)
    assert work.points.lookups == []


def test_slips_are_not_guesses() -> None:
    work = city()
    for digit in "23456789":
        assert by_code(work, HALL.code[:-1] + digit) in ("check", Verdict.FOUND)
    assert by_code(work, "1234") == "length"
    assert by_code(work, "здравствуйте") == "shape"
    assert work.attempts.stored() == 0


def test_a_genuine_poster_works_for_who_mistyped_before() -> None:
    work = city()
    for number in range(LIMIT):
        by_code(work, code(2_000_000 + number))
    assert by_link(work, payload(HALL, SECRET)).verdict is Verdict.FOUND


def test_forged_links_count_as_guesses_and_a_flood_of_them_fills_no_storage() -> None:
    work = city()
    chance = random.Random(5)
    for _ in range(200):
        forged = f"p{HALL.key}-1-" + "".join(chance.choices("abcXYZ09_-", k=16))
        assert by_link(work, forged) == Scan(Verdict.UNKNOWN)
    assert work.attempts.stored() == LIMIT
    assert by_code(work, HALL.code) is Verdict.WAIT


def test_a_withdrawn_points_code_is_as_unknown_as_any() -> None:
    work = city()
    work.points.save([HALL.__class__(HALL.key, HALL.code, HALL.title, HALL.unit, revoked=True)])
    assert by_code(work, HALL.code) is by_code(work, code(2_000_000)) is Verdict.UNKNOWN
    assert work.attempts.stored() == 2


def test_a_closed_points_code_names_the_place_and_counts() -> None:
    work = city()
    assert by_code(work, ARCHIVE.code) is Verdict.INACTIVE
    assert work.attempts.stored() == 1


def test_a_hundred_thousand_guessed_codes_meet_the_limiter() -> None:
    """Of 100,000 well-formed guesses within an hour, five a person reach the register."""
    work, people = city(), 20
    chance = random.Random(6)
    hits = 0
    for number in range(100_000):
        guess = code(chance.randrange(1_000_000, 10_000_000))
        hits += by_code(work, guess, person=number % people) is Verdict.FOUND
    assert hits == 0
    assert len(work.points.lookups) == LIMIT * people
