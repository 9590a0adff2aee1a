"""Row 3: any client may send any bytes as a button's data."""

import random

from handlers.telegram.payloads import pack
from surveys.conversation.denials import MOST_AN_HOUR
from surveys.screens import Action
from tests.security.town import Citizen, Town

BATCH = 90
GONE = "Эта кнопка уже не действует. Отправьте /start, и продолжим."


async def lived(town: Town) -> tuple[Citizen, Citizen, Citizen]:
    """A coordinator at the desk, Anna in the middle of a rating, Boris at his summary."""
    chief, anna, boris = town.citizen("Вера"), town.citizen("Анна"), town.citizen("Борис")
    await chief.says(f"/claim {town.claim}")
    for label in ("Точки", "Окно 3", "Заменить ссылку", "Нет"):
        await chief.taps(label)
    await anna.says("/privacy")
    await anna.taps("Удалить")
    await anna.says("/language")
    await anna.says("/surveys")
    await anna.starts(town.link("k1"))
    await anna.taps("2")
    await anna.taps("Очередь")
    await boris.starts(town.link("k2"))
    for word in ("раз", "два", "три", "четыре"):
        await boris.says(word)
    await boris.sees("Проверьте ответы")
    return chief, anna, boris


def mutated(produced: set[tuple[int, str]], people: list[int], chance: random.Random) -> list[tuple[int, str]]:
    """Who sends what: for every callback ever drawn each way of bending it."""
    wrong: set[tuple[int, str]] = set()
    for owner, data in sorted(produced):
        body, _, signature = data.rpartition("~")
        wrong |= {(other, data) for other in people if other != owner}
        wrong.add((owner, data[: chance.randrange(len(data))]))
        wrong.add((owner, f"{body}~{signature[::-1]}"))
        wrong.add((owner, body))
        parts = body.split(":")
        for place in range(1, len(parts)):
            for bent in (parts[place] + "1", parts[place][:-1], "0", "-1"):
                if bent != parts[place]:
                    wrong.add((owner, ":".join((*parts[:place], bent, *parts[place + 1 :])) + f"~{signature}"))
    for person in people:
        noise = chance.randbytes(64)
        wrong |= {(person, noise.decode("latin-1")), (person, noise.decode("utf-8", "replace")), (person, "")}
        wrong |= {(person, pack(Action(verb, ("k1",)), str(person), b"another key")) for verb in DESK}
        wrong |= {(person, "~"), (person, ":" * 64), (person, "points"), (person, "erased~"), (person, "\x00" * 64)}
    return sorted(wrong)


DESK = ("points", "pt", "poster", "posters", "register", "apply", "renew", "renewed", "switch")


async def test_what_we_did_not_sign_for_this_person_changes_nothing_and_is_answered_kindly(town: Town) -> None:
    people = {person.id: person for person in await lived(town)}
    produced = town.produced()
    assert {owner for owner, _ in produced} == set(people)
    forged = mutated(produced, list(people), random.Random(3))
    assert len(forged) > 300
    before = town.rows()
    for start in range(0, len(forged), BATCH):
        sent = forged[start : start + BATCH]
        taps = [town.emulator.people.tap(who, people[who].bots[-1].id, data=data) for who, data in sent]
        await town.quiet()
        assert [tap.answer for tap in taps] == [{"text": GONE, "show_alert": True}] * len(taps)
    assert town.rows() == before
    assert sum(event["event"] == "forged_tap" for event in town.events()) >= len(forged)
    assert town.refused() == []


async def test_bytes_that_are_no_text_are_answered_too(town: Town) -> None:
    anna = town.citizen()
    await anna.starts(town.link("k1"))
    before = town.rows("receipt", "quarantine")
    tap = await anna.sends(b"a:\xff\xfe:0".decode("utf-8", "surrogateescape"))
    assert tap.answer == {"text": GONE, "show_alert": True}
    assert town.rows("receipt", "quarantine") == before


async def test_a_signature_gives_no_right_to_anothers_response(town: Town) -> None:
    chief, anna, boris = await lived(town)
    theirs = await boris.session()
    answering = [Action(verb, (theirs, "_")) for verb in ("ok", "na", "skip", "back", "send")]
    answering += [Action(verb, (theirs, "0", "0")) for verb in ("a", "on", "off", "edit")]
    answering += [Action("lang", (theirs, "en")), Action("see", (theirs,)), Action("resume", (theirs,))]
    await refused_though_signed(town, anna, answering)
    await refused_though_signed(town, chief, answering)
    assert await town.installation.works.read(lambda work: work.trail.entries()) == []


async def test_a_signature_gives_a_citizen_no_desk(town: Town) -> None:
    _, anna, _ = await lived(town)
    desk = [Action(verb, ("k1",)) for verb in DESK] + [Action(verb) for verb in DESK]
    desk += [Action("poster", ("k1", "a4", "pdf")), Action("poster", ("", "sheet", "pdf"))]
    await refused_though_signed(town, anna, desk)
    # A button of the desk was drawn for her once: she had the right, and it is written down that she tried.
    entries = await town.installation.works.read(lambda work: work.trail.entries())
    assert [entry.act for entry in entries] == ["denied"] * MOST_AN_HOUR
    assert {entry.actor for entry in entries} == {(await anna.row()).number}


async def test_a_signature_opens_no_point_and_no_survey_the_person_may_not_see(town: Town) -> None:
    _, anna, _ = await lived(town)
    closed = [Action("point", ("k2",)), Action("more", ("k1",)), Action("more", ("k2",)), Action("point")]
    closed += [Action("survey", ("staff",)), Action("survey", ("none",)), Action("survey"), Action("resume")]
    await refused_though_signed(town, anna, closed)


async def test_an_unheard_of_action_of_ours_is_only_answered(town: Town) -> None:
    anna = town.citizen()
    await anna.starts(town.link("k1"))
    await refused_though_signed(town, anna, [Action(verb) for verb in ("", "a", "see", "drop", "a:a:a:a:a:a")])


TOLD = ("receipt", "attempt", "trail_entry")
"""Tables that a refused button of the privileged may change."""


async def refused_though_signed(town: Town, who: Citizen, actions: list[Action]) -> None:
    before = town.rows(*TOLD)
    for action in actions:
        tap = await who.sends(pack(action, str(who.id), town.installation.payload_secret))
        assert tap.answer == {"text": GONE, "show_alert": True}, action
        assert town.rows(*TOLD) == before, action


async def test_a_language_we_do_not_speak_is_not_taken(town: Town) -> None:
    anna = town.citizen()
    await anna.starts(town.link("k1"))
    before = town.rows("receipt")
    await anna.sends(pack(Action("speak", ("xx",)), str(anna.id), town.installation.payload_secret))
    assert town.rows("receipt") == before
