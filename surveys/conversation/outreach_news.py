"""What coordinators are told because nobody pressed anything: a planned launch that was held, a draft that came due.

It is read from the trail, from the last entry that was told on: so a restart loses nothing, and at worst tells a thing
a second time.
"""

from surveys.address import Address
from surveys.campaigns.due import CAME_AGAIN, HELD
from surveys.campaigns.extra_proposals import PROPOSED, proposal_of
from surveys.campaigns.guards import Lack
from surveys.campaigns.outreach import Outreach
from surveys.conversation.climate_pages import listed
from surveys.conversation.deeds import ADMIN, COORDINATOR
from surveys.conversation.outreach_proposals import OPEN, proposal_page
from surveys.conversation.outreach_words import opens
from surveys.conversation.pages import option
from surveys.people import Person
from surveys.screens import Emphasis, Phrase, Screen, Span, Tone, Words
from surveys.texts import spoken
from surveys.trail import Entry
from surveys.work import Work

NOTE = "outreach_news_told"
"""The number of the last entry of the trail that was told or is nothing to tell."""
NEWEST = 500
"""Entries looked at: more do not gather between two looks."""
ACTS = frozenset({HELD, CAME_AGAIN, PROPOSED})


def untold(work: Work) -> list[Entry]:
    """The oldest first."""
    last = int(work.notes.get(NOTE) or 0)
    return [each for each in work.trail.entries(NEWEST) if each.number > last and each.act in ACTS]


def told(work: Work, entries: list[Entry]) -> None:
    last = max((each.number for each in entries), default=0)
    if last > int(work.notes.get(NOTE) or 0):
        work.notes.put(NOTE, str(last))


def notices(work: Work, entries: list[Entry]) -> list[tuple[Address, Screen]]:
    """For every coordinator who can be reached; where there is none, for the administrators."""
    people = work.roles.persons_with(COORDINATOR) or work.roles.persons_with(ADMIN)
    found = []
    for entry in entries:
        if entry.act == PROPOSED:
            found += [(each.address, _proposed(work, entry, each)) for each in people if each.unreachable_since is None]
            continue
        outreach = work.outreaches.find(str(entry.facts["outreach"]))
        if outreach is not None:
            found += [
                (each.address, _notice(outreach, entry, each)) for each in people if each.unreachable_since is None
            ]
    return found


def held_page(outreach: Outreach, lacks: tuple[Lack, ...], language: str) -> Screen:
    lines: list[Words] = [Phrase("outreach.line", {"words": lack.said}) for lack in lacks]
    return Screen(
        spoken(language),
        (
            (Span(outreach.title, Emphasis.STRONG),),
            (Span(Phrase("outreach.held")), Span("\n"), *listed(lines)),
        ),
        controls=(option("outreach.to_draft", "oc", outreach.code, tone=Tone.PRIMARY),),
    )


def _proposed(work: Work, entry: Entry, person: Person) -> Screen:
    opens_it = option("outreach.extra_open", OPEN, str(entry.number), tone=Tone.PRIMARY)
    return proposal_page(work, proposal_of(entry), person.language, (opens_it,))


def _notice(outreach: Outreach, entry: Entry, person: Person) -> Screen:
    if entry.act == HELD:
        named = str(entry.facts["lacks"]).split()
        return held_page(outreach, tuple(lack for lack in Lack if lack.value in named), person.language)
    return Screen(
        spoken(person.language),
        (
            (Span(outreach.title, Emphasis.STRONG),),
            (Span(Phrase("outreach.came_again", {"at": opens(outreach)})),),
        ),
        controls=(option("outreach.to_draft", "oc", outreach.code, tone=Tone.PRIMARY),),
    )
