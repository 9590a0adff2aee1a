"""Pages that somebody reads about themselves, drawn in a *reading* work: no receipt, no row, no line of a log.

Who looks up what is stored about them, or how the promise is kept, is uneasy; that is nobody's business. Only who is
unknown yet goes the usual way, which enters them.
"""

from collections.abc import Mapping
from datetime import datetime

from surveys.conversation.deeds import Deed, allowed
from surveys.conversation.incoming import Incoming, Outcome
from surveys.screens import Action
from surveys.work import Work


class Looking:
    """`taps` and `commands` are deeds that only read, by verb and by name."""

    def __init__(self, taps: Mapping[str, Deed], commands: Mapping[str, Deed]) -> None:
        self._taps = taps
        self._commands = commands

    def tap(self, action: Action) -> bool:
        return action.verb in self._taps

    def command(self, name: str) -> bool:
        return name in self._commands

    def tapped(self, work: Work, incoming: Incoming, action: Action, now: datetime) -> Outcome | None:
        return self._done(work, incoming, self._taps.get(action.verb), action.args, now)

    def commanded(self, work: Work, incoming: Incoming, command: str, rest: str, now: datetime) -> Outcome | None:
        return self._done(work, incoming, self._commands.get(command), (rest,), now)

    def _done(
        self, work: Work, incoming: Incoming, deed: Deed | None, args: tuple[str, ...], now: datetime
    ) -> Outcome | None:
        person = work.people.find(incoming.address)
        if deed is None or person is None or not allowed(work, person, deed.roles):
            return None
        return deed.doing(work, incoming, person, args, now)
