"""`otklik doctor` on the keys of anonymous surveys: there, alone in reading them, and nowhere they do not belong."""

from pathlib import Path

import pytest

from bot import key_diagnosis
from bot.diagnosis import diagnose
from bot.findings import Finding, Level
from surveys.anonymity.keys import RATINGS, Pool
from tests.anonymity.held import Survey, people, survey_in


async def about(survey: Survey, subject: str) -> list[Finding]:
    return [one async for one in diagnose(survey.installation.settings) if one.subject == subject]


async def found(survey: Survey) -> list[tuple[Level, str]]:
    """Of the keys; every machine of a test has them on the file system of the database."""
    told = await about(survey, key_diagnosis.KEYS)
    return [(one.level, one.sentence) for one in told if "file system" not in one.sentence]


async def memory(survey: Survey) -> list[Finding]:
    return await about(survey, key_diagnosis.MEMORY)


async def test_running_surveys_with_their_keys_are_fine(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        campaign = await survey.launched()
        await survey.votes(campaign, people(3))
        ((level, sentence),) = await found(survey)
        assert level is Level.OK
        assert "1, each with its keys" in sentence


async def test_an_installation_without_staff_hears_nothing_of_such_keys(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        await survey.settled([])
        assert await found(survey) == []
        assert await memory(survey) == []


async def test_missing_and_open_keys_are_errors_before_a_start_makes_them_losses(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        campaign, other = await survey.launched(), await survey.launched()
        await survey.votes(campaign, people(3))
        survey.keys.drop_block(survey.pool(campaign), 0)
        (survey.folder(other) / "campaign.key").unlink()
        told = await found(survey)
        assert [level for level, _ in told] == [Level.ERROR, Level.ERROR]
        assert sorted(f"{campaign.code} wait" in sentence for _, sentence in told) == [False, True]
        assert (await survey.of(other)).running, "looking changes nothing"
        survey.folder(campaign).chmod(0o755)
        ((level, sentence),) = await found(survey)
        assert level is Level.ERROR
        assert "chmod 700" in sentence
        survey.folder(campaign).chmod(0o700)


async def test_keys_of_nothing_are_warned_of(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        campaign = await survey.launched()
        await survey.keeping.close(campaign.code, asked_by="admin")
        survey.keys.make_campaign(campaign.code)
        survey.keys.make_block(Pool("zzzz", RATINGS, "cell"), 0)
        survey.keys.make_campaign("mail")
        told = await found(survey)
        assert [level for level, _ in told] == [Level.WARNING] * 2
        assert ["closed" in sentence or "zzzz" in sentence for _, sentence in told] == [True] * 2


async def test_bare_swap_is_warned_of_and_swap_in_memory_or_encrypted_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    swaps, blocks = tmp_path / "swaps", tmp_path / "block"
    (blocks / "dm-1" / "dm").mkdir(parents=True)
    (blocks / "dm-1" / "dm" / "uuid").write_text("CRYPT-LUKS2-1234-swap")
    monkeypatch.setattr(key_diagnosis, "SWAPS", swaps)
    monkeypatch.setattr(key_diagnosis, "BLOCKS", blocks)
    head = "Filename Type Size Used Priority\n"
    async with survey_in(tmp_path) as survey:
        for rows, expected in (
            ("", []),
            ("/dev/zram0 partition 1 0 1\n/dev/dm-1 partition 1 0 1\n", []),
            ("/dev/zram0 partition 1 0 1\n/swapfile file 1 0 1\n", ["/swapfile"]),
        ):
            swaps.write_text(head + rows)
            warned = [one.sentence for one in await memory(survey) if one.level is Level.WARNING]
            assert [name in " ".join(warned) for name in expected] == [True] * len(warned)


async def test_keys_and_database_on_one_file_system_are_warned_of(tmp_path: Path) -> None:
    async with survey_in(tmp_path) as survey:
        warned = [one for one in await about(survey, key_diagnosis.KEYS) if "file system" in one.sentence]
        assert [one.level for one in warned] == [Level.WARNING]
