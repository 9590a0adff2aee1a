"""What is wrong with an installation, found without changing anything in it."""

import shutil
import stat
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from bot.findings import Finding, Level
from bot.installation import KEY
from bot.key_diagnosis import examined_keys, examined_memory
from bot.key_files import NAME, KeyFileRefused, installation_secret
from bot.server_diagnosis import server_findings
from bot.settings import Settings, SettingsRefused
from storage.failures import REMEDIES
from storage.migrating import current, head
from storage.opening import open_storage
from storage.server_settings import server_settings
from storage.urls import PostgresServer, SqliteFile, database
from surveys.chance import SystemClock
from surveys.conversation.desk_rights import ADMIN
from surveys.errors import Unavailable
from surveys.trail_head import checked, head_of
from surveys.work import Work

LEAST_FREE = 200 << 20
"""Bytes on the disk of the database below which it is about to stop: a backup and a write-ahead log need room too."""
LITTLE_FREE = 1 << 30
ENVIRONMENT = Path(".env")


LAW = Finding(
    Level.WARNING,
    "law",
    "Telegram is a foreign messenger, and 41-ФЗ (article 15, in force since June 2025) keeps administrations and their "
    "institutions from corresponding with citizens through those.",
    "Ask your lawyer before citizens use it; a demonstration without real people is not concerned.",
)


async def diagnose(settings: Settings) -> AsyncIterator[Finding]:
    """Everything that can be seen from here, without the network."""
    yield _ok("settings", f"Read; the time zone is {settings.timezone}.")
    for finding in (*_token(settings), *_environment(), *_room(settings)):
        yield finding
    ready = True
    async for finding in _database(settings):
        ready = ready and (finding.level is Level.OK or finding.subject != "database")
        yield finding
    known = None
    if ready:
        async with open_storage(settings.database_url, clock=SystemClock(), exclusive=False) as works:
            known = await works.read(lambda work: work.notes.get(KEY))
            for finding in await works.read(_content):
                yield finding
            staff = await works.read(lambda work: examined_keys(work, settings.keys))
            for finding in staff:
                yield finding
            if staff:
                for finding in examined_memory(settings.keys, _place(settings)):
                    yield finding
    for finding in _keys(settings, known):
        yield finding
    yield LAW


def _token(settings: Settings) -> Iterator[Finding]:
    try:
        settings.token()
    except SettingsRefused as refused:
        yield Finding(Level.ERROR, "token", " ".join(refused.sentences))
    else:
        yield _ok("token", "Set.")


def _environment() -> Iterator[Finding]:
    if ENVIRONMENT.exists() and stat.S_IMODE(ENVIRONMENT.stat().st_mode) & 0o077:
        sentence = "Others on this machine can read .env, which holds the token."
        yield Finding(Level.WARNING, "settings", sentence, "Run: chmod 600 .env")


def _room(settings: Settings) -> Iterator[Finding]:
    place = _place(settings)
    if not isinstance(place, SqliteFile) or not place.path.parent.is_dir():
        return
    free = shutil.disk_usage(place.path.parent).free
    sentence = f"{free >> 20} MB are free beside the database."
    level = Level.ERROR if free < LEAST_FREE else Level.WARNING if free < LITTLE_FREE else Level.OK
    yield Finding(level, "disk", sentence, "" if level is Level.OK else "Free some space.")


async def _database(settings: Settings) -> AsyncIterator[Finding]:
    place = _place(settings)
    if place is None:
        yield Finding(Level.ERROR, "database", "OTKLIK_DATABASE_URL names no database.", "Set sqlite:///FILE.")
        return
    if isinstance(place, SqliteFile) and not place.path.exists():
        if place.path.parent.is_dir() or not place.path.is_absolute():
            yield Finding(
                Level.WARNING, "database", "There is no database yet.", "The first start makes it: otklik run"
            )
        else:
            sentence = f"The folder {place.path.parent} for the database is missing."
            yield Finding(Level.ERROR, "database", sentence, "Make it, or set OTKLIK_DATABASE_URL.")
        return
    try:
        found = await current(settings.database_url)
        if found == head():
            async with open_storage(settings.database_url, clock=SystemClock(), exclusive=False):
                yield _ok("database", "It answers, it is whole and writable, and its tables are of this release.")
            if isinstance(place, PostgresServer):
                for finding in server_findings(await server_settings(settings.database_url)):
                    yield finding
            return
    except Unavailable as away:
        yield Finding(Level.ERROR, "database", f"It cannot be used ({away.reason}).", REMEDIES.get(away.reason, ""))
        return
    sentence = "Its tables are of another release." if found else "It has no tables."
    yield Finding(Level.ERROR, "database", sentence, "Make a backup, then run: otklik migrate")


def _content(work: Work) -> list[Finding]:
    """Who is in charge, and whether every poster leads to something to answer."""
    found = []
    if work.roles.holders(ADMIN):
        found.append(_ok("administrator", "There is one."))
    else:
        remedy = "Run `otklik claim` and send the bot what it prints."
        found.append(Finding(Level.WARNING, "administrator", "Nobody may manage the points in the chat.", remedy))
    points = [point for point in work.points.all() if not point.revoked]
    if not points:
        remedy = "Fill a register: otklik points --help"
        found.append(Finding(Level.WARNING, "points", "There is no service point, so nothing to scan.", remedy))
    for point in points:
        for form in filter(None, (point.questionnaire, point.follow_up)):
            if work.questionnaires.current(form) is None:
                sentence = f"The point “{point.title}” asks the questionnaire {form}, which does not exist."
                found.append(Finding(Level.ERROR, "points", sentence, "Correct the register of points."))
    if points and all(finding.subject != "points" for finding in found):
        found.append(_ok("points", f"{len(points)}, each with its questionnaire."))
    return [*found, _trail(work)]


def _trail(work: Work) -> Finding:
    """Whether what privileged people did still stands as it was written down."""
    broken = checked(work)
    if broken is None:
        return _ok("trail", f"Whole, {head_of(work).number} entries.")
    sentence = f"What privileged people did was changed afterwards: entry {broken.number} is the first that is wrong."
    return Finding(Level.ERROR, "trail", sentence, "Keep this database, and see `otklik trail --verify`.")


def _keys(settings: Settings, known: str | None) -> Iterator[Finding]:
    path = settings.keys / NAME
    if known is None and not path.exists():
        yield Finding(Level.WARNING, "keys", "There is no key yet.", "The first start makes it: otklik run")
        return
    try:
        installation_secret(settings.keys, known)
    except KeyFileRefused as refused:
        yield Finding(Level.ERROR, "keys", refused.sentence)
        return
    except OSError as trouble:
        yield Finding(Level.ERROR, "keys", f"{path} cannot be read: {trouble.strerror}.", "Give this user the right.")
        return
    place = _place(settings)
    if isinstance(place, SqliteFile) and settings.keys.resolve().is_relative_to(place.path.resolve().parent):
        sentence = "The keys lie in the folder of the database: a copy of that folder is a copy of both."
        yield Finding(Level.WARNING, "keys", sentence, "Set OTKLIK_KEYS elsewhere, and keep their copy apart.")
    else:
        yield _ok("keys", "Readable by you alone, and apart from the database.")


def _place(settings: Settings) -> SqliteFile | PostgresServer | None:
    try:
        return database(settings.database_url)
    except ValueError:
        return None


def _ok(subject: str, sentence: str) -> Finding:
    return Finding(Level.OK, subject, sentence)
