"""Numbers nobody can foresee. They come from the scope's Chance, so that a test can hold them still."""

import math
import uuid

from surveys.expressions.functions.calling import Arguments, Function
from surveys.expressions.values import Value

#: Characters of uuid(length).
MAX_LENGTH = 1_000

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _uuid(given: Arguments) -> Value:
    """Version 4 of RFC 4122; with a length, that many letters and digits (as JavaRosa)."""
    if not len(given):
        return str(uuid.UUID(int=given.scope.chance.getrandbits(128), version=4))
    length = given.number(0)
    if math.isnan(length) or not 0 <= length <= MAX_LENGTH:
        raise given.fails("uuid_length", limit=MAX_LENGTH)
    return "".join(_ALPHABET[int(given.scope.chance.random() * len(_ALPHABET))] for _ in range(int(length)))


FAMILY = (
    Function("random", lambda given: given.scope.chance.random(), 0, 0),
    Function("uuid", _uuid, 0, 1),
)
