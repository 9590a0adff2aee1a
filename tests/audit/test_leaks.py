"""Every seeded leak is caught by the link it was made for, and the same survey without it passes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.audit import Report, audit, pooled_z, verdict
from tests.audit import leaks
from tests.audit.survey import Survey

TOWN = (34, 30, 26, 24, 20)
OFFICE = (16, 14, 12, 12)

OF_A_THIEF = [
    (leaks.Autoincrement, "order", "participation.telegram_id (id) by rowid ~ rowid"),
    (leaks.CreatedAt, "order", "participation.telegram_id (id) by created_at ~ created_at"),
    (leaks.TimeOrderedIds, "order", "participation.telegram_id (id) by id ~ id"),
    (leaks.RowidTable, "order", "participation.telegram_id (id) by rowid ~ rowid"),
    (leaks.UnfinishedForms, "residue", "id beside the text (page)"),
    (leaks.JointTransaction, "wal_tx", "id in one transaction (wal)"),
    (leaks.LoggedIds, "participation", "id in bot.log"),
    (leaks.AuditEventPerAnswer, "participation", "rows of audit_event.actor (id)"),
    (leaks.DeliveryDone, "participation", "delivery.telegram_id (id): status, value"),
    (leaks.AppendOnlyFile, "residue", "id beside the text (log)"),
    (leaks.MessagesToDelete, "participation", "rows of deletion.chat (id)"),
    (leaks.LastSeen, "participation", "staff.telegram_id (id): last_seen is set"),
]
OF_AN_INSIDER = [
    (leaks.ArrivalInTheBlock, "order", "mark.mark (mark 0) by first copy ~ place in the row"),
    (leaks.MixedOverTheTown, "flush queue", "mark.mark (mark 0) appears, by department"),
    (leaks.BlockByMark, "order", "mark.mark (mark 0) by mark ~ place in the row"),
    (leaks.MarkNamesSlot, "drawn", "mark.mark (mark 0) changes"),
    (leaks.SlotsAreKept, "drawn", "mark.mark (mark 0) came with a slot of pool"),
    (leaks.UnpaddedBoxes, "length", "mark.mark (mark 0) came with pool"),
    (leaks.DrawnAt, "drawn", "mark.mark (mark 0) changes"),
]
OVER_SEEDS = [
    (leaks.LoggedIds, "id by line of bot.log ~ first copy, by department"),
    (leaks.AuditEventPerAnswer, "audit_event.actor (id) by rowid ~ first copy, by department"),
    (leaks.MessagesToDelete, "deletion.chat (id) by rowid ~ first copy, by department"),
    (leaks.LastSeen, "staff.telegram_id (id) by last last_seen ~ first copy, by department"),
]
"""What hides in one survey shows over several."""


@pytest.fixture
def attacked(tmp_path: Path) -> Callable[..., Report]:
    def attack(made: type[Survey], *, insider: bool = False, close: bool = False, seed: int = 1) -> Report:
        folder = tmp_path / f"{made.__name__}{seed}{insider}{close}"
        folder.mkdir()
        survey = made(folder, seed, TOWN).run(each=insider, close=close)
        return audit(survey.evidence(), survey.knowledge(insider=insider))

    return attack


@pytest.mark.parametrize(("made", "kind", "link"), OF_A_THIEF, ids=lambda one: getattr(one, "__name__", ""))
def test_a_thief_finds_the_leak(attacked: Callable[..., Report], made: type[Survey], kind: str, link: str) -> None:
    assert [failure for failure in verdict(attacked(made), "thief") if failure.kind == kind and link in failure.link]


@pytest.mark.parametrize(("made", "kind", "link"), OF_AN_INSIDER, ids=lambda one: getattr(one, "__name__", ""))
def test_an_insider_finds_the_leak(attacked: Callable[..., Report], made: type[Survey], kind: str, link: str) -> None:
    found = verdict(attacked(made, insider=True), "insider")
    assert [failure for failure in found if failure.kind == kind and link in failure.link]


@pytest.mark.parametrize(("made", "link"), OVER_SEEDS, ids=lambda one: getattr(one, "__name__", ""))
def test_an_order_too_weak_for_one_survey_shows_over_several(
    attacked: Callable[..., Report], made: type[Survey], link: str
) -> None:
    together = pooled_z([attacked(made, seed=seed) for seed in range(1, 5)])
    assert together["block[0]", link] > 4


def test_the_design_without_a_leak_passes_every_mark(attacked: Callable[..., Report]) -> None:
    for close in (False, True):
        thief = attacked(Survey, close=close)
        assert verdict(thief, "closed" if close else "thief") == []
        assert thief.best == pytest.approx(thief.sections[0].label)
        insider = attacked(Survey, insider=True, close=close)
        assert verdict(insider, "insider") == []
        assert insider.best < 0.2
        assert insider.snapshots > 90


def test_rows_without_order_in_blocks_of_no_one_pass_no_mark(attacked: Callable[..., Report]) -> None:
    """Random keys, no rowids, no times, the log cut off, and yet: two rows on one page lie as they came."""
    failures = verdict(attacked(leaks.RowForEachAnswer), "thief")
    assert {"order", "partition", "participation"} <= {failure.kind for failure in failures}


@pytest.mark.soak
@pytest.mark.parametrize("sizes", [TOWN, OFFICE])
@pytest.mark.parametrize(("insider", "close"), [(False, False), (False, True), (True, False), (True, True)])
def test_over_many_seeds_the_clean_design_passes(
    tmp_path: Path, sizes: tuple[int, ...], insider: bool, close: bool
) -> None:
    reports = []
    for seed in range(100, 140):
        folder = tmp_path / str(seed)
        folder.mkdir()
        survey = Survey(folder, seed, sizes).run(each=insider, close=close)
        reports.append(audit(survey.evidence(), survey.knowledge(insider=insider)))
    attacker = "insider" if insider else "thief"
    assert sum(1 for report in reports if verdict(report, attacker)) <= 1  # one in a thousand surveys is allowed to
    if not insider:
        assert max(map(abs, pooled_z(reports).values())) < 4.5
