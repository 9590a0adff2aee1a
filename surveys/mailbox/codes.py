"""The code of a thread of letters: 100 random bits that only the author is given. We keep a hash of it, nothing else.

    digest = SHA-256("otklik letters\\n" + code)              names the thread in storage
    stamp  = first 16 bytes of SHA-256("otklik letter\\n" + code, or + code + "\\n" + text)

A stamp makes a letter sent twice one letter. It is made of the code and never of a person: who holds the key, the list
of staff and all texts, or even a code somebody lost, can test no name against it (trust.md 1.3 item 9).
"""

import hashlib

from surveys.chance import ALPHABET, Chance

LENGTH = 20
"""Signs of ALPHABET: 100 bits, which nobody guesses, so that the hash needs no salt and no slowness."""
GROUP = 5
_MISREAD = str.maketrans("l1асекхрумтнв", "iiacekxpymthb")
"""Signs that no code has, and Cyrillic letters that look like Latin ones."""


def new_code(chance: Chance) -> str:
    return chance.key(LENGTH)


def read_code(text: str) -> str | None:
    """A code as people type it: in groups, capitals, look-alikes. None for what cannot be one."""
    code = "".join(text.split()).replace("-", "").replace("–", "").lower().translate(_MISREAD)
    return code if len(code) == LENGTH and all(sign in ALPHABET for sign in code) else None


def grouped(code: str) -> str:
    """As it is shown: «abcde-fghij-kmnpq-rstuv»."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def digest_of(code: str) -> bytes:
    return hashlib.sha256(b"otklik letters\n" + code.encode()).digest()


def first_stamp(code: str) -> bytes:
    """Of the letter that begins a thread: who holds the code can ask whether it was taken."""
    return _stamp(code)


def further_stamp(code: str, text: str) -> bytes:
    """Of a later letter: the same words in the same thread are the same letter."""
    return _stamp(f"{code}\n{text}")


def _stamp(what: str) -> bytes:
    return hashlib.sha256(b"otklik letter\n" + what.encode(errors="replace")).digest()[:16]
