"""What an emulated Telegram can be told at its start."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """Settings of one emulated bot account. Durations are seconds.

    `local` is the real server's `--local` mode: webhooks may use http, any port and a private address.
    `limits` turns on the flood limits; without it any number of messages is taken at once.
    `callback_deadline`: how late `answerCallbackQuery` may come (15 s by report, openclaw/openclaw#80152).
    `first_message`: the number of the first message, for a world that goes on after another one.
    `start`: the emulated time at the start as a Unix time; None is the real time.
    """

    token: str = "4242:emulated"  # noqa: S105 - a name for a bot that exists only here
    bot_name: str = "Отклик"
    bot_username: str = "otklik_demo_bot"
    limits: bool = False
    local: bool = True
    callback_deadline: float = 15.0
    journal_limit: int = 200_000
    seed: int = 1
    first_message: int = 1
    start: float | None = None
