"""A town hall of its own for every test, with logging as it was."""

from tests.security.conftest import logging_as_before

__all__ = ["logging_as_before"]
