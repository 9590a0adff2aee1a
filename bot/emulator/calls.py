"""From a method's name and parameters to its answer: faults, pace, the method itself, the journal."""

import asyncio
import json
import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

from bot.emulator.account import Account
from bot.emulator.faults import Rule
from bot.emulator.methods import METHODS
from bot.emulator.methods.registry import Answer, Method, RawAnswer
from bot.emulator.parameters import Parameters, integer
from bot.emulator.refusals import NoSuchMethod, Refused

log = logging.getLogger(__name__)

GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><hr>nginx</body></html>"
_BROKEN = Refused(500, "Internal Server Error")


@dataclass(frozen=True)
class Outcome:
    """What goes out: HTTP `status`, JSON `text`, seconds of Retry-After, and how the connection is to fail.

    `cut` is before (nothing was carried out), after, or half; None sends the answer whole."""

    status: int
    text: str
    retry_after: int | None = None
    cut: str | None = None


async def call(account: Account, name: str, parameters: Parameters) -> Outcome:
    """Carries out one call as the Bot API would, with the faults ordered for it."""
    lower = name.lower()
    rule = account.faults.for_call(lower, _chat(parameters)) if account.faults.rules else None
    try:
        cut = await _before(account, rule)
        if rule is not None and rule.kind == "gateway_page":
            account.journal.add("call", method=name, parameters=_journalled(parameters), answer=None, cut="gateway")
            return Outcome(int(rule.do["code"]), GATEWAY_PAGE)
        if cut == "before":
            account.journal.add("call", method=name, parameters=_journalled(parameters), answer=None, cut=cut)
            return Outcome(0, "", cut=cut)
        text, answer = await _carried_out(account, name, METHODS.get(lower), parameters)
        status, retry_after = 200, None
    except Refused as refusal:
        answer, status = refusal.answer, refusal.code
        text = json.dumps(answer)
        retry_after = (refusal.parameters or {}).get("retry_after")
        cut = None
    except Exception:
        log.exception("%s failed inside the emulator", name)
        answer, status, retry_after, cut = _BROKEN.answer, _BROKEN.code, None, None
        text = json.dumps(answer)
    account.journal.add("call", method=name, parameters=_journalled(parameters), answer=answer, cut=cut)
    return Outcome(status, text, retry_after, cut)


async def _before(account: Account, rule: Rule | None) -> str | None:
    """Does the fault's part before the call. Returns how to cut the connection. Raises Refused."""
    if rule is not None:
        account.journal.add("fault", rule=rule.id, do=rule.do)
        if rule.kind == "revoke_token":
            account.revoke()
        elif rule.kind == "slow":
            await asyncio.sleep(float(rule.do["seconds"]))
        elif rule.kind == "error":
            retry_after = rule.do.get("retry_after")
            parameters = None if retry_after is None else {"retry_after": int(retry_after)}
            raise Refused(int(rule.do["code"]), str(rule.do["description"]), parameters)
    if account.revoked:
        raise Refused(401, "Unauthorized")  # BA Client.cpp:16291
    cuts = {"drop_before": "before", "drop_after": "after", "half_response": "half"}
    return cuts.get(rule.kind) if rule else None


async def _carried_out(account: Account, name: str, found: Method | None, parameters: Parameters) -> tuple[str, Any]:
    if found is None:
        log.error("the bot called %r, which this emulator does not have", name)
        raise NoSuchMethod(name)
    if found.paced and account.options.limits:
        paid = not found.name.startswith("edit") and parameters.truth("allow_paid_broadcast")
        if wait := account.pace.reserve(_chat(parameters) or 0, paid=paid):
            await asyncio.sleep(wait)
    result = found.run(account, parameters)
    if isinstance(result, Awaitable):
        result = await result
    if isinstance(result, RawAnswer):
        return result.text, {"ok": True, "result": result.summary}
    answer: dict[str, Any] = {"ok": True, "result": result}
    if isinstance(result, Answer):
        answer = {"ok": True, "result": result.result, "description": result.description}
    return json.dumps(answer), answer


def _chat(parameters: Parameters) -> int | None:
    text = parameters.text("chat_id")
    return integer(text) if text else None


def _journalled(parameters: Parameters) -> dict[str, Any]:
    if not parameters.files:
        return dict(parameters.values)
    files = {
        name: {"file_name": upload.name, "mime_type": upload.mime, "size": len(upload.data)}
        for name, upload in parameters.files.items()
    }
    return {**parameters.values, **files}
