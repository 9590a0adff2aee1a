"""The staff's story as a document with pictures of the phones: `python -m tests.demo.pictures` writes both.

    docs/staff-transcript.md, docs/pictures/staff/*.png

Nothing of it is written by hand: the words are those of a run, the pictures are the demo's own page in Chromium.
"""

import asyncio
import io
import tempfile
from pathlib import Path

from PIL import Image

from bot.demo.people import Dweller
from bot.demo.phone import Phone
from bot.demo.running import open_demo
from bot.demo.staff_story import StaffStory
from bot.logs import configure
from tests.browser import Browser, Page, chromium

DOCS = Path("docs")
PICTURES = Path("pictures/staff")
WIDE, HIGH = 390, 844
COLOURS = 64
MOST_BYTES = 100_000
TAKEN = (
    "role_code",
    "groups",
    "joined",
    "offered",
    "promise",
    "why",
    "went_back",
    "summary",
    "sealed",
    "preview",
    "stored",
    "withheld",
    "letter_preview",
    "letter_sent",
    "letters",
    "reply",
    "results",
    "by_unit",
    "participation",
    "closed",
    "comments",
    "act",
)
"""Steps that are worth a picture."""
HEAD = """# История опроса сотрудников, с картинками

Этот текст записан программой: `python -m tests.demo.pictures` проходит историю на эмуляторе Telegram и пишет всё, что
видно на экранах. То же в терминале: `otklik demo --script staff` (по-английски: `--lang en`).
"""


class Document:
    """A listener that writes the story down and looks at the phones through a browser."""

    def __init__(self, browser: Browser, url: str, folder: Path) -> None:
        self._browser = browser
        self._url = url
        self._folder = folder
        self._lines = [HEAD]
        self._taken: set[str] = set()

    @property
    def text(self) -> str:
        return "\n".join(self._lines) + "\n"

    def chapter(self, words: str) -> None:
        self._lines.append(f"\n## {words}\n")

    def said(self, words: str) -> None:
        self._lines.append(f"**{words}**\n")

    def aside(self, words: str) -> None:
        self._lines.append(f"*{words}*\n")

    def ended(self, words: str, *, well: bool) -> None:
        self._lines.append(f"\n---\n\n{words}")

    async def saw(self, step: str, owner: Dweller, phone: Phone) -> None:
        if step in TAKEN and step not in self._taken:
            self._taken.add(step)
            name = f"{len(self._taken):02}-{step.replace('_', '-')}.png"
            await self._picture(owner, phone, name)
            self._lines.append(f'<img src="{PICTURES / name}" width="300" alt="{owner.first_name}">\n')
            return
        quoted = [f"> {line}" if line else ">" for line in phone.text().splitlines()]
        rows = [" ".join(f"`[{label}]`" for label in row) for row in phone.buttons()]
        self._lines.append("\n".join([*quoted, ">", *(f"> {row}  " for row in rows)]) + "\n")

    async def _picture(self, owner: Dweller, phone: Phone, name: str) -> None:
        # A phone high enough for the whole message: the page is opened anew, so that nothing is scrolled.
        async with self._browser.open(f"{self._url}/?person={owner.number}", WIDE, HIGH) as page:
            await self._fit(page)
            with tempfile.TemporaryDirectory() as folder:
                shot = Path(folder) / "shot.png"
                await page.screenshot(shot)
                content = await asyncio.to_thread(_small, shot)
        target = self._folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        await asyncio.to_thread(target.write_bytes, content)

    async def _fit(self, page: Page) -> None:
        """As high as the newest message needs, not less than a phone."""
        last = "[...document.querySelectorAll('.phone.active .log .message')].at(-1)"
        await page.until(f"document.querySelector('.phone.active .log') && {last}")
        needed = await page.evaluate(f"{last}.getBoundingClientRect().height")
        await page.look(WIDE, max(HIGH, round(needed) + 160))
        await page.evaluate("(() => { const log = document.querySelector('.phone.active .log');"
                            " log.scrollTop = log.scrollHeight; })()")  # fmt: skip
        await asyncio.sleep(0.15)


def _small(shot: Path) -> bytes:
    """The same picture with few colours."""
    target = io.BytesIO()
    with Image.open(shot) as image:
        small = image.convert("RGB").quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(target, "PNG", optimize=True)
    content = target.getvalue()
    if len(content) > MOST_BYTES:
        raise AssertionError(f"a picture of {len(content)} bytes")
    return content


async def written(folder: Path, language: str = "ru") -> bool:
    """Whether the story happened; its document and pictures stand under `folder`."""
    with tempfile.TemporaryDirectory(prefix="otklik-") as place:
        async with open_demo(Path(place), lived_in=False) as demo, chromium() as browser:
            for old in (folder / PICTURES).glob("*.png"):
                old.unlink()
            document = Document(browser, demo.url, folder / PICTURES)
            well = await StaffStory(demo, language, document).tell()
    await asyncio.to_thread((folder / "staff-transcript.md").write_text, document.text, "utf-8")
    return well


if __name__ == "__main__":
    configure("warning", as_json=False)
    if not asyncio.run(written(DOCS)):
        raise SystemExit(1)
