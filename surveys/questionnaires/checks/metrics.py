"""The metric column: a known code on a question that can carry it."""

from collections.abc import Iterator
from decimal import Decimal

from surveys.questionnaires.cells import place_in
from surveys.questionnaires.checks.ranges import scale_of
from surveys.questionnaires.definition import Question, Questionnaire
from surveys.questionnaires.issue import Issue, error
from surveys.questionnaires.similar import nearest
from surveys.questionnaires.vocabulary import NAMED_METRICS, PLAIN_METRICS, TEN_POINT_METRICS

SCORING = frozenset({"range", "select_one", "integer", "decimal", "calculate"})
"""Kinds with one value that a number can be taken from."""

TEN_POINT = (Decimal(0), Decimal(10), Decimal(1))


def check_metrics(questionnaire: Questionnaire) -> Iterator[Issue]:
    for placed in questionnaire.placed():
        if placed.question.metric:
            yield from _metric(placed.question)


def _metric(question: Question) -> Iterator[Issue]:
    place = place_in(question.place, "metric")
    code, colon, name = question.metric.partition(":")
    if not (code in NAMED_METRICS and name.strip() if colon else code in PLAIN_METRICS):
        known = (*PLAIN_METRICS, *(f"{named}:…" for named in NAMED_METRICS))
        meant = nearest(code, (*PLAIN_METRICS, *NAMED_METRICS))
        if meant in NAMED_METRICS:
            meant = f"{meant}:{name or '…'}"
        yield error("METRIC_UNKNOWN", place, value=question.metric, known=", ".join(known), meant=meant or known[0])
    elif code not in ("fact", "weight") and question.kind not in SCORING:
        yield error("METRIC_KIND", place, value=question.metric, kind=question.kind)
    elif code in TEN_POINT_METRICS and question.kind == "range":
        scale = scale_of(question)
        if scale is not None and scale != TEN_POINT:
            yield error("METRIC_SCALE", place, value=question.metric)
