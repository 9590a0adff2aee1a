"""A launch freezes what was promised, or refuses before anything is made."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from surveys.address import Address
from surveys.anonymity.campaign import Campaign
from surveys.anonymity.cells import TooFewPeople
from surveys.anonymity.keys import RATINGS, Pool, fingerprint
from surveys.anonymity.launching import LaunchRefused, launch
from surveys.anonymity.organisation import BrokenTree, Unit
from surveys.anonymity.riding import DoesNotFit
from surveys.disclosure.parameters import Parameters
from surveys.questionnaires.definition import Questionnaire
from surveys.staff.roster import roster
from surveys.work import Work
from tests.anonymity.held import TEAM, Survey, questionnaire, survey_in

DATED = TEAM + "  - {type: date, name: since, label: {ru: С какого дня?}}\n"


async def _asked(survey: Survey, definition: Questionnaire, **other: object) -> Campaign | TooFewPeople | DoesNotFit:
    now = survey.clock.now()
    await survey.works.write(lambda work: work.questionnaires.publish(definition, now))
    closes_at = now + timedelta(days=other.get("days", 7))  # type: ignore[arg-type]

    def ask(work: Work) -> Campaign | TooFewPeople | DoesNotFit:
        organisation, chance = roster(work), survey.installation.chance
        return launch(work, survey.keys, chance, now, definition, organisation, Parameters(), "", closes_at, actor=7)

    return await survey.works.write(ask)


async def test_a_launch_freezes_the_cells_makes_a_key_and_is_in_the_trail(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        campaign = await _asked(survey, questionnaire())
        assert isinstance(campaign, Campaign)
        assert await survey.of(campaign) == campaign
        assert campaign.running
        assert fingerprint(survey.keys.campaign(campaign.code)) == campaign.fingerprint
        assert [cell.name for cell in campaign.cells.cells] == ["Отдел 1", "Отдел 2"]
        (entry,) = await survey.works.read(lambda work: work.trail.entries())
        assert (entry.act, entry.actor, entry.facts["key"]) == ("campaign.launched", 7, campaign.fingerprint)


async def test_people_who_came_in_count_where_fewer_were_declared(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        await survey.settled([Unit("top", "Администрация", people=9)])

        def come_in(work: Work) -> None:
            for number in range(12):
                person = work.people.enter(Address("telegram", str(number)), "ru", survey.clock.now())
                work.staff.join(person.number, "top")

        refused = await _asked(survey, questionnaire())
        assert refused == TooFewPeople(9, 10)
        await survey.works.write(come_in)
        launched = await _asked(survey, questionnaire())
        assert isinstance(launched, Campaign)
        assert [cell.people for cell in launched.cells.cells] == [12]


async def test_the_author_of_a_questionnaire_may_ask_for_larger_groups(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        asked = questionnaire()
        launched = await _asked(survey, replace(asked, settings=replace(asked.settings, version="2", min_cell=8)))
        assert isinstance(launched, Campaign)
        assert (launched.parameters.k, launched.parameters.k_text, launched.cells.needed) == (8, 10, 16)


async def test_what_cannot_be_held_is_refused_and_leaves_no_key(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        asked = questionnaire()
        open_survey = replace(asked, settings=replace(asked.settings, form_id="open", anonymity="no_identity"))
        for definition, days, reason in ((open_survey, 7, "not_strict"), (asked, 0, "too_late")):
            with pytest.raises(LaunchRefused, match=reason):
                await _asked(survey, definition, days=days)
        dated = questionnaire(DATED.replace("form_id: team", "form_id: dated"))
        assert isinstance(await _asked(survey, dated), DoesNotFit)
        await survey.settled([Unit("top", "Администрация", people=4)])
        assert isinstance(await _asked(survey, asked), TooFewPeople)
        await survey.settled([])
        with pytest.raises(BrokenTree, match="roots"):
            await _asked(survey, asked)
        assert survey.keys.codes() == frozenset()


async def test_an_unpublished_version_is_not_launched(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        asked, now = questionnaire(), survey.clock.now()
        unknown = replace(asked, settings=replace(asked.settings, version="9"))
        with pytest.raises(LaunchRefused, match="unpublished"):
            await survey.works.write(
                lambda work: launch(
                    work,
                    survey.keys,
                    survey.installation.chance,
                    now,
                    unknown,
                    roster(work),
                    Parameters(),
                    "",
                    now + timedelta(days=1),
                )
            )


async def test_the_key_of_a_launch_that_was_rolled_back_is_dropped_at_the_next_start(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        campaign = await survey.launched()
        now = survey.clock.now()

        def stumble(work: Work) -> None:
            organisation, chance = roster(work), survey.installation.chance
            week = now + timedelta(days=7)
            launch(work, survey.keys, chance, now, questionnaire(), organisation, Parameters(), "", week)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await survey.works.write(stumble)
        survey.keys.make_campaign("mail")
        assert len(survey.keys.codes()) == 3
        await survey.keeping.recover()
        assert survey.keys.codes() == {campaign.code, "mail"}


async def test_keys_that_answers_may_lie_under_in_another_database_are_left_to_a_person(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        survey.keys.make_campaign("k7m2")
        survey.keys.make_block(Pool("k7m2", RATINGS, "cell"), 0)
        await survey.keeping.recover()
        assert survey.keys.codes() == {"k7m2"}
