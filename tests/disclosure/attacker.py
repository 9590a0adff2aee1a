"""The attacker of trust.md 2.2: knows who answered when and every published number, and solves the equations."""

from collections.abc import Iterable

PRIME = (1 << 61) - 1
"""A rank modulo this prime is at most the true rank; for 0/1 rows it is smaller with negligible probability only."""

People = frozenset[int]


def isolated(published: Iterable[People]) -> set[int]:
    """Whose answer is computed exactly: whose unit vector lies in the row space of the published sums.

    In reduced row echelon form that is a row with nothing but its pivot.
    """
    return {pivot for pivot, row in _reduced(published).items() if len(row) == 1}


def _reduced(published: Iterable[People]) -> dict[int, dict[int, int]]:
    """pivot -> row, as {column: value modulo PRIME}."""
    rows: dict[int, dict[int, int]] = {}
    for people in set(published):
        row = dict.fromkeys(people, 1)
        for pivot in sorted(row.keys() & rows.keys()):
            _subtract(row, rows[pivot], row.get(pivot, 0))
        if not row:
            continue
        pivot = min(row)
        inverse = pow(row[pivot], -1, PRIME)
        row = {column: value * inverse % PRIME for column, value in row.items()}
        for other in rows.values():
            if pivot in other:
                _subtract(other, row, other[pivot])
        rows[pivot] = row
    return rows


def _subtract(row: dict[int, int], other: dict[int, int], times: int) -> None:
    if not times:
        return
    for column, value in other.items():
        left = (row.get(column, 0) - times * value) % PRIME
        if left:
            row[column] = left
        else:
            row.pop(column, None)


def smallest_group(published: Iterable[People], people: int) -> int:
    """The smallest non-empty set reached by adding and subtracting up to four published sets; `people` if there is
    none: all pairs, then the 400 smallest results among themselves."""
    known = {sum(1 << person for person in each) for each in published} - {0}
    once = known | _combined(known)
    smallest = sorted(once, key=int.bit_count)[:400]
    return min((each.bit_count() for each in once | _combined(set(smallest))), default=people)


def _combined(known: set[int]) -> set[int]:
    ordered = sorted(known, key=int.bit_count)
    found = set()
    for at, small in enumerate(ordered):
        for large in ordered[at + 1 :]:
            shared = small & large
            if shared == small:
                found.add(large ^ small)
            elif not shared:
                found.add(large | small)
    return found - {0}
