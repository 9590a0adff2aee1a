"""Who has the progress of a campaign before their eyes: a short list that survives a restart.

Of each message there is one entry, made when the progress is drawn there and taken away when anything else is. Nobody
watches for ever, and only so many messages are kept: each is redrawn every few seconds.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from surveys.address import Address
from surveys.screens import Screen
from surveys.work import Work

NOTE = "watched_campaigns"
MOST = 20
"""Messages of all coordinators together; the newest stay."""
LONGEST = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Watch:
    channel: str
    key: str
    placement: str
    outreach: str
    language: str
    since: str
    began: str = ""
    """The fingerprint of what was drawn there when it began."""

    @property
    def address(self) -> Address:
        return Address(self.channel, self.key)


def watches(work: Work) -> list[Watch]:
    """The oldest first."""
    written = work.notes.get(NOTE)
    return [Watch(**each) for each in json.loads(written)] if written else []


def watch(work: Work, address: Address, placement: str, outreach: str, drawn: Screen, now: datetime) -> None:
    """From now on; where the message is not known yet nothing is."""
    if not placement:
        return
    others = [each for each in watches(work) if not _there(each, address, placement)]
    began = fingerprint(drawn)
    new = Watch(address.channel, address.key, placement, outreach, drawn.language, now.isoformat(), began)
    _keep(work, [*others, new][-MOST:])


def fingerprint(screen: Screen) -> str:
    """Equal for equal figures, whatever was said above them at that moment."""
    return blake2b(repr(replace(screen, notice=None)).encode(), digest_size=8).hexdigest()


def unwatched(work: Work, address: Address, placement: str) -> None:
    """Something else stands there now."""
    found = watches(work)
    left = [each for each in found if not _there(each, address, placement)]
    if len(left) < len(found):
        _keep(work, left)


def watched_there(work: Work, address: Address, placement: str) -> bool:
    return any(_there(each, address, placement) for each in watches(work))


def over(each: Watch, now: datetime) -> bool:
    return now - datetime.fromisoformat(each.since) >= LONGEST


def _there(each: Watch, address: Address, placement: str) -> bool:
    return each.address == address and each.placement == placement


def _keep(work: Work, left: list[Watch]) -> None:
    work.notes.put(NOTE, json.dumps([asdict(each) for each in left], ensure_ascii=False) if left else None)
