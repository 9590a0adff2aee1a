"""Files of anonymous surveys: the table of results for the analyst alone, and the act of a close for everybody."""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from bot.act_paper import act_paper
from bot.installation import Installation
from storage.workbooks import write_workbook
from surveys.anonymity.campaign import Campaign
from surveys.conversation.climate_acts import READERS, Record, record_of
from surveys.conversation.climate_pages import READS, campaign_of, day_of, moment_of, titled
from surveys.conversation.deeds import allowed
from surveys.conversation.incoming import Incoming
from surveys.disclosure.ledger import Entry, Release
from surveys.disclosure.opening import gate_of, received
from surveys.disclosure.scopes import Scope
from surveys.disclosure.sheets import Sheets
from surveys.errors import NotFound
from surveys.screens import Exhibit, Phrase, Words
from surveys.spreadsheets.sheet import Sheet
from surveys.work import Work

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OUTLET = "export"
TOGETHER = 200
"""Entries of the ledger that are written at once."""


class ClimateFiles:
    def __init__(self, installation: Installation) -> None:
        self._at = installation

    async def results(self, code: str, incoming: Incoming, language: str) -> Exhibit:
        """Raises NotFound for who may not read them (any more).

        A table of a whole city takes seconds: it is made in a reading work, and what it released is noted before it
        leaves. Only participation, which the day's first look decides, is asked in a writing work.
        """
        now, works = self._at.clock.now(), self._at.works
        day = self._at.policy.day(now)

        def rated(work: Work) -> dict[str, Release]:
            _require(work, incoming, READS)
            gate = gate_of(work, campaign_of(work, code), OUTLET, day)
            cells = gate.published.cells.cells
            return {
                cell.key: gate.participation(Scope(cell=cell.key), received(work, gate, cell.key)) for cell in cells
            }

        rates = await works.write(rated)

        def made(work: Work) -> tuple[tuple[Sheet, ...], list[Entry]]:
            campaign = campaign_of(work, code)
            noted = Noted()
            gate = replace(gate_of(work, campaign, OUTLET, day), ledger=noted)
            facts = [(self._said(name, language), value) for name, value in self._facts(work, campaign, language)]
            return Sheets(gate, rates, facts, self._at.texts, language).all(), noted.entries

        sheets, entries = await works.read(made)
        for at in range(0, len(entries), TOGETHER):
            await works.write(partial(_record, entries[at : at + TOGETHER]))
        target = io.BytesIO()
        await asyncio.to_thread(write_workbook, sheets, target)
        return Exhibit(f"otklik-{code}-{now:%Y-%m-%d}.xlsx", XLSX, target.getvalue())

    async def act(self, code: str, incoming: Incoming, language: str) -> Exhibit:
        now, policy = self._at.clock.now(), self._at.policy

        def collect(work: Work) -> Record:
            _require(work, incoming, READERS)
            return record_of(work, campaign_of(work, code), language, policy, now)

        record = await self._at.works.write(collect)
        footer: list[Words] = [record.program, Phrase("acts.printed", {"moment": moment_of(now, policy)})]
        content = await asyncio.to_thread(
            act_paper, record, policy.administration, now, footer, self._at.texts, language
        )
        return Exhibit(f"otklik-act-{code}.pdf", "application/pdf", content)

    def _said(self, words: Words, language: str) -> str:
        return self._at.texts.say(words, language)

    def _facts(self, work: Work, campaign: Campaign, language: str) -> list[tuple[Words, str]]:
        parameters, policy = campaign.parameters, self._at.policy
        merges = [(Phrase("table.merge"), self._at.texts.say(merge.said, language)) for merge in campaign.cells.merges]
        return [
            (Phrase("table.survey"), titled(work, campaign, language)),
            (Phrase("table.version"), f"{campaign.form_id} {campaign.version}"),
            (Phrase("acts.order"), campaign.order),
            (Phrase("table.launched"), day_of(campaign.launched_at, policy)),
            (Phrase("table.closed"), day_of(campaign.act.closed_at, policy) if campaign.act else ""),
            (Phrase("table.k"), str(parameters.k)),
            (Phrase("table.k_text"), str(parameters.k_text)),
            (Phrase("table.pause"), str(int(parameters.pause.total_seconds() // 3600))),
            (Phrase("acts.fingerprint"), campaign.fingerprint),
            *merges,
        ]


class Noted:
    """A ledger of a reading work: what it holds is written down in works of its own, before anything leaves."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def record(self, entry: Entry) -> None:
        self.entries.append(entry)

    def released(self, campaign: str, kind: str, scope: Scope, day: date) -> Release | None:
        return None


def _record(entries: Sequence[Entry], work: Work) -> None:
    for entry in entries:
        work.ledger.record(entry)


def _require(work: Work, incoming: Incoming, roles: frozenset[str]) -> None:
    """Rights may have been taken away since the tap."""
    person = work.people.find(incoming.address)
    if person is None or not allowed(work, person, roles):
        raise NotFound("campaign")
