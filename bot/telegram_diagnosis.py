"""Whether Telegram knows the bot. Plain HTTP of the standard library: aiogram takes two seconds to import."""

import json
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from bot.findings import Finding, Level

SECONDS = 10.0
SKEW = 60.0
"""Seconds by which a clock may be wrong before schedules and visits suffer."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    result: dict[str, Any]
    date: str


def ask_telegram(api: str, token: str) -> list[Finding]:
    """Blocking, at most two requests of SECONDS each. No error's words are passed on: they name the address."""
    me = _asked(api, token, "getMe")
    if me is None:
        remedy = "Check the network and OTKLIK_TELEGRAM_API; or leave it out with --offline."
        return [Finding(Level.ERROR, "telegram", "It does not answer.", remedy)]
    found = [*_clock(me.date)]
    if me.status in (401, 404):
        remedy = "Ask @BotFather for a new one and set OTKLIK_BOT_TOKEN."
        return [*found, Finding(Level.ERROR, "telegram", "It does not accept the token.", remedy)]
    if me.status != 200:
        return [*found, Finding(Level.ERROR, "telegram", f"It answers with {me.status}.", "Try again later.")]
    found.append(Finding(Level.OK, "telegram", f"It knows the bot as @{me.result.get('username', '')}."))
    webhook = _asked(api, token, "getWebhookInfo")
    if webhook is not None and webhook.result.get("url"):
        sentence = "A webhook is set: another program receives this bot's messages."
        found.append(Finding(Level.WARNING, "telegram", sentence, "`otklik run` takes it away; stop that program."))
    return found


def _asked(api: str, token: str, method: str) -> _Answer | None:
    try:
        with urlopen(f"{api}/bot{token}/{method}", timeout=SECONDS) as answer:  # noqa: S310 - settings allow http(s) only
            status, raw, date = answer.status, answer.read(), answer.headers.get("Date", "")
    except HTTPError as refused:
        with refused:
            status, raw, date = refused.code, b"", refused.headers.get("Date", "")
    except (URLError, OSError, ValueError):
        return None
    try:
        body = json.loads(raw or b"{}")
    except ValueError:
        body = {}
    result = body.get("result") if isinstance(body, dict) else None
    return _Answer(status, result if isinstance(result, dict) else {}, date)


def _clock(date: str) -> list[Finding]:
    try:
        skew = time.time() - parsedate_to_datetime(date).timestamp()
    except (TypeError, ValueError):
        return []
    if abs(skew) <= SKEW:
        return [Finding(Level.OK, "clock", "It agrees with Telegram's.")]
    sentence = f"This machine's clock is {abs(skew):.0f} s {'ahead of' if skew > 0 else 'behind'} Telegram's."
    return [Finding(Level.WARNING, "clock", sentence, "Set it by NTP.")]
