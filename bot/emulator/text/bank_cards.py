"""Numbers of payment cards in a text: right length for the issuer, right check digit."""

import re
from collections.abc import Iterator

from bot.emulator.text.letters import is_letter

_RUN = re.compile("[0-9][0-9 -]*")
_CONTINUOUS = re.compile("[0-9]{16,19}(?= )")
_SHORTEST, _LONGEST = 13, 19


def bank_cards(text: str) -> Iterator[tuple[int, int]]:
    """Where card numbers begin and end."""
    at = 0
    while run := _RUN.search(text, at):
        begin, at = run.span()
        before = text[begin - 1 : begin]
        if before and (before in ".,+-_" or is_letter(before)):
            continue
        whole = _CONTINUOUS.match(text, begin)
        if whole is not None:
            at = whole.end()  # what follows the space may be another card
        number = text[begin:at].rstrip(" -")
        if _is_card(number) and not _goes_on(text[begin + len(number) : begin + len(number) + 1]):
            yield begin, begin + len(number)


def _goes_on(following: str) -> bool:
    return bool(following) and (following in "-_" or is_letter(following))


def _is_card(number: str) -> bool:
    digits = [int(character) for character in number if character.isdecimal()]
    count = len(digits)
    if not _SHORTEST <= count <= _LONGEST or len(number) > 2 * count - 1:
        return False
    return _checks_out(digits) and _fits_issuer(number.replace(" ", "").replace("-", ""), count)


def _checks_out(digits: list[int]) -> bool:
    """The Luhn formula (ISO/IEC 7812-1, annex B)."""
    doubled = (digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _fits_issuer(number: str, count: int) -> bool:
    two, four = int(number[:2]), int(number[:4])
    if number[0] == "4":
        return count in (13, 16, 18, 19)
    if 51 <= two <= 55 or 2221 <= four <= 2720 or 2200 <= four <= 2204:
        return count == 16
    if two in (34, 37):
        return count == 15
    if two in (62, 81):
        return count >= 16
    return True
