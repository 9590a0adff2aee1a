"""One installation opened: settings, database, secret, texts. What every command and the bot itself stand on."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.campaign_keys import FileKeys
from bot.code_version import code_version
from bot.crash_points import crash_at
from bot.key_files import derived, fingerprint, installation_secret
from bot.library import publish_library
from bot.settings import Settings, read_settings
from handlers import texts as handlers_texts
from storage.migrating import upgrade
from storage.opening import Storage, open_storage
from surveys.chance import Chance, Clock, SystemChance, SystemClock
from surveys.conversation.incoming import Policy
from surveys.points.visits import Rule
from surveys.texts import HERE as SURVEYS_TEXTS
from surveys.texts import Texts

BOT_NAME = "bot_name"
"""The note that keeps the bot's public name, which posters need and only Telegram tells."""

KEY = "key"
"""The note that keeps the fingerprint of the secret this database is used with."""


@dataclass(frozen=True, slots=True)
class Installation:
    """`secret` signs the links of points; `payload_secret` signs buttons; `keys` are those of anonymous surveys."""

    settings: Settings
    works: Storage
    secret: bytes = field(repr=False)
    payload_secret: bytes = field(repr=False)
    keys: FileKeys = field(repr=False)
    texts: Texts
    clock: Clock
    chance: Chance
    bot_name: str

    @property
    def policy(self) -> Policy:
        return Policy(
            administration=self.settings.administration,
            appeals_url=self.settings.appeals_url,
            visit_window=self.settings.visit_time,
            visit_rule=Rule(self.settings.visit_rule),
            session_time=self.settings.session_time,
            zone=self.settings.zone,
            a_second=self.settings.campaign_rate,
            code_version=code_version(),
        )


@asynccontextmanager
async def open_installation(
    settings: Settings | None = None,
    *,
    exclusive: bool = False,
    clock: Clock | None = None,
    chance: Chance | None = None,
    at: Callable[[str], None] | None = None,
) -> AsyncIterator[Installation]:
    """Bring the tables up to date, publish the shipped questionnaires and open everything.

    `exclusive` is the bot's own way in: a second one is refused. Raises SettingsRefused, KeyFileRefused, Unavailable
    and OSError (a folder that cannot be written), each with enough to say what to do.
    """
    settings = settings or read_settings()
    clock = clock or SystemClock()
    await upgrade(settings.database_url)
    async with open_storage(settings.database_url, clock=clock, exclusive=exclusive, at=at or crash_at) as works:
        known = await works.read(lambda work: work.notes.get(KEY))
        secret = installation_secret(settings.keys, known)
        if known is None:
            await works.write(lambda work: work.notes.put(KEY, fingerprint(secret)))
        keys = FileKeys(settings.keys)
        keys.check()
        now = clock.now()
        await works.write(lambda work: publish_library(work, now))
        name = await works.read(lambda work: work.notes.get(BOT_NAME))
        yield Installation(
            settings=settings,
            works=works,
            secret=derived(secret, "points"),
            payload_secret=derived(secret, "payloads"),
            keys=keys,
            texts=Texts((SURVEYS_TEXTS, Path(handlers_texts.__path__[0]))),
            clock=clock,
            chance=chance or SystemChance(),
            bot_name=name or "",
        )
