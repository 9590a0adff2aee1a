"""The signed link of a point: nobody invents one, and a printed one can be made void."""

import random
import string
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from surveys.points.links import MAX_LENGTH, PURPOSE, Verdict, link, payload, read_payload
from tests.points.places import ARCHIVE, HALL, SECRET
from tests.twins.points import TwinPoints

SIGNS = string.ascii_letters + string.digits + "-_"


def register() -> TwinPoints:
    return TwinPoints({point.key: point for point in (HALL, ARCHIVE)})


def test_a_printed_payload_finds_its_point() -> None:
    scan = read_payload(payload(HALL, SECRET), SECRET, register().by_key)
    assert (scan.verdict, scan.point) == (Verdict.FOUND, HALL)


def test_a_payload_fits_a_start_link_and_comes_back_out_of_it() -> None:
    longest = replace(HALL, key="k" * 40, secret_version=99999)
    text = payload(longest, SECRET)
    assert len(text) == MAX_LENGTH
    assert set(text) <= set(SIGNS)
    for name in ("otklik_bot", "@otklik_bot"):
        address = urlsplit(link(text, name))
        assert (address.netloc, address.path) == ("t.me", "/otklik_bot")
        assert parse_qs(address.query) == {"start": [text]}


@pytest.mark.parametrize("key", ["", "with-dash", "кириллица", "k" * 41, "a b", "x\n"])
def test_a_key_that_does_not_fit_a_link_is_refused_when_printing(key: str) -> None:
    with pytest.raises(ValueError):
        payload(replace(HALL, key=key), SECRET)


def test_every_single_sign_changed_makes_a_payload_unknown() -> None:
    text, points = payload(HALL, SECRET), register()
    for at in range(len(text)):
        for sign in SIGNS:
            forged = text[:at] + sign + text[at + 1 :]
            if forged != text:
                assert read_payload(forged, SECRET, points.by_key).verdict is Verdict.UNKNOWN
    assert points.lookups == []


def test_a_hundred_thousand_guessed_payloads_find_nothing_and_look_nothing_up() -> None:
    chance, points = random.Random(4), register()
    for number in range(100_000):
        mac = "".join(chance.choices(SIGNS, k=16))
        key = HALL.key if number % 2 else "".join(chance.choices(SIGNS[:62], k=8))
        assert read_payload(f"p{key}-1-{mac}", SECRET, points.by_key).verdict is Verdict.UNKNOWN
    assert points.lookups == []


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
@example("")
@example("p" * 65)
@example("phall2222-1-' OR 1=1; --")
@example("<b>phall2222-1-AAAAAAAAAAAAAAAA</b>")
@example("phall2222-1-АААААААААААААААА")
@example("phall2222-\u0661-AAAAAAAAAAAAAAAA")
@example("\ud800")
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert read_payload(text, SECRET, register().by_key).verdict is Verdict.UNKNOWN


def test_a_line_end_after_a_genuine_payload_makes_it_unknown() -> None:
    assert read_payload(payload(HALL, SECRET) + "\n", SECRET, register().by_key).verdict is Verdict.UNKNOWN


def test_a_payload_of_another_installation_is_unknown() -> None:
    assert read_payload(payload(HALL, b"another secret"), SECRET, register().by_key).verdict is Verdict.UNKNOWN


def test_a_genuine_payload_tells_replaced_revoked_inactive_and_gone_apart() -> None:
    printed = payload(HALL, SECRET)

    def verdict(*rows: object) -> Verdict:
        points = TwinPoints({row.key: row for row in rows})  # type: ignore[attr-defined]
        return read_payload(printed, SECRET, points.by_key).verdict

    assert verdict(replace(HALL, secret_version=2)) is Verdict.REPLACED
    assert verdict(replace(HALL, revoked=True)) is Verdict.REVOKED
    assert verdict(replace(HALL, revoked=True, secret_version=2)) is Verdict.REVOKED
    assert verdict(replace(HALL, active=False)) is Verdict.INACTIVE
    assert verdict() is Verdict.UNKNOWN


def test_a_raised_version_cannot_be_claimed_with_the_old_signature() -> None:
    renewed = replace(HALL, secret_version=2)
    old = payload(HALL, SECRET)
    assert read_payload(old.replace("-1-", "-2-"), SECRET, {HALL.key: renewed}.get).verdict is Verdict.UNKNOWN
    assert read_payload(payload(renewed, SECRET), SECRET, {HALL.key: renewed}.get).verdict is Verdict.FOUND


def test_a_version_from_before_a_restored_backup_is_unknown() -> None:
    newer = payload(replace(HALL, secret_version=3), SECRET)
    assert read_payload(newer, SECRET, {HALL.key: HALL}.get).verdict is Verdict.UNKNOWN


def test_the_signature_is_bound_to_its_purpose() -> None:
    """The same secret signs buttons too: what is signed there must never be a link."""
    assert PURPOSE.endswith(b"\x00")
    assert len(PURPOSE) > 8
