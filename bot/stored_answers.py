"""The newest stored answers in words, for a coordinator's eye: what, where and when, and never who."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from surveys.answering.path import Path, derive
from surveys.answering.plan import Step, plan_of
from surveys.answering.response import Response
from surveys.answering.saying import Sayer
from surveys.answering.session import State
from surveys.answering.values import Answer, Attachment, Mark, to_json
from surveys.screens import Phrase
from surveys.work import Work


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: the question's name and label, the answer's label, and its value as JSON (None for a file)."""

    name: str
    question: str
    answer: str
    value: Any
    passed: bool
    """Skipped or not applicable: answered, and counted in no figure."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One response. `point` is a title, "" where it was given at none."""

    started_at: datetime
    point: str
    form_id: str
    title: str
    version: str
    complete: bool
    given: tuple[Given, ...]


def newest(work: Work, count: int, language: str) -> list[Stored]:
    """The responses begun last that hold an answer, newest first, in `language`."""
    return [_stored(work, response, language) for response in work.responses.newest(count)]


def _stored(work: Work, response: Response, language: str) -> Stored:
    session = response.session
    answers = work.responses.answers(session.key)
    point = work.points.by_key(response.point) if response.point else None
    definition = work.questionnaires.version(session.form_id, session.version)
    given: tuple[Given, ...] = ()
    title = session.form_id
    if definition is not None:
        # The point's services are no part of what is kept of a finished response.
        services = tuple((service.code, service.label) for service in point.services) if point else ()
        session = replace(session, language=language, answers=answers, context={"point_services": services})
        plan, sayer = plan_of(definition), Sayer(definition, session)
        title = sayer.text(definition.settings.title) or session.form_id
        path = derive(plan, session)
        steps = sorted((plan.by_name[name] for name in answers if name in plan.by_name), key=lambda step: step.index)
        given = tuple(_given(path, sayer, step, answers[step.name]) for step in steps)
    return Stored(
        started_at=session.started_at,
        point=point.title if point else response.point,
        form_id=session.form_id,
        title=title,
        version=session.version,
        complete=session.state is State.SUBMITTED,
        given=given,
    )


def _given(path: Path, sayer: Sayer, step: Step, answer: Answer) -> Given:
    label = path.scope.piped(sayer.text(step.question.label), step)
    if not label:
        label = sayer.phrase(Phrase("answering.specify_other")) if step.asks_other else step.name
    return Given(
        name=step.name,
        question=label,
        answer=sayer.answer(step, answer, path.by_step),
        value=None if isinstance(answer, Attachment) else to_json(answer),
        passed=isinstance(answer, Mark),
    )
