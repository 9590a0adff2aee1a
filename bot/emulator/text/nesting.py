"""How entities may lie in one another, and what Telegram does with those that may not.

Marks such as bold may hold one another and anything else; they are cut where something begins or ends inside
them and vanish inside code and dates. Quotations may hold links but not cut them. Links, mentions, code
and the like never overlap: the first wins.
"""

from collections.abc import Iterable, Sequence

from bot.emulator.text.entities import HOLDING_NOTHING, QUOTES, SPLITTABLE, Entity, in_order


def nested(entities: Iterable[Entity]) -> list[Entity]:
    """The entities in order, cut and dropped until they nest as Telegram wants."""
    ordered = in_order(entities)
    if _nest_already(ordered):
        return ordered
    marks, quotes, solid = _sorted_out(ordered)
    quotes = _without_overlaps(quotes)
    solid = _beside_quotes(_without_overlaps(solid), quotes)
    return _with_marks(in_order([*solid, *quotes]), marks)


def with_found(entities: Sequence[Entity], found: Sequence[Entity]) -> list[Entity]:
    """The author's nested entities with those found in the text where nothing of the author's lies."""
    if not found:
        return list(entities)
    marks, quotes, solid = _sorted_out(entities)
    free = [
        entity
        for entity in _beside_quotes(found, quotes)
        if not any(entity.offset < other.end and other.offset < entity.end for other in solid)
    ]
    return _with_marks(in_order([*solid, *free, *quotes]), marks)


def _sorted_out(entities: Iterable[Entity]) -> tuple[list[Entity], list[Entity], list[Entity]]:
    marks: list[Entity] = []
    quotes: list[Entity] = []
    solid: list[Entity] = []
    for entity in entities:
        heap = marks if entity.kind in SPLITTABLE else quotes if entity.kind in QUOTES else solid
        heap.append(entity)
    return marks, quotes, solid


def _without_overlaps(ordered: Iterable[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    end = 0
    for entity in ordered:
        if entity.offset >= end:
            kept.append(entity)
            end = entity.end
    return kept


def _beside_quotes(solid: Iterable[Entity], quotes: Sequence[Entity]) -> list[Entity]:
    """What lies inside one quotation or outside of all."""

    def crosses(entity: Entity) -> bool:
        return any(
            entity.offset < quote.end
            and quote.offset < entity.end
            and not (quote.offset <= entity.offset and entity.end <= quote.end)
            for quote in quotes
        )

    return [entity for entity in solid if not crosses(entity)]


def _with_marks(others: list[Entity], marks: Sequence[Entity]) -> list[Entity]:
    return in_order([*others, *_MarkCutter(marks).cut(others)]) if marks else others


def _nest_already(ordered: Sequence[Entity]) -> bool:
    """Whether nothing needs cutting, merging or dropping. Marks that touch do not pass: they are merged."""
    around: list[Entity] = []
    mark_ends: dict[str, int] = {}
    for entity in ordered:
        while around and entity.offset >= around[-1].end:
            around.pop()
        if around and not _may_lie_in(entity, around):
            return False
        if entity.kind in SPLITTABLE:
            if mark_ends.get(entity.kind, -1) >= entity.offset:
                return False
            mark_ends[entity.kind] = entity.end
        around.append(entity)
    return True


def _may_lie_in(entity: Entity, around: Sequence[Entity]) -> bool:
    outer = around[-1]
    if entity.end > outer.end or outer.kind in HOLDING_NOTHING:
        return False
    if any(_same_kind(entity, other) or other.kind in SPLITTABLE for other in around):
        return False
    only_quotes_around = all(other.kind in QUOTES for other in around)
    return entity.kind in SPLITTABLE or only_quotes_around


def _same_kind(one: Entity, other: Entity) -> bool:
    return one.kind == other.kind or (one.kind in QUOTES and other.kind in QUOTES)


class _MarkCutter:
    """Merges marks of one kind that touch, and cuts all open ones where another entity begins or ends."""

    def __init__(self, marks: Sequence[Entity]) -> None:
        self._waiting = list(reversed(in_order(marks)))
        self._open: dict[str, tuple[int, int]] = {}
        self._cut: list[Entity] = []

    def cut(self, others: Sequence[Entity]) -> list[Entity]:
        """The marks cut for `others`, which must be in order and nested."""
        around: list[Entity] = []
        for other in others:
            self._leave(around, other.offset)
            self._advance(other.offset)
            around.append(other)
        self._leave(around, None)
        self._advance(None)
        return in_order(self._cut)

    def _leave(self, around: list[Entity], offset: int | None) -> None:
        while around and (offset is None or offset >= around[-1].end):
            left = around.pop()
            before = len(self._cut)
            self._advance(left.end)
            if left.kind in HOLDING_NOTHING:
                del self._cut[before:]

    def _advance(self, offset: int | None) -> None:
        while self._waiting and (offset is None or self._waiting[-1].offset < offset):
            self._begin(self._waiting.pop())
        self._flush(offset)

    def _begin(self, mark: Entity) -> None:
        begun = self._open.get(mark.kind)
        if begun is not None and mark.offset <= begun[1]:
            self._open[mark.kind] = (begun[0], max(begun[1], mark.end))
        else:
            self._flush(mark.offset)
            self._open[mark.kind] = (mark.offset, mark.end)

    def _flush(self, offset: int | None) -> None:
        for kind in SPLITTABLE:
            if kind not in self._open:
                continue
            begin, end = self._open[kind]
            if offset is not None and begin >= offset:
                continue
            if offset is None or end <= offset:
                self._cut.append(Entity(kind, begin, end - begin))
                del self._open[kind]
            else:
                self._cut.append(Entity(kind, begin, offset - begin))
                self._open[kind] = (offset, end)
