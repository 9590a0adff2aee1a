"""Codes and the handles they ride in."""

import random

import pytest

from surveys.chance import ALPHABET
from surveys.mailbox.codes import LENGTH, digest_of, first_stamp, further_stamp, grouped, new_code, read_code
from surveys.mailbox.handles import Handles
from surveys.mailbox.limits import WRONG_AN_HOUR, WRONG_OF_ALL, WrongCodes
from tests.anonymity.world import SeededChance
from tests.mailbox.post_office import START, PostOffice, Writer

CODE = "abcdefghijkmnpqrstuv"


def test_a_code_is_read_however_people_type_it() -> None:
    assert grouped(CODE) == "abcde-fghij-kmnpq-rstuv"
    for typed in (CODE, grouped(CODE), grouped(CODE).upper(), "ABCDE fghij\nkmnpq rstuv", "аbсdе-fghlj-kмnрq-rsтuv"):
        assert read_code(typed) == CODE
    for typed in ("", CODE[:-1], CODE + "a", CODE.replace("a", "0"), "принтер опять сломан"):
        assert read_code(typed) is None


def test_a_handle_opens_for_its_person_and_key_alone_and_shows_no_code() -> None:
    chance, handles = SeededChance(3), Handles(b"k" * 32)
    for _ in range(200):
        code = new_code(chance)
        handle = handles.written(code, "telegram:1")
        assert len(handle) == 33
        assert handles.code(handle, "telegram:1") == code
        assert handles.code(handle, "telegram:2") is None
        assert Handles(b"x" * 32).code(handle, "telegram:1") is None
        assert code[:4] not in handle


@pytest.mark.parametrize("seed", range(5))
def test_no_changed_handle_opens(seed: int) -> None:
    luck, handles = random.Random(seed), Handles(b"k" * 32)
    handle = handles.written(CODE, "telegram:1")
    for at in range(len(handle)):
        changed = handle[:at] + luck.choice("ABCabc123_-é?") + handle[at + 1 :]
        assert changed == handle or handles.code(changed, "telegram:1") is None
    for other in ("", "?mail", "?mail" + "A" * 28, handle[:-1], handle + "A", "!" + handle):
        assert handles.code(other, "telegram:1") is None


def test_stamps_and_digest_of_one_code_have_nothing_in_common() -> None:
    made = [digest_of(CODE)[:16], first_stamp(CODE), further_stamp(CODE, ""), further_stamp(CODE, "да")]
    assert len(set(made)) == 4


def test_a_hundred_thousand_guesses_find_nothing_and_the_guesser_is_stopped() -> None:
    luck, known = random.Random("guesser"), {digest_of(new_code(SeededChance(seed))) for seed in range(100)}
    limit, looked, hits = WrongCodes(), 0, 0
    for _ in range(100_000):
        if not limit.may_try("telegram:1", START):
            continue
        looked += 1
        digest = digest_of("".join(luck.choices(ALPHABET, k=LENGTH)))
        hits += digest in known
        limit.count("telegram:1", digest, START)
    assert (hits, looked) == (0, WRONG_AN_HOUR)


def test_many_guessers_together_are_stopped_too() -> None:
    limit = WrongCodes()
    for number in range(10 * WRONG_OF_ALL):
        who = f"telegram:{number}"
        if limit.may_try(who, START):
            limit.count(who, digest_of(str(number)), START)
    assert len(limit) == WRONG_OF_ALL


async def test_unknown_limited_and_right_over_the_limit_read_the_same(office: PostOffice) -> None:
    author = await office.employee("1")
    code = await author.wrote()
    await office.enters("9")
    guesser, chance = Writer(office, "9"), SeededChance("guesser")
    before = office.rows()
    seen = set()
    for _ in range(40):
        await guesser.says(new_code(chance))
        seen.add(guesser.seen)
    await guesser.says(code)
    seen.add(guesser.seen)
    assert len(seen) == 1
    assert guesser.wiped == 41
    await author.says(code)
    assert "принято и ждёт" in author.seen
    office.clock.moment = START.replace(hour=10)
    await guesser.says(code)
    assert "принято и ждёт" in guesser.seen
    assert office.rows() == before
