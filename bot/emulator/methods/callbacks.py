"""Answers to button presses (telegram.md 2.4)."""

from typing import Any

from bot.emulator.account import Account
from bot.emulator.methods.registry import method
from bot.emulator.parameters import Parameters
from bot.emulator.refusals import bad_request

ANSWER_LIMIT = 200
LONGEST_CACHE = 30 * 86_400  # BA Client.cpp:14319-14329
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"  # BA Client.cpp:146-148


@method("answerCallbackQuery")
def answer_callback_query(account: Account, parameters: Parameters) -> Any:
    text = parameters.text("text")
    tap = account.taps.get(parameters.text("callback_query_id"))
    late = tap is not None and account.clock.now() - tap.pressed > account.options.callback_deadline
    if tap is None or late or tap.answer is not None:
        raise bad_request(TOO_OLD)
    if len(text) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    answer: dict[str, Any] = {"text": text, "show_alert": parameters.truth("show_alert")}
    if url := parameters.text("url"):
        answer["url"] = url
    if cache := parameters.number("cache_time", 0, 0, LONGEST_CACHE):
        answer["cache_time"] = cache
    tap.settle(answer)
    if text or url:
        tap.person.chat.toast = {"callback_query_id": tap.id, **answer}
        tap.person.chat.touch()
    return True
