"""The head of the trail, published once a day: who rewrites the whole chain afterwards no longer has it.

A head is worth as much as the places it was told to: the process's log leaves the machine with the other logs,
administrators see it in the chat. The note beside the chain only finds who forgets it.
"""

import json
from dataclasses import dataclass
from datetime import date

from surveys.trail import START, Broken, verified
from surveys.work import Work

NOTE = "trail_head"


@dataclass(frozen=True, slots=True)
class Head:
    number: int
    """0 for an empty trail."""
    digest: bytes

    @property
    def said(self) -> str:
        """As people and logs are told: "12:9f3c…", which `read_head` takes."""
        return f"{self.number}:{self.digest.hex()}"


def read_head(said: str) -> Head | None:
    """None for what is no head."""
    number, _, digest = said.strip().partition(":")
    try:
        head = Head(int(number), bytes.fromhex(digest))
    except ValueError:
        return None
    return head if len(head.digest) == len(START) and head.number >= 0 else None


def head_of(work: Work) -> Head:
    newest = work.trail.entries(newest=1)
    return Head(newest[-1].number, newest[-1].digest) if newest else Head(0, START)


def published(work: Work) -> Head | None:
    """The head of the last day that had one."""
    stored = json.loads(work.notes.get(NOTE) or "{}")
    return read_head(stored.get("head", ""))


def checked(work: Work, *more: Head) -> Broken | None:
    """The chain against itself, against the head published last and against those kept elsewhere."""
    entries = work.trail.entries()
    heads = [head for head in (published(work), *more) if head is not None]
    found = [verified(entries, (head.number, head.digest)) for head in heads] or [verified(entries)]
    broken = [each for each in found if each is not None]
    return min(broken, key=lambda each: each.number) if broken else None


def publish(work: Work, day: date) -> Head | Broken | None:
    """The head of the day, remembered; None where the day has one, or nothing was ever done.

    A broken chain has none: the last good one stays.
    """
    stored = json.loads(work.notes.get(NOTE) or "{}")
    if stored.get("day") == day.isoformat():
        return None
    broken, head = checked(work), head_of(work)
    if broken is None and not head.number:
        return None
    kept = head if broken is None else published(work)
    work.notes.put(NOTE, json.dumps({"day": day.isoformat(), "head": kept.said if kept else ""}))
    return broken or head
