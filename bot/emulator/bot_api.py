"""The Bot API's own paths: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

import json

from aiohttp import web

from bot.emulator.calls import Outcome, call
from bot.emulator.options import Options
from bot.emulator.parameters import integer
from bot.emulator.refusals import Refused
from bot.emulator.requests import read_parameters
from bot.emulator.world import World

TOKEN_LENGTH = 80


def routes(world: World) -> list[web.AbstractRouteDef]:
    async def run(request: web.Request) -> web.StreamResponse:
        try:
            check_token(world.account.options, request.match_info["token"])
            parameters = await read_parameters(request)
        except Refused as refusal:
            return _response(Outcome(refusal.code, json.dumps(refusal.answer)))
        outcome = await call(world.account, request.match_info["method"], parameters)
        if outcome.cut is not None:
            return await _cut(request, outcome)
        return _response(outcome)

    async def download(request: web.Request) -> web.StreamResponse:
        try:
            check_token(world.account.options, request.match_info["token"])
        except Refused as refusal:
            return _response(Outcome(refusal.code, json.dumps(refusal.answer)))
        stored = world.account.files.at(request.match_info["path"])
        if stored is None:
            return _response(Outcome(404, json.dumps(Refused(404, "Not Found").answer)))
        return web.Response(body=stored.data, content_type="application/octet-stream")

    return [
        web.route("*", "/bot{token}/{method}", run),
        web.get("/file/bot{token}/{path:.+}", download),
    ]


def check_token(options: Options, token: str) -> None:
    """BA ClientManager.cpp:75-84, Client.cpp:16291. Raises Refused."""
    if token.startswith("0") or len(token) > TOKEN_LENGTH or ":" not in token:
        raise Refused(401, "Unauthorized: invalid token specified")
    if not integer(token.partition(":")[0]):
        raise Refused(421, "Misdirected Request: unallowed token specified")
    if token != options.token:
        raise Refused(401, "Unauthorized")


def _response(outcome: Outcome) -> web.Response:
    headers = {"Retry-After": str(outcome.retry_after)} if outcome.retry_after is not None else None
    return web.Response(
        status=outcome.status, body=outcome.text.encode(), content_type="application/json", headers=headers
    )


async def _cut(request: web.Request, outcome: Outcome) -> web.StreamResponse:
    """Breaks the connection: at once, or in the middle of the answer."""
    response = web.StreamResponse(status=outcome.status or 200)
    if outcome.cut == "half":
        body = outcome.text.encode()
        response.content_type = "application/json"
        response.content_length = len(body)
        await response.prepare(request)
        await response.write(body[: len(body) // 2])
    if request.transport is not None:
        # close() sends what is written; abort() would reset and might lose it.
        request.transport.close() if outcome.cut == "half" else request.transport.abort()
    return response
