"""Slow work of the staff's desk: reading and writing the organisation's workbook, printing codes."""

import asyncio
from collections import OrderedDict
from datetime import datetime

from bot.installation import Installation
from bot.organisation_files import ORGANISATION, excerpt, organisation_workbook, previewed, sentences
from bot.posters.printing import Form
from bot.posters.slips import Handout, print_handout
from surveys.conversation.deeds import ADMIN, DESK, GRANTED, allowed
from surveys.conversation.incoming import Incoming
from surveys.conversation.pages import option, page
from surveys.errors import Conflict, NotFound
from surveys.people import Person
from surveys.screens import Exhibit, Phrase, Reply, Screen, Span, Tone, Words
from surveys.spreadsheets.sheet import Sheet
from surveys.staff.batches import (
    MOST_CODES,
    Terms,
    into_role,
    lasting,
    make,
    one_time,
    shared,
)
from surveys.staff.changes import import_organisation
from surveys.staff.hiring import unpacked, written
from surveys.staff.invitation import grouped, new_code, start_link
from surveys.staff.reading import Standing, standing
from surveys.work import Work

DRAFTS = 20
"""Workbooks read and not yet applied, in memory: losing one costs sending it again."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class StaffErrands:
    """Rights are asked again in every work: they may have gone since the tap. Raises NotFound without them."""

    def __init__(self, installation: Installation, bot_name: str) -> None:
        self._at = installation
        self._bot_name = bot_name
        self._drafts: OrderedDict[str, tuple[Sheet, ...]] = OrderedDict()

    async def sheet(self, incoming: Incoming, language: str) -> list[Reply]:
        def read(work: Work) -> bytes:
            require_desk(work, incoming)
            return organisation_workbook(standing(work), self._at.texts, language)

        content = await self._at.works.read(read)
        exhibit = Exhibit("otklik-units.xlsx", XLSX, content)
        return [_file(language, Phrase("staff.desk.sheet_ready"), exhibit)]

    async def read(self, sheets: tuple[Sheet, ...], incoming: Incoming, language: str) -> list[Reply]:
        """What is wrong with a workbook, or what applying it would do, with a button that does it."""

        def stored(work: Work) -> Standing:
            require_desk(work, incoming)
            return standing(work)

        before = await self._at.works.read(stored)
        plan = await asyncio.to_thread(previewed, sheets, before, self._at.settings.administration)
        lines = sentences(plan, self._at.texts, language)
        text, cut = excerpt(lines, self._at.texts, language)
        controls = []
        if plan.changes:
            draft = self._at.chance.key(8)
            self._drafts[draft] = sheets
            while len(self._drafts) > DRAFTS:
                self._drafts.popitem(last=False)
            controls = [option("staff.desk.apply", "plant", draft, tone=Tone.PRIMARY)]
        taken = Phrase("staff.taken_for_units")
        reply = Reply(page(language, text, notice=taken, controls=controls), afresh=True)
        return [self._whole(lines, language), reply] if cut else [reply]

    async def apply(self, draft: str, incoming: Incoming, language: str) -> list[Reply]:
        """A doubled tap finds that nothing changes any more."""
        sheets = self._drafts.get(draft)
        if sheets is None:
            return [Reply(page(language, Phrase("staff.desk.late")), afresh=True)]
        now = self._at.clock.now()
        name = self._at.settings.administration or ORGANISATION

        def change(work: Work) -> list[str]:
            person = require_desk(work, incoming)
            plan = import_organisation(work, sheets, name, actor=person.number, now=now)
            return sentences(plan, self._at.texts, language)

        text, _ = excerpt(await self._at.works.write(change), self._at.texts, language)
        done = Phrase("staff.desk.applied")
        controls = [option("staff.desk.open", "staff")]
        return [Reply(page(language, text, notice=done, controls=controls), afresh=True)]

    async def invite(self, args: tuple[str, ...], incoming: Incoming, language: str) -> list[Reply]:
        """`args`: "codes" or "shared" with unit, number, days and batch, or "role" with role and batch.

        Of "codes" there may be one more: the day of hire.
        """
        now = self._at.clock.now()
        kind, whom, *rest = args
        if kind == "role":
            terms, codes = into_role(rest[0], whom, now), 1
            if whom not in GRANTED:
                raise NotFound("role", whom)
        else:
            number, until = int(rest[0]), lasting(now, int(rest[1]))
            hired = unpacked(rest[3]) if len(rest) > 3 else None
            one = one_time(rest[2], whom, until, hired)
            terms = one if kind == "codes" else shared(rest[2], whom, number, until)
            codes = min(number, MOST_CODES) if kind == "codes" else 1
        made = tuple(new_code(self._at.chance) for _ in range(codes))
        handout = await self._handout(terms, made, incoming, language)
        # Printed before they are entered: codes that nobody has seen must not be in force.
        printed = [] if terms.role else await asyncio.to_thread(print_handout, handout, Form.PDF, self._at.texts)

        def enter(work: Work) -> None:
            person = _require(work, incoming, frozenset({ADMIN}) if terms.role else DESK)
            make(work, terms, made, actor=person.number, now=now)

        try:
            await self._at.works.write(enter)
        except Conflict:
            already = Phrase("staff.batch.made_already", {"batch": terms.batch})
            return [Reply(page(language, already, controls=[option("staff.desk.invitations", "invs")]), afresh=True)]
        files = [_file(language, self._ready(handout, terms), Exhibit(each.name, "application/pdf", each.content))
                 for each in printed]  # fmt: skip
        return files or [Reply(page(language, self._ready(handout, terms)), afresh=True)]

    async def _handout(self, terms: Terms, codes: tuple[str, ...], incoming: Incoming, language: str) -> Handout:
        def name(work: Work) -> str:
            _require(work, incoming, frozenset({ADMIN}) if terms.role else DESK)
            unit = next((each for each in work.staff.units() if each.key == terms.unit), None)
            if unit is None and not terms.role:
                raise NotFound("unit", terms.unit)
            return unit.name if unit is not None else ""

        return Handout(
            organisation=self._at.settings.administration,
            unit=await self._at.works.read(name),
            bot=self._bot_name,
            codes=codes,
            limit=terms.limit,
            until=self._day(terms.expires_at),
            batch=terms.batch,
            language=language,
        )

    def _ready(self, handout: Handout, terms: Terms) -> Phrase:
        facts: dict[str, str | int | Phrase] = {
            "unit": handout.unit, "until": handout.until, "batch": handout.batch,
            "code": grouped(handout.codes[0]), "link": start_link(handout.codes[0], handout.bot),
        }  # fmt: skip
        if terms.role:
            return Phrase("staff.roles.ready", {**facts, "role": Phrase(f"staff.role.{terms.role}")})
        if terms.limit > 1:
            return Phrase("staff.shared.ready", {**facts, "limit": terms.limit})
        facts["count"] = len(handout.codes)
        if terms.hired is not None:
            return Phrase("hiring.codes_ready", {**facts, "day": written(terms.hired)})
        return Phrase("staff.codes.ready", facts)

    def _day(self, moment: datetime) -> str:
        return moment.astimezone(self._at.settings.zone).strftime("%d.%m.%Y")

    def _whole(self, lines: list[str], language: str) -> Reply:
        exhibit = Exhibit("otklik-units.txt", "text/plain", "\n".join(lines).encode())
        return _file(language, Phrase("staff.preview.whole"), exhibit)


def require_desk(work: Work, incoming: Incoming) -> Person:
    return _require(work, incoming, DESK)


def _require(work: Work, incoming: Incoming, roles: frozenset[str]) -> Person:
    person = work.people.find(incoming.address)
    if person is None or not allowed(work, person, roles):
        raise NotFound("desk")
    return person


def _file(language: str, words: Words, exhibit: Exhibit) -> Reply:
    return Reply(Screen(language, ((Span(words),),), exhibit=exhibit), afresh=True)
