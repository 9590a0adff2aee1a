"""A coordinator's list of people: read from a file, shown with every bad row, kept when that is wished.

Nothing of the file is written anywhere. Between the preview and the wish only our own numbers of people wait, and
in memory.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import partial

from bot.installation import Installation
from bot.organisation_files import excerpt
from bot.staff_errands import require_desk
from surveys.campaigns.list_keeping import PeopleList, keep, new_key
from surveys.campaigns.list_reading import MOST_ROWS, BadRow, Numbers, list_column, looked_up, read_numbers
from surveys.conversation.incoming import Incoming
from surveys.conversation.listing import line
from surveys.conversation.pages import option, page
from surveys.screens import Exhibit, Phrase, Reply, Screen, Span, Tone, Words
from surveys.spreadsheets.sheet import Sheet
from surveys.work import Work

DRAFTS = 20
"""Lists read and not yet kept, in memory: losing one costs sending it again."""
AT_ONCE = 500
"""People looked up in one work, so that nobody waits for a list of thousands."""
HEADERS = ("telegram", "телеграм", "id telegram", "telegram id", "chat_id", "id чата", "номер telegram", "user_id")
"""What people call a chat's number in this channel, beside what they call it in any."""


class ListErrands:
    """Rights are asked again in every work: they may have gone since the tap. Raises NotFound without them."""

    def __init__(self, installation: Installation) -> None:
        self._at = installation
        self._drafts: OrderedDict[str, tuple[int, ...]] = OrderedDict()

    def column(self, sheets: Sequence[Sheet]) -> tuple[Sheet, int] | None:
        """The first sheet that has rows, where it is a list of people."""
        sheet = next((each for each in sheets if each.rows), None)
        at = list_column(sheet, HEADERS) if sheet is not None else None
        return (sheet, at) if sheet is not None and at is not None else None

    async def read(self, sheet: Sheet, column: int, incoming: Incoming, language: str) -> list[Reply]:
        """How many can be asked and every row that cannot, with a button that keeps the list."""
        numbers = await asyncio.to_thread(read_numbers, sheet, column)
        if numbers.too_long:
            return [Reply(page(language, Phrase("lists.too_long", {"most": MOST_ROWS})), afresh=True)]
        people, bad = await self._looked_up(numbers, incoming)
        lines = list(self._sentences(bad, language))
        text, cut = excerpt(lines, self._at.texts, language)
        controls = []
        if people:
            draft = self._put_aside(people)
            controls = [option("lists.keep", "keep", draft, tone=Tone.PRIMARY)]
        summed = Phrase("lists.preview" if people else "lists.preview_none", {"count": len(people), "bad": len(bad)})
        paragraphs: list[Words] = [summed, text] if text else [summed]
        reply = Reply(page(language, *paragraphs, notice=Phrase("lists.taken"), controls=controls), afresh=True)
        return [_file(language, lines), reply] if cut else [reply]

    async def keep(self, draft: str, incoming: Incoming, language: str) -> list[Reply]:
        """A doubled tap finds the list kept already."""
        people = self._drafts.get(draft)
        if people is None:
            return [Reply(page(language, Phrase("lists.late")), afresh=True)]
        now = self._at.clock.now()

        def put(work: Work) -> PeopleList:
            return keep(work, draft, people, actor=require_desk(work, incoming).number, now=now)

        kept = await self._at.works.write(put)
        controls = [option("lists.title", "lists")]
        return [Reply(page(language, line(kept), notice=Phrase("lists.kept"), controls=controls), afresh=True)]

    async def _looked_up(self, numbers: Numbers, incoming: Incoming) -> tuple[tuple[int, ...], list[BadRow]]:
        people: list[int] = []
        bad = list(numbers.bad)

        def look(rows: Sequence[tuple[int, str]], work: Work) -> tuple[list[int], list[BadRow]]:
            require_desk(work, incoming)
            return looked_up(work, incoming.address.channel, rows)

        for start in range(0, max(1, len(numbers.rows)), AT_ONCE):
            part = numbers.rows[start : start + AT_ONCE]
            found, missing = await self._at.works.read(partial(look, part))
            people += found
            bad += missing
        return tuple(people), sorted(bad, key=lambda each: each.row)

    def _sentences(self, bad: Sequence[BadRow], language: str) -> Iterator[str]:
        return (self._at.texts.say(each.said, language) for each in bad)

    def _put_aside(self, people: tuple[int, ...]) -> str:
        draft = new_key(self._at.chance, self._at.policy.day(self._at.clock.now()))
        self._drafts[draft] = people
        while len(self._drafts) > DRAFTS:
            self._drafts.popitem(last=False)
        return draft


def _file(language: str, lines: Sequence[str]) -> Reply:
    exhibit = Exhibit("otklik-list.txt", "text/plain", "\n".join(lines).encode())
    return Reply(Screen(language, ((Span(Phrase("staff.preview.whole")),),), exhibit=exhibit), afresh=True)
