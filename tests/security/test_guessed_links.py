"""Row 4: links, codes and the first administrator's code cannot be guessed, replayed or told apart."""

import random
from dataclasses import replace

from surveys.conversation.desk_rights import ADMIN
from surveys.points.codes import check_digit
from surveys.points.links import payload
from surveys.work import Work
from tests.security.town import Town

UNKNOWN = "Не получилось узнать место"
WRONG_CLAIM = "Этот код не подходит."
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


async def test_guessed_links_all_read_the_same_and_open_nothing(town: Town) -> None:
    chance = random.Random(4)
    genuine = town.link("k1")
    guesses = ["".join(chance.choices(SIGNS, k=chance.randint(1, 64))) for _ in range(20)]
    guesses += [
        genuine[:-1] + ("A" if genuine[-1] != "A" else "B"),
        genuine[:-1],
        genuine + "A",
        "pk1-1",
        "pk9" + genuine[3:],
    ]
    guesses += [
        payload(town.points["k1"], b"another installation"),
        payload(replace(town.points["k1"], key="k9"), town.installation.secret),
    ]
    said = set()
    for guess in guesses:
        someone = town.citizen()
        await someone.starts(guess)
        said.add(someone.seen)
        assert UNKNOWN in someone.seen, guess
    assert len(said) == 1
    assert town.rows()["response"] == []


async def test_a_payload_no_app_would_send_reads_like_any_wrong_one(town: Town) -> None:
    for hostile in ("' OR 1=1 --", "<b>p</b>", "p" * 65, "../../etc/passwd", "%00", "pk1-1-%(secret)s"):
        someone = town.citizen()
        await someone.says(f"/start {hostile}")
        assert UNKNOWN in someone.seen, hostile
    assert town.rows()["response"] == []
    assert town.refused() == []


async def test_old_and_withdrawn_posters_are_told_kindly_and_rate_nothing(town: Town) -> None:
    old = town.link("k1")
    renewed = replace(town.points["k1"], secret_version=2)
    withdrawn = replace(town.points["k2"], revoked=True)
    await town.changed(lambda work: work.points.save([renewed, withdrawn]))
    anna = town.citizen()
    await anna.starts(old)
    assert "Этот плакат устарел" in anna.seen
    await anna.starts(town.link("k2"))
    assert "Этот плакат больше не действует" in anna.seen
    await anna.starts(payload(renewed, town.installation.secret))
    assert "Как вас обслужили?" in anna.seen


async def test_after_five_wrong_codes_a_right_one_is_not_looked_up_and_a_genuine_poster_works(town: Town) -> None:
    guesser = town.citizen()
    for guess in _wrong_codes(town, 6):
        town.emulator.people.say(guesser.id, guess)
    await town.quiet()
    await guesser.sees("Слишком много неверных кодов")
    before = town.rows("receipt", "person")
    await guesser.says(town.points["k1"].code)
    assert town.rows("receipt", "person") == before
    await guesser.starts(town.link("k1"))
    await guesser.sees("Как вас обслужили?")


async def test_another_persons_guesses_do_not_lock_me_out(town: Town) -> None:
    guesser, anna = town.citizen("Пётр"), town.citizen("Анна")
    for guess in _wrong_codes(town, 7):
        town.emulator.people.say(guesser.id, guess)
    await town.quiet()
    await anna.says(town.points["k1"].code)
    await anna.sees("Как вас обслужили?")


async def test_the_first_administrators_code_works_once_and_for_one_person(town: Town) -> None:
    chief, late = town.citizen("Вера"), town.citizen("Пётр")
    await chief.says(f"/claim {town.claim}")
    assert "первый администратор" in chief.seen
    for again in (chief, late):
        await again.says(f"/claim {town.claim}")
        await again.sees(WRONG_CLAIM)
    holders = await town.installation.works.read(
        lambda work: [one.address.key for one in work.roles.persons_with(ADMIN)]
    )
    assert holders == [str(chief.id)]


async def test_who_guesses_the_administrators_code_is_stopped_even_with_the_right_one(town: Town) -> None:
    guesser, chief = town.citizen("Пётр"), town.citizen("Вера")
    guesses = ["", "0", town.claim[:-1], town.claim + "2", "' OR ''='", "x" * 4000, town.claim]
    for guess in guesses:
        town.emulator.people.say(guesser.id, f"/claim {guess}")
    await town.quiet()
    await guesser.sees(WRONG_CLAIM)
    assert await town.installation.works.read(lambda work: work.roles.holders(ADMIN)) == 0
    await chief.says(f"/claim {town.claim}")
    assert await town.installation.works.read(lambda work: work.roles.holders(ADMIN)) == 1


async def test_neither_links_nor_the_administrators_code_can_be_read_in_the_database(town: Town) -> None:
    await town.citizen().starts(town.link("k1"))
    await town.changed(_touch)
    stored = repr(town.rows())
    assert town.claim not in stored
    assert town.link("k1").rpartition("-")[2] not in stored


def _touch(work: Work) -> None:
    work.notes.put("touched", "yes")


def _wrong_codes(town: Town, count: int) -> list[str]:
    """Well-formed codes that no point has."""
    own = {point.code for point in town.points.values()}
    codes = [f"{number:07d}" for number in range(1, 100)]
    return [code + check_digit(code) for code in codes if code + check_digit(code) not in own][:count]
