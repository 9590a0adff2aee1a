"""Whether the keys of anonymous surveys are where they belong, and nowhere else: for `otklik doctor`."""

import resource
from collections.abc import Iterator
from pathlib import Path

from bot.campaign_keys import FileKeys
from bot.findings import Finding, Level
from bot.key_files import KeyFileRefused
from storage.urls import PostgresServer, SqliteFile
from surveys.anonymity.draw import keyless
from surveys.anonymity.holding import key_lost
from surveys.errors import Unavailable
from surveys.mailbox.letters import STANDING
from surveys.work import Work

KEYS, MEMORY = "campaign keys", "memory"
SWAPS = Path("/proc/swaps")
BLOCKS = Path("/sys/block")


def examined_keys(work: Work, folder: Path) -> list[Finding]:
    """Nothing where no anonymous survey can be held: there are neither units nor surveys."""
    campaigns = work.campaigns.all()
    if not campaigns and not work.staff.units():
        return []
    keys = FileKeys(folder)
    try:
        keys.check()
        found = list(_of_running(work, keys)) + list(_of_nothing(work, keys))
    except KeyFileRefused as refused:
        return [Finding(Level.ERROR, KEYS, refused.sentence)]
    except (Unavailable, OSError):
        return [Finding(Level.ERROR, KEYS, f"{folder} cannot be read.", "Mount it, or give this user the right.")]
    running = len(work.campaigns.running())
    return found or [_fine(KEYS, f"Readable by you alone. Anonymous surveys running: {running}, each with its keys.")]


def examined_memory(folder: Path, place: SqliteFile | PostgresServer | None) -> Iterator[Finding]:
    """Where a copy of a key could come to lie without anybody wanting it."""
    bare = [device for device in _swaps() if not _sealed(device)]
    if bare:
        sentence = f"Swap is not encrypted ({', '.join(bare)}): keys in memory may be written there."
        yield Finding(Level.WARNING, MEMORY, sentence, "Run `swapoff -a`, or encrypt it.")
    if resource.getrlimit(resource.RLIMIT_CORE)[0] == 0:
        yield _fine(MEMORY, "Core dumps are off.")
    else:
        yield _fine(MEMORY, "Core dumps are on here, but the bot turns them off for itself when it starts.")
    if isinstance(place, SqliteFile) and _one_file_system(folder, place.path.parent):
        sentence = "Keys and database are on one file system: a snapshot of it is a copy of both."
        yield Finding(Level.WARNING, KEYS, sentence, "See docs/anonymity-operations.md.")


def _of_running(work: Work, keys: FileKeys) -> Iterator[Finding]:
    for campaign in work.campaigns.running():
        if key_lost(keys, campaign):
            sentence = f"The key of the running survey {campaign.code} is missing."
            remedy = "If its folder is only not mounted, mount it before the next start, which closes the survey."
            yield Finding(Level.ERROR, KEYS, sentence, remedy)
        elif any(keyless(work.pools, keys, pool) for pool in work.pools.pools(campaign.code)):
            sentence = f"Answers of the running survey {campaign.code} wait under keys that are missing."
            remedy = "If they are only not mounted, mount them before the next start, which gives the answers up."
            yield Finding(Level.ERROR, KEYS, sentence, remedy)


def _of_nothing(work: Work, keys: FileKeys) -> Iterator[Finding]:
    """Keys that should not be there."""
    known = {campaign.code: campaign for campaign in work.campaigns.all()}
    for code in sorted(keys.codes() - {STANDING}):
        if code not in known:
            sentence = f"There are keys of a survey {code} that this database does not know."
            remedy = "Restore the database that knows it, or remove the folder: nothing else destroys these keys."
            yield Finding(Level.WARNING, KEYS, sentence, remedy)
        elif not known[code].running:
            sentence = f"The survey {code} is closed and its keys are still there."
            yield Finding(Level.WARNING, KEYS, sentence, "The next start of the bot destroys them.")


def _swaps() -> list[str]:
    try:
        rows = SWAPS.read_text().splitlines()[1:]
    except OSError:
        return []
    return [row.split()[0] for row in rows if row.strip()]


def _sealed(device: str) -> bool:
    """In memory only (zram), or under dm-crypt. A swap file is sealed where its disk is, which cannot be seen here."""
    name = Path(device).resolve().name
    if name.startswith("zram"):
        return True
    try:
        return (BLOCKS / name / "dm" / "uuid").read_text().startswith("CRYPT-")
    except OSError:
        return False


def _one_file_system(folder: Path, other: Path) -> bool:
    try:
        return folder.stat().st_dev == other.stat().st_dev
    except OSError:
        return False


def _fine(subject: str, sentence: str) -> Finding:
    return Finding(Level.OK, subject, sentence)
