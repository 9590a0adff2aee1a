"""An anonymous survey by invitation, in the chat: the promise comes, it is answered there, and no row of it moves."""

from pathlib import Path
from typing import Any

from surveys.campaigns.launching import step
from surveys.campaigns.outreach import Outreach
from surveys.campaigns.reminding import Reminders
from surveys.campaigns.states import Step
from surveys.work import Work
from tests.asking.city import ACTOR, DAY, lunch
from tests.security.town import until
from tests.unseen.town_hall import TownHall, opened

OURS = ("outreach", "delivery", "outreach_tally", "outreach_stage", "occasion", "note", "trail_entry")


async def test_who_answers_an_anonymous_survey_from_its_invitation_moves_no_row_of_the_campaign(tmp_path: Path) -> None:
    async with opened(tmp_path) as hall:
        anna, boris = await hall.employed("u0", "Анна"), await hall.employed("u0", "Борис")
        campaign = await hall.launched()
        asked = lunch(
            form_id="team",
            promise=campaign.code,
            closes_at=hall.clock.now() + 14 * DAY,
            reminders=Reminders(1, 3 * DAY),
        )
        await hall.town.changed(lambda work: _launched(work, hall, asked))
        for employee in (anna, boris):
            await employee.sees("Отдел 1")
            assert employee.labels == ["Начать", "Как это устроено"]
        await until(
            lambda: ("lunch", "delivered", 2) in _rows(hall)["outreach_tally"], "couriers to write down what came"
        )
        before = _rows(hall)
        await anna.taps("Начать")
        await anna.taps("4")
        await anna.taps("2")
        await anna.taps("Отправить")
        assert await hall.waiting() == 1
        assert _rows(hall) == before


def _launched(work: Work, hall: TownHall, asked: Outreach) -> None:
    work.outreaches.add(asked)
    found = step(work, asked.code, Step.LAUNCH, hall.clock.now(), ACTOR)
    assert isinstance(found, Outreach), found


def _rows(hall: TownHall) -> dict[str, list[Any]]:
    return {name: rows for name, rows in hall.town.rows().items() if name in OURS}
