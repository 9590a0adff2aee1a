"""After the launch nothing that was promised can be changed (trust.md 4, row 20): not by any tap, file or statement."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from surveys.anonymity.campaign import Campaign
from surveys.anonymity.launching import launch
from surveys.anonymity.organisation import Unit
from surveys.disclosure.parameters import Parameters
from surveys.errors import Conflict, OtklikError
from surveys.questionnaires.reading import read
from surveys.staff.roster import roster
from surveys.work import Work
from tests.climate.house import CLIMATE, House, housed, questionnaire
from tests.climate.walking import Walker

NEWER = (
    CLIMATE.replace('version: "1"', 'version: "2", min_cell: 3')
    .replace("anonymity: strict", "anonymity: no_identity")
    .replace("Довольны в целом?", "Всё хорошо?")
    .replace(", sensitive: yes", "")
)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with housed(tmp_path) as built:
        yield built


def frozen(campaign: Campaign) -> tuple[object, ...]:
    return (
        campaign.form_id,
        campaign.version,
        campaign.cells,
        campaign.parameters,
        campaign.sensitive,
        campaign.order,
        campaign.launched_at,
        campaign.closes_at,
        campaign.fingerprint,
    )


async def test_no_button_of_anybody_changes_a_running_survey(house: House) -> None:
    """Every deed there is, with the survey's code where an argument may stand."""
    campaign = await house.launched()
    for citizen in (house.analyst, house.admin, house.coordinator):
        walker = Walker(house.town.installation, citizen)
        taps, _ = walker.conversation.deeds
        for verb in taps:
            for args in ((campaign.code,), (campaign.code, "k", "5"), (campaign.code, "", "0"), ()):
                try:
                    await walker.taps(verb, *args)
                except (OtklikError, ValueError, IndexError):
                    continue
    assert frozen((await house.campaigns())[-1]) == frozen(campaign)


async def test_a_newer_version_of_its_questionnaire_leaves_a_running_survey_its_own(house: House) -> None:
    campaign = await house.launched()
    await house.answered(campaign, {"u1": 30})
    await house.asked(NEWER)
    for _ in range(2):
        await house.later(hours=13)
    walker = Walker(house.town.installation, house.analyst)
    questions = await walker.sees("rasked", campaign.code, "", "0")
    assert "Довольны в целом?" in questions
    assert "Всё хорошо?" not in questions
    place = [line for line in questions.splitlines() if line.endswith("?")].index("Что-то менялось?")
    bands = await walker.sees("rq", campaign.code, "", str(place))
    assert "–" in bands, "still sensitive, still in bands"
    assert frozen((await house.campaigns())[0]) == frozen(campaign)
    assert (await house.campaigns())[0].parameters == Parameters()


async def test_the_version_it_runs_on_cannot_be_published_with_other_words(house: House) -> None:
    await house.launched()
    changed = questionnaire(CLIMATE.replace("anonymity: strict", "anonymity: no_identity"))
    now = house.hall.clock.now()
    with pytest.raises(Conflict):
        await house.town.changed(lambda work: work.questionnaires.publish(changed, now))


async def test_a_roster_that_is_read_in_anew_moves_no_group(house: House) -> None:
    campaign = await house.launched()
    await house.hall.organised(
        [Unit("top", "Администрация"), *(Unit(f"n{n}", f"Новый {n}", "top", 3) for n in range(9))]
    )
    walker = Walker(house.town.installation, house.analyst)
    assert "Отдел 1: 12 чел." in await walker.sees("cgroups", campaign.code, "0")
    assert frozen((await house.campaigns())[0]) == frozen(campaign)


STATEMENTS = (
    "UPDATE anonymous_campaign SET parameters = '{}'",
    "UPDATE anonymous_campaign SET cells = '{}'",
    "UPDATE anonymous_campaign SET version = '2'",
    "UPDATE anonymous_campaign SET sensitive = '[]'",
    "UPDATE anonymous_campaign SET closes_at = launched_at",
    "DELETE FROM anonymous_campaign",
)


async def test_not_even_a_statement_on_the_database_changes_it(house: House) -> None:
    campaign = await house.launched()
    for statement in STATEMENTS:

        def change(work: Work, statement: str = statement) -> None:
            work._connection.exec_driver_sql(statement)  # type: ignore[attr-defined]

        with pytest.raises(Conflict):
            await house.town.changed(change)
    assert frozen((await house.campaigns())[0]) == frozen(campaign)


async def test_a_questionnaire_that_asks_for_smaller_groups_gets_five(house: House) -> None:
    text = CLIMATE.replace('version: "1"', 'version: "1", min_cell: 3')
    assert any(issue.code == "MIN_CELL_SMALL" for issue in read("mood.yaml", text.encode()).issues)
    await house.asked(text)
    at, now = house.town.installation, house.hall.clock.now()

    def begin(work: Work) -> Campaign:
        definition = work.questionnaires.version("mood", "1")
        assert definition is not None
        month = house.hall.clock.moment.replace(month=5)
        found = launch(work, at.keys, at.chance, now, definition, roster(work), Parameters(), "", month)
        assert isinstance(found, Campaign)
        return found

    assert (await at.works.write(begin)).parameters.k == 5
