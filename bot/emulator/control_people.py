"""Control paths of people: `/_/people` and what one person does and sees."""

import asyncio
import json
from typing import Any

from aiohttp import BodyPartReader, web

from bot.emulator.chats import Person
from bot.emulator.control_answers import answered, number, read_json
from bot.emulator.parameters import Upload
from bot.emulator.people import ImpossibleAct
from bot.emulator.pictures import KINDS, stored_content
from bot.emulator.world import World

LONGEST_WAIT = 60.0


def routes(world: World) -> list[web.AbstractRouteDef]:
    async def add(request: web.Request) -> Any:
        body = await read_json(request)
        if not body.get("first_name"):
            raise ImpossibleAct("first_name is needed")
        person = world.people.add(
            str(body["first_name"]),
            body.get("last_name"),
            body.get("username"),
            body.get("language_code", "ru"),
            body.get("id"),
            bool(body.get("known", False)),
        )
        return person.described()

    async def everybody(request: web.Request) -> Any:
        return [person.described() for person in world.account.people.values()]

    async def start(request: web.Request) -> Any:
        return world.people.start(_id(request), (await read_json(request)).get("payload")).body()

    async def say(request: web.Request) -> Any:
        body = await read_json(request)
        reply_to = int(body["reply_to"]) if "reply_to" in body else None
        messages = world.people.say(_id(request), str(body.get("text", "")), body.get("entities"), reply_to)
        return messages[-1].body()

    async def edit(request: web.Request) -> Any:
        body = await read_json(request)
        return world.people.edit(_id(request), int(body["message_id"]), str(body.get("text", ""))).body()

    async def tap(request: web.Request) -> Any:
        body = await read_json(request)
        pressed = world.people.tap(_id(request), int(body["message_id"]), body.get("button"), body.get("data"))
        wait = min(float(body.get("wait") or 0), LONGEST_WAIT)
        answer = await pressed.answered(wait) if wait > 0 else pressed.answer
        return {"callback_query_id": pressed.id, "answer": answer}

    async def upload(request: web.Request) -> Any:
        return world.people.send(_id(request), await _content(world, request)).body()

    async def chat(request: web.Request) -> Any:
        person = world.people.get(_id(request))
        since = int(number(request, "since", -1))
        await person.chat.changed(since, min(number(request, "wait", 0), LONGEST_WAIT))
        return _seen(world, person)

    def act(name: str) -> Any:
        async def run(request: web.Request) -> Any:
            getattr(world.people, name)(_id(request))
            return world.people.get(_id(request)).described()

        return run

    return [
        web.post("/_/people", answered(add)),
        web.get("/_/people", answered(everybody)),
        web.post("/_/people/{id}/start", answered(start)),
        web.post("/_/people/{id}/say", answered(say)),
        web.post("/_/people/{id}/edit", answered(edit)),
        web.post("/_/people/{id}/tap", answered(tap)),
        web.post("/_/people/{id}/upload", answered(upload)),
        *(web.post(f"/_/people/{{id}}/{name}", answered(act(name))) for name in ("block", "unblock", "deactivate")),
        web.get("/_/people/{id}/chat", answered(chat)),
    ]


def _id(request: web.Request) -> int:
    try:
        return int(request.match_info["id"])
    except ValueError:
        raise ImpossibleAct("a person's id is a number") from None


def _seen(world: World, person: Person) -> dict[str, Any]:
    chat = person.chat
    keyboard = chat.keyboard
    return {
        "person": person.described(),
        "revision": chat.revision,
        "messages": [message.shown() for message in chat.messages.values()],
        "toast": chat.toast,
        "typing": world.account.clock.now() < chat.typing_until,
        "commands": world.account.profile.commands_for(person.id, person.language_code or ""),
        "reply_keyboard": {"keyboard": keyboard.rows, **keyboard.flags} if keyboard else None,
    }


async def _content(world: World, request: web.Request) -> dict[str, Any]:
    if request.content_type != "multipart/form-data":
        return _plain_content(await read_json(request))
    kind, upload, caption = "document", None, ""
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        data = bytes(await part.read(decode=True))
        if part.name == "file":
            mime = part.headers.get("Content-Type", "application/octet-stream")
            upload = Upload(part.filename or "file", mime, data)
        elif part.name == "kind":
            kind = data.decode()
        elif part.name == "caption":
            caption = data.decode()
    if upload is None or kind not in KINDS:
        raise ImpossibleAct(f"a field `file` is needed, and a `kind` out of {', '.join(sorted(KINDS))}")
    # Decoding and scaling a picture takes long enough to be felt by the others.
    content = await asyncio.to_thread(stored_content, world.account, kind, upload)
    return {**content, **({"caption": caption} if caption else {})}


def _plain_content(body: dict[str, Any]) -> dict[str, Any]:
    kind = body.get("kind")
    if kind == "location":
        return {"location": {name: float(body[name]) for name in ("latitude", "longitude")}}
    if kind == "contact":
        names = ("phone_number", "first_name", "last_name", "user_id")
        return {"contact": {name: body[name] for name in names if name in body}}
    if kind in ("sticker", "poll", "dice", "venue") and isinstance(body.get(kind), dict):
        return {kind: body[kind]}
    raise ImpossibleAct(f"unknown kind of message: {json.dumps(kind)}")
