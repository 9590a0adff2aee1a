"""Message texts as Telegram's server reads them: markup, cleaning, entities, limits, words of refusal."""

from bot.emulator.text.formatting import CAPTION_LIMIT, MESSAGE_LIMIT, clean_incoming, format_text
from bot.emulator.text.values import FormattedText, TextRefused

__all__ = ["CAPTION_LIMIT", "MESSAGE_LIMIT", "FormattedText", "TextRefused", "clean_incoming", "format_text"]
