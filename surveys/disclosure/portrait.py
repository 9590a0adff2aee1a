"""What is to be said about one group, each figure a release of the gate: the card in the conversation and the table
that is taken away are made of it, and count nothing themselves."""

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.disclosure.figures import Distribution, Mean, Share
from surveys.disclosure.gate import Gate
from surveys.disclosure.ledger import Release
from surveys.disclosure.scales import scale_of
from surveys.disclosure.scopes import Scope
from surveys.questionnaires.definition import Localized, Question, Questionnaire

OVERALL, LOYALTY, CRITERION, WEIGHT = "csat", "enps", "csi:", "weight"
"""Metrics of domain.md (c): M-2, M-7, M-4 and its weights."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """One criterion of satisfaction; those of the annual survey are the eight of the decree (domain.md R-A6)."""

    question: Question
    name: Localized
    mean: Release
    favourable: Release


@dataclass(frozen=True, slots=True)
class Portrait:
    scope: Scope
    count: Release
    overall: Release | None
    """The share satisfied; None where nobody is asked about the whole."""
    mean: Release | None
    loyalty: Release | None
    index: Release | None
    aspects: tuple[Aspect, ...]
    """What hurts most first, by the means as they are published; then those withheld, in the order of the sheet."""
    priorities: Release | None


def portrait(gate: Gate, scope: Scope) -> Portrait:
    overall, loyalty = asked_for(gate, OVERALL), asked_for(gate, LOYALTY)
    weighing = asked_for(gate, WEIGHT)
    aspects = aspects_of(gate, scope)
    return Portrait(
        scope,
        gate.count(scope),
        gate.favourable(overall.name, scope) if overall else None,
        gate.mean(overall.name, scope) if overall else None,
        gate.nps(loyalty.name, scope) if loyalty else None,
        gate.csi(scope) if aspects else None,
        aspects,
        gate.distribution(weighing.name, scope) if weighing else None,
    )


def aspects_of(gate: Gate, scope: Scope) -> tuple[Aspect, ...]:
    definition = gate.published.definition
    found = [
        Aspect(question, name_of(definition, question), gate.mean(question.name, scope), favourable)
        for question in criteria(definition)
        for favourable in (gate.favourable(question.name, scope),)
    ]
    # The sort is stable: equal means stay in the order of the sheet and tell no more than the means do.
    return tuple(sorted(found, key=_how_good))


def criteria(definition: Questionnaire) -> list[Question]:
    return [each for each in questions(definition) if each.metric.startswith(CRITERION) and scale_of(each)]


def questions(definition: Questionnaire) -> Iterator[Question]:
    return (placed.question for placed in definition.placed())


def asked_for(gate: Gate, metric: str) -> Question | None:
    """The first question that counts in a metric."""
    return next((each for each in questions(gate.published.definition) if each.metric == metric), None)


def name_of(definition: Questionnaire, question: Question) -> Localized:
    """As short as the list of priorities calls the criterion, where there is one; else the question itself."""
    criterion = question.metric.removeprefix(CRITERION)
    for each in questions(definition):
        if each.metric == WEIGHT:
            for choice in definition.choice_list(each):
                if choice.name == criterion:
                    return choice.label
    return question.label


def most_named(release: Release) -> list[Share]:
    """The shares of a distribution, the largest first."""
    figure = release.figure
    return sorted(figure.shares, key=lambda share: -share.percent) if isinstance(figure, Distribution) else []


def _how_good(aspect: Aspect) -> tuple[bool, float]:
    figure = aspect.mean.figure
    return (False, figure.value) if isinstance(figure, Mean) else (True, 0.0)
