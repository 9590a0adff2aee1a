"""Slow work on behalf of a person, done outside any transaction: posters, registers, files about oneself."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from bot.climate_files import ClimateFiles
from bot.installation import Installation
from bot.list_errands import ListErrands
from bot.logs import frames
from bot.newcomer_errands import NewcomerErrands
from bot.posters.design import poster_of
from bot.posters.printing import Form, Printed, Size, print_posters
from bot.registers import preview_lines, read_register_into, register_workbook, rows_of
from bot.staff_errands import XLSX, StaffErrands
from surveys.conversation.desk import TEXT_TABLE
from surveys.conversation.desk_rights import require_desk
from surveys.conversation.incoming import Errand, Incoming
from surveys.conversation.pages import option, page
from surveys.conversation.privacy import as_file, everything_about
from surveys.errors import NotFound
from surveys.points.point import Point
from surveys.screens import Exhibit, Phrase, Reply, Screen, Span, Tone, Words
from surveys.spreadsheets.archive import UnsafeWorkbook
from surveys.spreadsheets.delimited import read_delimited
from surveys.spreadsheets.sheet import Sheet
from surveys.spreadsheets.workbook import read_workbook
from surveys.staff.newcomers import is_newcomers
from surveys.staff.reading import is_organisation
from surveys.work import Work

log = structlog.get_logger()

MOST_BYTES = 5_000_000
"""Of an uploaded register: five thousand points take about half a megabyte."""
DRAFTS = 50
"""Registers read and not yet applied, kept in memory: losing one costs sending it again."""
MEDIA = {Form.PDF: "application/pdf", Form.PNG: "image/png"}

Fetch = Callable[[str], Awaitable[bytes]]


class FileTooLarge(Exception):
    """The channel or we do not take a file of this size."""


class ErrandRunner:
    """`fetch(reference)` brings a sent file's bytes, or raises FileTooLarge.

    `closed()`: somebody closed a survey, and its keys wait to be destroyed.
    """

    def __init__(
        self, installation: Installation, bot_name: str, fetch: Fetch, closed: Callable[[], None] = lambda: None
    ) -> None:
        self._at = installation
        self._climate = ClimateFiles(installation)
        self._closed = closed
        self._bot_name = bot_name
        self._fetch = fetch
        self._drafts: OrderedDict[str, list[list[str]]] = OrderedDict()
        self._staff = StaffErrands(installation, bot_name)
        self._lists = ListErrands(installation)
        self._newcomers = NewcomerErrands(installation, self._staff)

    async def run(self, errand: Errand, incoming: Incoming, language: str) -> list[Reply]:
        """The replies to send, in order. A failure is told, never raised."""
        try:
            match errand.kind:
                case "poster":
                    return await self._posters(errand.args, language)
                case "register":
                    return await self._register(language)
                case "workbook_read":
                    return await self._read_table(errand.args[0], errand.args[1], incoming, language)
                case "register_apply":
                    return await self._apply_register(errand.args[0], incoming, language)
                case "staff_sheet":
                    return await self._staff.sheet(incoming, language)
                case "staff_apply":
                    return await self._staff.apply(errand.args[0], incoming, language)
                case "invite":
                    return await self._staff.invite(errand.args, incoming, language)
                case "newcomers":
                    return await self._newcomers.make(errand.args[0], incoming, language)
                case "list_keep":
                    return await self._lists.keep(errand.args[0], incoming, language)
                case "export":
                    return await self._export(incoming, language)
                case "results":
                    table = await self._climate.results(errand.args[0], incoming, language)
                    return [_file(language, Phrase("results.file_ready"), table)]
                case "act":
                    paper = await self._climate.act(errand.args[0], incoming, language)
                    return [_file(language, Phrase("acts.ready"), paper)]
                case "closed":
                    self._closed()
                    return []
        except NotFound:
            return [_said(language, Phrase("conversation.gone"))]
        except Exception as fault:
            incident = self._at.chance.key(8)
            log.error("errand_failed", incident=incident, error=type(fault).__name__, frames=frames(fault))
            return [_said(language, Phrase("trouble.incident", {"incident": incident}))]

    async def _posters(self, args: tuple[str, ...], language: str) -> list[Reply]:
        size, form = Size(args[1]), Form(args[2])
        points = await self._at.works.read(lambda work: _chosen(work, args[0]))
        posters = [
            poster_of(point, self._at.settings.administration, self._bot_name, self._at.secret) for point in points
        ]
        printed = await asyncio.to_thread(print_posters, posters, size, form, self._at.texts)
        ready = Phrase("desk.poster_ready", {"point": points[0].title}) if args[0] else Phrase("desk.posters_ready")
        return [_file(language, ready, _exhibit(file, form)) for file in printed]

    async def _register(self, language: str) -> list[Reply]:
        points = await self._at.works.read(lambda work: work.points.all())
        content = await asyncio.to_thread(register_workbook, points, language)
        exhibit = Exhibit("otklik-points.xlsx", XLSX, content)
        return [_file(language, Phrase("desk.register_ready"), exhibit)]

    async def _read_table(self, reference: str, ending: str, incoming: Incoming, language: str) -> list[Reply]:
        """Units, newcomers, people or points, by sheets and headers; the answer says which it was taken for."""
        try:
            read = _text_table if ending == TEXT_TABLE else read_workbook
            sheets = await asyncio.to_thread(read, await self._fetch(reference))
        except (UnsafeWorkbook, FileTooLarge):
            return [_said(language, Phrase("desk.file_unreadable"))]
        if is_organisation(sheets):
            return await self._staff.read(sheets, incoming, language)
        if is_newcomers(sheets):
            return await self._newcomers.read(sheets, incoming, language)
        listed = self._lists.column(sheets)
        if listed is not None:
            return await self._lists.read(*listed, incoming, language)
        if ending == TEXT_TABLE:
            return [_said(language, Phrase("lists.no_column"))]
        return await self._read_register(rows_of(sheets), language)

    async def _read_register(self, rows: list[list[str]], language: str) -> list[Reply]:
        chance = self._at.chance
        preview = await self._at.works.read(lambda work: read_register_into(work, rows, chance, apply=False))
        lines = preview_lines(preview, self._at.texts, language)
        if preview.issues:
            return [_said(language, Phrase("staff.taken_for_points"), Phrase("desk.register_refused"), *lines)]
        draft = chance.key(8)
        self._drafts[draft] = rows
        while len(self._drafts) > DRAFTS:
            self._drafts.popitem(last=False)
        apply = option("desk.register_apply", "apply", draft, tone=Tone.PRIMARY)
        taken = Phrase("staff.taken_for_points")
        return [Reply(page(language, "\n".join(lines), notice=taken, controls=[apply]), afresh=True)]

    async def _apply_register(self, draft: str, incoming: Incoming, language: str) -> list[Reply]:
        rows = self._drafts.pop(draft, None)
        if rows is None:
            return [_said(language, Phrase("desk.register_late"))]
        chance, now = self._at.chance, self._at.clock.now()

        def apply(work: Work) -> list[str]:
            # Rights may have been taken away since the preview.
            require_desk(work, work.people.enter(incoming.address, incoming.language, now))
            return preview_lines(read_register_into(work, rows, chance, apply=True), self._at.texts, language)

        lines = await self._at.works.write(apply)
        return [_said(language, Phrase("desk.register_applied"), *lines)]

    async def _export(self, incoming: Incoming, language: str) -> list[Reply]:
        def collect(work: Work) -> tuple[str, bytes]:
            person = work.people.find(incoming.address)
            if person is None:
                raise NotFound("person")
            return as_file(everything_about(work, person), now)

        now: datetime = self._at.clock.now()
        name, content = await self._at.works.read(collect)
        return [_file(language, Phrase("privacy.export_ready"), Exhibit(name, "application/json", content))]


def _text_table(content: bytes) -> tuple[Sheet, ...]:
    return (read_delimited(content),)


def _chosen(work: Work, key: str) -> list[Point]:
    if not key:
        return [point for point in work.points.all() if point.active and not point.revoked]
    point = work.points.by_key(key)
    if point is None:
        raise NotFound("point", key)
    return [point]


def _exhibit(file: Printed, form: Form) -> Exhibit:
    return Exhibit(file.name, MEDIA[form], file.content)


def _file(language: str, words: Words, exhibit: Exhibit) -> Reply:
    return Reply(Screen(language, ((Span(words),),), exhibit=exhibit), afresh=True)


def _said(language: str, *words: Words) -> Reply:
    return Reply(page(language, *words), afresh=True)
