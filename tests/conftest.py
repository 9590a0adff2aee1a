"""What holds for every test."""

import pytest

from tests.requests_linted import MARK, requests_are_documented, witness

__all__ = ["requests_are_documented", "witness"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the recorded runs anew instead of comparing them")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"{MARK}: sends the emulator what no Bot API documents, on purpose")
