"""What somebody typed, as it would be sealed; or given back with what is wrong with it."""

from surveys.anonymity.masking import Preview, TooMuch
from surveys.answering.kinds.text import longest
from surveys.conversation import unseen_pages
from surveys.conversation.incoming import Incoming, Outcome
from surveys.conversation.unseen import Employee, masked
from surveys.conversation.unseen_constraint import misfit
from surveys.questionnaires.definition import Question, Questionnaire
from surveys.screens import Phrase
from surveys.work import Work

MOST = 2_000
"""Code points of a letter."""


def checked(
    work: Work,
    incoming: Incoming,
    employee: Employee,
    text: str,
    limits: tuple[Questionnaire, Question] | None = None,
) -> Preview | Outcome:
    """`limits`: the question whose limits the text keeps besides ours, and its form."""
    definition, question = limits or (None, None)
    most = min(MOST, longest(question)) if question else MOST
    shown = masked(work, text, employee.language, most)
    if isinstance(shown, Preview) and len(shown.text) > most:  # a mask may be longer than what it hides
        shown = TooMuch(len(shown.text), most)
    if isinstance(shown, TooMuch):
        return unseen_pages.too_long(incoming, employee, text, shown)
    wrong = misfit(definition, question, shown.text, employee.language) if definition and question else None
    if wrong is not None or not shown.text:
        return unseen_pages.misfits(incoming, employee, shown.text, wrong or Phrase("unseen.empty"))
    return shown
