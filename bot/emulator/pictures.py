"""Files that the bot sends: uploads, repeated file ids, InputMedia objects."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.emulator.account import Account
from bot.emulator.files import StoredFile
from bot.emulator.messages import Body
from bot.emulator.parameters import Parameters, Upload
from bot.emulator.refusals import bad_request
from bot.emulator.wording import Reading, read_nested_caption

KINDS = frozenset({"photo", "document", "video", "audio", "animation", "voice"})


@dataclass(frozen=True)
class Source:
    """Where the bytes come from: an upload, or the id of a file that Telegram has already."""

    kind: str
    upload: Upload | None
    file_id: str

    def content(self, account: Account) -> Body:
        """The message field that holds the file. Raises Refused when the file is unknown or unusable."""
        if self.upload is not None:
            return stored_content(account, self.kind, self.upload)
        if self.file_id.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")  # nothing is fetched from here
        known = account.files.get(self.file_id)
        if known is None:
            raise bad_request("wrong remote file identifier specified: Wrong padding in the string")
        if known.kind != self.kind:
            raise bad_request(f"can't use file of type {known.kind.title()} as {self.kind.title()}")
        if self.kind == "photo":
            return {"photo": account.files.photo(known.name, known.data)}
        return {self.kind: file_body(known)}


@dataclass(frozen=True)
class Media:
    """An InputMedia object."""

    source: Source
    caption: Reading

    def content(self, account: Account) -> Body:
        caption = self.caption.content()
        return {**self.source.content(account), **caption}


def stored_content(account: Account, kind: str, upload: Upload) -> Body:
    if kind == "photo":
        return {"photo": account.files.photo(upload.name, upload.data)}
    return {kind: file_body(account.files.add(kind, upload.name, upload.mime, upload.data))}


def file_body(stored: StoredFile) -> Body:
    body = {**stored.body, "mime_type": stored.mime}
    if stored.kind in ("voice", "audio", "video", "animation"):
        body["duration"] = 1
    if stored.kind in ("video", "animation"):
        body |= {"width": 320, "height": 240}
    if stored.kind != "voice":
        body["file_name"] = stored.name
    return body


def read_source(parameters: Parameters, kind: str) -> Source:
    """BA `process_send_*_query`: the file is looked for before the caption and the chat."""
    upload = parameters.files.get(kind)
    text = parameters.text(kind)
    if upload is None and text.startswith("attach://"):
        upload = parameters.files.get(text.removeprefix("attach://"))
    if upload is None and not text:
        raise bad_request(f"there is no {kind} in the request")
    return Source(kind, upload, text)


def read_input_media(parameters: Parameters) -> Media:
    """The `media` of editMessageMedia."""
    parameters.required("media")
    try:
        value = parameters.json("media")
    except ValueError:
        raise bad_request("can't parse input media JSON object") from None
    return _media(value, parameters.files)


def read_album(parameters: Parameters) -> list[Media]:
    """The `media` of sendMediaGroup."""
    raw = parameters.required("media")
    try:
        values = json.loads(raw)
    except (ValueError, RecursionError):
        raise bad_request("can't parse media JSON object") from None
    if not isinstance(values, list):
        raise bad_request("expected an Array of InputMedia")
    return [_media(value, parameters.files) for value in values]


def _media(value: Any, files: Mapping[str, Upload]) -> Media:
    problem = "can't parse InputMedia: "
    if not isinstance(value, dict):
        raise bad_request(problem + "expected an Object")
    caption = read_nested_caption(value)
    name = str(value.get("media", ""))
    upload = files.get(name.removeprefix("attach://")) if name.startswith("attach://") else None
    if not name or (upload is None and name.startswith("attach://")):
        raise bad_request(problem + "media not found")
    if "type" not in value:
        raise bad_request(problem + 'Can\'t find field "type"')
    if value["type"] not in KINDS:
        raise bad_request(f'{problem}type "{value["type"]}" is unsupported')
    return Media(Source(str(value["type"]), upload, name), caption)
