"""The staff's story as a document with pictures of the phones: `python -m tests.demo.pictures` writes both.

    docs/staff-transcript.md, docs/pictures/staff/*.png

Nothing of it is written by hand: the words are those of a run, the pictures are the demo's own page in Chromium.
"""

import asyncio
import tempfile
from pathlib import Path

from bot.demo.people import Dweller
from bot.demo.phone import Phone
from bot.demo.running import open_demo
from bot.demo.staff_story import StaffStory
from bot.logs import configure
from tests.browser import Browser, chromium
from tests.demo.shots import shot

DOCS = Path("docs")
PICTURES = Path("pictures/staff")
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
            await shot(self._browser, self._url, owner.number, self._folder / name)
            self._lines.append(f'<img src="{PICTURES / name}" width="300" alt="{owner.first_name}">\n')
            return
        quoted = [f"> {line}" if line else ">" for line in phone.text().splitlines()]
        rows = [" ".join(f"`[{label}]`" for label in row) for row in phone.buttons()]
        self._lines.append("\n".join([*quoted, ">", *(f"> {row}  " for row in rows)]) + "\n")


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
