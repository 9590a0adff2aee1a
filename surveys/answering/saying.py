"""How labels and answers read in the respondent's language."""

from collections.abc import Mapping
from functools import cache

from surveys.answering.kinds import kind_of
from surveys.answering.plan import OTHER, Step
from surveys.answering.session import Session
from surveys.answering.values import Answer, Mark
from surveys.questionnaires.definition import Choice, Localized, Questionnaire
from surveys.screens import Phrase, Words
from surveys.texts import Texts


class Sayer:
    def __init__(self, definition: Questionnaire, session: Session) -> None:
        self.language = session.language
        self.fallback = definition.settings.default_language
        self._offered = session.context

    def text(self, localized: Localized) -> str:
        return localized.said_in(self.language, self.fallback)

    def phrase(self, words: Words) -> str:
        return _texts().say(words, self.language)

    def choice(self, choice: Choice) -> str:
        said = self.text(choice.label)
        if not said and choice.name == OTHER:
            return self.phrase(Phrase("answering.other"))
        return said or choice.name

    def answer(self, step: Step, answer: Answer, values: Mapping[int, Answer]) -> str:
        """`values` by step: «other» reads as the free text given for it, where there is one."""
        if isinstance(answer, Mark):
            return self.phrase(Phrase(f"answering.{answer.value}"))
        said = kind_of(step.question).said(answer, lambda name: self._option(step, name, values), self.language)
        return self.phrase(said)

    def _option(self, step: Step, name: str, values: Mapping[int, Answer]) -> str:
        if name == OTHER and step.question.or_other:
            spelt = values.get(step.index + 1)
            if isinstance(spelt, str) and spelt:
                return spelt
        given = self._offered.get(step.question.options_from)
        if step.question.options_from and isinstance(given, tuple):
            label = next((label for code, label in given if code == name), "")
            if label:
                return label
        choice = next((each.choice for each in step.offered if each.choice.name == name), None)
        return self.choice(choice) if choice else name


@cache
def _texts() -> Texts:
    return Texts()
