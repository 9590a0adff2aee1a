"""The questions each store answers, on both kinds of database."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from storage.opening import Storage
from surveys.errors import Conflict
from surveys.points.point import Point, Service
from surveys.work import Work
from tests.storage.examples import ANNA, BORIS, MINUTE, NOON, answered, questionnaire, response, started


async def test_a_receipt_is_recorded_once(storage: Storage) -> None:
    told = await storage.write(lambda w: [w.receipts.record("chat", 7, NOON) for _ in range(2)])
    later = await storage.write(lambda w: (w.receipts.record("chat", 7, NOON), w.receipts.record("other", 7, NOON)))
    assert (told, later) == ([True, False], (False, True))


async def test_receipts_are_forgotten_only_before_the_moment(storage: Storage) -> None:
    for number in range(3):
        await storage.write(lambda w, n=number: w.receipts.record("chat", n, NOON + n * MINUTE))
    assert await storage.write(lambda w: w.receipts.forget_before(NOON + MINUTE)) == 1
    assert await storage.write(lambda w: [w.receipts.record("chat", n, NOON) for n in range(3)]) == [True, False, False]


async def test_a_person_enters_once_and_keeps_the_language_they_had(storage: Storage) -> None:
    new = await storage.write(lambda w: w.people.enter(ANNA, "ru", NOON))
    again = await storage.write(lambda w: w.people.enter(ANNA, "en", NOON + MINUTE))
    assert again == new
    assert await storage.read(lambda w: w.people.find(ANNA)) == new
    assert await storage.read(lambda w: w.people.find(BORIS)) is None


async def test_a_person_who_comes_back_is_reachable_and_gets_a_missing_language(storage: Storage) -> None:
    new = await storage.write(lambda w: w.people.enter(ANNA, "", NOON))
    gone = replace(new, unreachable_since=NOON, last_point="mfc-1", notices=True)
    await storage.write(lambda w: w.people.save(gone))
    assert await storage.read(lambda w: w.people.find(ANNA)) == gone
    back = await storage.write(lambda w: w.people.enter(ANNA, "en", NOON))
    assert back == replace(gone, unreachable_since=None, language="en")
    assert await storage.read(lambda w: w.people.find(ANNA)) == back


async def test_a_person_is_found_by_number_and_lost_at_their_address(storage: Storage) -> None:
    anna = await storage.write(lambda w: w.people.enter(ANNA, "ru", NOON))
    await storage.write(lambda w: (w.people.lost(ANNA, NOON), w.people.lost(BORIS, NOON)))
    assert await storage.read(lambda w: w.people.numbered(anna.number)) == replace(anna, unreachable_since=NOON)
    assert await storage.read(lambda w: w.people.numbered(anna.number + 1)) is None


async def test_a_version_is_frozen_and_publishing_it_again_changes_nothing(storage: Storage) -> None:
    first = questionnaire()
    assert await storage.write(lambda w: w.questionnaires.publish(first, NOON)) is True
    assert await storage.write(lambda w: w.questionnaires.publish(questionnaire(), NOON)) is False
    with pytest.raises(Conflict, match="version"):
        await storage.write(lambda w: w.questionnaires.publish(questionnaire(title="Другое"), NOON))
    assert await storage.read(lambda w: w.questionnaires.version("counter", "1")) == first
    assert await storage.read(lambda w: w.questionnaires.version("counter", "2")) is None


async def test_the_last_published_version_is_current_and_an_old_one_can_come_back(storage: Storage) -> None:
    one, two = questionnaire(version="1"), questionnaire(version="2")
    await storage.write(lambda w: [w.questionnaires.publish(each, NOON) for each in (one, two)])
    assert await storage.read(lambda w: w.questionnaires.current("counter")) == two
    assert await storage.write(lambda w: w.questionnaires.publish(one, NOON)) is False
    assert await storage.read(lambda w: w.questionnaires.current("counter")) == one
    assert await storage.read(lambda w: w.questionnaires.current("unknown")) is None


async def test_offered_are_the_current_versions_of_the_audience(storage: Storage) -> None:
    forms = [questionnaire("b"), questionnaire("a"), questionnaire("a", "2"), questionnaire("s", audience="internal")]
    await storage.write(lambda w: [w.questionnaires.publish(each, NOON) for each in forms])
    offered = await storage.read(lambda w: w.questionnaires.offered("external"))
    assert [(each.settings.form_id, each.settings.version) for each in offered] == [("a", "2"), ("b", "1")]


async def test_a_version_rolled_back_is_forgotten_by_the_cache_of_definitions(storage: Storage) -> None:
    def publish_read_and_fail(work: Work) -> None:
        work.questionnaires.publish(questionnaire(title="Черновик"), NOON)
        work.questionnaires.version("counter", "1")
        raise LookupError

    with pytest.raises(LookupError):
        await storage.write(publish_read_and_fail)
    await storage.write(lambda w: w.questionnaires.publish(questionnaire(title="Итог"), NOON))
    current = await storage.read(lambda w: w.questionnaires.current("counter"))
    assert current == questionnaire(title="Итог")


async def test_points_are_inserted_replaced_and_found_by_key_and_code(storage: Storage) -> None:
    first = Point("mfc-1", "10012", "МФЦ на Ленина", "МФЦ", services=(Service("1", "Паспорт"),), follow_up="visit")
    second = Point("lib", "10020", "Библиотека", "Культура", active=False, revoked=True, secret_version=3)
    await storage.write(lambda w: w.points.save([first, second]))
    moved = replace(first, code="10039", title="МФЦ на Мира")
    await storage.write(lambda w: w.points.save(iter([moved])))
    assert await storage.read(lambda w: w.points.all()) == [second, moved]
    assert await storage.read(lambda w: (w.points.by_code("10039"), w.points.by_code("10012"))) == (moved, None)
    assert await storage.read(lambda w: w.points.by_key("lib")) == second
    await storage.write(lambda w: w.points.save([]))
    with pytest.raises(Conflict, match="point"):
        await storage.write(lambda w: w.points.save([replace(second, code="10039")]))


async def test_the_funnel_counts_by_stage_since_a_day(storage: Storage) -> None:
    today = date(2026, 3, 2)
    for day, stage in ((today, "scanned"), (today, "scanned"), (today - timedelta(1), "scanned"), (today, "started")):
        await storage.write(lambda w, d=day, s=stage: w.funnel.count("mfc-1", s, d))
    assert await storage.read(lambda w: w.funnel.totals("mfc-1", today)) == {"scanned": 2, "started": 1}
    assert await storage.read(lambda w: w.funnel.totals("lib", today)) == {}
    await storage.write(lambda w: w.funnel.count("mfc-1", "scanned", today, -1))
    assert await storage.read(lambda w: w.funnel.totals("mfc-1", today)) == {"scanned": 1, "started": 1}


async def test_raters_are_different_people_with_an_answer_in_the_window(storage: Storage) -> None:
    anna = await started(storage, "k1", with_answer=True)
    await storage.write(lambda w: w.responses.add(answered(response("k2", anna, at=NOON + MINUTE))))
    boris = (await storage.write(lambda w: w.people.enter(BORIS, "ru", NOON))).number
    await storage.write(lambda w: w.responses.add(response("k3", boris)))

    def rated_now(w: Work) -> int:
        w.responses.save(answered(w.responses.find("k3", boris)))
        return int(w.funnel.raters_since("mfc-1", NOON))

    assert await storage.read(lambda w: w.funnel.raters_since("mfc-1", NOON)) == 1
    assert await storage.write(rated_now) == 2
    assert await storage.read(lambda w: w.funnel.raters_since("mfc-1", NOON + 2 * MINUTE)) == 0


async def test_flags_close_in_time_are_one_burst_with_its_peak(storage: Storage) -> None:
    hour = 60 * MINUTE
    for at, raters in ((NOON, 20), (NOON + MINUTE, 35), (NOON + 2 * MINUTE, 30), (NOON + 5 * hour, 21)):
        await storage.write(lambda w, a=at, r=raters: w.funnel.flag_burst("mfc-1", a, r))
    expected = [("mfc-1", NOON + 5 * hour, 21), ("mfc-1", NOON, 35)]
    assert await storage.read(lambda w: w.funnel.bursts(NOON)) == expected
    assert await storage.read(lambda w: w.funnel.bursts(NOON + hour)) == expected[:1]


async def test_roles_are_granted_once_and_counted(storage: Storage) -> None:
    anna = (await storage.write(lambda w: w.people.enter(ANNA, "ru", NOON))).number
    for role in ("admin", "admin", "coordinator"):
        await storage.write(lambda w, r=role: w.roles.grant(anna, r, NOON))
    assert await storage.read(lambda w: w.roles.roles_of(anna)) == {"admin", "coordinator"}
    assert await storage.read(lambda w: (w.roles.holders("admin"), w.roles.holders("owner"))) == (1, 0)
    holders = await storage.read(lambda w: (w.roles.persons_with("admin"), w.roles.persons_with("owner")))
    assert ([each.number for each in holders[0]], holders[1]) == ([anna], [])
    with pytest.raises(Conflict):
        await storage.write(lambda w: w.roles.grant(anna + 1, "admin", NOON))


async def test_a_note_is_put_replaced_and_taken_away(storage: Storage) -> None:
    for value in ("one", "two"):
        await storage.write(lambda w, v=value: w.notes.put("claim", v))
    assert await storage.read(lambda w: w.notes.get("claim")) == "two"
    await storage.write(lambda w: w.notes.put("claim", None))
    assert await storage.read(lambda w: w.notes.get("claim")) is None


async def test_quarantine_keeps_a_tamed_kind_and_counts_each_thing_once(storage: Storage) -> None:
    for _ in range(2):
        await storage.write(lambda w: w.notes.quarantine("chat", 9, "odd\0\ud800" + "x" * 999, "ValueError", NOON))
    assert await storage.read(lambda w: w.notes.quarantined()) == 1


async def test_attempts_are_counted_by_subject_and_go_after_a_while(storage: Storage) -> None:
    for subject, at in (("a", NOON), ("a", NOON + MINUTE), ("b", NOON)):
        await storage.write(lambda w, s=subject, t=at: w.attempts.add(s, t))
    assert await storage.read(lambda w: w.attempts.count_since("a", NOON)) == 2
    assert await storage.read(lambda w: w.attempts.count_since("a", NOON + MINUTE)) == 1
    await storage.write(lambda w: w.attempts.add("c", NOON + timedelta(days=9)))
    assert await storage.read(lambda w: w.attempts.count_since("a", NOON)) == 0


async def test_a_moment_without_a_zone_is_refused(storage: Storage) -> None:
    with pytest.raises(ValueError, match="time zone"):
        await storage.write(lambda w: w.receipts.record("chat", 1, datetime(2026, 3, 2)))


async def test_a_moment_comes_back_in_utc_to_the_microsecond(storage: Storage) -> None:
    at = datetime.fromisoformat("2026-03-02T23:59:59.000001+07:00")
    await storage.write(lambda w: w.people.enter(ANNA, "ru", at))
    found = await storage.read(lambda w: w.people.find(ANNA))
    assert found is not None
    assert (found.since, found.since.utcoffset()) == (at, timedelta(0))
