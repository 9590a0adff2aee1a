"""Control paths of the world itself: clock, faults, journal, raw updates, posters, files, reset."""

from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.emulator.control_answers import answered, number, read_json
from bot.emulator.people import ImpossibleAct
from bot.emulator.updates import DAY
from bot.emulator.world import World

SHOWN_IN_PLACE = ("application/pdf", "text/plain", "image/")
"""What a browser may open by itself; anything else, a page with a script above all, is only saved."""
POSTER_FIELDS = ("id", "title", "subtitle", "payload", "code", "image")


def routes(world: World) -> list[web.AbstractRouteDef]:
    return [*_time(world), *_faults(world), *_records(world), *_posters(world)]


def _time(world: World) -> list[web.AbstractRouteDef]:
    async def show(request: web.Request) -> Any:
        now = world.account.clock.now()
        return {"now": now, "iso": datetime.fromtimestamp(now, UTC).isoformat()}

    async def move(request: web.Request) -> Any:
        body = await read_json(request)
        if "set" in body:
            moment = datetime.fromisoformat(str(body["set"]))
            if moment.tzinfo is None:
                raise ImpossibleAct("the time needs its offset from UTC")
            world.account.clock.set(moment.timestamp())
        else:
            world.account.clock.advance(float(body["advance"]))
        return await show(request)

    return [web.get("/_/clock", answered(show)), web.post("/_/clock", answered(move))]


def _faults(world: World) -> list[web.AbstractRouteDef]:
    async def show(request: web.Request) -> Any:
        return [rule.described() for rule in world.account.faults.rules]

    async def add(request: web.Request) -> Any:
        specs = await request.json()
        rules = [world.account.order_fault(spec) for spec in (specs if isinstance(specs, list) else [specs])]
        return [rule.described() for rule in rules]

    async def clear(request: web.Request) -> Any:
        world.account.faults.clear()
        world.account.revoked = False
        return []

    return [
        web.get("/_/faults", answered(show)),
        web.post("/_/faults", answered(add)),
        web.delete("/_/faults", answered(clear)),
    ]


def _records(world: World) -> list[web.AbstractRouteDef]:
    async def journal(request: web.Request) -> Any:
        since = int(number(request, "since", 0))
        return {"last": world.account.journal.last, "entries": world.account.journal.since(since)}

    async def update(request: web.Request) -> Any:
        """A raw update: whatever is in the body goes to the bot. `lane` and `next_update_id` are ours."""
        body = await read_json(request)
        lane = str(body.pop("lane", "raw"))
        if (jump := body.pop("next_update_id", None)) is not None:
            world.account.updates.next_id = int(jump)
        event = world.account.updates.push(body, lane, DAY) if body else None
        return {"update_id": event.id if event else None}

    async def file(request: web.Request) -> Any:
        stored = world.account.files.get(request.match_info["file_id"])
        if stored is None:
            return web.Response(status=404)
        safe = stored.mime.startswith(SHOWN_IN_PLACE) and stored.mime != "image/svg+xml"
        headers = {
            "Content-Type": stored.mime,
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": "inline" if safe else "attachment",
        }
        return web.Response(body=stored.data, headers=headers)

    async def reset(request: web.Request) -> Any:
        await world.reset()
        return {"reset": True}

    return [
        web.get("/_/journal", answered(journal)),
        web.post("/_/updates", answered(update)),
        web.get("/_/files/{file_id}", answered(file)),
        web.post("/_/reset", answered(reset)),
    ]


def _posters(world: World) -> list[web.AbstractRouteDef]:
    async def show(request: web.Request) -> Any:
        return world.account.posters

    async def add(request: web.Request) -> Any:
        value = await request.json()
        for body in value if isinstance(value, list) else [value]:
            poster = {name: body[name] for name in POSTER_FIELDS if name in body}
            if "id" not in poster:
                raise ImpossibleAct("a poster needs an id")
            others = [one for one in world.account.posters if one["id"] != poster["id"]]
            world.account.posters = [*others, poster]
        return world.account.posters

    return [web.get("/_/posters", answered(show)), web.post("/_/posters", answered(add))]
