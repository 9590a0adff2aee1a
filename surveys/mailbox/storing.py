"""What storage is asked about letters."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from surveys.mailbox.letters import Arrived, Thread


class Mailbox(Protocol):
    def let_in(self, letters: Iterable[Arrived], day: date) -> None:
        """The letters of a day, in the order given, which is random. A thread that is written to is new again."""
        ...

    def threads(self) -> list[Thread]:
        """With all letters; new ones first, within a standing by digest: nothing of an order of arrival."""
        ...

    def thread(self, digest: bytes) -> Thread | None: ...

    def answer(self, digest: bytes, text: str, day: date) -> None:
        """A letter of the desk. Raises NotFound."""
        ...

    def close(self, digest: bytes) -> None: ...
