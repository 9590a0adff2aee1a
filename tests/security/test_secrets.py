"""Row 13: keys stay in their file, out of every repr, database and backup, and a key open to others is refused."""

import dataclasses
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot.installation import open_installation
from bot.key_files import NAME, KeyFileRefused, installation_secret
from bot.settings import Settings
from storage.backups import backup
from surveys.screens import Exhibit
from tests.security.town import TOKEN, Town

PASSWORD = "p4ssw0rd-of-the-database"


def test_no_repr_of_settings_shows_the_token_or_the_databases_password() -> None:
    url = f"postgresql://otklik:{PASSWORD}@localhost/otklik"
    settings = Settings(_env_file=None, bot_token=SecretStr(TOKEN), database_url=url)
    for shown in (repr(settings), str(settings), f"{settings!r:.4000}"):
        assert PASSWORD not in shown
        assert TOKEN not in shown


def test_a_refused_setting_is_not_quoted() -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(_env_file=None, database_url=f"mysql://otklik:{PASSWORD}@localhost/otklik")
    assert PASSWORD not in f"{refused.value} {refused.value!r}"


async def test_no_repr_of_an_installation_shows_its_secrets(town: Town) -> None:
    at = town.installation
    shown = repr(at)
    for name, value in ((field.name, getattr(at, field.name)) for field in dataclasses.fields(at)):
        if isinstance(value, bytes):
            assert repr(value) not in shown, name
    assert TOKEN not in shown


def test_no_repr_of_an_exhibit_shows_its_content() -> None:
    assert "CANARY" not in repr(Exhibit("otklik.json", "application/json", b"CANARY"))


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_is_refused_in_one_sentence(tmp_path: Path, mode: int) -> None:
    installation_secret(tmp_path)
    (tmp_path / NAME).chmod(mode)
    with pytest.raises(KeyFileRefused) as refused:
        installation_secret(tmp_path)
    assert "chmod 600" in refused.value.sentence
    assert "\n" not in refused.value.sentence


def test_a_folder_of_keys_that_others_can_write_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    installation_secret(folder)
    folder.chmod(0o777)
    with pytest.raises(KeyFileRefused) as refused:
        installation_secret(folder)
    assert "chmod 700" in refused.value.sentence


async def test_an_installation_does_not_open_with_a_key_that_others_can_read(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    installation_secret(keys)
    (keys / NAME).chmod(0o644)
    with pytest.raises(KeyFileRefused):
        async with open_installation(Settings(_env_file=None, keys=keys, database_url=f"sqlite:///{tmp_path}/o.db")):
            pass


async def test_neither_the_database_nor_a_backup_holds_a_key_or_the_token(town: Town, tmp_path: Path) -> None:
    await town.citizen().starts(town.link("k1"))
    await backup(town.installation.settings.database_url, tmp_path / "copy.zip")
    root = (town.installation.settings.keys / NAME).read_bytes()
    secrets = (root, town.installation.secret, town.installation.payload_secret, TOKEN.encode())
    forms = [form for secret in secrets for form in (secret, secret.hex().encode())]
    files = written_beside_the_key(tmp_path)
    assert any(path.name == "copy.zip" for path in files)
    for path in files:
        content = path.read_bytes()
        assert not [form for form in forms if form in content], path.name
    stored = repr(town.rows())
    assert not [secret for secret in secrets if repr(secret) in stored or secret.hex() in stored]


def written_beside_the_key(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.name != NAME]
