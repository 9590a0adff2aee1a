"""Headless Chromium for tests, driven over the Chrome DevTools Protocol with aiohttp alone."""

import asyncio
import base64
import contextlib
import json
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PATIENCE = 30.0  # seconds until what a test waits for counts as missing

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
)
PRESSES = 100  # of a mouse on an element that keeps moving, each after at least two frames

# The middle of an element that stood still for two frames and is not covered there, or null. It leaves `window.missed`,
# which a click inside the element clears.
_STILL_MIDDLE = """new Promise((resolve) => {
    const node = NODE;
    if (!node) return resolve(null);
    node.scrollIntoView({block: "nearest", inline: "nearest", behavior: "instant"});
    const place = () => { const box = node.getClientRects()[0]; return box && [box.x, box.y, box.width, box.height]; };
    const before = place();
    const settled = () => {
        const now = place();
        if (!before || !now || now.some((value, at) => value !== before[at])) return resolve(null);
        const x = now[0] + now[2] / 2, y = now[1] + now[3] / 2;
        if (!node.contains(document.elementFromPoint(x, y))) return resolve(null);
        window.missed = true;
        const landed = (event) => { if (node.contains(event.target)) window.missed = false; };
        addEventListener("click", landed, {capture: true, once: true});
        resolve({x, y});
    };
    setTimeout(settled, 35);
})"""
_NUMBERED_KEYS = {"Enter": 13, "Tab": 9, "Escape": 27, "ArrowUp": 38, "ArrowDown": 40}


class BrowserError(Exception):
    """The page threw, or what was waited for did not come."""


class Page:
    """One tab. `problems`: console errors and warnings, uncaught exceptions, failed or blocked requests.
    `requests`: every address it asked for, data and blob addresses left out."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.problems: list[str] = []
        self.requests: list[str] = []
        self._socket = socket
        self._numbers = count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._reader = asyncio.create_task(self._read())

    async def close(self) -> None:
        await self._socket.close()
        await self._reader

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """A command of the protocol. Raises BrowserError with its words when it is refused."""
        number = next(self._numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        return await asyncio.wait_for(answer, 2 * PATIENCE)

    async def go(self, url: str) -> None:
        await self.call("Page.navigate", url=url)
        await self.until("document.readyState === 'complete'")

    async def look(self, width: int, height: int, *, dark: bool = False) -> None:
        """Sets the size of the viewport and the colour scheme; motion is reduced so that nothing slides."""
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        features = {
            "prefers-color-scheme": "dark" if dark else "light",
            "prefers-reduced-motion": "reduce",
        }
        named = [{"name": name, "value": value} for name, value in features.items()]
        await self.call("Emulation.setEmulatedMedia", features=named)

    async def evaluate(self, script: str) -> Any:
        """The JSON value of an expression; promises are awaited."""
        answer = await self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True, userGesture=True
        )
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise BrowserError(details.get("exception", {}).get("description") or details["text"])
        return answer["result"].get("value")

    async def until(self, condition: str) -> Any:
        """The first true value of a JavaScript expression (True for a node).

        Raises BrowserError after `PATIENCE`."""
        script = f"""new Promise((resolve) => {{
            const end = Date.now() + {PATIENCE * 1000};
            const look = () => {{
                let value = null;
                try {{ value = {condition}; }} catch {{ value = null; }}
                if (value || Date.now() > end) resolve(value instanceof Node || value || null);
                else setTimeout(look, 15);
            }};
            look();
        }})"""
        for _ in range(3):
            # A page that is just being replaced takes its promises with it.
            with contextlib.suppress(_Replaced):
                value = await self.evaluate(script)
                if not value:
                    raise BrowserError(f"waited in vain for: {condition}")
                return value
        raise BrowserError(f"the page kept being replaced during: {condition}")

    async def click(self, selector: str) -> None:
        """Waits for the element, scrolls to it and presses the mouse in its middle.

        What loads meanwhile may move the element from under the mouse (seen: a list of people above a button), so a
        press that missed it is made again. Raises BrowserError when it never lands."""
        found = f"document.querySelector({json.dumps(selector)})"
        for _ in range(PRESSES):
            await self.until(f"{found} && !{found}.disabled && {found}.getClientRects().length")
            spot = await self.evaluate(_STILL_MIDDLE.replace("NODE", found))
            if spot is None:
                continue
            for kind in ("mousePressed", "mouseReleased"):
                await self.call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **spot)
            # A page that the click replaced has forgotten the flag: then it did land.
            if await self.evaluate("window.missed !== true"):
                return
        raise BrowserError(f"the mouse never met {selector}")

    async def type(self, text: str) -> None:
        """Into whatever has the focus."""
        await self.call("Input.insertText", text=text)

    async def press(self, key: str) -> None:
        """One of Enter, Tab, Escape, ArrowUp, ArrowDown."""
        code = _NUMBERED_KEYS[key]
        named: dict[str, Any] = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        text = {"text": "\r"} if key == "Enter" else {}
        await self.call("Input.dispatchKeyEvent", type="keyDown", **named, **text)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **named)

    async def choose_file(self, selector: str, path: Path) -> None:
        root = await self.call("DOM.getDocument")
        node = await self.call("DOM.querySelector", nodeId=root["root"]["nodeId"], selector=selector)
        await self.call("DOM.setFileInputFiles", nodeId=node["nodeId"], files=[str(path)])

    async def screenshot(self, path: Path) -> None:
        shot = await self.call("Page.captureScreenshot", format="png")
        await asyncio.to_thread(path.write_bytes, base64.b64decode(shot["data"]))

    async def _read(self) -> None:
        async for message in self._socket:
            body = json.loads(message.data)
            if "id" in body:
                self._settle(self._waiting.pop(body["id"]), body)
            else:
                self._note(body["method"], body["params"])
        for answer in self._waiting.values():
            answer.cancel()

    def _settle(self, answer: asyncio.Future[dict[str, Any]], body: Mapping[str, Any]) -> None:
        if answer.done():
            return
        if "error" not in body:
            answer.set_result(body["result"])
            return
        words = body["error"]["message"]
        replaced = "context was destroyed" in words or "Inspected target navigated" in words
        answer.set_exception(_Replaced(words) if replaced else BrowserError(words))

    def _note(self, event: str, about: Mapping[str, Any]) -> None:
        if event == "Runtime.consoleAPICalled" and about["type"] in ("error", "warning", "assert"):
            self.problems.append(" ".join(str(one.get("value", one)) for one in about["args"]))
        elif event == "Runtime.exceptionThrown":
            details = about["exceptionDetails"]
            self.problems.append(details.get("exception", {}).get("description") or details["text"])
        elif event == "Log.entryAdded" and about["entry"]["level"] in ("error", "warning"):
            self.problems.append(about["entry"]["text"] + " " + about["entry"].get("url", ""))
        elif event == "Network.requestWillBeSent":
            url = about["request"]["url"]
            if not url.startswith(("data:", "blob:")):
                self.requests.append(url)


class _Replaced(BrowserError):
    """The page was navigated away while a script ran in it."""


class Browser:
    """A running Chromium with a profile of its own."""

    def __init__(self, web: aiohttp.ClientSession, address: str) -> None:
        self._web = web
        self._address = address

    @contextlib.asynccontextmanager
    async def open(self, url: str, width: int, height: int, *, dark: bool = False) -> AsyncIterator[Page]:
        async with self._web.put(f"{self._address}/json/new?about:blank") as answer:
            target = await answer.json(content_type=None)
        socket = await self._web.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0)
        page = Page(socket)
        try:
            for domain in ("Page", "Runtime", "Log", "Network", "DOM"):
                await page.call(f"{domain}.enable")
            await page.look(width, height, dark=dark)
            await page.go(url)
            yield page
        finally:
            await page.close()
            async with self._web.get(f"{self._address}/json/close/{target['id']}"):
                pass


@contextlib.asynccontextmanager
async def chromium(flags: Sequence[str] = ()) -> AsyncIterator[Browser]:
    """Needs `CHROMIUM`. Only this machine's own addresses can be reached from it."""
    if CHROMIUM is None:
        raise BrowserError("Chromium is not installed")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            CHROMIUM,
            *_FLAGS,
            *flags,
            f"--user-data-dir={profile}",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        drain: asyncio.Task[None] | None = None
        try:
            address = await asyncio.wait_for(_listening(process), 3 * PATIENCE)
            drain = asyncio.create_task(_drain(process))
            async with aiohttp.ClientSession() as web:
                yield Browser(web, address)
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await process.wait()
            if drain is not None:
                await drain


async def _listening(process: asyncio.subprocess.Process) -> str:
    """The address in the line with which Chromium says that it can be driven."""
    assert process.stderr is not None
    async for line in process.stderr:
        if found := re.search(rb"DevTools listening on ws://([^/]+)/", line):
            return "http://" + found[1].decode()
    raise BrowserError("Chromium ended before it could be driven")


async def _drain(process: asyncio.subprocess.Process) -> None:
    assert process.stderr is not None
    async for _ in process.stderr:
        pass
