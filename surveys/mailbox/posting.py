"""A letter into its box. Idempotent by its stamp; no row tells who wrote, and none is written but these two."""

from surveys.anonymity.keys import Keys
from surveys.anonymity.pool import Vote, put
from surveys.chance import Chance
from surveys.mailbox.codes import digest_of, first_stamp, further_stamp
from surveys.mailbox.contents import Posted, written
from surveys.mailbox.letters import Arrived
from surveys.mailbox.standing import LETTERS
from surveys.work import Work

About = tuple[tuple[str, str], ...]


def begin_thread(work: Work, keys: Keys, chance: Chance, *, code: str, about: About, text: str) -> Vote:
    """The first letter under a new code. Raises KeyLost and TooLong as `surveys.anonymity.pool.put` does."""
    return _post(work, keys, chance, first_stamp(code), Posted(Arrived(digest_of(code), about, text), True))


def write_further(work: Work, keys: Keys, chance: Chance, *, code: str, text: str) -> Vote:
    """One more letter of a thread whose code its author has."""
    return _post(work, keys, chance, further_stamp(code, text), Posted(Arrived(digest_of(code), (), text), False))


def _post(work: Work, keys: Keys, chance: Chance, stamp: bytes, posted: Posted) -> Vote:
    return put(work.pools, keys, chance, LETTERS, stamp, written(posted))
