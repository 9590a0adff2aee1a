"""The questionnaire before a letter: its tapped part rides in tickets, its first text is the letter itself."""

from dataclasses import dataclass

from surveys.anonymity.keys import Keys
from surveys.anonymity.riding import MARK, Conductor, Ride, Unridable
from surveys.anonymity.separable import is_text, ratings, texts_after
from surveys.answering.plan import plan_of
from surveys.answering.session import Session
from surveys.answering.values import Answer, Mark
from surveys.errors import NotFound
from surveys.mailbox.letters import STANDING
from surveys.mailbox.posting import About
from surveys.mailbox.standing import FORM, mail_key
from surveys.mailbox.waiting import wants_answer
from surveys.questionnaires.definition import Localized, Question, Questionnaire
from surveys.work import Work

TICKET = MARK + STANDING
"""What the tickets of letters begin with; by itself it stands for one on which nothing was tapped yet."""


@dataclass(frozen=True, slots=True)
class LetterForm:
    definition: Questionnaire
    ride: Ride
    conductor: Conductor

    def letter(self, session: Session) -> Question:
        """The text that is the letter. Raises NotFound for a form that asks for none."""
        texts = self._texts(session)
        if not texts:
            raise NotFound("text")
        return texts[0]

    def proposal(self, session: Session) -> Question | None:
        """The text that may follow as a letter of its own, where what was tapped leads to one."""
        texts = self._texts(session)
        return texts[1] if len(texts) > 1 else None

    def further(self) -> Question | None:
        """The second text of the form, whatever was tapped."""
        texts = [step.question for step in plan_of(self.definition).steps if is_text(step)]
        return texts[1] if len(texts) > 1 else None

    def about(self, session: Session) -> About:
        """What was tapped, as it goes with the letter."""
        tapped = ratings(self.ride.rated, session)
        return tuple((name, option) for name, answer in tapped.items() for option in _options(answer))

    def described(self, about: About, language: str) -> list[tuple[str, str]]:
        """`about` as (question, option) in words. What this version does not know any more keeps its code."""
        return [(self._question(name, language), self._option(name, option, language)) for name, option in about]

    def wants_answer(self, about: About) -> bool:
        return wants_answer(self.definition, about)

    def said(self, text: Localized, language: str) -> str:
        return text.said_in(language, self.definition.settings.default_language)

    def _texts(self, session: Session) -> tuple[Question, ...]:
        return texts_after(self.definition, session)

    def _question(self, name: str, language: str) -> str:
        known = self._known(name)
        return (self.said(known.label, language) if known else "") or name

    def _option(self, name: str, option: str, language: str) -> str:
        known = self._known(name)
        choices = self.definition.choice_list(known) if known else ()
        label = next((choice.label for choice in choices if choice.name == option), None)
        return (self.said(label, language) if label else "") or option

    def _known(self, name: str) -> Question | None:
        return next((placed.question for placed in self.definition.placed() if placed.question.name == name), None)


class LetterForms:
    """Finds the form that is current. Its ride is kept: the engine's plans go by identity."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._ride: Ride | None = None

    def current(self, work: Work) -> LetterForm:
        """Raises NotFound where there is none."""
        definition = work.questionnaires.current(FORM)
        if definition is None:
            raise NotFound("questionnaire")
        if self._ride is None or self._ride.definition is not definition:
            self._ride = _ride(definition)
        return LetterForm(definition, self._ride, Conductor(self._ride, STANDING, mail_key(self._keys)))


def _ride(definition: Questionnaire) -> Ride:
    try:
        return Ride.of(definition)
    except Unridable as fault:
        raise NotFound("questionnaire") from fault


def _options(answer: Answer) -> tuple[str, ...]:
    if isinstance(answer, Mark):
        return ()
    return answer if isinstance(answer, tuple) else (str(answer),)
