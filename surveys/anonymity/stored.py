"""What is frozen at a launch, what a close leaves and what a block counts, as JSON that a later release reads.

Every reader raises KeyError, ValueError or TypeError for what its writer did not write.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from surveys.anonymity.blocks import Column
from surveys.anonymity.campaign import Act, Loss
from surveys.anonymity.cells import Cell, Cells, Merge


def cells_to_json(cells: Cells) -> dict[str, Any]:
    return {
        "top": cells.top,
        "needed": cells.needed,
        "cells": [_cell_to_json(cell) for cell in cells.cells],
        "names": [list(each) for each in cells.names],
        "merges": [_merge_to_json(merge) for merge in cells.merges],
    }


def cells_from_json(stored: Any) -> Cells:
    return Cells(
        cells=tuple(_cell(each) for each in stored["cells"]),
        names=tuple((key, name) for key, name in stored["names"]),
        top=stored["top"],
        merges=tuple(_merge(each) for each in stored["merges"]),
        needed=stored["needed"],
    )


def losses_to_json(losses: Iterable[Loss]) -> list[list[Any]]:
    return [[loss.stream, loss.cell, loss.people] for loss in losses]


def losses_from_json(stored: Any) -> tuple[Loss, ...]:
    return tuple(Loss(stream, cell, people) for stream, cell, people in stored)


def act_to_json(act: Act) -> dict[str, Any]:
    return {
        "closed_at": act.closed_at.astimezone(UTC).isoformat(),
        "counted": [list(each) for each in act.counted],
        "not_shown": [list(each) for each in act.not_shown],
        "lost": act.lost,
        "blocks": [list(each) for each in act.blocks],
        "marks_deleted": act.marks_deleted,
        "key_destroyed": act.key_destroyed,
        "asked_by": act.asked_by,
        "confirmed_by": act.confirmed_by,
    }


def act_from_json(stored: Any) -> Act:
    return Act(
        closed_at=datetime.fromisoformat(stored["closed_at"]),
        counted=tuple((stream, people) for stream, people in stored["counted"]),
        not_shown=tuple((stream, people) for stream, people in stored["not_shown"]),
        lost=stored["lost"],
        blocks=tuple((name, blocks, people) for name, blocks, people in stored["blocks"]),
        marks_deleted=stored["marks_deleted"],
        key_destroyed=stored["key_destroyed"],
        asked_by=stored["asked_by"],
        confirmed_by=stored["confirmed_by"],
    )


def columns_to_json(columns: Iterable[Column]) -> list[dict[str, Any]]:
    return [
        {
            "question": column.question,
            "people": column.people,
            "counts": [list(each) for each in column.counts],
            "not_applicable": column.not_applicable,
            "skipped": column.skipped,
        }
        for column in columns
    ]


def columns_from_json(stored: Any) -> tuple[Column, ...]:
    return tuple(
        Column(
            question=each["question"],
            people=each["people"],
            counts=tuple((value, times) for value, times in each["counts"]),
            not_applicable=each["not_applicable"],
            skipped=each["skipped"],
        )
        for each in stored
    )


def _cell_to_json(cell: Cell) -> dict[str, Any]:
    return {
        "key": cell.key,
        "name": cell.name,
        "units": list(cell.units),
        "people": cell.people,
        "above": list(cell.above),
    }


def _cell(stored: Any) -> Cell:
    return Cell(stored["key"], stored["name"], tuple(stored["units"]), stored["people"], tuple(stored["above"]))


def _merge_to_json(merge: Merge) -> dict[str, Any]:
    return {
        "names": list(merge.names),
        "people": merge.people,
        "within": merge.within,
        "reason": merge.reason,
        "needed": merge.needed,
    }


def _merge(stored: Any) -> Merge:
    return Merge(tuple(stored["names"]), stored["people"], stored["within"], stored["reason"], stored["needed"])
