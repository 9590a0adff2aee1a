"""A city on a real database of each kind."""

import pytest

from storage.opening import Storage
from tests.asking.city import City
from tests.storage.conftest import postgres_url, server_database, sqlite_url, storage, template, url

__all__ = ["postgres_url", "server_database", "sqlite_url", "storage", "template", "url"]


@pytest.fixture
def city(storage: Storage) -> City:
    return City(storage)
