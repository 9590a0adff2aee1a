import pytest

from storage.urls import PostgresServer, SqliteFile, database


@pytest.mark.parametrize("driver", ["", "+aiosqlite", "+pysqlite"])
def test_a_sqlite_url_names_a_file_whatever_the_driver(driver: str) -> None:
    place = database(f"sqlite{driver}:///var/otklik.db")
    assert isinstance(place, SqliteFile)
    assert str(place.path) == "var/otklik.db"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+asyncpg"])
def test_a_postgres_url_is_opened_with_our_driver(scheme: str) -> None:
    place = database(f"{scheme}://me:pass@host:5/name")
    assert isinstance(place, PostgresServer)
    assert place.url.drivername == "postgresql+asyncpg"
    assert (place.url.password, place.url.port, place.url.database) == ("pass", 5, "name")


@pytest.mark.parametrize("url", ["mysql://me:secret@host/x", "sqlite://", "sqlite:///:memory:", "secret", ""])
def test_other_urls_are_refused_without_repeating_them(url: str) -> None:
    with pytest.raises(ValueError) as raised:
        database(url)
    assert "secret" not in str(raised.value)
