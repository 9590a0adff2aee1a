"""Results as the sheets of a workbook. Every number in them is a release of the gate they are made with.

What is withheld is listed with its reason instead of leaving a hole somebody might take for nought.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from surveys.anonymity.separable import is_of_roster
from surveys.answering.plan import plan_of
from surveys.disclosure.figures import Band, Banded, Bound, Comments, Count, Distribution, Index, Mean, Rate, Share
from surveys.disclosure.gate import Gate
from surveys.disclosure.ledger import Release
from surveys.disclosure.portrait import Portrait, criteria, name_of, portrait, questions
from surveys.disclosure.scales import scale_of
from surveys.disclosure.scopes import Scope
from surveys.disclosure.wording import number
from surveys.questionnaires.definition import Localized, Question
from surveys.screens import Phrase
from surveys.spreadsheets.sheet import Cell, Sheet
from surveys.texts import Texts

Row = tuple[Cell, ...]
OF_RATINGS = frozenset({"mean", "favourable", "distribution", "nps", "csi"})


@dataclass
class Sheets:
    """`rates` are the releases of participation, by cell; `facts` what was frozen, as (name, value)."""

    gate: Gate
    rates: Mapping[str, Release]
    facts: Iterable[tuple[str, str]]
    texts: Texts
    language: str
    _withheld: list[Row] = field(default_factory=list)
    _silent: set[Scope] = field(default_factory=set)
    """Groups of which nothing is said."""

    def all(self) -> tuple[Sheet, ...]:
        scopes = self.gate.published.scopes
        portraits = {scope: portrait(self.gate, scope) for scope in scopes.everything()}
        sheets = [
            self._sheet("questions", self._questions()),
            self._sheet("aspects", self._aspects(portraits[scopes.top])),
            self._sheet("groups", self._groups(portraits)),
            self._sheet("comments", self._comments()),
        ]
        # Last but one: by now everything that was withheld is known.
        return (*sheets, self._sheet("withheld", self._reasons()), self._sheet("parameters", self._parameters()))

    def _questions(self) -> list[Row]:
        """Of the whole: a row for the mean and one for each option."""
        rows: list[Row] = [self._heads("question", "label", "option", "share", "mean", "loyalty")]
        top = self.gate.published.scopes.top
        for question in self._asked():
            if question.kind == "text":
                continue
            label = self._said(question.label) or question.name
            if scale_of(question) is not None:
                mean = self._cell(self.gate.mean(question.name, top))
                rows.append((question.name, label, "", "", mean, self._loyalty(question, top)))
            release = self.gate.distribution(question.name, top)
            for option, share in self._options(question, release):
                rows.append((question.name, label, option, share, "", ""))
            if release.figure is None:
                rows.append((question.name, label, "", self._cell(release), "", ""))
        return rows

    def _aspects(self, whole: Portrait) -> list[Row]:
        rows: list[Row] = [self._heads("aspect", "mean", "favourable", "label")]
        for aspect in whole.aspects:
            rows.append(
                (
                    self._said(aspect.name),
                    self._cell(aspect.mean),
                    self._cell(aspect.favourable),
                    self._said(aspect.question.label),
                )
            )
        return rows

    def _groups(self, portraits: Mapping[Scope, Portrait]) -> list[Row]:
        asked = criteria(self.gate.published.definition)
        names = [self._said(name_of(self.gate.published.definition, question)) for question in asked]
        rows: list[Row] = [
            (*self._heads("group", "answers", "participation", "favourable", "mean", "loyalty", "index"), *names)
        ]
        for scope, found in portraits.items():
            means = {aspect.question.name: aspect.mean for aspect in found.aspects}
            rates = self.rates.get(scope.cell)
            heads = (found.count, rates, found.overall, found.mean, found.loyalty, found.index)
            rows.append(
                (
                    self.gate.published.scopes.name(scope),
                    *(self._cell(release) for release in heads),
                    *(self._cell(means[question.name]) for question in asked),
                )
            )
        return rows

    def _comments(self) -> list[Row]:
        rows: list[Row] = [self._heads("label", "group", "comment")]
        for question in self._asked():
            if question.kind != "text":
                continue
            for scope in self.gate.published.scopes.everything():
                release = self.gate.comments(question.name, scope)
                name = self.gate.published.scopes.name(scope)
                if isinstance(release.figure, Comments):
                    rows += [(self._said(question.label), name, text) for text in release.figure.texts]
                else:
                    self._cell(release)
        return rows

    def _reasons(self) -> list[Row]:
        return [self._heads("group", "what", "question", "reason"), *dict.fromkeys(self._withheld)]

    def _parameters(self) -> list[Row]:
        return [self._heads("name", "value"), *self.facts]

    # --- cells

    def _cell(self, release: Release | None) -> Cell:
        """A number where the figure is exact, a text where it is a band or a bound; a dash for what is withheld."""
        if release is None:
            return ""
        figure = release.figure
        match figure:
            case None:
                self._note(release)
                return "—"
            case Mean(value, Bound.EXACT) | Index(value, Bound.EXACT):
                return value
            case Share(_, percent, Bound.EXACT):
                return percent
            case Rate(_, 100):
                return self._say("some", count=self.gate.published.parameters.k)
            case Mean() | Index() | Share() | Band() | Count() | Rate():
                return number(figure, self.language)
        return ""

    def _note(self, release: Release) -> None:
        parameters = self.gate.published.parameters
        assert release.reason is not None
        if release.kind == "count":
            self._silent.add(release.scope)
        elif release.scope in self._silent and release.kind in OF_RATINGS:
            return  # its number of answers is withheld already, and for the same reason
        scopes = self.gate.published.scopes
        reason = release.reason.said(k=parameters.k, k_text=parameters.k_text)
        self._withheld.append(
            (
                scopes.name(release.scope),
                self._say(f"kind_{release.kind}"),
                release.question,
                self.texts.say(reason, self.language),
            )
        )

    def _loyalty(self, question: Question, scope: Scope) -> Cell:
        return self._cell(self.gate.nps(question.name, scope)) if question.metric in ("nps", "enps") else ""

    def _options(self, question: Question, release: Release) -> list[tuple[str, Cell]]:
        figure = release.figure
        if isinstance(figure, Distribution):
            return [(self._label(question, share.option), self._share(share)) for share in figure.shares]
        if isinstance(figure, Banded):
            return [(self._label(question, name), number(band, self.language)) for name, band in figure.bands]
        return []

    def _share(self, share: Share) -> Cell:
        return share.percent if share.bound is Bound.EXACT else number(share, self.language)

    def _label(self, question: Question, option: str) -> str:
        if not option:
            return self._say("others")
        step = plan_of(self.gate.published.definition).by_name[question.name]
        choice = next((each.choice for each in step.offered if each.choice.name == option), None)
        return (self._said(choice.label) if choice else "") or option

    def _asked(self) -> list[Question]:
        return [each for each in questions(self.gate.published.definition) if each.asked and not is_of_roster(each)]

    def _said(self, text: Localized) -> str:
        return text.said_in(self.language, self.gate.published.definition.settings.default_language)

    def _sheet(self, name: str, rows: list[Row]) -> Sheet:
        return Sheet(self._say(f"sheet_{name}"), tuple(rows))

    def _heads(self, *names: str) -> Row:
        return tuple(self._say(f"head_{name}") for name in names)

    def _say(self, name: str, **args: int) -> str:
        return self.texts.say(Phrase(f"table.{name}", args), self.language)
