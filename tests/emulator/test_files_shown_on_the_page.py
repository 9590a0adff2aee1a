"""What somebody uploads must not run as a page of the emulator's own address."""

import io

import pytest
from aiohttp import FormData

from tests.emulator.conftest import ANNA, Telegram


@pytest.mark.parametrize(
    ("mime", "disposition"),
    [
        ("text/html", "attachment"),
        ("image/svg+xml", "attachment"),
        ("application/xhtml+xml", "attachment"),
        ("application/octet-stream", "attachment"),
        ("application/pdf", "inline"),
        ("text/plain", "inline"),
        ("image/png", "inline"),
    ],
)
async def test_only_harmless_kinds_open_in_the_browser(telegram: Telegram, mime: str, disposition: str) -> None:
    form = FormData({"kind": "document"})
    form.add_field("file", io.BytesIO(b"<script>alert(1)</script>"), filename="f", content_type=mime)
    async with telegram.http.post(f"{telegram.emulator.url}/_/people/{ANNA}/upload", data=form) as answer:
        sent = await answer.json()
    async with telegram.http.get(f"{telegram.emulator.url}/_/files/{sent['document']['file_id']}") as answer:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"] == disposition
        assert answer.headers["Content-Type"].startswith(mime)
