"""HTTP bodies into parameters: query, urlencoded, multipart or JSON, within Telegram's sizes."""

import json
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from bot.emulator.parameters import Parameters, Upload
from bot.emulator.refusals import Refused, bad_request, too_large

PARAMETER_BYTES = 1 << 20  # TD tdnet HttpReader.cpp:211, 418
UPLOAD_BYTES = 50 << 20  # schema, sendDocument: "up to 50 MB"
MOST_FILES = 100
BODY_BYTES = UPLOAD_BYTES + 2 * PARAMETER_BYTES


async def read_parameters(request: web.Request) -> Parameters:
    """Raises Refused."""
    values: dict[str, str] = dict(request.query) if request.query_string else {}
    if not request.can_read_body:
        return Parameters(values)
    kind = request.content_type
    if kind == "multipart/form-data":
        return await _multipart(request, values)
    raw = await _whole_body(request)
    if kind == "application/json":
        values.update(_json(raw))
    elif kind == "application/x-www-form-urlencoded":
        pairs = parse_qsl(raw.decode("latin-1"), keep_blank_values=True, errors="surrogateescape")
        values.update(pairs)
    return Parameters(values)


async def _whole_body(request: web.Request) -> bytes:
    try:
        raw = await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise too_large() from None
    if len(raw) > PARAMETER_BYTES:
        raise too_large("too many parameters")
    return raw


def _json(raw: bytes) -> dict[str, str]:
    """Strings stay, everything else becomes the text of its JSON."""
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        raise bad_request("can't parse JSON object") from None
    if not isinstance(value, dict):
        raise bad_request("object expected")
    return {name: one if isinstance(one, str) else json.dumps(one) for name, one in value.items() if one is not None}


async def _multipart(request: web.Request, values: dict[str, str]) -> Parameters:
    files: dict[str, Upload] = {}
    size = 0
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                continue
            data = bytes(await part.read(decode=True))
            if part.filename is None:
                size += len(data)
                values[part.name] = data.decode(errors="surrogateescape")
            else:
                files[part.name] = Upload(
                    part.filename, part.headers.get("Content-Type", "application/octet-stream"), data
                )
            _check(size, files)
    except Refused:
        raise
    except (ValueError, AssertionError):
        raise bad_request("can't parse multipart body") from None
    return Parameters(values, files)


def _check(size: int, files: dict[str, Upload]) -> None:
    if size > PARAMETER_BYTES:
        raise too_large("too many parameters")
    if len(files) > MOST_FILES:
        raise too_large("too many files attached")
    if sum(len(file.data) for file in files.values()) > UPLOAD_BYTES:
        raise too_large()
