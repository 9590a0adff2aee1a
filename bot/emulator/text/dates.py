"""Dates inside a text (`<tg-time>`), shown to each reader in their own time zone."""

from bot.emulator.text.values import unparsable


def stored_format(written: str) -> str | None:
    """The format as Telegram tells it back, or None when it is none.

    "r" alone means "in 5 minutes"; otherwise w, d or D, t or T in any order, the first of a kind winning.
    """
    if written in ("r", "R"):
        return "r"
    if not set(written) <= set("wWdDtT"):
        return None
    weekday = "w" if set(written) & set("wW") else ""
    return weekday + _first(written, "dD") + _first(written, "tT")


def required_format(written: str) -> str:
    """The same for a tag, where a wrong format refuses the whole text."""
    stored = stored_format(written)
    if stored is None:
        raise unparsable("Invalid date format used")
    return stored


def _first(written: str, kinds: str) -> str:
    return next((character for character in written if character in kinds), "")
