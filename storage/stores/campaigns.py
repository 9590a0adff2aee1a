"""Anonymous surveys that are or were held."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, bindparam, desc, insert, select, update

from storage.anonymous_tables import anonymous_campaign as table
from storage.columns import pack, unpack
from surveys.anonymity.campaign import Act, Campaign, Loss
from surveys.anonymity.stored import (
    act_from_json,
    act_to_json,
    cells_from_json,
    cells_to_json,
    losses_from_json,
    losses_to_json,
)
from surveys.disclosure import parameters
from surveys.errors import Conflict, NotFound

ADD = insert(table)
FIND = select(table).where(table.c.code == bindparam("wanted"))
ALL = select(table).order_by(desc(table.c.launched_at), table.c.code)
RUNNING = ALL.where(table.c.act.is_(None))
CLOSE = update(table).where(table.c.code == bindparam("wanted")).values(act=bindparam("written"))
LOSE = update(table).where(table.c.code == bindparam("wanted")).values(losses=bindparam("written"))

KEPT, DESTROYED = '"key_destroyed":false', '"key_destroyed":true'
"""As `pack` writes them. The trigger on acts knows the same two texts."""


class SqlCampaigns:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, campaign: Campaign) -> None:
        if self._row(campaign.code) is not None:
            raise Conflict("code")
        self._connection.execute(ADD, _written(campaign))

    def find(self, code: str) -> Campaign | None:
        row = self._row(code)
        return None if row is None else _campaign(row)

    def all(self) -> list[Campaign]:
        return [_campaign(row) for row in self._connection.execute(ALL)]

    def running(self) -> list[Campaign]:
        return [_campaign(row) for row in self._connection.execute(RUNNING)]

    def close(self, code: str, act: Act) -> None:
        written = self._known(code).act
        if written is None:
            self._connection.execute(CLOSE, {"wanted": code, "written": pack(act_to_json(act))})
            return
        before = act_from_json(unpack(written))
        if before.key_destroyed or replace(before, key_destroyed=True) != act:
            raise Conflict("closed")
        # What an older release wrote stays word for word, as the trigger demands.
        self._connection.execute(CLOSE, {"wanted": code, "written": written.replace(KEPT, DESTROYED)})

    def lose(self, code: str, losses: Sequence[Loss]) -> None:
        before = losses_from_json(unpack(self._known(code).losses))
        self._connection.execute(LOSE, {"wanted": code, "written": pack(losses_to_json((*before, *losses)))})

    def _row(self, code: str) -> Row[Any] | None:
        return self._connection.execute(FIND, {"wanted": code}).first()

    def _known(self, code: str) -> Row[Any]:
        row = self._row(code)
        if row is None:
            raise NotFound("campaign", code)
        return row


def _written(value: Campaign) -> dict[str, Any]:
    return {
        "code": value.code,
        "form_id": value.form_id,
        "version": value.version,
        "cells": pack(cells_to_json(value.cells)),
        "parameters": pack(parameters.stored(value.parameters)),
        "sensitive": pack(sorted(value.sensitive)),
        "held_by": value.order,
        "launched_at": value.launched_at,
        "closes_at": value.closes_at,
        "fingerprint": value.fingerprint,
        "losses": pack(losses_to_json(value.losses)),
        "act": None if value.act is None else pack(act_to_json(value.act)),
    }


def _campaign(row: Row[Any]) -> Campaign:
    return Campaign(
        code=row.code,
        form_id=row.form_id,
        version=row.version,
        cells=cells_from_json(unpack(row.cells)),
        parameters=parameters.read(unpack(row.parameters)),
        sensitive=frozenset(unpack(row.sensitive)),
        order=row.held_by,
        launched_at=row.launched_at,
        closes_at=row.closes_at,
        fingerprint=row.fingerprint,
        losses=losses_from_json(unpack(row.losses)),
        act=None if row.act is None else act_from_json(unpack(row.act)),
    )
