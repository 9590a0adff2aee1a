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


class SelectMultiple(Kind):
    """Several options, put on and off until confirmed. An exclusive one («ничего из этого») stands alone."""

    name = "select_multiple"

    def listed(self, question: Question, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        return choices

    def toggled(self, asking: Asking, option: str, on: bool) -> Outcome:
        choice = asking.chosen(option)
        if choice is None or on == (choice.name in asking.draft):
            return Misplaced()
        if not on:
            return Drafted(tuple(name for name in asking.draft if name != choice.name))
        return self._within_limit(asking, self._with(asking, asking.draft, choice))

    def typed(self, asking: Asking, text: str) -> Outcome:
        """The options named, beside those already put on, are the whole answer."""
        choices = several_matching(asking, text)
        if choices is None:
            return Rejected("pick_options")
        names = asking.draft
        for choice in choices:
            names = self._with(asking, names, choice)
        outcome = self._within_limit(asking, names)
        return Accepted(outcome.names) if isinstance(outcome, Drafted) else outcome

    def confirmed(self, asking: Asking) -> Outcome:
        """With nothing put on it keeps a mark, else it is skipping, which the engine refuses if required."""
        if not asking.draft and isinstance(asking.answer, Mark):
            return Accepted(asking.answer)
        return Accepted(asking.draft or Mark.SKIPPED)

    def unfit(self) -> Rejected:
        return Rejected("pick_options")

    def kept(self, question: Question, options: tuple[Offered, ...], answer: Answer) -> Answer | None:
        if not isinstance(answer, tuple):
            return None
        offered = {each.choice.name for each in options}
        return tuple(name for name in answer if name in offered) or None

    def suggested(self, asking: Asking, text: str) -> Answer | None:
        return self.kept(asking.question, asking.options, tuple(text.split()))

    def drafted(self, answer: Answer | None) -> tuple[str, ...]:
        return answer if isinstance(answer, tuple) else ()

    def said(self, answer: Answer, label: Callable[[str], str], language: str) -> str:
        return ", ".join(map(label, answer)) if isinstance(answer, tuple) else str(answer)

    def drawn(self, asking: Asking) -> Drawn:
        taps = []
        for offered in asking.options:
            on = offered.choice.name in asking.draft
            taps.append(Tap("off" if on else "on", offered.key, asking.label(offered.choice), on))
        return Drawn(Layout.TOGGLES, tuple(taps))

    def _with(self, asking: Asking, names: tuple[str, ...], choice: Choice) -> tuple[str, ...]:
        """In the order of the list, so that the same ticks are the same answer."""
        if choice.exclusive:
            return (choice.name,)
        chosen = {*names, choice.name}
        return tuple(
            offered.choice.name
            for offered in asking.options
            if offered.choice.name in chosen and not offered.choice.exclusive
        )

    def _within_limit(self, asking: Asking, names: tuple[str, ...]) -> Outcome:
        most = asking.question.max_choices
        if most is not None and len(names) > most:
            return Rejected("too_many", {"count": most})
        return Drafted(names)
