"""Texts on the chat page: hostile ones stay text, formatted ones get their elements."""

import json
import re

from bot.emulator.server import Emulator
from tests.emulator.page.counter import Counter, Json
from tests.emulator.page.looking import IN_CHROMIUM, Looks

pytestmark = IN_CHROMIUM

NAUGHTY = "<img src=x onerror=\"window.broken='yes'\"><script>window.broken='yes'</script>"


async def test_what_looks_like_markup_is_shown_as_the_letters_it_is(
    counter: Counter, emulator: Emulator, looked_at: Looks
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
        texts = await page.evaluate("[...document.querySelectorAll('.message .text')].map((node) => node.textContent)")
        assert texts.count(NAUGHTY) == 3
        # The bot's own answer to /start, which has a button too, may come before or after.
        assert NAUGHTY in await page.evaluate("[...document.querySelectorAll('.key')].map((node) => node.textContent)")
        assert await page.evaluate("document.querySelector('[data-poster=p2] .poster-title').textContent") == NAUGHTY
        assert await page.evaluate("document.querySelectorAll('img, body script').length") == 0
        assert await page.evaluate("window.broken ?? 'no'") == "no"


FORMATTED: list[tuple[Json, str, str]] = [
    ({"type": "bold"}, "слово", "strong"),
    ({"type": "italic"}, "слово", "em"),
    ({"type": "underline"}, "слово", "u"),
    ({"type": "strikethrough"}, "слово", "s"),
    ({"type": "code"}, "слово", "button code"),
    ({"type": "pre", "language": "python"}, "слово", "pre[data-language=python]"),
    ({"type": "blockquote"}, "слово", "blockquote:not(.folded)"),
    ({"type": "expandable_blockquote"}, "a\nb\nc\nd", ".quote-box .folded"),
    ({"type": "expandable_blockquote"}, "короткая", "blockquote:not(.folded)"),
    ({"type": "spoiler"}, "слово", ".spoiler"),
    ({"type": "text_link", "url": "https://example.org/"}, "слово", "a[href='https://example.org/']"),
    ({"type": "text_link", "url": "https://t.me/a_bot?start=abc"}, "слово", "button.inline-link"),
    ({"type": "text_link", "url": "javascript:alert(1)"}, "слово", "span.mention"),
    ({"type": "url"}, "example.org", "a[href='http://example.org/'][rel~=noopener]"),
    ({"type": "mention"}, "@a_bot", ".mention"),
    ({"type": "bot_command"}, "/stop", "button.inline-link"),
]


async def test_every_kind_of_emphasis_has_an_element_of_its_own(counter: Counter, looked_at: Looks) -> None:
    async with looked_at() as page:
        for entity, text, selector in FORMATTED:
            # The smile counts as two in Bot API offsets, so a count of characters would be caught.
            whole = {**entity, "offset": 3, "length": len(text)}
            found = await page.evaluate(
                f"""import('/page/richtext.js').then(({{richText}}) => {{
                    const box = document.createElement('div');
                    box.append(...richText({json.dumps(f"😀 {text}!")}, [{json.dumps(whole)}], {{}}));
                    return [box.textContent, box.querySelector({json.dumps(selector)})?.textContent ?? null];
                }})"""
            )
            assert found == [f"😀 {text}!", text], entity


async def test_overlapping_emphasis_loses_no_letter(looked_at: Looks, counter: Counter) -> None:
    overlapping = [
        {"type": "bold", "offset": 0, "length": 5},
        {"type": "italic", "offset": 3, "length": 5},
        {"type": "underline", "offset": 4, "length": 2},
        {"type": "code", "offset": 7, "length": 40},
    ]
    async with looked_at() as page:
        text = await page.evaluate(
            f"""import('/page/richtext.js').then(({{richText}}) => {{
                const box = document.createElement('div');
                box.append(...richText('0123456789', {json.dumps(overlapping)}, {{}}));
                return box.textContent;
            }})"""
        )
    assert text == "0123456789"


async def test_a_link_that_would_run_a_script_is_not_a_link(looked_at: Looks, counter: Counter) -> None:
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


async def test_both_languages_have_the_same_words(counter: Counter, looked_at: Looks) -> None:
    async with looked_at() as page:
        words = await page.evaluate("import('/page/words.js').then(({WORDS}) => WORDS)")
    assert words["ru"].keys() == words["en"].keys()
    gaps = re.compile(r"\{\w+\}")
    assert {key: sorted(gaps.findall(text)) for key, text in words["ru"].items()} == {
        key: sorted(gaps.findall(text)) for key, text in words["en"].items()
    }
