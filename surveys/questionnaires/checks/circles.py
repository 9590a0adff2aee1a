"""A question must not depend on itself: whether it is asked or what it computes would have no answer."""

from collections.abc import Iterator, Mapping

from surveys.expressions import ExpressionError, parse
from surveys.questionnaires.cells import place_in
from surveys.questionnaires.definition import PlacedQuestion, Questionnaire
from surveys.questionnaires.issue import Issue, error

DECIDING = ("relevant", "calculation")
"""Columns whose references must be known first. A constraint or a filter may look at any answer."""


def check_circles(questionnaire: Questionnaire) -> Iterator[Issue]:
    placed = {one.question.name: one for one in questionnaire.placed()}
    needs = _entangled({name: _needs(one) & placed.keys() for name, one in placed.items()})
    reported: set[frozenset[str]] = set()
    for name in needs:
        circle = _circle(name, needs)
        if circle and frozenset(circle) not in reported:
            reported.add(frozenset(circle))
            question = placed[name].question
            column = next((column for column in DECIDING if getattr(question, column)), "relevant")
            yield error("CIRCLE", place_in(question.place, column), path=" → ".join((*circle, name)))


def _needs(placed: PlacedQuestion) -> set[str]:
    deciding = ("relevant",) if placed.question.trigger else DECIDING  # a trigger's value was computed before
    sources = [getattr(placed.question, column) for column in deciding]
    sources += [group.relevant for group in placed.groups]
    found: set[str] = set()
    for source in sources:
        try:
            found |= parse(source).references if source else frozenset()
        except ExpressionError:
            continue  # reported by check_expressions
    return found


def _entangled(needs: dict[str, set[str]]) -> dict[str, set[str]]:
    """Without the questions that can be settled one after another: what is left is on a circle or waits for one."""
    waiting: dict[str, set[str]] = {name: set() for name in needs}
    for name, needed in needs.items():
        for other in needed:
            waiting[other].add(name)
    open_needs = {name: len(needed) for name, needed in needs.items()}
    settled = [name for name, count in open_needs.items() if not count]
    for name in settled:
        for other in waiting[name]:
            open_needs[other] -= 1
            if not open_needs[other]:
                settled.append(other)
    left = needs.keys() - set(settled)
    return {name: needed & left for name, needed in needs.items() if name in left}


def _circle(start: str, needs: Mapping[str, set[str]]) -> tuple[str, ...]:
    """The names on a shortest way from `start` back to it, or (). Breadth first, without recursion."""
    came: dict[str, str] = {}
    frontier = [start]
    while frontier:
        reached = []
        for name in frontier:
            for needed in sorted(needs[name]):
                if needed == start:
                    way = [name]
                    while way[-1] != start:
                        way.append(came[way[-1]])
                    return tuple(reversed(way))
                if needed not in came:
                    came[needed] = name
                    reached.append(needed)
        frontier = reached
    return ()
