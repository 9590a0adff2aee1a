"""The trail of privileged acts in words, for administrators, with the head that a copy can be compared with."""

from dataclasses import replace

from surveys.conversation.deeds import ADMIN, GRANTED, Deed
from surveys.conversation.incoming import Incoming, Outcome, Policy
from surveys.conversation.own_rows import joined
from surveys.conversation.pages import page
from surveys.people import Person
from surveys.screens import Emphasis, Phrase, Reply, Screen, Span
from surveys.trail import Entry
from surveys.trail_head import checked, head_of
from surveys.work import Work

SHOWN = 20
"""Entries on the page, the newest first; `otklik trail` lists all."""
TOLD = ("campaign", "unit", "role", "asked_by", "confirmed_by", "count", "reason", "verb")
"""Facts that are shown, in this order; `otklik trail` shows all."""
OVERSEERS = frozenset({ADMIN})


class Overseeing:
    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def commands(self) -> dict[str, Deed]:
        shown = Deed(lambda work, incoming, person, *_: self.shown(work, incoming, person), OVERSEERS, shows=True)
        return {"trail": shown, "журнал": shown}

    def taps(self) -> dict[str, Deed]:
        return {"trail": self.commands()["trail"]}

    def shown(self, work: Work, incoming: Incoming, person: Person) -> Outcome:
        language = person.language or incoming.language
        lines: list[Span] = []
        for entry in reversed(work.trail.entries(newest=SHOWN)):
            lines += [Span("\n")] if lines else []
            lines.append(Span(self._said(entry)))
        head, broken = head_of(work), checked(work)
        state = Phrase("trail.broken", {"number": broken.number}) if broken else Phrase("trail.whole")
        about = page(
            language,
            Phrase("trail.intro" if lines else "trail.empty"),
            title=Phrase("trail.title"),
            footnote=Phrase("trail.how"),
        )
        told = (Span(Phrase("trail.head", {"number": head.number})), Span("\n"), Span(head.said, Emphasis.CODE))
        screen = _with(about, (tuple(lines), (Span(state),), told))
        return Outcome(Reply(screen, afresh=not incoming.placement), language)

    def _said(self, entry: Entry) -> Phrase:
        facts = [_fact(entry.facts[name]) for name in TOLD if entry.facts.get(name)]
        return Phrase(
            "trail.line_facts" if facts else "trail.line",
            {
                "number": entry.number,
                "time": entry.at.astimezone(self._policy.zone).strftime("%d.%m.%Y %H:%M"),
                "actor": Phrase("trail.somebody", {"person": entry.actor}) if entry.actor else Phrase("trail.program"),
                "act": in_words(entry.act),
                "facts": joined(facts),
            },
        )


def _fact(fact: str | int) -> str | Phrase:
    """Roles have names, everything else stands for itself."""
    return Phrase(f"trust.role.{fact}") if fact in GRANTED else str(fact)


def in_words(act: str) -> Phrase:
    """The act as people call it. An entry of a later release, after a return to this one, keeps its key."""
    return Phrase(f"trail.act.{act}")


def _with(screen: Screen, more: tuple[tuple[Span, ...], ...]) -> Screen:
    return replace(screen, paragraphs=(*screen.paragraphs, *(each for each in more if each)))
