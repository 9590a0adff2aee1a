"""Entities a bot gives itself instead of a parse_mode."""

from typing import Any

from bot.emulator.text.entities import CHOSEN_BY_AUTHOR, Entity
from bot.emulator.text.linked import linked_or_refused
