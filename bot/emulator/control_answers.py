"""How control paths read and answer: JSON in, JSON out, 400 with a reason for an impossible wish."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.emulator.faults import FaultUnreadable
from bot.emulator.people import ImpossibleAct
from bot.emulator.refusals import Refused

Handler = Callable[[web.Request], Awaitable[Any]]


def answered(run: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A handler that may return any JSON value, or a response of its own."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            value = await run(request)
        except ImpossibleAct as act:
            return _problem(act.reason)
        except (FaultUnreadable, Refused) as problem:
            return _problem(str(problem))
        except (KeyError, TypeError, ValueError) as problem:
            return _problem(f"unreadable request: {type(problem).__name__} {problem}")
        if isinstance(value, web.StreamResponse):
            return value
        # Lone surrogates, as a poison update has them, survive only escaped.
        return web.Response(text=json.dumps(value), content_type="application/json")

    return handle


async def read_json(request: web.Request) -> dict[str, Any]:
    """The body's object; an absent body is an empty one."""
    raw = await request.read()
    body = json.loads(raw) if raw else {}
    if not isinstance(body, dict):
        raise ImpossibleAct("the body must be a JSON object")
    return body


def number(request: web.Request, name: str, default: float) -> float:
    return float(request.query.get(name, default))


def _problem(reason: str) -> web.Response:
    return web.Response(status=400, text=json.dumps({"error": reason}), content_type="application/json")
