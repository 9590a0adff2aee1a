"""Noticing that Telegram is away: then nothing more is thrown after what it did not take.

Messages are looked at in the order in which they left. In the order in which they come back a lost connection, which is
known at once, stands before all that left earlier and is taken within seconds: on a slow network three of them among
dozens of good ones would look like an outage again and again (seen: a tenth of the connections lost, two to five
seconds for each message; three messages a second went out where thirty could have).
"""

IN_A_ROW = 3
"""Messages that left one after another and were not taken: then Telegram counts as away, until one that left later is
taken."""


class Outages:
    def __init__(self) -> None:
        self._left = 0
        self._taken = -1
        self._failed: set[int] = set()
        self.away = False

    def leaves(self) -> int:
        """The number of a message that leaves now."""
        self._left += 1
        return self._left

    def taken(self, number: int) -> None:
        """An answer, of whatever kind: Telegram is there."""
        if number <= self._taken:
            return
        self._taken = number
        self._failed = {each for each in self._failed if each > number}
        self.away = self.away and self._in_a_row()

    def failed(self, number: int) -> None:
        """Perhaps or certainly not taken."""
        if number <= self._taken or self.away:
            return
        self._failed.add(number)
        self.away = self._in_a_row()

    def _in_a_row(self) -> bool:
        return any(self._failed.issuperset(range(each, each + IN_A_ROW)) for each in self._failed)
