"""Frozen versions of questionnaires."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.columns import pack, unpack
from storage.tables import questionnaire_version as table
from surveys.errors import Conflict
from surveys.questionnaires.definition import Questionnaire
from surveys.questionnaires.stored import definition_from_json, definition_to_json, fingerprint

Definitions = dict[tuple[str, str], Questionnaire]
"""Parsed definitions by (form_id, version), shared by all works: a frozen version never changes."""

CURRENT = select(table.c.version).where(table.c.form_id == bindparam("form"), table.c.current)
CONTENT = select(table.c.content).where(table.c.form_id == bindparam("form"), table.c.version == bindparam("that"))
HASH = select(table.c.content_hash, table.c.current).where(
    table.c.form_id == bindparam("form"), table.c.version == bindparam("that")
)
OFFERED = select(table.c.form_id, table.c.version).where(table.c.current).order_by(table.c.form_id)
ADD = insert(table)
RETIRE = update(table).where(table.c.form_id == bindparam("form"), table.c.current).values(current=False)
PROMOTE = (
    update(table).where(table.c.form_id == bindparam("form"), table.c.version == bindparam("that")).values(current=True)
)


class SqlQuestionnaires:
    """`parsed` takes only what was committed: a version published in this very work may still be rolled back."""

    def __init__(self, connection: Connection, parsed: Definitions) -> None:
        self._connection = connection
        self._parsed = parsed
        self._fresh: set[tuple[str, str]] = set()

    def publish(self, definition: Questionnaire, at: datetime) -> bool:
        form, version = definition.settings.form_id, definition.settings.version
        content_hash = fingerprint(definition)
        known = self._connection.execute(HASH, {"form": form, "that": version}).first()
        if known is not None and known.content_hash != content_hash:
            raise Conflict("version")
        if known is not None and known.current:
            return False
        self._connection.execute(RETIRE, {"form": form})
        if known is not None:
            self._connection.execute(PROMOTE, {"form": form, "that": version})
            return False
        self._fresh.add((form, version))
        row = {
            "form_id": form,
            "version": version,
            "content": pack(definition_to_json(definition)),
            "content_hash": content_hash,
            "published_at": at,
            "current": True,
        }
        self._connection.execute(ADD, row)
        return True

    def current(self, form_id: str) -> Questionnaire | None:
        version = self._connection.execute(CURRENT, {"form": form_id}).scalar()
        return None if version is None else self.version(form_id, version)

    def version(self, form_id: str, version: str) -> Questionnaire | None:
        parsed = self._parsed.get((form_id, version))
        if parsed is not None:
            return parsed
        content = self._connection.execute(CONTENT, {"form": form_id, "that": version}).scalar()
        if content is None:
            return None
        definition = definition_from_json(unpack(content))
        if (form_id, version) not in self._fresh:
            self._parsed[form_id, version] = definition
        return definition

    def offered(self, audience: str) -> list[Questionnaire]:
        rows = self._connection.execute(OFFERED).all()
        current = (self.version(form_id, version) for form_id, version in rows)
        return [each for each in current if each is not None and each.settings.audience == audience]
