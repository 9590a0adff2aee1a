"""Row 3 in an anonymous survey: a bent, borrowed, cut or outlived button changes nothing, signed by us or not.

The channel's signature keeps clients from making buttons at all. What is tested here holds without it too: a ticket or
slip is bound to its person, campaign, form and version by itself.
"""

import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.campaign_keeping import CampaignKeeping
from handlers.telegram.payloads import ActionTooLong, pack, unpack
from surveys.anonymity.campaign import Campaign
from surveys.anonymity.keys import RATINGS, Pool
from surveys.anonymity.riding import ROOM
from surveys.chance import ALPHABET
from surveys.screens import Action
from tests.security.test_forged_taps import GONE, mutated
from tests.security.town import Citizen
from tests.unseen.town_hall import TEAM, TownHall, opened, questionnaire

SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
KEPT = ("receipt", "attempt")
"""A forged button of the usual kind leaves a receipt."""
WORDS = "Сквозняк в коридоре"


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[TownHall]:
    async with opened(tmp_path) as built:
        yield built


async def lived(hall: TownHall) -> tuple[Citizen, Citizen, Campaign]:
    """Anna has rated and stands before «Отправить»; Boris has voted and sees his text before it is sent."""
    campaign = await hall.launched()
    anna, boris = await hall.employed("u0", "Анна"), await hall.employed("u1", "Борис")
    for citizen in (boris, anna):
        await citizen.starts()
        for label in ("Как дела в отделе?", "Начать", "5", "2"):
            await citizen.taps(label)
        await citizen.sees("Проверьте ответы")
    await boris.taps("Отправить")
    await boris.says(WORDS)
    await boris.sees(WORDS)
    return anna, boris, campaign


def drawn(hall: TownHall, *owners: Citizen) -> list[tuple[Citizen, Action]]:
    """Every button ever drawn for them that carries a ticket or a slip."""
    assert hall.campaign is not None
    people, secret = {owner.id: owner for owner in owners}, hall.town.installation.payload_secret
    code, found = hall.campaign.code, []
    for owner, data in sorted(hall.town.produced()):
        action = unpack(data, str(owner), secret) if owner in people else None
        if action is not None and action.args and action.args[0][:5] in (f"!{code}", f"?{code}"):
            found.append((people[owner], action))
    return found


async def nothing_came_of(
    hall: TownHall, attempts: Sequence[tuple[Citizen, str]], *, patience: int = 90, gone: bool = True
) -> None:
    """`gone`: each is answered as a button that does nothing, whatever is wrong with it."""
    before = hall.town.rows(*KEPT)
    for start in range(0, len(attempts), patience):
        sent = attempts[start : start + patience]
        taps = [hall.town.emulator.people.tap(who.id, who.bots[-1].id, data=data) for who, data in sent]
        await hall.town.quiet()
        answers = [tap.answer for tap in taps]
        assert [data for (_, data), answer in zip(sent, answers, strict=True) if answer is None] == []
        if gone:
            assert [
                data
                for (_, data), answer in zip(sent, answers, strict=True)
                if answer != {"text": GONE, "show_alert": True}
            ] == []
    assert hall.town.rows(*KEPT) == before


def signed(hall: TownHall, who: Citizen, action: Action) -> str | None:
    """As if the channel's signature were no obstacle; None for what no button holds."""
    try:
        return pack(action, str(who.id), hall.town.installation.payload_secret)
    except ActionTooLong:
        return None


async def test_bent_buttons_of_a_survey_without_names_are_answered_and_change_nothing(hall: TownHall) -> None:
    anna, boris, _ = await lived(hall)
    people = {who.id: who for who in (anna, boris)}
    forged = mutated({(owner, data) for owner, data in hall.town.produced() if owner in people}, [*people],
                     random.Random(4))  # fmt: skip
    assert len(forged) > 300
    before = hall.town.rows()
    for start in range(0, len(forged), 90):
        taps = [hall.town.emulator.people.tap(who, people[who].bots[-1].id, data=data)
                for who, data in forged[start : start + 90]]  # fmt: skip
        await hall.town.quiet()
        assert [tap.answer for tap in taps] == [{"text": GONE, "show_alert": True}] * len(taps)
    assert hall.town.rows() == before


async def test_a_ticket_or_slip_of_somebody_else_does_nothing_though_signed(hall: TownHall) -> None:
    anna, boris, _ = await lived(hall)
    eve, carl = hall.town.citizen("Ева"), await hall.employed("u0", "Карл")
    await eve.starts()
    borrowed = [
        (thief, data)
        for owner, action in drawn(hall, anna, boris)
        for thief in (anna, boris, eve, carl)
        if thief is not owner and (data := signed(hall, thief, action))
    ]
    assert {action.verb for _, action in drawn(hall, anna, boris)} >= {"a", "send", "tsend", "tpass"}
    await nothing_came_of(hall, [(who, data) for who, data in borrowed if who is not eve])
    await nothing_came_of(hall, [(who, data) for who, data in borrowed if who is eve], gone=False)


async def test_every_changed_sign_of_a_ticket_or_slip_undoes_it(hall: TownHall) -> None:
    anna, boris, _ = await lived(hall)
    chance, bent = random.Random(5), []
    for owner, action in drawn(hall, anna, boris):
        if action.verb in ("send", "tpass"):
            carrier, *rest = action.args
            bent += [(owner, Action(action.verb, (each, *rest))) for each in _bent(carrier, chance)]
    own = {(who.id, action) for who, action in drawn(hall, anna, boris)}
    fits = [(who, action) for who, action in bent if (who.id, action) not in own and length(action) <= ROOM]
    attempts = [(who, data) for who, action in fits if (data := signed(hall, who, action))]
    assert len(attempts) > 100
    await nothing_came_of(hall, attempts)


def _bent(text: str, chance: random.Random) -> list[str]:
    """Each sign changed for itself, cut at each place, and lengthened at both ends."""
    other = [chance.choice([sign for sign in SIGNS if sign != own]) for own in text]
    changed = [text[:at] + other[at] + text[at + 1 :] for at in range(len(text))]
    return [*changed, *(text[:at] for at in range(len(text))), f"{text}A", f"{text[0]}{text}"]


async def test_another_text_than_the_one_shown_is_never_sent(hall: TownHall) -> None:
    _, boris, _ = await lived(hall)
    (action,) = {action for _, action in drawn(hall, boris) if action.verb == "tsend"}
    slip, tie = action.args
    bent = [Action("tsend", (slip, each)) for each in _bent(tie, random.Random(6))]
    attempts = [data for each in bent if (data := signed(hall, boris, each))]
    assert len(attempts) > 10
    before = hall.town.rows(*KEPT)
    for data in attempts:
        await boris.sends(data)
    assert hall.town.rows(*KEPT) == before


async def test_a_ticket_of_one_campaign_is_none_of_another_nor_of_another_version(hall: TownHall) -> None:
    anna, boris, first = await lived(hall)
    old = drawn(hall, anna, boris)
    second = await hall.launched(questionnaire(TEAM.replace('version: "1"', 'version: "2"')))
    attempts = []
    for owner, action in old:
        carrier = action.args[0]
        moved = carrier[0] + second.code + carrier[1 + len(first.code) :]
        unknown = carrier[0] + ALPHABET[:4] + carrier[1 + len(first.code) :]
        attempts += [
            (owner, data)
            for other in (moved, unknown)
            if (data := signed(hall, owner, replace(action, args=(other, *action.args[1:]))))
        ]
    await nothing_came_of(hall, attempts)


async def test_after_the_close_no_button_does_anything_and_no_answer_is_left_in_the_chat(hall: TownHall) -> None:
    anna, boris, campaign = await lived(hall)
    old = drawn(hall, anna, boris)
    await closed(hall, campaign)
    before = hall.town.rows(*KEPT)
    for owner, action in old:
        data = signed(hall, owner, action)
        assert data is not None
        await owner.sends(data)
        assert WORDS not in owner.seen
    assert hall.town.rows(*KEPT) == before
    assert before["mark"] == []


async def test_who_was_moved_or_has_left_votes_where_they_belong_or_not_at_all(hall: TownHall) -> None:
    anna, _, campaign = await lived(hall)
    number = (await anna.row()).number
    await hall.town.changed(lambda work: work.staff.leave(number))
    send = next(action for who, action in drawn(hall, anna) if action.verb == "send")
    data = signed(hall, anna, send)
    assert data is not None
    before = hall.town.rows(*KEPT)
    await anna.sends(data)
    assert hall.town.rows(*KEPT) == before
    await hall.town.changed(lambda work: work.staff.join(number, "u1"))
    await anna.sends(data)
    cell = campaign.cells.of_unit("u1")
    assert cell is not None
    pool = Pool(campaign.code, RATINGS, cell.key)
    assert await hall.town.installation.works.read(lambda work: work.pools.size(pool)) == 2


def length(action: Action) -> int:
    return len(":".join((action.verb, *action.args)).encode())


async def closed(hall: TownHall, campaign: Campaign) -> None:
    at = hall.town.installation
    keeping = CampaignKeeping(at.works, at.keys, hall.clock, at.chance, at=lambda _: None, tell=lambda: None)
    await keeping.close(campaign.code, asked_by="admin", confirmed_by="hr_analyst")
