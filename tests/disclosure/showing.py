"""Blocks written by hand and a gate over them."""

from datetime import date

from surveys.anonymity.blocks import Block, Column
from surveys.anonymity.cells import Cells
from surveys.anonymity.keys import RATINGS, texts_of
from surveys.disclosure.gate import Gate, Published
from surveys.disclosure.parameters import Parameters
from surveys.disclosure.scopes import Scope
from tests.anonymity.world import MemoryLedger, town
from tests.surveys.answering.building import questionnaire

TODAY = date(2026, 3, 5)
TOP = Scope(unit="top")


def definition():
    lists = {"l": {"a": "А", "b": "Б", "c": "В"}, "aspects": {"x": "Х", "y": "У"}}
    scale = {"parameters": {"start": "1", "end": "5"}}
    rows = [
        {"x": "range", "metric": "csi:x", **scale},
        {"y": "range", "metric": "csi:y", **scale},
        {"enps": "range", "metric": "enps", "parameters": {"start": "0", "end": "10"}},
        {"one": "select_one", "choices": "l"},
        {"some": "select_multiple", "choices": "l"},
        {"w": "select_multiple", "choices": "aspects", "metric": "weight"},
        {"q7": "text"},
    ]
    return questionnaire(rows, lists)


DEFINITION = definition()


def block(number: int, place: str, people: int = 5, **counts: dict[str, int]) -> Block:
    """Ratings of a block: for each question how often each value was given."""
    columns = tuple(
        Column(name, max(sum(given.values()), 0) if name not in ("some", "w") else people, tuple(sorted(given.items())))
        for name, given in counts.items()
    )
    return Block(bytes([number]) * 16, "c", RATINGS, place, people, columns)


def words(number: int, place: str, *texts: str) -> Block:
    return Block(bytes([number]) * 16, "c", texts_of("q7"), place, len(texts), texts=tuple(sorted(texts)))


def gate(blocks: list[Block], cells: Cells | None = None, *, sensitive: str = "", closed: bool = False) -> Gate:
    published = Published("c", DEFINITION, cells or town([12, 12]), Parameters(), frozenset(sensitive.split()))
    return Gate(published, tuple(blocks), MemoryLedger(), "screen", TODAY, closed)


def cell(at: int, cells: Cells | None = None) -> Scope:
    return Scope(cell=(cells or town([12, 12])).cells[at].key)


FIRST, SECOND = cell(0), cell(1)
