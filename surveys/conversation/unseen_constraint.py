"""What an author demands of a text, asked of the text alone: the other answers are not known here."""

from datetime import UTC, datetime

from surveys.answering.plan import plan_of
from surveys.answering.scope import PathScope
from surveys.answering.session import SUMMARY, Session
from surveys.questionnaires.definition import Question, Questionnaire
from surveys.screens import Phrase, Words

_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


def misfit(definition: Questionnaire, question: Question, text: str, language: str) -> Words | None:
    """Why `text` does not fit, in words for its author; None where it does.

    A constraint that looks at other answers is passed over: they ride elsewhere or are sealed already.
    """
    plan = plan_of(definition)
    step = plan.by_name[question.name]
    names = set(step.constraint.references) - {question.name, "", "."} if step.constraint else set()
    if step.constraint is None or names:
        return None
    settings = definition.settings
    session = Session("", settings.form_id, settings.version, language, _MOMENT, _MOMENT, SUMMARY)
    scope = PathScope(plan, session, {})
    if scope.at(step, own=text).holds(step.constraint, otherwise=True):
        return None
    said = question.constraint_message.said_in(language, settings.default_language)
    return said or Phrase("answering.refused.constraint")
