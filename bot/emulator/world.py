"""The account and its people, replaced together when the emulator is reset."""

import json
from typing import Any

from bot.emulator.account import Account
from bot.emulator.calls import call
from bot.emulator.options import Options
from bot.emulator.parameters import Parameters
from bot.emulator.people import People
from bot.emulator.refusals import Refused


class World:
    """What the HTTP paths look at; always ask it anew, a reset puts a new account there."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._begin()

    async def reset(self) -> None:
        """Forgets everything: people, messages, updates, webhook, faults, journal, the moved clock."""
        await self.close()
        self._begin()

    async def close(self) -> None:
        self.account.polling.interrupt(Refused(500, "Internal Server Error: restart"))
        await self.account.webhook.close()

    def _begin(self) -> None:
        self.account = Account(self._options)
        self.people = People(self.account)
        self.account.webhook.call = self._call_back

    async def _call_back(self, name: str, body: dict[str, Any]) -> None:
        values = {key: value if isinstance(value, str) else json.dumps(value) for key, value in body.items()}
        await call(self.account, name, Parameters(values))
