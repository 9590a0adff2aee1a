"""Files that people and the bot have sent."""

import hashlib
import io
from dataclasses import dataclass
from typing import Any

from PIL import Image, UnidentifiedImageError

from bot.emulator.refusals import bad_request

DOWNLOAD_BYTES = 20 << 20  # BA Client.h:71
PHOTO_BYTES = 10 << 20  # TD files/FileLoaderUtils.cpp:326-338
PHOTO_SIDES = 10_000
PHOTO_RATIO = 20
THUMBNAILS = (90, 320, 800, 1280)  # the longer side of Telegram's sizes s, m, x, y

_FOLDERS = {"photo": "photos", "document": "documents", "voice": "voice", "video": "videos", "audio": "music"}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """`path` is what getFile gives out, relative to `/file/bot<token>/`."""

    id: str
    unique_id: str
    kind: str
    name: str
    mime: str
    data: bytes
    path: str

    @property
    def body(self) -> dict[str, Any]:
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.data)}


class Files:
    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def get(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)

    def add(self, kind: str, name: str, mime: str, data: bytes) -> StoredFile:
        """Raises Refused for an empty file."""
        if not data:
            raise bad_request("file must be non-empty")
        number = len(self._by_id) + 1
        digest = hashlib.sha256(data).hexdigest()
        extension = name.rpartition(".")[2] if "." in name else "bin"
        path = f"{_FOLDERS.get(kind, 'documents')}/file_{number}.{extension}"
        stored = StoredFile(f"{kind}-{number}-{digest[:24]}", digest[:16], kind, name, mime, data, path)
        self._by_id[stored.id] = self._by_path[path] = stored
        return stored

    def photo(self, name: str, data: bytes) -> list[dict[str, Any]]:
        """Stores a picture and its smaller sizes. Returns PhotoSize objects, the largest last."""
        if len(data) > PHOTO_BYTES:
            raise bad_request(
                f"file of size {len(data)} bytes is too big for a photo; the maximum size is {PHOTO_BYTES} bytes"
            )
        image = _opened(data)
        longer = max(image.size)
        sizes = [self._size(_shrunk(image, side), "photo.jpg") for side in THUMBNAILS if side < longer]
        last = self.add("photo", name or "photo.jpg", "image/jpeg", data)
        return [*sizes, {**last.body, "width": image.width, "height": image.height}]

    def _size(self, image: Image.Image, name: str) -> dict[str, Any]:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=80)
        stored = self.add("photo", name, "image/jpeg", buffer.getvalue())
        return {**stored.body, "width": image.width, "height": image.height}


def _opened(data: bytes) -> Image.Image:
    if not data:
        raise bad_request("file must be non-empty")
    try:
        image = Image.open(io.BytesIO(data))
        width, height = image.size
        if width + height > PHOTO_SIDES or max(width, height) > PHOTO_RATIO * min(width, height):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        return image.convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        raise bad_request("IMAGE_PROCESS_FAILED") from None


def _shrunk(image: Image.Image, side: int) -> Image.Image:
    copy = image.copy()
    copy.thumbnail((side, side))
    return copy
