"""Releases in words: a group's card, a question's options, the change since the wave before."""

from dataclasses import dataclass, replace

from surveys.anonymity.campaign import Campaign
from surveys.anonymity.cells import Cells
from surveys.answering.plan import plan_of
from surveys.conversation.climate_pages import listed, said
from surveys.disclosure.figures import Band, Banded, Comments, Distribution, Mean, Rate, Share
from surveys.disclosure.gate import Gate
from surveys.disclosure.ledger import Release
from surveys.disclosure.portrait import OVERALL, WEIGHT, Aspect, Portrait, asked_for, criteria, most_named, name_of
from surveys.disclosure.scales import scale_of
from surveys.disclosure.scopes import Scope
from surveys.disclosure.waves import change
from surveys.disclosure.wording import bar, number
from surveys.errors import NotFound
from surveys.questionnaires.definition import Question
from surveys.screens import Emphasis, Phrase, Span, Words

WHOLE = 100
Paragraph = tuple[Span, ...]


@dataclass(frozen=True)
class Group:
    """A group of a campaign as one reader looks at it."""

    campaign: Campaign
    gate: Gate
    scope: Scope
    language: str

    @property
    def cells(self) -> Cells:
        return self.gate.published.cells

    @property
    def key(self) -> str:
        """Where it stands among what was frozen: short enough for a button, whatever a unit's own key is."""
        if self.scope.cell:
            return f"c{[cell.key for cell in self.cells.cells].index(self.scope.cell)}"
        return f"u{[unit for unit, _ in self.cells.names].index(self.scope.unit)}"

    def keyed(self, key: str) -> "Group":
        """The group of a key; "" is the whole. Raises NotFound."""
        if not key:
            return self.at(self.gate.published.scopes.top)
        kind, place = key[:1], key[1:]
        scopes = {
            "c": [Scope(cell=cell.key) for cell in self.cells.cells],
            "u": [Scope(unit=unit) for unit, _ in self.cells.names],
        }.get(kind, [])
        if not place.isascii() or not place.isdigit() or int(place) >= len(scopes):
            raise NotFound("group")
        return self.at(scopes[int(place)])

    def at(self, scope: Scope) -> "Group":
        return replace(self, scope=scope)

    @property
    def name(self) -> str:
        return self.gate.published.scopes.name(self.scope)

    @property
    def people(self) -> int:
        """By the roster that was frozen."""
        keys = self.gate.published.scopes.cell_keys(self.scope)
        return sum(cell.people for cell in self.cells.cells if cell.key in keys)

    @property
    def below(self) -> tuple[Scope, ...]:
        return self.gate.published.scopes.inside(self.scope)

    @property
    def is_top(self) -> bool:
        return self.scope == self.gate.published.scopes.top


def value_of(release: Release, group: Group) -> Words:
    """The figure, or the sentence why there is none."""
    figure = release.figure
    if isinstance(figure, Rate) and figure.step == WHOLE:
        return Phrase("results.at_least", {"count": group.gate.published.parameters.k})
    if figure is None or isinstance(figure, Distribution | Banded | Comments):
        return reason_of(release, group)
    return number(figure, group.language)


def reason_of(release: Release, group: Group) -> Words:
    parameters = group.gate.published.parameters
    return release.reason.said(k=parameters.k, k_text=parameters.k_text) if release.reason else ""


def portrait_paragraphs(found: Portrait, group: Group) -> list[Paragraph]:
    """The card. Where nothing at all can be shown it is one sentence."""
    if found.count.figure is None:
        return [(Span(reason_of(found.count, group)),)]
    counted = Phrase("results.counted", {"value": value_of(found.count, group), "people": group.people})
    paragraphs: list[Paragraph] = [(Span(counted),), listed(_heads(found, group))]
    if found.aspects:
        paragraphs.append(
            (Span(Phrase("results.aspects"), Emphasis.STRONG), Span("\n"), *listed(_aspects(found, group)))
        )
    if found.priorities is not None:
        title = Span(Phrase("results.priorities"), Emphasis.STRONG)
        paragraphs.append((title, Span("\n"), *listed(_priorities(found.priorities, group))))
    return [each for each in paragraphs if each]


def distribution_lines(question: Question, release: Release, group: Group) -> list[Words]:
    figure = release.figure
    if isinstance(figure, Distribution):
        return [_option_line(question, each.option, each, group) for each in figure.shares]
    if isinstance(figure, Banded):
        return [_option_line(question, name, band, group) for name, band in figure.bands]
    return [reason_of(release, group)]


def wave_lines(before: Gate, group: Group) -> list[Words]:
    """M-16 for staff: means then and now, for the whole and for each criterion."""
    after, definition = group.gate, group.gate.published.definition
    overall = asked_for(after, OVERALL)
    asked = [*([overall] if overall else []), *criteria(definition)]
    lines: list[Words] = []
    for question in asked:
        release = change(before, after, question.name, group.scope)
        name = said(name_of(definition, question), definition, group.language) or question.name
        line = Phrase("results.line", {"name": name, "value": value_of(release, group)})
        if release.figure is not None and release.scope != group.scope:
            line = Phrase("results.line_within", {**line.args, "within": group.at(release.scope).name})
        lines.append(line)
    return lines


def _heads(found: Portrait, group: Group) -> list[Words]:
    lines: list[Words] = []
    if found.overall is not None:
        lines.append(_named("results.satisfied", found.overall, group))
        figure = found.overall.figure
        if isinstance(figure, Share | Band):
            lines.append(bar(figure))
    for key, release in (
        ("results.mean", found.mean),
        ("results.enps", found.loyalty),
        ("results.csi", found.index),
    ):
        if release is not None:
            lines.append(_named(key, release, group))
    return lines


def _aspects(found: Portrait, group: Group) -> list[Words]:
    lines: list[Words] = []
    withheld: dict[Words, list[str]] = {}
    for aspect in found.aspects:
        name, figure = _aspect_name(aspect, group), aspect.mean.figure
        if isinstance(figure, Mean):
            drawn = bar(figure, scale_of(aspect.question))
            lines.append(Phrase("results.bar", {"bar": drawn, "value": value_of(aspect.mean, group), "name": name}))
        elif aspect.mean.reason is not None:
            withheld.setdefault(aspect.mean.reason.value, []).append(name)
    for aspect in found.aspects:
        reason = aspect.mean.reason
        if reason is not None and (names := withheld.pop(reason.value, None)):
            words = {"names": ", ".join(names), "reason": reason_of(aspect.mean, group)}
            lines.append(Phrase("results.withheld", words))
    return lines


def _aspect_name(aspect: Aspect, group: Group) -> str:
    return said(aspect.name, group.gate.published.definition, group.language) or aspect.question.name


def _priorities(release: Release, group: Group) -> list[Words]:
    weighing = asked_for(group.gate, WEIGHT)
    shares = most_named(release)
    if weighing is None or not shares:
        return [reason_of(release, group)]
    return [_option_line(weighing, share.option, share, group) for share in shares]


def _named(key: str, release: Release, group: Group) -> Phrase:
    return Phrase("results.line", {"name": Phrase(key), "value": value_of(release, group)})


def _option_line(question: Question, option: str, figure: Share | Band, group: Group) -> Phrase:
    name = _label(question, option, group)
    return Phrase("results.bar", {"bar": bar(figure), "value": number(figure, group.language), "name": name})


def _label(question: Question, option: str, group: Group) -> Words:
    if not option:
        return Phrase("results.others")
    definition = group.gate.published.definition
    step = plan_of(definition).by_name[question.name]
    choice = next((offered.choice for offered in step.offered if offered.choice.name == option), None)
    return (said(choice.label, definition, group.language) if choice else "") or option
