"""The chat page in a real browser, against the real emulator and a bot of a few lines that knows only HTTP."""

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.emulator.server import Emulator
from tests.browser import CHROMIUM, Browser, Page, chromium

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: the chat page is not looked at"),
    pytest.mark.asyncio(loop_scope="module"),
]

PHONE = (390, 844)
DESK = (1440, 900)
NAUGHTY = "<img src=x onerror=\"window.broken='yes'\"><script>window.broken='yes'</script>"
LAST = "[...document.querySelectorAll('.message')].at(-1)"

Json = dict[str, Any]


class Counter:
    """A bot with one question. `held`: while not set, taps stay unanswered."""

    def __init__(self, emulator: Emulator, web: aiohttp.ClientSession) -> None:
        self._emulator = emulator
        self._web = web
        self.held = asyncio.Event()
        self.held.set()
        self.alert = False
        self.heard: list[Json] = []

    async def call(self, method: str, **parameters: Any) -> Any:
        address = f"{self._emulator.url}/bot{self._emulator.token}/{method}"
        async with self._web.post(address, json=parameters) as answer:
            body = await answer.json()
        assert body["ok"], body
        return body["result"]

    async def control(self, path: str, body: Any) -> Any:
        async with self._web.post(self._emulator.url + path, json=body) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def run(self) -> None:
        offset = 0
        while True:
            for event in await self.call("getUpdates", offset=offset, timeout=20):
                offset = event["update_id"] + 1
                self.heard.append(event)
                if "callback_query" in event:
                    await self._rated(event["callback_query"])
                elif event.get("message", {}).get("text", "").startswith("/start"):
                    await self._ask(event["message"]["chat"]["id"])

    async def _ask(self, chat: int) -> None:
        faces = [{"text": str(mark), "callback_data": f"rate {mark}"} for mark in range(1, 6)]
        await self.call(
            "sendMessage",
            chat_id=chat,
            text="<b>Как вас обслужили?</b>",
            parse_mode="HTML",
            reply_markup={"inline_keyboard": [faces]},
        )

    async def _rated(self, query: Json) -> None:
        await self.held.wait()
        await self.call(
            "answerCallbackQuery", callback_query_id=query["id"], text="Сохранено", show_alert=self.alert
        )
        message = query["message"]
        again = {"text": "Изменить", "callback_data": "rate 0", "style": "primary"}
        await self.call(
            "editMessageText",
            chat_id=message["chat"]["id"],
            message_id=message["message_id"],
            text=f"Ваша оценка: {query['data'].split()[1]}",
            reply_markup={"inline_keyboard": [[again]]},
        )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def counter(emulator: Emulator) -> AsyncIterator[Counter]:
    async with aiohttp.ClientSession() as web:
        bot = Counter(emulator, web)
        await bot.control("/_/people", {"first_name": "Анна", "language_code": "ru"})
        await bot.control("/_/people", {"first_name": "Пётр", "language_code": "ru"})
        poster = {
            "id": "p1",
            "title": "МФЦ, окно 4",
            "subtitle": "Ленина, 12",
            "payload": "abc",
            "code": "K7M2",
        }
        await bot.control("/_/posters", [poster])
        running = asyncio.create_task(bot.run())
        yield bot
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


@pytest.fixture
def looked_at(browser: Browser, emulator: Emulator) -> Callable[..., Any]:
    """Opens the page, and afterwards demands that nothing went wrong and nothing outside was asked for."""

    @contextlib.asynccontextmanager
    async def opened(query: str = "", size: tuple[int, int] = DESK) -> AsyncIterator[Page]:
        async with browser.open(f"{emulator.url}/{query}", *size) as page:
            yield page
            assert page.problems == []
            assert [url for url in page.requests if not url.startswith(emulator.url + "/")] == []

    return opened


def person(emulator: Emulator, name: str) -> int:
    people = emulator.world.account.people.values()
    return next(one.id for one in people if one.first_name == name)


async def rests_within_its_width(page: Page) -> bool:
    widths = await page.evaluate(
        "[document.documentElement.scrollWidth, document.body.scrollWidth, innerWidth]"
    )
    return bool(max(widths[:2]) <= widths[2])


async def test_a_scanned_poster_is_rated_with_one_tap_on_a_phone(
    counter: Counter, looked_at: Callable[..., Any]
) -> None:
    async with looked_at(size=PHONE) as page:
        assert await rests_within_its_width(page)
        await page.click("[data-poster=p1] .scan")
        await page.click(".keyboard .key:nth-child(5)")
        await page.until("document.querySelector('.toast')?.textContent === 'Сохранено'")
        await page.until(f"{LAST}.querySelector('.text').textContent === 'Ваша оценка: 5'")
        assert await page.evaluate(f"Boolean({LAST}.querySelector('.edited'))")
        assert await page.evaluate("document.querySelectorAll('.theirs').length") == 1
        assert await page.evaluate(f"{LAST}.querySelector('.key').classList.contains('primary')")
        assert await rests_within_its_width(page)
    assert counter.heard[0]["message"]["text"] == "/start abc"
    assert counter.heard[1]["callback_query"]["data"] == "rate 5"


async def test_a_tapped_button_turns_until_its_callback_is_answered(
    counter: Counter, looked_at: Callable[..., Any]
) -> None:
    counter.held.clear()
    async with looked_at() as page:
        await page.click(".start-bar")
        await page.click(".keyboard .key:nth-child(2)")
        await page.until("document.querySelector('.key.busy')?.textContent === '2'")
        assert await page.evaluate("document.querySelector('.key.busy').getAttribute('aria-busy')") == "true"
        counter.held.set()
        await page.until("!document.querySelector('.key.busy') && document.querySelector('.toast')")


async def test_an_alert_covers_only_the_phone_it_was_meant_for(
    counter: Counter, emulator: Emulator, looked_at: Callable[..., Any]
) -> None:
    counter.alert = True
    async with looked_at() as page:
        anna, peter = (f".phone[data-person='{person(emulator, name)}']" for name in ("Анна", "Пётр"))
        await page.click(f".person[data-person='{person(emulator, 'Пётр')}']")
        await page.click(f"{peter} .start-bar")
        await page.click(f"{peter} .keyboard .key")
        await page.until(
            f"document.querySelector(\"{peter} [role=alertdialog] p\")?.textContent === 'Сохранено'"
        )
        assert await page.evaluate(f'document.querySelector("{anna} .cover") === null')
        await page.click(f"{anna} .start-bar")
        await page.until(f'document.querySelector("{anna} .keyboard")')
        await page.click(f"{peter} .alert button")
        await page.until(f'!document.querySelector("{peter} .cover")')


async def test_what_looks_like_markup_is_shown_as_the_letters_it_is(
    counter: Counter, emulator: Emulator, looked_at: Callable[..., Any]
) -> None:
    eve = await counter.control("/_/people", {"first_name": NAUGHTY})
    await counter.control(f"/_/people/{eve['id']}/start", {})
    await counter.control(f"/_/people/{eve['id']}/say", {"text": NAUGHTY})
    keyboard = {"inline_keyboard": [[{"text": NAUGHTY, "callback_data": "x"}]]}
    await counter.call("sendMessage", chat_id=eve["id"], text=NAUGHTY, reply_markup=keyboard)
    bold = [{"type": "bold", "offset": 0, "length": len(NAUGHTY)}]
    await counter.call("sendMessage", chat_id=eve["id"], text=NAUGHTY, entities=bold)
    await counter.control("/_/posters", [{"id": "p2", "title": NAUGHTY, "payload": "x", "code": NAUGHTY}])
    async with looked_at() as page:
        await page.click(f".person[data-person='{eve['id']}']")
        await page.until("document.querySelectorAll('.message').length >= 4")
        texts = await page.evaluate(
            "[...document.querySelectorAll('.message .text')].map((node) => node.textContent)"
        )
        assert texts.count(NAUGHTY) == 3
        assert await page.evaluate("document.querySelector('.key').textContent") == NAUGHTY
        assert (
            await page.evaluate("document.querySelector('[data-poster=p2] .poster-title').textContent")
            == NAUGHTY
        )
        assert await page.evaluate("document.querySelectorAll('img, body script').length") == 0
        assert await page.evaluate("window.broken ?? 'no'") == "no"


async def test_every_kind_of_emphasis_has_an_element_of_its_own(
    counter: Counter, emulator: Emulator, looked_at: Callable[..., Any]
) -> None:
    kinds = {
        "bold": "strong",
        "italic": "em",
        "underline": "u",
        "strikethrough": "s",
        "code": "code",
        "pre": "pre",
        "blockquote": "blockquote",
        "expandable_blockquote": ".quote-box .folded",
        "spoiler": ".spoiler",
        "text_link": "a[href='https://example.org/']",
        "url": "a[href='http://example.org/']",
        "mention": ".mention",
        "bot_command": "button.inline-link",
        "text_link to the bot": "button.inline-link",
    }
    shown = {
        kind: {"type": kind.split()[0], "offset": 3, "length": 5}
        | ({"url": "https://example.org/"} if kind == "text_link" else {})
        | ({"url": "https://t.me/demo_bot?start=abc"} if kind == "text_link to the bot" else {})
        for kind in kinds
    }
    texts = {
        "expandable_blockquote": "😀 " + "a\nb\nc\nd" + "!",
        "url": "😀 example.org",
        "bot_command": "😀 /stop",
    }
    shown["expandable_blockquote"]["length"] = 7
    shown["url"]["length"] = 11
    async with looked_at() as page:
        for kind, selector in kinds.items():
            text = texts.get(kind, "😀 слово!")
            found = await page.evaluate(
                f"""import('/page/richtext.js').then(({{richText}}) => {{
                    const box = document.createElement('div');
                    box.append(...richText({json.dumps(text)}, [{json.dumps(shown[kind])}], {{}}));
                    return [box.textContent, box.querySelector({json.dumps(selector)})?.textContent ?? null];
                }})"""
            )
            entity = shown[kind]
            inside = text.encode("utf-16-le")[
                2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])
            ]
            assert found == [text, inside.decode("utf-16-le")], kind


async def test_overlapping_emphasis_loses_no_letter(looked_at: Callable[..., Any], counter: Counter) -> None:
    overlapping = [
        {"type": "bold", "offset": 0, "length": 5},
        {"type": "italic", "offset": 3, "length": 5},
        {"type": "underline", "offset": 4, "length": 2},
        {"type": "code", "offset": 7, "length": 40},
    ]
    async with looked_at() as page:
        html = await page.evaluate(
            f"""import('/page/richtext.js').then(({{richText}}) => {{
                const box = document.createElement('div');
                box.append(...richText('0123456789', {json.dumps(overlapping)}, {{}}));
                return box.textContent;
            }})"""
        )
    assert html == "0123456789"


async def test_a_link_that_would_run_a_script_is_not_a_link(
    looked_at: Callable[..., Any], counter: Counter
) -> None:
    async with looked_at() as page:
        links = [
            "javascript:alert(1)",
            " JavaScript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "no address",
        ]
        safe = await page.evaluate(
            f"import('/page/richtext.js').then(({{safeUrl}}) => {json.dumps(links)}.map(safeUrl))"
        )
        assert safe == [None] * len(links)


async def test_a_deleted_message_vanishes(
    counter: Counter, emulator: Emulator, looked_at: Callable[..., Any]
) -> None:
    anna = person(emulator, "Анна")
    async with looked_at() as page:
        await page.click(".start-bar")
        await page.until("document.querySelector('.theirs')")
        sent = await counter.call("sendMessage", chat_id=anna, text="Лишнее")
        shown = f"document.querySelector('[data-message=\"{sent['message_id']}\"]')"
        await page.until(shown)
        await counter.call("deleteMessage", chat_id=anna, message_id=sent["message_id"])
        await page.until(f"!{shown}")
        assert await page.evaluate("document.querySelectorAll('.theirs').length") == 1


async def test_the_keyboard_alone_is_enough_to_rate(counter: Counter, looked_at: Callable[..., Any]) -> None:
    async with looked_at() as page:
        await page.until("document.querySelector('.start-bar:not([hidden])')")
        await page.evaluate("document.querySelector('.start-bar').focus()")
        await page.press("Enter")
        await page.until("document.querySelector('.keyboard .key')")
        await page.evaluate("document.querySelector('.log').focus()")
        for _ in range(3):
            await page.press("Tab")
        assert await page.evaluate("document.activeElement.textContent") in ("1", "2", "3")
        await page.press("Enter")
        await page.until("document.activeElement.textContent === 'Изменить'")


async def test_commands_are_offered_while_they_are_typed(
    counter: Counter, emulator: Emulator, looked_at: Callable[..., Any]
) -> None:
    commands = [{"command": name, "description": name} for name in ("start", "privacy", "stop")]
    await counter.call("setMyCommands", commands=commands)
    async with looked_at() as page:
        await page.click(".start-bar")
        await page.click("textarea")
        await page.type("/st")
        await page.until("document.querySelectorAll('.suggestions button').length === 2")
        await page.press("ArrowUp")
        await page.press("Enter")
        await page.until("[...document.querySelectorAll('.mine .text')].at(-1).textContent === '/stop'")
        await page.click(".commands-button")
        assert await page.evaluate("document.querySelectorAll('.suggestions button').length") == 3


async def test_files_pictures_and_places_go_both_ways(
    counter: Counter, emulator: Emulator, looked_at: Callable[..., Any]
) -> None:
    async with looked_at() as page:
        await page.click(".start-bar")
        await page.click(".attach")
        await page.click(".menu button:nth-child(2)")
        await page.until("document.querySelector('.mine .photo img')?.naturalWidth > 100")
        await page.click(".attach")
        await page.click(".menu button:nth-child(4)")
        await page.click("dialog .solid")
        await page.until("document.querySelector('.mine .map')")
        document = {"kind": "document", "file": ("answers.csv", b"a;b", "text/csv")}
        form = aiohttp.FormData()
        form.add_field("kind", document["kind"])
        form.add_field("file", b"a;b", filename="answers.csv", content_type="text/csv")
        async with aiohttp.ClientSession() as web:
            address = f"{emulator.url}/_/people/{person(emulator, 'Анна')}/upload"
            async with web.post(address, data=form) as answer:
                assert answer.status == 200
        await page.until("document.querySelector('.file-name')?.textContent === 'answers.csv'")
        stored = await page.evaluate(
            "fetch(document.querySelector('.file-open').href).then((got) => got.text())"
        )
        assert stored == "a;b"
    kinds = [set(event["message"]) & {"photo", "location", "document"} for event in counter.heard[1:]]
    assert kinds == [{"photo"}, {"location"}, {"document"}]


async def test_a_person_can_block_the_bot_and_come_back(
    counter: Counter, emulator: Emulator, looked_at: Callable[..., Any]
) -> None:
    async with looked_at() as page:
        await page.click(".start-bar")
        await page.click(".head .menu-holder > button")
        await page.click(".menu button:first-child")
        await page.until("document.querySelector('.blocked-bar:not([hidden])')")
        assert emulator.world.account.people[person(emulator, "Анна")].blocked
        await page.click(".blocked-bar button")
        await page.until("document.querySelector('.composer:not([hidden])')")


async def test_a_new_person_gets_a_phone_and_the_clock_moves(
    counter: Counter, emulator: Emulator, looked_at: Callable[..., Any]
) -> None:
    before = emulator.clock.now()
    async with looked_at("?lang=en") as page:
        await page.click(".addition summary")
        await page.type("Mary")
        await page.press("Enter")
        await page.until(
            "document.querySelector('.phone.active')?.getAttribute('aria-label') === 'Phone: Mary'"
        )
        shown = await page.evaluate("document.querySelector('.clock-date').textContent")
        await page.click(".moves button:nth-child(4)")
        await page.until(f"document.querySelector('.clock-date').textContent !== {json.dumps(shown)}")
    assert emulator.clock.now() - before >= 7 * 24 * 3600
    assert emulator.world.account.people[person(emulator, "Mary")].language_code == "en"


@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_nothing_is_wider_than_a_phone(
    lang: str, counter: Counter, emulator: Emulator, looked_at: Callable[..., Any]
) -> None:
    anna = person(emulator, "Анна")
    await counter.control(f"/_/people/{anna}/start", {})
    rows = [
        [{"text": "Очень длинная подпись " * 3, "callback_data": f"{row} {one}"} for one in range(8)]
        for row in "ab"
    ]
    await counter.call("sendMessage", chat_id=anna, text="ж" * 900, reply_markup={"inline_keyboard": rows})
    await counter.call("sendMessage", chat_id=anna, text=f"<pre>{'код ' * 90}</pre>", parse_mode="HTML")
    async with looked_at(f"?person={anna}&lang={lang}", PHONE) as page:
        await page.until("document.querySelector('pre')")
        assert await rests_within_its_width(page)
        log = await page.evaluate(
            "(({scrollWidth, clientWidth}) => scrollWidth - clientWidth)(document.querySelector('.log'))"
        )
        assert log == 0
        assert (
            await page.evaluate("document.querySelector('.phone').getBoundingClientRect().width") == PHONE[0]
        )


async def test_the_page_finds_the_server_again_after_a_lost_connection(
    counter: Counter, emulator: Emulator, looked_at: Callable[..., Any]
) -> None:
    async with looked_at() as page:
        await page.click(".start-bar")
        await page.until("document.querySelector('.theirs')")
        offline = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        await page.call("Network.emulateNetworkConditions", offline=True, **offline)
        await page.click("textarea")
        await page.type("Есть кто?")
        await page.press("Enter")
        await page.until("document.querySelector('.offline:not([hidden])')")
        await page.call("Network.emulateNetworkConditions", offline=False, **offline)
        await counter.call("sendMessage", chat_id=person(emulator, "Анна"), text="Да")
        await page.until(f"{LAST}.querySelector('.text').textContent === 'Да'")
        await page.until("document.querySelector('.offline').hidden")
        page.problems[:] = [one for one in page.problems if "ERR_INTERNET_DISCONNECTED" not in one]


async def test_both_languages_have_the_same_words(counter: Counter, looked_at: Callable[..., Any]) -> None:
    async with looked_at() as page:
        words = await page.evaluate("import('/page/words.js').then(({WORDS}) => WORDS)")
    assert words["ru"].keys() == words["en"].keys()
    gaps = re.compile(r"\{\w+\}")
    assert {key: sorted(gaps.findall(text)) for key, text in words["ru"].items()} == {
        key: sorted(gaps.findall(text)) for key, text in words["en"].items()
    }
