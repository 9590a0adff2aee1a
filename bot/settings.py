"""Settings of an installation, read from OTKLIK_* variables and `.env`.

A half configuration is refused with a sentence that says what to set.

SettingsRefused
"""

from datetime import timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsRefused(Exception):
    """The configuration cannot be used. `sentences` say what to set, one each; no value of a secret is in them."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("; ".join(sentences))
        self.sentences = sentences


class Settings(BaseSettings):
    """Every field is described, and `.env.example` is kept equal to this class by a test."""

    model_config = SettingsConfigDict(
        env_prefix="OTKLIK_", env_file=".env", extra="ignore", frozen=True, hide_input_in_errors=True
    )

    bot_token: SecretStr | None = Field(None, description="the token @BotFather gave you, e.g. 123456789:AA...")
    telegram_api: str = Field("https://api.telegram.org", description="the Bot API server; the demo sets its own")
    database_url: str = Field(
        "sqlite:///var/otklik.db",
        description="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE",
        repr=False,  # it may hold a password
    )
    keys: Path = Field(
        Path("var/keys"), description="folder for keys, outside the database and its backups, readable by you alone"
    )
    timezone: str = Field("Europe/Moscow", description="the administration's time zone, an IANA name")
    administration: str = Field("Администрация города", description="the name on posters and in greetings")
    appeals_url: str = Field(
        "https://www.gosuslugi.ru",
        description="where a citizen lodges an official appeal (59-ФЗ), because a message here is not one",
    )
    visit_window: float = Field(4.0, gt=0, le=168, description="hours in which one person rates one point once")
    visit_rule: Literal["replace", "refuse"] = Field(
        "replace", description="a second rating within the window replaces the first one, or is refused"
    )
    session_days: float = Field(7.0, gt=0, description="days after which an unfinished survey expires")
    rate: float = Field(
        30.0, gt=0, le=30, description="messages a second that Telegram takes; campaigns get what answers leave of it"
    )
    paid_rate: float = Field(
        0.0, ge=0, le=1000, description="messages a second of campaigns that you pay Telegram for in Stars; 0 for none"
    )
    poll_seconds: int = Field(50, ge=1, le=50, description="how long Telegram may hold a poll open")
    drain_seconds: float = Field(20.0, gt=0, description="how long a stop waits for work in hand")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="the least level written")
    log_json: bool = Field(False, description="one JSON object a line instead of text for people")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as unknown:
            raise ValueError("is not an IANA time zone such as Europe/Moscow or Asia/Omsk") from unknown
        return name

    @field_validator("telegram_api", "appeals_url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
            raise ValueError("must be an address such as https://api.telegram.org")
        return url.rstrip("/") if url.count("/") == 3 else url

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if urlsplit(url).scheme.split("+")[0] not in ("sqlite", "postgresql", "postgres"):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return url

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def visit_time(self) -> timedelta:
        return timedelta(hours=self.visit_window)

    @property
    def session_time(self) -> timedelta:
        return timedelta(days=self.session_days)

    @property
    def campaign_rate(self) -> float:
        """Messages a second that campaigns may send."""
        return self.paid_rate or self.rate

    def token(self) -> str:
        """The bot token. Raises SettingsRefused when it is missing or cannot be one."""
        if self.bot_token is None or not self.bot_token.get_secret_value():
            raise SettingsRefused(
                [
                    "OTKLIK_BOT_TOKEN is not set: ask @BotFather for a token and put it into .env, "
                    "or try `otklik demo`, which needs none."
                ]
            )
        token = self.bot_token.get_secret_value()
        number, _, rest = token.partition(":")
        if not number.isdigit() or len(rest) < 8:
            raise SettingsRefused(["OTKLIK_BOT_TOKEN does not look like a token (123456789:AA...): copy it whole."])
        return token


def read_settings() -> Settings:
    """Settings of the environment. Raises SettingsRefused with one sentence for each wrong variable."""
    try:
        return Settings()
    except ValidationError as refused:
        raise SettingsRefused([_sentence(error) for error in refused.errors(include_input=False)]) from None


def _sentence(error: object) -> str:
    assert isinstance(error, dict)
    name = "OTKLIK_" + "_".join(str(part) for part in error["loc"]).upper()
    return f"{name} {str(error['msg']).removeprefix('Value error, ')}."
