from collections.abc import Callable

from surveys.answering.kinds.kind import Accepted, Asking, Drawn, Kind, Misplaced, Offered, Outcome, Rejected, Tap
from surveys.answering.kinds.labels import matching
from surveys.answering.values import Answer
from surveys.questionnaires.definition import Choice, Question
from surveys.screens import Layout


class SelectOne(Kind):
    """One option of a list, tapped or typed as it is written."""

    name = "select_one"
    layout = Layout.LIST

    def listed(self, question: Question, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        return choices

    def typed(self, asking: Asking, text: str) -> Outcome:
        choice = matching(asking, text)
        return Accepted(choice.name) if choice else Rejected("pick_option")

    def chose(self, asking: Asking, option: str) -> Outcome:
        choice = asking.chosen(option)
        return Accepted(choice.name) if choice else Misplaced()

    def unfit(self) -> Rejected:
        return Rejected("pick_option")

    def kept(self, question: Question, options: tuple[Offered, ...], answer: Answer) -> Answer | None:
        return answer if any(offered.choice.name == answer for offered in options) else None

    def suggested(self, asking: Asking, text: str) -> Answer | None:
        return self.kept(asking.question, asking.options, text)

    def said(self, answer: Answer, label: Callable[[str], str], language: str) -> str:
        return label(str(answer))

    def drawn(self, asking: Asking) -> Drawn:
        marked = asking.suggestion if asking.answer is None else asking.answer
        taps = (
            Tap("a", key, asking.label(choice), None if marked is None else choice.name == marked)
            for key, choice in ((offered.key, offered.choice) for offered in asking.options)
        )
        return Drawn(self.layout, tuple(taps))
