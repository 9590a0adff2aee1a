"""Noticing that Telegram holds messages up, before it says so.

Telegram lets a bot that is a little too fast wait inside its servers, up to eight seconds, and answers late
(telegram.md 2.9). Whoever then keeps exactly to the allowed rate keeps everybody waiting for ever: what came too fast
once, after a network that stood still for a second, is never caught up. People's answers wait in the same line.
"""

HELD_UP = 0.3
"""Seconds beyond the usual that a message must take."""
FALLING, RISING = 0.3, 0.001
"""How fast the usual follows a message that was quicker or slower: it learns a slow network within a minute or so."""


class HoldingUp:
    """What messages usually take, in seconds."""

    def __init__(self) -> None:
        self._usual: float | None = None

    def noticed(self, seconds: float) -> bool:
        """Whether a message that took so long was held up."""
        if self._usual is None:
            self._usual = seconds
        held = seconds > self._usual + HELD_UP
        self._usual += (seconds - self._usual) * (FALLING if seconds < self._usual else RISING)
        return held
