"""Message texts as Telegram's server reads them: markup, cleaning, entities, limits and its words of refusal."""

from bot.emulator.text.formatting import clean_incoming, format_text
from bot.emulator.text.values import FormattedText, TextRefused

__all__ = ["FormattedText", "TextRefused", "clean_incoming", "format_text"]
