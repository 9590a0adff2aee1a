"""The demo's installation: a folder of its own, and nothing of a real one."""

from pathlib import Path

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from bot.demo.city import NAME
from bot.settings import Settings

FOLDER = Path("var/demo")
TOKEN = "4242:emulated-telegram"  # noqa: S105 - the emulated Telegram's only bot
STOPS_WITHIN = 1.2
"""Seconds a stop waits for work in hand: nobody's answers are at stake, and Ctrl-C should feel like one."""


class DemoSettings(Settings):
    """Only what is said here: neither the environment nor `.env` of a real installation reaches the demo."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


def demo_settings(folder: Path = FOLDER, telegram_api: str = "http://127.0.0.1:1") -> Settings:
    """`telegram_api` is where the emulated Telegram listens; commands that only read need none."""
    return DemoSettings(
        bot_token=TOKEN,
        telegram_api=telegram_api,
        database_url=f"sqlite:///{database_file(folder)}",
        keys=folder / "keys",
        administration=NAME,
        drain_seconds=STOPS_WITHIN,
        log_level="warning",
    )


def database_file(folder: Path) -> Path:
    return folder / "otklik.db"
