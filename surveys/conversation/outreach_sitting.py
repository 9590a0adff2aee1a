"""One thing that somebody does at the campaign desk, with everything it needs; and how such a deed is declared."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from surveys.campaigns.outreach import Outreach
from surveys.chance import Chance
from surveys.conversation.deeds import DESK, Deed
from surveys.conversation.incoming import Incoming, Outcome, Policy
from surveys.conversation.outreach_watching import unwatched
from surveys.errors import NotFound
from surveys.people import Person
from surveys.screens import Reply, Screen
from surveys.work import Work

CODE = 8
"""Signs of an outreach's code, which travels in every button."""


@dataclass(frozen=True, slots=True)
class Sitting:
    work: Work
    incoming: Incoming
    person: Person
    now: datetime
    policy: Policy
    chance: Chance

    @property
    def language(self) -> str:
        return self.person.language or self.incoming.language

    def outreach(self, code: str) -> Outreach:
        """Locked until the end of the work. Raises NotFound."""
        found = self.work.outreaches.find(code)
        if found is None:
            raise NotFound("outreach", code)
        return found

    def drawn(self, screen: Screen) -> Outcome:
        return Outcome(Reply(screen, afresh=not self.incoming.placement), screen.language)


Doing = Callable[[Sitting, tuple[str, ...]], Outcome]


def at_desk(policy: Policy, chance: Chance, doing: Doing, *, instead: str = "") -> Deed:
    """A deed of coordinators. Done again it leaves things as once would, unless something is shown `instead`.

    Whatever is drawn over a progress that somebody watches ends the watching, or the next figures would be drawn over
    what is read there now.
    """

    def done(work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        unwatched(work, incoming.address, incoming.placement)
        return doing(Sitting(work, incoming, person, now, policy, chance), args)

    return Deed(done, DESK, shows=not instead, instead=instead)
