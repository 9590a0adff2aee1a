"""Settings of an installation: described, refused in sentences, and silent about secrets."""

from pathlib import Path

import pytest
from pydantic import SecretStr
from pydantic_core import PydanticUndefined

import bot
from bot.settings import Settings, SettingsRefused, read_settings

EXAMPLE = Path(bot.__file__).parent.parent / ".env.example"
HEAD = """\
# Settings of an installation. Copy this file to .env and change what differs: a line with # shows a default.
# Kept equal to bot/settings.py by tests/bot/test_settings.py; `python -m tests.bot.test_settings` writes it anew.
"""
SECRET = "123456789:AAsecretsecretsecretsecret"


def example() -> str:
    """What `.env.example` must hold: every variable with what it means and its default."""
    parts = [HEAD]
    for name, field in Settings.model_fields.items():
        assert field.default is not PydanticUndefined, name
        value = "" if field.default is None else str(field.default)
        value = value.lower() if field.annotation is bool else value
        mark = "" if field.default is None else "#"
        parts.append(f"# {field.description}\n{mark}OTKLIK_{name.upper()}={value}\n")
    return "\n".join(parts)


def test_the_example_has_every_variable_with_its_default_and_meaning() -> None:
    assert EXAMPLE.read_text() == example()


def test_the_defaults_of_the_example_are_a_configuration_that_lacks_only_the_token(tmp_path: Path) -> None:
    spelt_out = tmp_path / "env"
    spelt_out.write_text(EXAMPLE.read_text().replace("#OTKLIK_", "OTKLIK_"))
    settings = Settings(_env_file=spelt_out)  # type: ignore[call-arg]  # pydantic-settings adds this argument
    plain = Settings(_env_file=None)  # type: ignore[call-arg]
    assert settings.model_dump(exclude={"bot_token"}) == plain.model_dump(exclude={"bot_token"})
    with pytest.raises(SettingsRefused) as refused:
        settings.token()
    assert "OTKLIK_BOT_TOKEN is not set" in refused.value.sentences[0]


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("TIMEZONE", "Moscow", "IANA time zone such as Europe/Moscow"),
        ("TELEGRAM_API", "api.telegram.org", "must be an address such as https://api.telegram.org"),
        ("APPEALS_URL", "gosuslugi", "must be an address"),
        ("DATABASE_URL", "mysql://x", "must begin with sqlite:/// or postgresql://"),
        ("VISIT_WINDOW", "0", "greater than 0"),
        ("VISIT_RULE", "maybe", "'replace' or 'refuse'"),
        ("SESSION_DAYS", "soon", "valid number"),
        ("POLL_SECONDS", "90", "less than or equal to 50"),
        ("LOG_LEVEL", "loud", "'debug', 'info', 'warning' or 'error'"),
    ],
)
def test_a_wrong_value_is_refused_with_what_to_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str, value: str, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"OTKLIK_{variable}", value)
    with pytest.raises(SettingsRefused) as refused:
        read_settings()
    assert len(refused.value.sentences) == 1
    assert refused.value.sentences[0].startswith(f"OTKLIK_{variable} ")
    assert says in refused.value.sentences[0]


def test_every_wrong_variable_has_its_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OTKLIK_TIMEZONE", "Moscow")
    monkeypatch.setenv("OTKLIK_VISIT_WINDOW", "-1")
    with pytest.raises(SettingsRefused) as refused:
        read_settings()
    assert {sentence.split()[0] for sentence in refused.value.sentences} == {"OTKLIK_TIMEZONE", "OTKLIK_VISIT_WINDOW"}


@pytest.mark.parametrize("token", ["", "abc", "123456789", "123456789:short"])
def test_what_cannot_be_a_token_is_refused_without_repeating_it(token: str) -> None:
    settings = Settings(bot_token=SecretStr(token), _env_file=None)  # type: ignore[call-arg]
    with pytest.raises(SettingsRefused) as refused:
        settings.token()
    assert refused.value.sentences[0].startswith("OTKLIK_BOT_TOKEN ")
    assert not token or token not in refused.value.sentences[0].replace("123456789:AA...", "")


def test_a_secret_is_in_no_text_of_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OTKLIK_BOT_TOKEN", SECRET)
    settings = read_settings()
    assert settings.token() == SECRET
    for said in (repr(settings), str(settings), repr(settings.model_dump()), settings.model_dump_json()):
        assert "secret" not in said
    monkeypatch.setenv("OTKLIK_TIMEZONE", "Moscow")
    with pytest.raises(SettingsRefused) as refused:
        read_settings()
    assert "secret" not in str(refused.value)


def test_a_password_in_the_database_address_is_in_no_text_of_the_settings() -> None:
    settings = Settings(database_url="postgresql://otklik:hunter2@db/otklik", _env_file=None)  # type: ignore[call-arg]
    for said in (repr(settings), str(settings)):
        assert "hunter2" not in said


if __name__ == "__main__":
    EXAMPLE.write_text(example())
