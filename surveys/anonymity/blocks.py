"""k answers that were mixed for good: the unit of storage and of everything published.

A block keeps, for each question by itself, how often each value was given. Whole rows, even sorted, would link the
answers of one person to each other: who is recognised by one of them would show all. What is lost are cross-tables,
which are not offered (docs/decisions/0020); means, shares, NPS, CSI and weights are sums over such counts.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from surveys.anonymity.keys import RATINGS
from surveys.answering.values import Answer, Mark, from_json, to_json


@dataclass(frozen=True, slots=True)
class Column:
    """One question in one block."""

    question: str
    people: int
    """Who gave a value: marks are no values."""
    counts: tuple[tuple[str, int], ...]
    """(value, how often), by value. Of several choices each is counted."""
    not_applicable: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    id: bytes
    """16 random bytes."""
    campaign: str
    stream: str
    place: str
    """The key of a cell, or `rest_of(unit)`."""
    n: int
    """How many different people."""
    columns: tuple[Column, ...] = ()
    texts: tuple[str, ...] = ()
    """Sorted: nothing of the order in which they came."""


def rest_of(unit: str) -> str:
    """The place of «прочие»: answers of cells below the unit that were too few by themselves."""
    return f"~{unit}"


def block(identity: bytes, campaign: str, stream: str, place: str, contents: Iterable[bytes]) -> Block:
    """Of what the boxes held. The result does not depend on the order of `contents`."""
    read = [json.loads(content) for content in contents]
    if stream == RATINGS:
        return Block(identity, campaign, stream, place, len(read), columns=_columns(read))
    texts = sorted((each["text"] for each in read), key=lambda text: (text.casefold(), text))
    return Block(identity, campaign, stream, place, len(read), texts=tuple(texts))


def written_ratings(answers: Mapping[str, Answer]) -> bytes:
    """What is sealed of one person's ratings."""
    return json.dumps({name: to_json(answer) for name, answer in sorted(answers.items())}, ensure_ascii=False).encode()


def written_text(text: str) -> bytes:
    return json.dumps({"text": text}, ensure_ascii=False).encode()


def summed(columns: Iterable[Column]) -> Column | None:
    """One question over several blocks. None where there are no blocks."""
    columns = list(columns)
    if not columns:
        return None
    counts: Counter[str] = Counter()
    for column in columns:
        counts += Counter(dict(column.counts))
    return Column(
        columns[0].question,
        sum(column.people for column in columns),
        tuple(sorted(counts.items())),
        sum(column.not_applicable for column in columns),
        sum(column.skipped for column in columns),
    )


def _columns(read: list[dict[str, object]]) -> tuple[Column, ...]:
    names = sorted({name for answers in read for name in answers})
    return tuple(_column(name, [from_json(answers[name]) for answers in read if name in answers]) for name in names)


def _column(name: str, answers: list[Answer]) -> Column:
    values = [_values(answer) for answer in answers if not isinstance(answer, Mark)]
    counts = Counter(value for given in values for value in given)
    return Column(
        name,
        len(values),
        tuple(sorted(counts.items())),
        sum(answer is Mark.NOT_APPLICABLE for answer in answers),
        sum(answer is Mark.SKIPPED for answer in answers),
    )


def _values(answer: Answer) -> tuple[str, ...]:
    return answer if isinstance(answer, tuple) else (str(answer),)
