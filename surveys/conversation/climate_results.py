"""Results of an anonymous survey in the conversation, for the analyst of staff surveys alone.

Every number on these screens is a release of the gate, noted in its ledger; where there is none, its reason stands.
"""

from dataclasses import replace
from datetime import datetime

from surveys.anonymity.campaign import Campaign
from surveys.anonymity.separable import is_of_roster
from surveys.conversation.climate_pages import (
    READS,
    arguments,
    campaign_of,
    drawn,
    language_of,
    leaf,
    listed,
    number_in,
    said,
    standing,
    titled,
    turned,
)
from surveys.conversation.climate_portrait import Group, distribution_lines, portrait_paragraphs, value_of, wave_lines
from surveys.conversation.deeds import Deed, Doing
from surveys.conversation.incoming import Errand, Incoming, Outcome, Policy
from surveys.conversation.pages import option, page
from surveys.disclosure.opening import gate_of, received
from surveys.disclosure.portrait import OVERALL, asked_for, portrait, questions
from surveys.disclosure.scales import scale_of
from surveys.disclosure.scopes import Scope
from surveys.errors import NotFound
from surveys.people import Person
from surveys.questionnaires.definition import Question
from surveys.screens import Action, Emphasis, Layout, Option, Options, Phrase, Reply, Screen, Span, Words
from surveys.work import Work

OUTLET = "screen"
BUTTONS = 8
"""Groups or questions on one page."""


class Results:
    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def taps(self) -> dict[str, Deed]:
        return {
            "res": reads(self._portrait),
            "rgroups": reads(self._groups),
            "rasked": reads(self._questions),
            "rq": reads(self._question),
            "rwave": reads(self._wave),
            "rpart": reads(self._participation),
            "rfile": Deed(self._file, READS),
        }

    def _portrait(
        self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime
    ) -> Outcome:
        group = self.group(work, incoming, person, args, now)
        code, at = group.campaign.code, group.key
        options = [option("results.questions", "rasked", code, at, "0")]
        if group.below:
            options.insert(0, option("results.groups", "rgroups", code, at, "0"))
        if _before(work, group.campaign) is not None:
            options.append(option("results.wave", "rwave", code, at))
        if group.is_top:
            options += [option("results.participation", "rpart", code, "0"), option("results.file", "rfile", code)]
        head = [(Span(titled(work, group.campaign, group.language), Emphasis.STRONG),), self._where(group)]
        screen = Screen(
            group.language,
            (*head, *portrait_paragraphs(portrait(group.gate, group.scope), group)),
            answers=Options(Layout.LIST, tuple(options)),
            controls=(self._up(group),),
        )
        return drawn(screen, incoming)

    def _groups(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        """The groups below one, each with its mean: the number that fits a button."""
        group = self.group(work, incoming, person, args, now)
        at = number_in(arguments(args, 3)[2])
        shown = group.below[at * BUTTONS : (at + 1) * BUTTONS]
        overall = asked_for(group.gate, OVERALL)
        options = []
        for scope in shown:
            figure = group.gate.mean(overall.name, scope) if overall else group.gate.count(scope)
            short = value_of(figure, group) if figure.figure is not None else Phrase("results.few")
            words = Phrase("results.group", {"name": group.at(scope).name, "value": short})
            options.append(Option(words, Action("res", (group.campaign.code, group.at(scope).key))))
        pages = -(-len(group.below) // BUTTONS)
        screen = page(
            group.language,
            Phrase("results.groups_how"),
            title=Phrase("results.groups_of", {"name": group.name}),
            options=[*options, *turned("rgroups", (group.campaign.code, group.key), at, pages)],
            controls=[self._back(group)],
        )
        return drawn(screen, incoming)

    def _questions(
        self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime
    ) -> Outcome:
        group = self.group(work, incoming, person, args, now)
        at = number_in(arguments(args, 3)[2])
        asked = _asked(group)
        options = [
            Option(
                Phrase("results.text" if question.kind == "text" else "results.question", {"label": label}),
                Action(
                    "rtexts" if question.kind == "text" else "rq", (group.campaign.code, group.key, str(place), *first)
                ),
            )
            for place, question, label in asked[at * BUTTONS : (at + 1) * BUTTONS]
            for first in (("0",) if question.kind == "text" else (),)
        ]
        pages = -(-len(asked) // BUTTONS)
        screen = page(
            group.language,
            group.name,
            title=Phrase("results.questions"),
            options=[*options, *turned("rasked", (group.campaign.code, group.key), at, pages)],
            controls=[self._back(group)],
        )
        return drawn(screen, incoming)

    def _question(
        self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime
    ) -> Outcome:
        group = self.group(work, incoming, person, args, now)
        place, question = self.asked(group, arguments(args, 3)[2])
        lines: list[Words] = []
        if scale_of(question) is not None:
            mean = group.gate.mean(question.name, group.scope)
            lines.append(Phrase("results.line", {"name": Phrase("results.mean"), "value": value_of(mean, group)}))
        distribution = group.gate.distribution(question.name, group.scope)
        label = said(question.label, group.gate.published.definition, group.language) or question.name
        screen = Screen(
            group.language,
            (
                (Span(label, Emphasis.STRONG),),
                (Span(group.name, Emphasis.QUIET),),
                *((listed(lines),) if lines else ()),
                listed(distribution_lines(question, distribution, group)),
            ),
            controls=(option("results.to_questions", "rasked", group.campaign.code, group.key, str(place // BUTTONS)),),
        )
        return drawn(screen, incoming)

    def _wave(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        group = self.group(work, incoming, person, args, now)
        earlier = _before(work, group.campaign)
        if earlier is None:
            raise NotFound("wave")
        before = gate_of(work, earlier, OUTLET, self._policy.day(now))
        screen = Screen(
            group.language,
            (
                (Span(Phrase("results.wave"), Emphasis.STRONG),),
                (Span(Phrase("results.wave_of", {"standing": standing(earlier, self._policy)}), Emphasis.QUIET),),
                listed(wave_lines(before, group)),
            ),
            controls=(self._back(group),),
        )
        return drawn(screen, incoming)

    def _participation(
        self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime
    ) -> Outcome:
        code, at = arguments(args, 2)
        group = self.group(work, incoming, person, (code, ""), now)
        lines: list[Words] = []
        for cell in group.gate.published.cells.cells:
            rate = group.gate.participation(Scope(cell=cell.key), received(work, group.gate, cell.key))
            lines.append(Phrase("results.line", {"name": cell.name, "value": value_of(rate, group)}))
        shown, number, pages = leaf(lines, number_in(at))
        turns = turned("rpart", (code,), number, pages)
        screen = Screen(
            group.language,
            (
                (Span(Phrase("results.participation"), Emphasis.STRONG),),
                (Span(Phrase("results.participation_how"), Emphasis.QUIET),),
                listed(shown),
            ),
            answers=Options(Layout.PAIRS, tuple(turns)) if turns else None,
            controls=(self._back(replace(group, scope=group.gate.published.scopes.top)),),
        )
        return drawn(screen, incoming)

    def _file(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        """The table is made after this work; that it was taken away is in the trail."""
        campaign = campaign_of(work, arguments(args, 1)[0])
        work.trail.append("results.exported", person.number, {"campaign": campaign.code}, now)
        toast = Phrase("results.file_coming")
        return Outcome(Reply(toast=toast), language_of(incoming, person), errand=Errand("results", (campaign.code,)))

    # --- parts

    def group(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Group:
        """The group that the first two arguments name. Raises NotFound."""
        code, key, *_ = arguments(args, 2)
        campaign = campaign_of(work, code)
        gate = gate_of(work, campaign, OUTLET, self._policy.day(now))
        top = Group(campaign, gate, gate.published.scopes.top, language_of(incoming, person))
        return top.keyed(key)

    def asked(self, group: Group, given: str) -> tuple[int, Question]:
        """A question by its place among those that were asked. Raises NotFound."""
        found = [(place, question) for place, question, _ in _asked(group) if place == number_in(given)]
        if not found:
            raise NotFound("question")
        return found[0]

    def _where(self, group: Group) -> tuple[Span, ...]:
        words = Phrase("results.where", {"name": group.name, "standing": standing(group.campaign, self._policy)})
        return (Span(words, Emphasis.QUIET),)

    def _up(self, group: Group) -> Option:
        above = group.gate.published.scopes.outside(group.scope)
        if above is None:
            return option("climate.to_survey", "cl", group.campaign.code)
        return option("results.up", "res", group.campaign.code, group.at(above).key)

    def _back(self, group: Group) -> Option:
        return option("results.back", "res", group.campaign.code, group.key)


def reads(doing: Doing) -> Deed:
    return Deed(doing, READS, shows=True)


def _asked(group: Group) -> list[tuple[int, Question, str]]:
    """(place, question, label) of what respondents were asked."""
    definition = group.gate.published.definition
    asked = [each for each in questions(definition) if each.asked and not is_of_roster(each)]
    return [
        (place, each, said(each.label, definition, group.language) or each.name) for place, each in enumerate(asked)
    ]


def _before(work: Work, campaign: Campaign) -> Campaign | None:
    """The wave before: the last one of the same questionnaire that was closed before this one began."""
    closed = [
        each
        for each in work.campaigns.all()
        if each.form_id == campaign.form_id and each.act is not None and each.act.closed_at <= campaign.launched_at
    ]
    return max(closed, key=lambda each: each.launched_at, default=None)
