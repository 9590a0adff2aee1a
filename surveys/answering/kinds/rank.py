from collections.abc import Callable

from surveys.answering.kinds.kind import (
    Accepted,
    Asking,
    Drafted,
    Drawn,
    Kind,
    Misplaced,
    Offered,
    Outcome,
    Rejected,
    Tap,
)
from surveys.answering.kinds.labels import several_matching
from surveys.answering.values import Answer, Mark
from surveys.questionnaires.definition import Choice, Question
from surveys.screens import Layout


class Rank(Kind):
    """All options in order of importance: tapped one after another, a tapped one taken back by a second tap."""

    name = "rank"

    def listed(self, question: Question, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        return choices

    def toggled(self, asking: Asking, option: str, on: bool) -> Outcome:
        choice = asking.chosen(option)
        if choice is None or on == (choice.name in asking.draft):
            return Misplaced()
        if not on:
            return Drafted(tuple(name for name in asking.draft if name != choice.name))
        return Drafted(self._with_the_last((*asking.draft, choice.name), asking.options))

    def typed(self, asking: Asking, text: str) -> Outcome:
        choices = several_matching(asking, text)
        if choices is None or len(choices) != len(asking.options):
            return self.unfit()
        return Accepted(tuple(choice.name for choice in choices))

    def confirmed(self, asking: Asking) -> Outcome:
        if not asking.draft and isinstance(asking.answer, Mark):
            return Accepted(asking.answer)
        if self.kept(asking.question, asking.options, asking.draft) is None:
            return Rejected("rank_all", {"count": len(asking.options) - len(asking.draft)})
        return Accepted(asking.draft)

    def unfit(self) -> Rejected:
        return Rejected("pick_order")

    def kept(self, question: Question, options: tuple[Offered, ...], answer: Answer) -> Answer | None:
        """An order is whole or nothing: with other options it is another question."""
        if not isinstance(answer, tuple) or len(answer) != len(options):
            return None
        return answer if set(answer) == {offered.choice.name for offered in options} else None

    def suggested(self, asking: Asking, text: str) -> Answer | None:
        return self.kept(asking.question, asking.options, tuple(text.split()))

    def drafted(self, answer: Answer | None) -> tuple[str, ...]:
        return answer if isinstance(answer, tuple) else ()

    def said(self, answer: Answer, label: Callable[[str], str], language: str) -> str:
        if not isinstance(answer, tuple):
            return str(answer)
        return ", ".join(f"{place}. {label(name)}" for place, name in enumerate(answer, start=1))

    def drawn(self, asking: Asking) -> Drawn:
        taps = []
        for offered in asking.options:
            label = asking.label(offered.choice)
            if offered.choice.name in asking.draft:
                place = asking.draft.index(offered.choice.name) + 1
                taps.append(Tap("off", offered.key, f"{place}. {label}", True))
            else:
                taps.append(Tap("on", offered.key, label, False))
        return Drawn(Layout.RANKING, tuple(taps))

    def _with_the_last(self, names: tuple[str, ...], options: tuple[Offered, ...]) -> tuple[str, ...]:
        """The last one left has only one place: putting it there spares a tap."""
        left = [offered.choice.name for offered in options if offered.choice.name not in names]
        return (*names, *left) if len(left) == 1 else names
