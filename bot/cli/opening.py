"""What a command needs of an installation, so that the command does not compose one."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import tzinfo
from typing import Protocol

from surveys.work import Works


class NamedSettings(Protocol):
    @property
    def administration(self) -> str:
        """Its name on posters."""
        ...

    @property
    def zone(self) -> tzinfo: ...


class Installed(Protocol):
    @property
    def works(self) -> Works: ...
    @property
    def secret(self) -> bytes: ...
    @property
    def bot_name(self) -> str:
        """With or without "@"; "" while the bot has not been asked for it."""
        ...

    @property
    def settings(self) -> NamedSettings: ...


Opening = Callable[[], AbstractAsyncContextManager[Installed]]
