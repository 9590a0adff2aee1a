"""Responses and answers: found by their owner only, saved and read back equal, on both kinds of database."""

from dataclasses import replace
from datetime import datetime

import pytest

from storage.opening import Storage
from surveys.answering.response import Response
from surveys.answering.session import State
from surveys.answering.values import Answer, Attachment, GeoPoint, Mark
from surveys.errors import Conflict
from surveys.work import Work
from tests.storage.examples import ANNA, BORIS, MINUTE, NOON, answered, response, started

ANSWERS: dict[str, Answer] = {
    "rating": "5",
    "wait": 7,
    "share": 2.5,
    "tags": ("очередь", "холодно"),
    "where": GeoPoint(55.5, -37.25),
    "photo": Attachment("file-1", "я\u202e.png", "image/png", 12),
    "phone": Mark.NOT_APPLICABLE,
    "why": 'до\0после \ud800 👩‍👧 \u2028 «ё» \\ "',
}


async def test_every_kind_of_answer_comes_back_equal_from_the_session_and_from_the_answers(storage: Storage) -> None:
    def fill(w: Work) -> None:
        anna = w.people.enter(ANNA, "ru", NOON)
        begun = response("k1", anna.number)
        w.responses.add(begun)
        context = {"unit": "МФЦ", "services": (("1", "Паспорт"), ("2", "Справка"))}
        session = replace(begun.session, answers=ANSWERS, draft=("a", "b"), returning=True, context=context)
        w.responses.save(replace(begun, session=session, placement="77:5"))
        w.responses.record("k1", ANSWERS, NOON)

    await storage.write(fill)
    found = await storage.read(lambda w: w.responses.find("k1", 1) or w.responses.open_of(w.people.find(ANNA).number))
    assert found is not None
    assert (dict(found.session.answers), found.session.draft, found.session.returning) == (ANSWERS, ("a", "b"), True)
    assert found.session.context["services"] == (("1", "Паспорт"), ("2", "Справка"))
    assert found.placement == "77:5"
    assert await storage.read(lambda w: w.responses.answers("k1")) == ANSWERS


async def test_somebody_elses_key_finds_nothing(storage: Storage) -> None:
    anna = await started(storage, "k1")
    assert await storage.read(lambda w: w.responses.find("k1", anna + 1)) is None
    assert await storage.read(lambda w: w.responses.find("k1", anna)) is not None


async def test_an_answer_is_replaced_and_taken_away_within_one_work(storage: Storage) -> None:
    await started(storage, "k1")

    def change(w: Work) -> dict[str, Answer]:
        responses = w.responses
        responses.record("k1", {"rating": "1", "why": "очередь"}, NOON)
        responses.record("k1", {"rating": "5", "why": None}, NOON)
        responses.record("k1", {"why": None, "tags": ("a",)}, NOON)
        return dict(responses.answers("k1"))

    assert await storage.write(change) == {"rating": "5", "tags": ("a",)}
    assert await storage.read(lambda w: w.responses.answers("k1")) == {"rating": "5", "tags": ("a",)}


async def test_what_was_saved_is_found_again_in_the_same_work(storage: Storage) -> None:
    anna = await started(storage, "k1")

    def twice(w: Work) -> str:
        for step in ("why", "summary"):
            found = w.responses.find("k1", anna)
            w.responses.save(replace(found, session=replace(found.session, step=step)))
        return str(w.responses.find("k1", anna).session.step)

    assert await storage.write(twice) == "summary"


async def test_a_submitted_response_keeps_its_answers_and_nothing_that_was_taken_back(storage: Storage) -> None:
    anna = await started(storage, "k1")

    def submit(w: Work) -> None:
        found = w.responses.find("k1", anna)
        over = replace(found.session, state=State.SUBMITTED, answers={"rating": "5", "off_the_path": "тайна"})
        w.responses.record("k1", {"rating": "5"}, NOON)
        w.responses.save(replace(found, session=over))

    await storage.write(submit)
    found = await storage.read(lambda w: w.responses.find("k1", anna))
    assert found is not None
    assert (found.session.state, dict(found.session.answers)) == (State.SUBMITTED, {"rating": "5"})
    assert await storage.read(lambda w: w.responses.open_of(anna)) is None


async def test_the_open_response_is_the_one_touched_last(storage: Storage) -> None:
    anna = await started(storage, "k1")
    await storage.write(lambda w: w.responses.add(response("k2", anna, at=NOON + MINUTE)))
    await storage.write(lambda w: w.responses.save(touched(w.responses.find("k1", anna), NOON + 2 * MINUTE)))
    found = await storage.read(lambda w: w.responses.open_of(anna))
    assert found is not None
    assert found.session.key == "k1"


async def test_the_latest_at_a_point_holds_an_answer_and_started_in_time(storage: Storage) -> None:
    anna = await started(storage, "k1", with_answer=True)
    await storage.write(lambda w: w.responses.add(response("k2", anna, at=NOON + MINUTE)))

    async def latest(point: str, since: datetime) -> str:
        found = await storage.read(lambda w: w.responses.latest_at(point, anna, "counter", since))
        return found.session.key if found else ""

    assert await latest("mfc-1", NOON) == "k1"
    assert await latest("mfc-1", NOON + MINUTE) == ""
    assert await latest("mfc-2", NOON) == ""


async def test_stale_responses_are_open_and_untouched_for_long(storage: Storage) -> None:
    anna = await started(storage, "k1")
    for key in ("k2", "k3", "k4"):
        await storage.write(lambda w, k=key: w.responses.add(response(k, anna)))
    await storage.write(lambda w: w.responses.save(touched(w.responses.find("k2", anna), NOON + 2 * MINUTE)))
    over = await storage.read(lambda w: w.responses.find("k3", anna))
    assert over is not None
    stopped = replace(over, session=replace(over.session, state=State.STOPPED))
    await storage.write(lambda w: w.responses.save(stopped))
    stale = await storage.read(lambda w: w.responses.stale_before(NOON + MINUTE, 10))
    assert sorted(each.session.key for each in stale) == ["k1", "k4"]
    assert len(await storage.read(lambda w: w.responses.stale_before(NOON + MINUTE, 1))) == 1


async def test_the_place_of_the_message_is_kept_whether_it_is_told_before_or_after_saving(storage: Storage) -> None:
    anna = await started(storage)
    await storage.write(lambda w: w.responses.place("k1", anna, "4242:1"))
    assert await _placement(storage, anna) == "4242:1"

    def save_then_place(w: Work) -> None:
        w.responses.save(touched(w.responses.find("k1", anna), NOON + MINUTE))
        w.responses.place("k1", anna, "4242:2")

    def place_then_save(w: Work) -> str:
        w.responses.place("k1", anna, "4242:3")
        found = w.responses.find("k1", anna)
        w.responses.save(touched(found, NOON + 2 * MINUTE))
        return found.placement if found else ""

    await storage.write(save_then_place)
    assert await _placement(storage, anna) == "4242:2"
    assert await storage.write(place_then_save) == "4242:3"
    assert await _placement(storage, anna) == "4242:3"


async def test_nobody_else_places_a_message(storage: Storage) -> None:
    anna = await started(storage)

    def place_for_another(w: Work) -> None:
        found = w.responses.find("k1", anna)
        w.responses.save(touched(found, NOON + MINUTE))
        w.responses.place("k1", anna + 1, "1717:1")

    await storage.write(place_for_another)
    assert await _placement(storage, anna) == ""


async def test_the_newest_hold_an_answer_and_those_of_nobody_are_among_them(storage: Storage) -> None:
    anna = await started(storage, "k1", with_answer=True)
    boris = (await storage.write(lambda w: w.people.enter(BORIS, "ru", NOON))).number
    for key, person, later in (("k2", boris, 1), ("k3", boris, 2)):
        await storage.write(
            lambda w, k=key, p=person, n=later: w.responses.add(answered(response(k, p, at=NOON + n * MINUTE)))
        )
    await storage.write(lambda w: w.responses.add(response("k4", boris, at=NOON + 3 * MINUTE)))
    await storage.write(lambda w: w.people.erase(anna))
    newest = await storage.read(lambda w: w.responses.newest(9))
    assert [(each.session.key, each.person) for each in newest] == [("k3", boris), ("k2", boris), ("k1", 0)]
    assert len(await storage.read(lambda w: w.responses.newest(2))) == 2


async def test_discarding_takes_the_answers_too(storage: Storage) -> None:
    anna = await started(storage, "k1", with_answer=True)
    await storage.write(lambda w: w.responses.discard("k1"))
    assert await storage.read(lambda w: (w.responses.find("k1", anna), w.responses.answers("k1"))) == (None, {})


async def test_a_key_that_is_taken_is_a_conflict(storage: Storage) -> None:
    anna = await started(storage, "k1")
    with pytest.raises(Conflict, match="response"):
        await storage.write(lambda w: w.responses.add(response("k1", anna)))


def touched(found: Response | None, at: datetime) -> Response:
    assert found is not None
    return replace(found, session=replace(found.session, touched_at=at))


async def _placement(storage: Storage, person: int) -> str:
    found = await storage.read(lambda w: w.responses.find("k1", person))
    assert found is not None
    return found.placement


async def test_answers_are_counted_by_value_within_their_time_and_of_one_visit_the_last(storage: Storage) -> None:
    anna = await started(storage, "k1")

    def fill(w: Work) -> None:
        for number, rating in enumerate(("1", "1", "5"), start=2):
            w.responses.add(response(f"k{number}", anna, at=NOON + number * MINUTE))
            w.responses.record(f"k{number}", {"rating": rating, "tags": ("a", "b")}, NOON)
        w.responses.add(replace(response("k9", anna, at=NOON + 9 * MINUTE), replaces="k2"))
        w.responses.record("k9", {"rating": "4"}, NOON)

    await storage.write(fill)
    form = response("k1", anna).session.form_id

    async def counted(question: str, last: datetime) -> list[tuple[Answer, int]]:
        return await storage.read(lambda w: w.responses.counted(form, question, NOON, last))

    assert await counted("rating", NOON + 10 * MINUTE) == [("1", 1), ("4", 1), ("5", 1)]
    assert await counted("rating", NOON + 4 * MINUTE) == [("1", 1)], "the other was replaced, whenever that was"
    assert await counted("tags", NOON + 10 * MINUTE) == [(("a", "b"), 2)]
