"""The questions that the stores of staff, the mailbox and the trail answer, on both kinds of database."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from storage.opening import Storage
from surveys.anonymity.organisation import Unit
from surveys.errors import Conflict, NotFound
from surveys.mailbox.letters import Arrived, Letter, Side, Standing, Thread
from surveys.staff.hidden import HiddenWords
from surveys.trail import Broken, verified
from surveys.work import Work
from tests.storage.examples import ANNA, BORIS, MINUTE, NOON
from tests.storage.staff_examples import DIGEST, HIDDEN, TODAY, TOMORROW, UNITS, invitation

OTHER = b"\x01" * 32


async def _two(storage: Storage) -> tuple[int, int]:
    """Anna and Boris, in a known tree."""

    def settle(w: Work) -> tuple[int, int]:
        w.staff.replace_units(UNITS)
        return w.people.enter(ANNA, "ru", NOON).number, w.people.enter(BORIS, "ru", NOON).number

    return await storage.write(settle)


async def test_a_tree_is_replaced_whole_but_for_units_with_members(storage: Storage) -> None:
    anna, boris = await _two(storage)
    await storage.write(lambda w: [w.staff.join(anna, "schools"), w.staff.join(boris, "finance")])
    without = [UNITS[0], replace(UNITS[2], name="Школы и сады", people=31), Unit("parks", "Парки", "top")]
    with pytest.raises(Conflict, match="unit"):
        await storage.write(lambda w: w.staff.replace_units(without))
    assert await storage.read(lambda w: w.staff.units()) == sorted(UNITS, key=lambda unit: unit.key)
    await storage.write(lambda w: [w.staff.leave(boris), w.staff.replace_units(without)])
    assert await storage.read(lambda w: w.staff.units()) == sorted(without, key=lambda unit: unit.key)
    assert await storage.read(lambda w: w.staff.unit_of(anna)) == "schools"


async def test_an_employee_belongs_to_one_unit_and_an_erased_one_to_none(storage: Storage) -> None:
    anna, boris = await _two(storage)
    for unit in ("finance", "schools"):
        await storage.write(lambda w, u=unit: w.staff.join(boris, u))
    await storage.write(lambda w: w.staff.join(anna, "finance"))
    assert await storage.read(lambda w: w.staff.members()) == {"finance": 1, "schools": 1}
    found = await storage.read(lambda w: w.staff.of_units(["schools", "finance", "nowhere"]))
    assert [person.address for person in found] == [ANNA, BORIS]
    assert await storage.read(lambda w: w.staff.of_units([])) == []
    await storage.write(lambda w: [w.people.erase(anna), w.staff.leave(boris)])
    assert await storage.read(lambda w: (w.staff.unit_of(anna), w.staff.unit_of(boris), w.staff.members())) == (
        None,
        None,
        {},
    )
    for person, unit in ((boris, "nowhere"), (boris + 9, "finance")):
        with pytest.raises(Conflict):
            await storage.write(lambda w, p=person, u=unit: w.staff.join(p, u))


async def test_words_to_mask_come_back_in_the_order_given(storage: Storage) -> None:
    assert await storage.read(lambda w: w.staff.hidden()) == HiddenWords()
    for words in (HiddenWords(("Прежний",)), HIDDEN):
        await storage.write(lambda w, h=words: w.staff.replace_hidden(h))
    assert await storage.read(lambda w: w.staff.hidden()) == HIDDEN
    await storage.write(lambda w: w.staff.replace_hidden(HiddenWords()))
    assert await storage.read(lambda w: w.staff.hidden()) == HiddenWords()


async def test_a_code_is_used_as_often_as_it_may(storage: Storage) -> None:
    once, thrice = replace(invitation(1), hired=TODAY), invitation(2, limit=3)
    await storage.write(lambda w: w.invitations.add([once, thrice]))
    assert await storage.read(lambda w: w.invitations.find(once.digest)) == once
    assert await storage.write(lambda w: [w.invitations.use(once.digest) for _ in range(2)]) == [True, False]
    assert await storage.read(lambda w: w.invitations.find(once.digest)) == replace(once, used=1, hired=None)
    assert await storage.write(lambda w: [w.invitations.use(thrice.digest) for _ in range(4)]) == [True] * 3 + [False]
    assert await storage.write(lambda w: w.invitations.use(OTHER[::-1] + b"x")) is False
    assert await storage.read(lambda w: w.invitations.find(thrice.digest)) == replace(thrice, used=3)
    with pytest.raises(Conflict):
        await storage.write(lambda w: w.invitations.add([once]))


async def test_codes_are_withdrawn_by_sheet_and_forgotten_once_expired(storage: Storage) -> None:
    codes = [invitation(3, "b"), invitation(2, "b"), invitation(1, "a", unit="", role="coordinator")]
    await storage.write(lambda w: w.invitations.add(codes))
    assert await storage.read(lambda w: w.invitations.all()) == codes[::-1]
    assert await storage.write(lambda w: w.invitations.forget_before(NOON + 2 * MINUTE)) == 1
    assert await storage.write(lambda w: (w.invitations.withdraw("b"), w.invitations.withdraw("b"))) == (2, 0)
    assert await storage.read(lambda w: [w.invitations.find(code.digest) for code in codes]) == [None] * 3


async def test_letters_keep_their_order_within_a_thread_and_threads_have_none(storage: Storage) -> None:
    day = [
        Arrived(DIGEST, (("topic", "safety"),), "Лёд у входа"),
        Arrived(OTHER, (), "Душно"),
        Arrived(DIGEST, (("topic", "pay"),), "И во дворе\0"),
    ]
    await storage.write(lambda w: w.mailbox.let_in(day, TODAY))
    first = Thread(
        DIGEST,
        (("topic", "safety"),),
        Standing.NEW,
        (Letter(Side.AUTHOR, "Лёд у входа", TODAY), Letter(Side.AUTHOR, "И во дворе\0", TODAY)),
    )
    second = Thread(OTHER, (), Standing.NEW, (Letter(Side.AUTHOR, "Душно", TODAY),))
    assert await storage.read(lambda w: w.mailbox.threads()) == [first, second]
    await storage.write(lambda w: w.mailbox.answer(DIGEST, "Посыпали", TOMORROW))
    answered = replace(
        first, standing=Standing.ANSWERED, letters=(*first.letters, Letter(Side.DESK, "Посыпали", TOMORROW))
    )
    assert await storage.read(lambda w: w.mailbox.threads()) == [second, answered]
    await storage.write(lambda w: w.mailbox.close(OTHER))
    assert [each.digest for each in await storage.read(lambda w: w.mailbox.threads())] == [DIGEST, OTHER]
    await storage.write(lambda w: w.mailbox.let_in([Arrived(OTHER, (), "Ещё")], TOMORROW))
    again = await storage.read(lambda w: w.mailbox.thread(OTHER))
    assert again == replace(second, letters=(*second.letters, Letter(Side.AUTHOR, "Ещё", TOMORROW)))


async def test_nobody_answers_a_thread_that_is_not_there(storage: Storage) -> None:
    assert await storage.read(lambda w: w.mailbox.thread(DIGEST)) is None
    for act in (lambda w: w.mailbox.answer(DIGEST, "Да", TODAY), lambda w: w.mailbox.close(DIGEST)):
        with pytest.raises(NotFound):
            await storage.write(act)


async def test_the_trail_is_one_chain_over_what_is_read_again(storage: Storage) -> None:
    yekaterinburg = datetime(2026, 3, 2, 17, 30, 0, 1, tzinfo=timezone(timedelta(hours=5)))
    told = [
        await storage.write(lambda w, n=n: w.trail.append("comment.hidden", n, {"z": n, "a": "ё"}, yekaterinburg))
        for n in range(3)
    ]
    entries = await storage.read(lambda w: w.trail.entries())
    assert entries == told
    assert [entry.number for entry in entries] == [1, 2, 3]
    assert verified(entries, (3, told[2].digest)) is None
    assert verified([entries[0], replace(entries[1], actor=9), entries[2]]) == Broken(2, "changed")
    assert await storage.read(lambda w: w.trail.entries(2)) == told[1:]
    assert await storage.read(lambda w: w.trail.entries(9)) == told
    with pytest.raises(ValueError, match="time zone"):
        await storage.write(lambda w: w.trail.append("x", 0, {}, datetime(2026, 3, 2)))
