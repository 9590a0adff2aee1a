"""A workbook of newcomers: shown with every bad row, then printed as codes that carry the day of hire."""

import asyncio
from collections import OrderedDict

from bot.installation import Installation
from bot.organisation_files import excerpt
from bot.staff_errands import StaffErrands, require_desk
from surveys.anonymity.organisation import Unit
from surveys.conversation.incoming import Incoming
from surveys.conversation.inviting import DAYS
from surveys.conversation.pages import option, page
from surveys.screens import Phrase, Reply, Tone
from surveys.spreadsheets.sheet import Sheet
from surveys.staff.batches import KEY_LENGTH
from surveys.staff.hiring import packed, written
from surveys.staff.newcomers import Newcomers, Wanted, read_newcomers
from surveys.staff.telling import mended
from surveys.work import Work

DRAFTS = 20
"""Workbooks read and not yet printed, in memory: losing one costs sending it again."""
LASTING = str(DAYS[1])
"""Days that the codes are good for."""


class NewcomerErrands:
    """Rights are asked again in every work. Raises NotFound without them."""

    def __init__(self, installation: Installation, staff: StaffErrands) -> None:
        self._at = installation
        self._staff = staff
        self._drafts: OrderedDict[str, tuple[tuple[Wanted, str], ...]] = OrderedDict()

    async def read(self, sheets: tuple[Sheet, ...], incoming: Incoming, language: str) -> list[Reply]:
        """What is wrong with it, or which codes it would make, with a button that makes them."""

        def stored(work: Work) -> list[Unit]:
            require_desk(work, incoming)
            return work.staff.units()

        units = await self._at.works.read(stored)
        today = self._at.policy.day(self._at.clock.now())
        found = await asyncio.to_thread(read_newcomers, sheets, units, today)
        text, _ = excerpt(self._lines(found, language), self._at.texts, language)
        controls = []
        if not found.issues:
            draft = self._put_aside(found)
            controls = [option("newcomers.print", "newc", draft, tone=Tone.PRIMARY)]
        return [Reply(page(language, text, notice=Phrase("newcomers.taken"), controls=controls), afresh=True)]

    async def make(self, draft: str, incoming: Incoming, language: str) -> list[Reply]:
        """Each batch has had its key since the preview, so a doubled tap makes none twice."""
        batches = self._drafts.get(draft)
        if batches is None:
            return [Reply(page(language, Phrase("staff.desk.late")), afresh=True)]
        replies: list[Reply] = []
        for each, key in batches:
            args = ("codes", each.unit.key, str(each.codes), LASTING, key, packed(each.hired))
            replies += await self._staff.invite(args, incoming, language)
        return replies

    def _lines(self, found: Newcomers, language: str) -> list[str]:
        say = self._at.texts.say
        if found.issues:
            head = say(Phrase("staff.sheet.found", {"count": len(found.issues)}), language)
            return [head, *(" ".join(say(phrase, language) for phrase in mended(issue)) for issue in found.issues)]
        return [say(_line(each), language) for each in found.wanted]

    def _put_aside(self, found: Newcomers) -> str:
        chance = self._at.chance
        draft = chance.key(8)
        self._drafts[draft] = tuple((each, chance.key(KEY_LENGTH)) for each in found.wanted)
        while len(self._drafts) > DRAFTS:
            self._drafts.popitem(last=False)
        return draft


def _line(wanted: Wanted) -> Phrase:
    facts: dict[str, str | int | Phrase] = {
        "unit": wanted.unit.name,
        "count": wanted.codes,
        "day": written(wanted.hired),
    }
    return Phrase("newcomers.line", facts)
