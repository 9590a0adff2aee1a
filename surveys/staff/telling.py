"""A preview as sentences: what is wrong, or what will be done and which groups an anonymous survey would then have."""

from collections.abc import Iterator

from surveys.anonymity.cells import Cells, TooFewPeople
from surveys.screens import Phrase
from surveys.staff.changes import Preview
from surveys.staff.issue import Issue

Sentence = tuple[Phrase, ...]
"""Phrases that stand on one line."""


def told(preview: Preview) -> list[Sentence]:
    if preview.issues:
        found = Phrase("staff.sheet.found", {"count": len(preview.issues)})
        return [(found,), *map(mended, preview.issues)]
    lines = (*_summed(preview), *_changed(preview), *_merged(preview), *_new(preview))
    return [(phrase,) for phrase in lines]


def mended(issue: Issue) -> Sentence:
    return (issue.message, issue.hint) if issue.where is None else (issue.where, issue.message, issue.hint)


def _summed(preview: Preview) -> Iterator[Phrase]:
    if preview.top_made:
        yield Phrase("staff.preview.top", {"name": preview.top_made})
    if not preview.changes:
        yield Phrase("staff.preview.nothing")
    else:
        changed = {after.key for pairs in (preview.renamed, preview.moved, preview.recounted) for _, after in pairs}
        numbers = {"new": len(preview.new), "removed": len(preview.removed), "changed": len(changed)}
        yield Phrase("staff.preview.summary", {**numbers, "untouched": preview.untouched})
    cells = preview.cells
    if isinstance(cells, TooFewPeople):
        yield cells.said
    elif cells is not None:
        people = sum(cell.people for cell in cells.cells)
        yield Phrase("staff.preview.groups", {"count": len(cells.cells), "people": people, "needed": cells.needed})


def _changed(preview: Preview) -> Iterator[Phrase]:
    names = dict(preview.by_key)
    for unit in preview.removed:
        yield Phrase("staff.preview.removed", {"name": unit.name})
    for before, after in preview.renamed:
        yield Phrase("staff.preview.renamed", {"before": before.name, "name": after.name})
    for before, after in preview.moved:
        above = {"before": names.get(before.above, "—"), "above": names.get(after.above, "—")}
        yield Phrase("staff.preview.moved", {"name": after.name, **above})
    for before, after in preview.recounted:
        yield Phrase("staff.preview.recounted", {"name": after.name, "before": before.people, "people": after.people})
    if preview.names != (0, 0):
        yield Phrase("staff.preview.names", {"come": preview.names[0], "go": preview.names[1]})
    if preview.positions != (0, 0):
        yield Phrase("staff.preview.positions", {"come": preview.positions[0], "go": preview.positions[1]})


def _merged(preview: Preview) -> Iterator[Phrase]:
    if isinstance(preview.cells, Cells):
        yield from (merge.said for merge in preview.cells.merges)


def _new(preview: Preview) -> Iterator[Phrase]:
    """Last, as they may be hundreds, and a message shows the first lines."""
    names = dict(preview.by_key)
    for unit in preview.new:
        if unit.above:
            yield Phrase("staff.preview.new", {"name": unit.name, "above": names[unit.above]})
        else:
            yield Phrase("staff.preview.new_top", {"name": unit.name})
