"""Pictures of a phone on the emulator's own page, small enough for a repository."""

import asyncio
import io
import tempfile
from pathlib import Path

from PIL import Image

from tests.browser import Browser, Page

WIDE, HIGH = 390, 844
COLOURS = 64
MOST_BYTES = 100_000


async def shot(browser: Browser, url: str, person: int, target: Path) -> None:
    """Of a phone high enough for the whole newest message: the page is opened anew, so that nothing is scrolled."""
    async with browser.open(f"{url}/?person={person}", WIDE, HIGH) as page:
        await _fit(page)
        with tempfile.TemporaryDirectory() as folder:
            taken = Path(folder) / "shot.png"
            await page.screenshot(taken)
            content = await asyncio.to_thread(_small, taken)
    target.parent.mkdir(parents=True, exist_ok=True)
    await asyncio.to_thread(target.write_bytes, content)


async def _fit(page: Page) -> None:
    """As high as the newest message needs, not less than a phone."""
    last = "[...document.querySelectorAll('.phone.active .log .message')].at(-1)"
    await page.until(f"document.querySelector('.phone.active .log') && {last}")
    needed = await page.evaluate(f"{last}.getBoundingClientRect().height")
    await page.look(WIDE, max(HIGH, round(needed) + 160))
    await page.evaluate("(() => { const log = document.querySelector('.phone.active .log');"
                        " log.scrollTop = log.scrollHeight; })()")  # fmt: skip
    await asyncio.sleep(0.15)


def _small(taken: Path) -> bytes:
    """The same picture with few colours."""
    target = io.BytesIO()
    with Image.open(taken) as image:
        small = image.convert("RGB").quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(target, "PNG", optimize=True)
    content = target.getvalue()
    if len(content) > MOST_BYTES:
        raise AssertionError(f"a picture of {len(content)} bytes")
    return content
