"""The organisation as a workbook: what the chat and the command line do with it."""

import io
from collections.abc import Sequence

from storage.workbooks import write_workbook
from surveys.screens import Phrase
from surveys.spreadsheets.sheet import Sheet
from surveys.staff.changes import Preview, preview
from surveys.staff.reading import Standing, read_organisation
from surveys.staff.telling import told
from surveys.staff.writing import organisation_sheets
from surveys.texts import Texts

ORGANISATION = "Администрация"
"""Who is at the top where neither a row nor the settings name it."""
SHOWN = 30
"""Lines of a preview in the chat."""
MOST_SIGNS = 3000
"""Of them together: a message holds 4096."""
LINE = 240


def organisation_workbook(before: Standing, texts: Texts, language: str) -> bytes:
    """The units as they stand, or a template where there are none."""
    target = io.BytesIO()
    write_workbook(organisation_sheets(before.units, before.hidden, texts, language), target)
    return target.getvalue()


def previewed(sheets: Sequence[Sheet], before: Standing, administration: str) -> Preview:
    """Near misses among 5,000 names cost seconds of computing: in the bot, call it from a thread."""
    return preview(read_organisation(sheets, before, administration or ORGANISATION), before)


def sentences(plan: Preview, texts: Texts, language: str) -> list[str]:
    return [" ".join(texts.say(phrase, language) for phrase in line) for line in told(plan)]


def excerpt(lines: Sequence[str], texts: Texts, language: str) -> tuple[str, bool]:
    """What fits a message, and whether that is not all. Long lines are cut, and the last one counts what is missing."""
    shown: list[str] = []
    for line in lines[:SHOWN]:
        short = line if len(line) <= LINE else line[: LINE - 1] + "…"
        if sum(map(len, shown)) + len(short) > MOST_SIGNS:
            break
        shown.append(short)
    missing = len(lines) - len(shown)
    cut = missing > 0 or any(len(line) > LINE for line in lines)
    if missing:
        shown.append(texts.say(Phrase("staff.preview.more", {"count": missing}), language))
    return "\n".join(shown), cut
