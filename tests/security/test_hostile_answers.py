"""Row 8: whatever somebody types is stored as it came, shown back, and marks up nothing."""

import json
import os
from pathlib import Path

import pytest

from bot.emulator.people import ImpossibleAct
from surveys.answering.summary import LONGEST_ANSWER, clipped
from tests.security.town import Citizen, Town, until

CORPUS = Path(os.environ.get("OTKLIK_BLNS", Path(__file__).resolve().parents[3] / "shared" / "corpus" / "blns.json"))
OURS = {"bold", "italic", "blockquote", "code"}
"""Entities that we send ourselves; links and commands Telegram finds in a text by itself."""
HAND_PICKED = [
    *("<b>", "</b>", "&lt;", "&amp;amp;", "<b>полужирно</b>", "[имя](tg://user?id=1)", "]( tg://user?id=1)", "*_`~||"),
    *("{first}", "${first}", "%(count)s", "{0.__class__}", "\u202eтекст наоборот\u202c", "\u2066изоляция", "a\u0000b"),
    *("\U0001f468\u200d\U0001f469\u200d\U0001f467", "e\u0301" * 60, "=1+1", "\u200f\u200e", "\\u0000", "🙂" * 2000),
    *("@durov #тег /start https://example.org", "'; DROP TABLE answer; --"),
]


def of_corpus() -> list[str]:
    if not CORPUS.exists():
        if "OTKLIK_BLNS" in os.environ:
            pytest.fail(f"OTKLIK_BLNS names no file: {CORPUS}")
        pytest.skip("The corpus of naughty strings is not beside the project: set OTKLIK_BLNS to blns.json.")
    strings: list[str] = json.loads(CORPUS.read_text(encoding="utf-8"))
    return strings


async def test_every_naughty_string_is_stored_as_delivered_and_shown_back(town: Town) -> None:
    told = await tell(town, of_corpus())
    assert told >= 480


async def test_markup_mentions_overrides_and_storms_of_emoji_stay_text(town: Town) -> None:
    assert await tell(town, HAND_PICKED) >= len(HAND_PICKED) - 2


async def test_the_longest_answers_fit_the_message_that_shows_them_again(town: Town) -> None:
    for sign in ("ж", "🙂", "<", "\u0301x"):
        anna = town.citizen("<b>&" * 16)
        await anna.starts(town.link("k2"))
        for _ in range(3):
            town.emulator.people.say(anna.id, (sign * 4096)[:4000])
        await town.quiet()
        town.emulator.people.say(anna.id, (sign * 4096)[:4096])
        await town.quiet()
        await anna.sees("слишком длинно")
        town.emulator.people.say(anna.id, "коротко")
        await anna.sees("Проверьте ответы")
    assert refusals(town) == set()
    assert unwanted(town) == []


async def test_a_name_with_markup_breaks_nothing(town: Town) -> None:
    anna = town.citizen("<b>&lt;](tg://user?id=1)\u202e", last_name="*_`[", username=None, language_code="<i>")
    for text in ("/start", "/help", "/privacy", "/language"):
        await anna.says(text)
    assert len(anna.bots) == 4
    assert refusals(town) == set()
    assert unwanted(town) == []


async def tell(town: Town, strings: list[str]) -> int:
    """Every string as an answer, four to a person. How many a Telegram app can send at all."""
    people: list[tuple[Citizen, list[str]]] = []
    waiting = list(strings)
    while waiting:
        person, delivered = town.citizen(), []
        town.emulator.people.start(person.id, town.link("k2"))
        while waiting and len(delivered) < 4:
            try:
                delivered += [one.content["text"] for one in town.emulator.people.say(person.id, waiting.pop(0))]
            except ImpossibleAct:
                continue
        people.append((person, delivered))
    await until(lambda: all("Проверьте ответы" in one.seen for one, texts in people if len(texts) == 4), "summaries")
    await town.quiet()
    for person, delivered in people:
        assert await stored(town, person) == delivered
        for text in delivered if len(delivered) == 4 else ():
            shown = clipped(text, LONGEST_ANSWER).strip()
            assert squeezed(shown) in squeezed(person.seen), ascii(text)
    assert refusals(town) == set()
    assert unwanted(town) == []
    assert not [event for event in town.events() if event["level"] == "error"]
    return sum(len(delivered) for _, delivered in people)


async def stored(town: Town, person: Citizen) -> list[object]:
    number = (await person.row()).number
    response = await town.installation.works.read(lambda work: work.responses.of_person(number)[0])
    answers = await town.installation.works.read(lambda work: work.responses.answers(response.session.key))
    return [answers[name] for name in ("first", "second", "third", "fourth") if name in answers]


def refusals(town: Town) -> set[tuple[str, str]]:
    """What Telegram did not take, except that a message stood there already or was gone already."""
    refused = {(call["method"], call["answer"]["description"]) for call in town.refused()}
    return {one for one in refused if "not found" not in one[1] and "is not modified" not in one[1]}


def unwanted(town: Town) -> list[object]:
    """Entities that we never mean to send, and texts sent with a parse mode."""
    calls = [call["parameters"] for call in town.calls()]
    sent = [entity for one in calls for entity in json.loads(one.get("entities") or "[]")]
    return [entity for entity in sent if entity["type"] not in OURS] + [one for one in calls if one.get("parse_mode")]


def squeezed(text: str) -> str:
    """Without what Telegram cleans from a text on its way: spaces, and signs that are not there to be seen."""
    return "".join(sign for sign in text if sign.isprintable() and not sign.isspace())
