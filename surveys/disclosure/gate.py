"""The one door: every screen, chart, digest, export and public figure of an anonymous campaign is a `Release` of it.

Every figure is a function of a union of whole blocks (trust.md 2.3.4), so the difference of any two, by time, by
hierarchy or by group, is a union of blocks too: nobody, or at least k people. There is no other way to the blocks.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from surveys.anonymity.blocks import Block, Column, summed
from surveys.anonymity.cells import Cells
from surveys.anonymity.keys import RATINGS, texts_of
from surveys.answering.plan import Plan, plan_of
from surveys.disclosure import rounding
from surveys.disclosure.figures import Comments, Count, Distribution, Figure, Mean
from surveys.disclosure.hiding import digest_of
from surveys.disclosure.ledger import Entry, Ledger, Release
from surveys.disclosure.parameters import Parameters
from surveys.disclosure.reasons import Reason
from surveys.disclosure.scales import Scale, scale_of
from surveys.disclosure.scopes import Scope, Scopes
from surveys.questionnaires.definition import Question, Questionnaire


@dataclass(frozen=True)
class Published:
    """What was frozen when the campaign was published."""

    campaign: str
    definition: Questionnaire
    cells: Cells
    parameters: Parameters
    sensitive: frozenset[str] = frozenset()
    """Names of questions whose options are sensitive."""

    @property
    def scopes(self) -> Scopes:
        return Scopes(self.cells)


@dataclass(frozen=True)
class Gate:
    """For one outlet on one day. `closed` once the campaign is."""

    published: Published
    blocks: tuple[Block, ...] = field(repr=False)
    ledger: Ledger
    outlet: str
    today: date
    closed: bool = False
    hidden: frozenset[str] = frozenset()
    """Comments that are shown nowhere, by their `surveys.disclosure.hiding.digest_of`."""

    # --- ratings

    def mean(self, question: str, scope: Scope) -> Release:
        found = self._column(question, scope, scaled=True)
        if isinstance(found, Reason):
            return self.withheld("mean", question, scope, found)
        scale = self.scale(question)
        assert scale is not None
        total = sum((Fraction(value) * times for value, times in found.counts), Fraction(0))
        return self.shown(
            "mean", question, scope, rounding.mean(total, found.people, scale.lowest, scale.highest), RATINGS
        )

    def favourable(self, question: str, scope: Scope) -> Release:
        """The share satisfied: a band below ten answers and for sensitive questions, else a share."""
        found = self._column(question, scope, scaled=True)
        if isinstance(found, Reason):
            return self.withheld("favourable", question, scope, found)
        scale = self.scale(question)
        assert scale is not None
        count = sum(times for value, times in found.counts if Fraction(value) >= scale.favourable)
        banded = found.people < rounding.FULL or question in self.published.sensitive
        figure: Figure = (
            rounding.band(count, found.people) if banded else rounding.share("", count, found.people, both_ends=True)
        )
        return self.shown("favourable", question, scope, figure, RATINGS)

    def distribution(self, question: str, scope: Scope) -> Release:
        found = self._column(question, scope)
        if not isinstance(found, Reason) and found.people < rounding.FULL:
            found = Reason.NEEDS_TEN
        if isinstance(found, Reason):
            return self.withheld("distribution", question, scope, found)
        given = dict(found.counts)
        step = self._plan.by_name[question]
        counts = [(offered.choice.name, given.get(offered.choice.name, 0)) for offered in step.offered]
        exclusive = step.question.kind != "select_multiple"
        figure: Figure | None = rounding.distribution(counts, found.people, exclusive=exclusive)
        if question in self.published.sensitive:
            figure = rounding.banded(counts, found.people, exclusive=exclusive)
        if figure is None:
            return self.withheld("distribution", question, scope, Reason.SENSITIVE)
        return self.shown("distribution", question, scope, figure, RATINGS)

    def nps(self, question: str, scope: Scope) -> Release:
        """M-6 and M-7: nine and ten less nought to six."""
        found = self._column(question, scope, scaled=True)
        if not isinstance(found, Reason) and found.people < rounding.FULL:
            found = Reason.NEEDS_TEN
        if isinstance(found, Reason):
            return self.withheld("nps", question, scope, found)
        promoters = sum(times for value, times in found.counts if Fraction(value) >= 9)
        detractors = sum(times for value, times in found.counts if Fraction(value) <= 6)
        return self.shown("nps", question, scope, rounding.nps(promoters, detractors, found.people), RATINGS)

    def csi(self, scope: Scope) -> Release:
        """M-4 out of published means and published weights, so that it tells nothing beyond them.

        Weights are the shares of people who named the aspect, where a distribution may be shown; else all equal.
        """
        aspects = [each for each in self._questions() if each.metric.startswith("csi:")]
        weights = self._weights(scope)
        means = []
        for question in aspects:
            mean, scale = self.mean(question.name, scope).figure, scale_of(question)
            if isinstance(mean, Mean) and scale:
                weight = weights.get(question.metric.removeprefix("csi:"), 0) if weights else 1
                means.append((mean.value, weight, float(scale.lowest), float(scale.highest)))
        if not any(weight for _, weight, _, _ in means):
            reason = self._missing(scope, RATINGS) or (Reason.FEW_FOR_QUESTION if aspects else Reason.NOT_ASKED)
            return self.withheld("csi", "", scope, reason)
        return self.shown("csi", "", scope, rounding.csi(means), RATINGS)

    def count(self, scope: Scope) -> Release:
        """Answers, in whole blocks."""
        missing = self._missing(scope, RATINGS)
        if missing:
            return self.withheld("count", "", scope, missing)
        blocks = len(self.within(scope, RATINGS))
        return self.shown("count", "", scope, Count(blocks * self.published.parameters.k), RATINGS)

    # --- people and texts

    def participation(self, scope: Scope, received: int) -> Release:
        """`received` are the votes of a cell, waiting ones included.

        Once a day, the day's first look stays, one that was withheld too: who looks again and again would otherwise
        see the moment at which somebody came.
        """
        cell = self.published.cells.find(scope.cell)
        if cell is None:
            return self.withheld("participation", "", scope, Reason.NO_SCOPE)
        earlier = self.ledger.released(self.published.campaign, "participation", scope, self.today)
        if earlier:
            return earlier
        k = self.published.parameters.k
        if received < k:
            return self.withheld("participation", "", scope, Reason.RATE_FEW)
        return self._noted(Release("participation", "", scope, rounding.rate(received, cell.people, k)))

    def comments(self, question: str, scope: Scope) -> Release:
        """Sorted, without dates; of a part of the organisation only as `_opened` says."""
        stream = texts_of(question)
        missing = self._missing(scope, stream, Reason.COMMENTS_FEW)
        if missing is None and scope != self.published.scopes.top:
            missing = None if self._opened(scope, stream) else Reason.COMMENTS_FEW
            missing = missing if self.closed else Reason.COMMENTS_NOT_YET
        if missing:
            return self.withheld("comments", question, scope, missing)
        found = (text for block in self.within(scope, stream) for text in block.texts)
        texts = sorted((text for text in found if not self._is_hidden(question, text)), key=str.casefold)
        return self.shown("comments", question, scope, Comments(tuple(texts)), stream)

    def _is_hidden(self, question: str, text: str) -> bool:
        return bool(self.hidden) and digest_of(self.published.campaign, question, text) in self.hidden

    def _opened(self, scope: Scope, stream: str) -> bool:
        """All groups directly below a unit, or none: a single one left out would show as what is missing.

        Each needs two blocks, unless it has none at all.
        """
        above = self.published.scopes.above(scope)
        if above is None:
            return True
        sizes = [len(self.within(each, stream)) for each in self.published.scopes.below(above)]
        return self._opened(above, stream) and all(size != 1 for size in sizes)

    # --- what every figure goes through

    def rows(self) -> Release:
        """Somebody asks for answers one by one."""
        return self.withheld("rows", "", self.published.scopes.top, Reason.NO_ROWS)

    def cross(self, question: str, other: str) -> Release:
        """Somebody asks for two questions together."""
        return self.withheld("cross", f"{question} × {other}", self.published.scopes.top, Reason.NO_CROSS)

    def _weights(self, scope: Scope) -> dict[str, int]:
        for question in self._questions():
            if question.metric == "weight" and question.kind == "select_multiple":
                figure = self.distribution(question.name, scope).figure
                if isinstance(figure, Distribution):
                    shares = {share.option: share.percent for share in figure.shares}
                    return shares if any(shares.values()) else {}
        return {}

    def _column(self, question: str, scope: Scope, *, scaled: bool = False) -> Column | Reason:
        missing = self._missing(scope, RATINGS)
        if missing:
            return missing
        if scaled and self.scale(question) is None:
            return Reason.NO_SCALE
        blocks = self.within(scope, RATINGS)
        column = summed(each for block in blocks for each in block.columns if each.question == question)
        if column is None:
            return Reason.NOT_ASKED
        return column if column.people >= self.published.parameters.k else Reason.FEW_FOR_QUESTION

    def _missing(self, scope: Scope, stream: str, otherwise: Reason = Reason.NO_BLOCKS) -> Reason | None:
        if not self.published.scopes.known(scope):
            return Reason.NO_SCOPE
        if self.within(scope, stream):
            return None
        return Reason.CLOSED_FEW if self.closed and otherwise is Reason.NO_BLOCKS else otherwise

    def within(self, scope: Scope, stream: str) -> tuple[Block, ...]:
        """In no order that means anything."""
        kept = self._kept
        places = sorted(self.published.scopes.places(scope))
        return tuple(block for place in places for block in kept.get((stream, place), ()))

    @cached_property
    def _kept(self) -> dict[tuple[str, str], list[Block]]:
        kept: dict[tuple[str, str], list[Block]] = {}
        for block in self.blocks:
            kept.setdefault((block.stream, block.place), []).append(block)
        return kept

    def shown(self, kind: str, question: str, scope: Scope, figure: Figure, stream: str) -> Release:
        blocks = frozenset(block.id for block in self.within(scope, stream))
        return self._noted(Release(kind, question, scope, figure, blocks=blocks))

    def withheld(self, kind: str, question: str, scope: Scope, reason: Reason) -> Release:
        return self._noted(Release(kind, question, scope, None, reason))

    def _noted(self, release: Release) -> Release:
        self.ledger.record(Entry(self.published.campaign, self.today, self.outlet, release))
        return release

    def scale(self, question: str) -> Scale | None:
        step = self._plan.by_name.get(question)
        return scale_of(step.question) if step else None

    def _questions(self) -> list[Question]:
        return [placed.question for placed in self.published.definition.placed()]

    @property
    def _plan(self) -> Plan:
        return plan_of(self.published.definition)
