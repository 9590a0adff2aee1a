"""The emulated Telegram as an HTTP server on loopback, usable in-process or by itself."""

import mimetypes
from importlib import resources
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.emulator import bot_api, control, control_people
from bot.emulator.clock import Clock
from bot.emulator.faults import Faults
from bot.emulator.journal import Journal
from bot.emulator.options import Options
from bot.emulator.people import People
from bot.emulator.requests import BODY_BYTES
from bot.emulator.world import World


class Emulator:
    """`async with Emulator(token=...) as emulator:` serves on `emulator.url` until the block ends.

    Keyword arguments are the fields of `Options`. Port 0 takes a free one.
    `people`, `clock`, `journal` and `faults` are the same things that `/_/` controls over HTTP."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0, **options: Any) -> None:
        self.options = Options(**options)
        self.world = World(self.options)
        self._host, self._port = host, port
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        # Waiting long polls must not hold up the end of the process.
        runner = web.AppRunner(application(self.world), access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        site = web.TCPSite(runner, self._host, self._port)
        await site.start()
        host, port = runner.addresses[0][:2]
        self._runner, self.url = runner, f"http://{host}:{port}"

    async def stop(self) -> None:
        await self.world.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def token(self) -> str:
        return self.options.token

    @property
    def people(self) -> People:
        return self.world.people

    @property
    def clock(self) -> Clock:
        return self.world.account.clock

    @property
    def journal(self) -> Journal:
        return self.world.account.journal

    @property
    def faults(self) -> Faults:
        return self.world.account.faults


def application(world: World) -> web.Application:
    app = web.Application(client_max_size=BODY_BYTES)
    app.add_routes(bot_api.routes(world))
    app.add_routes(control_people.routes(world))
    app.add_routes(control.routes(world))
    app.add_routes([web.get("/", _page), web.get("/page/{name}", _page)])
    app.add_routes([web.route("*", "/{rest:.*}", _not_found)])
    return app


async def _page(request: web.Request) -> web.StreamResponse:
    name = request.match_info.get("name", "index.html")
    found = resources.files("bot.emulator") / "page" / name
    if name.startswith(".") or not found.is_file():
        return await _not_found(request)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    charset = "; charset=utf-8" if kind.startswith(("text/", "application/javascript")) else ""
    return web.Response(body=found.read_bytes(), headers={"Content-Type": kind + charset, "Cache-Control": "no-store"})


async def _not_found(request: web.Request) -> web.StreamResponse:
    """A path that is neither a method nor ours (BA HttpConnection.cpp:34-44)."""
    return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
