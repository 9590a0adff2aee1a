"""The chat page in a real browser, against the real emulator."""

import json

import aiohttp
import pytest

from bot.emulator.server import Emulator
from tests.emulator.page.counter import Counter
from tests.emulator.page.looking import IN_CHROMIUM, LAST, PHONE, Looks, person, rests_within_its_width

pytestmark = IN_CHROMIUM


async def test_a_scanned_poster_is_rated_with_one_tap_on_a_phone(counter: Counter, looked_at: Looks) -> None:
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


async def test_a_tapped_button_turns_until_its_callback_is_answered(counter: Counter, looked_at: Looks) -> None:
    counter.held.clear()
    async with looked_at() as page:
        await page.click(".start-bar")
        await page.click(".keyboard .key:nth-child(2)")
        await page.until("document.querySelector('.key.busy')?.textContent === '2'")
        assert await page.evaluate("document.querySelector('.key.busy').getAttribute('aria-busy')") == "true"
        counter.held.set()
        await page.until("!document.querySelector('.key.busy') && document.querySelector('.toast')")


async def test_an_alert_covers_only_the_phone_it_was_meant_for(
    counter: Counter, emulator: Emulator, looked_at: Looks
) -> None:
    counter.alert = True
    async with looked_at() as page:
        anna, peter = (f".phone[data-person='{person(emulator, name)}']" for name in ("Анна", "Пётр"))
        await page.click(f".person[data-person='{person(emulator, 'Пётр')}']")
        await page.click(f"{peter} .start-bar")
        await page.click(f"{peter} .keyboard .key")
        await page.until(f"document.querySelector(\"{peter} [role=alertdialog] p\")?.textContent === 'Сохранено'")
        assert await page.evaluate(f'document.querySelector("{anna} .cover") === null')
        await page.click(f"{anna} .start-bar")
        await page.until(f'document.querySelector("{anna} .keyboard")')
        await page.click(f"{peter} .alert button")
        await page.until(f'!document.querySelector("{peter} .cover")')


async def test_a_deleted_message_vanishes(counter: Counter, emulator: Emulator, looked_at: Looks) -> None:
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


async def test_the_keyboard_alone_is_enough_to_rate(counter: Counter, looked_at: Looks) -> None:
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
    counter: Counter, emulator: Emulator, looked_at: Looks
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


async def test_a_reply_keyboard_speaks_for_the_person_and_goes_after_one_use(
    counter: Counter, emulator: Emulator, looked_at: Looks
) -> None:
    keys = [[{"text": "Где я", "request_location": True}, {"text": "Пропустить"}]]
    async with looked_at(size=PHONE) as page:
        await page.click("[data-poster=p1] .scan")
        await page.until("document.querySelector('.theirs')")
        markup = {"keyboard": keys, "one_time_keyboard": True, "resize_keyboard": True}
        await counter.call("sendMessage", chat_id=person(emulator, "Анна"), text="Где?", reply_markup=markup)
        await page.click(".reply-keyboard .key:nth-child(1)")
        await page.until("document.querySelector('dialog input[name=latitude]')")
        await page.press("Escape")
        await page.click(".reply-keyboard .key:nth-child(2)")
        await page.until(f"{LAST}.querySelector('.text').textContent === 'Пропустить'")
        await page.until("document.querySelector('.replies').hidden")
        assert await rests_within_its_width(page)


async def test_the_bot_is_seen_typing_until_it_has_written(
    counter: Counter, emulator: Emulator, looked_at: Looks
) -> None:
    anna = person(emulator, "Анна")
    async with looked_at() as page:
        await page.click(".start-bar")
        await page.until("document.querySelector('.theirs')")
        await counter.call("sendChatAction", chat_id=anna, action="typing")
        await page.until("document.querySelector('.bot-state.typing')?.textContent === 'печатает'")
        await counter.call("sendMessage", chat_id=anna, text="Готово")
        await page.until("!document.querySelector('.bot-state.typing')")


async def test_files_pictures_and_places_go_both_ways(counter: Counter, emulator: Emulator, looked_at: Looks) -> None:
    async with looked_at() as page:
        await page.click(".start-bar")
        await page.click(".attach")
        await page.click(".menu button:nth-child(2)")
        await page.until("document.querySelector('.mine .photo img')?.naturalWidth > 100")
        await page.click(".attach")
        await page.click(".menu button:nth-child(4)")
        await page.click("dialog .solid")
        await page.until("document.querySelector('.mine .map')")
        form = aiohttp.FormData()
        form.add_field("kind", "document")
        form.add_field("file", b"a;b", filename="answers.csv", content_type="text/csv")
        async with aiohttp.ClientSession() as web:
            address = f"{emulator.url}/_/people/{person(emulator, 'Анна')}/upload"
            async with web.post(address, data=form) as answer:
                assert answer.status == 200
        await page.until("document.querySelector('.file-name')?.textContent === 'answers.csv'")
        stored = await page.evaluate("fetch(document.querySelector('.file-open').href).then((got) => got.text())")
        assert stored == "a;b"
    kinds = [set(event["message"]) & {"photo", "location", "document"} for event in counter.heard[1:]]
    assert kinds == [{"photo"}, {"location"}, {"document"}]


async def test_a_person_can_block_the_bot_and_come_back(counter: Counter, emulator: Emulator, looked_at: Looks) -> None:
    async with looked_at() as page:
        await page.click(".start-bar")
        await page.click(".head .menu-holder > button")
        await page.click(".menu button:first-child")
        await page.until("document.querySelector('.blocked-bar:not([hidden])')")
        assert emulator.world.account.people[person(emulator, "Анна")].blocked
        await page.click(".blocked-bar button")
        await page.until("document.querySelector('.composer:not([hidden])')")


async def test_a_new_person_gets_a_phone_and_the_clock_moves(
    counter: Counter, emulator: Emulator, looked_at: Looks
) -> None:
    before = emulator.clock.now()
    async with looked_at("?lang=en") as page:
        await page.click(".addition summary")
        await page.until("document.querySelector('.addition').open")
        # A browser in the background gives no focus, so the form is filled in and sent by itself.
        field = "document.querySelector('input[name=first]')"
        await page.evaluate(f"{field}.value = 'Mary', {field}.form.requestSubmit()")
        await page.until("document.querySelector('.phone.active').ariaLabel === 'Phone: Mary'")
        shown = await page.evaluate("document.querySelector('.clock-date').textContent")
        await page.click(".moves button:nth-child(4)")
        await page.until(f"document.querySelector('.clock-date').textContent !== {json.dumps(shown)}")
    assert emulator.clock.now() - before >= 7 * 24 * 3600
    assert emulator.world.account.people[person(emulator, "Mary")].language_code == "en"


@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_nothing_is_wider_than_a_phone(lang: str, counter: Counter, emulator: Emulator, looked_at: Looks) -> None:
    anna = person(emulator, "Анна")
    await counter.control(f"/_/people/{anna}/start", {})
    rows = [
        [{"text": "Очень длинная подпись " * 3, "callback_data": f"{row} {one}"} for one in range(8)] for row in "ab"
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
        assert await page.evaluate("document.querySelector('.phone').getBoundingClientRect().width") == PHONE[0]


async def test_the_page_finds_the_server_again_after_a_lost_connection(
    counter: Counter, emulator: Emulator, looked_at: Looks
) -> None:
    async with looked_at() as page:
        await page.click(".start-bar")
        await page.until("document.querySelector('.theirs')")
        offline = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        await page.call("Network.emulateNetworkConditions", offline=True, **offline)
        # The request that is being held is not cut off; the answer to this one ends it.
        await counter.call("sendMessage", chat_id=person(emulator, "Анна"), text="Есть кто?")
        await page.until("document.querySelector('.offline:not([hidden])')")
        await page.call("Network.emulateNetworkConditions", offline=False, **offline)
        await counter.call("sendMessage", chat_id=person(emulator, "Анна"), text="Да")
        await page.until(f"{LAST}.querySelector('.text').textContent === 'Да'")
        await page.until("document.querySelector('.offline').hidden")
        page.problems[:] = [one for one in page.problems if "ERR_INTERNET_DISCONNECTED" not in one]
