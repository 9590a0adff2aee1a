"""One input moves a session one step. Pure: no clock, no storage, and no input makes it raise.

    session, events = begin(definition, key="k7m2p9xw", language="ru", now=now, chance=chance)
    session, events = advance(definition, session, Chose("0", "4"), now=now, chance=chance)

`chance` is not drawn from while stepping: an order at random, and random() in an expression, come from the session's
key, so that deriving the path twice gives the same path.

An input that does not fit returns the very same session with `Refused`, `Stale` or `Closed`. `now` is aware; its zone
is the one in which «сегодня» is meant.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from surveys.answering.events import Answered, Closed, Completed, Event, Moved, Refused, Restored, Stale, Withdrawn
from surveys.answering.inputs import Changed, Input, Located, Sent, Spoke, Submitted, Typed, WentBack
from surveys.answering.keys import SUMMARY_KEY, index_of, key_of
from surveys.answering.kinds import kind_of
from surveys.answering.kinds.kind import Accepted, Drafted, Misplaced, Rejected
from surveys.answering.languages import fitting, offered_language
from surveys.answering.path import Path, Stop, derive
from surveys.answering.plan import Plan, plan_of
from surveys.answering.session import SUMMARY, Session, State
from surveys.answering.triggers import triggered
from surveys.answering.values import Answer, Mark
from surveys.chance import Chance
from surveys.questionnaires.definition import Questionnaire
from surveys.screens import Phrase, Words

MOST_WITHOUT_SUMMARY = 3
"""Questions asked on the path; with more, a summary stands before submission (product 2.2)."""

Step = tuple[Session, tuple[Event, ...]]


def begin(
    definition: Questionnaire,
    *,
    key: str,
    language: str,
    now: datetime,
    chance: Chance,
    context: Mapping[str, str | tuple[tuple[str, str], ...]] = MappingProxyType({}),
) -> Step:
    """A new session at its first question. `language` is the person's BCP 47 tag; the nearest one offered is taken.

    A questionnaire that asks nothing in this `context` is complete at once.
    """
    session = Session(
        key=key,
        form_id=definition.settings.form_id,
        version=definition.settings.version,
        language=fitting(definition, language),
        started_at=now,
        touched_at=now,
        step=SUMMARY,
        context=MappingProxyType(dict(context)),
    )
    path = derive(plan_of(definition), session)
    session, events = _go_on(session, path)
    return session, (*_gained(path.values, {}, session), *events)


def advance(definition: Questionnaire, session: Session, given: Input, *, now: datetime, chance: Chance) -> Step:
    """What `given` does to `session`."""
    if session.state is not State.OPEN:
        return session, (Closed(),)
    plan = plan_of(definition)
    return _Turn(plan, session, derive(plan, session), now).take(given)


def expired(session: Session, now: datetime) -> Session:
    """Closed because its time has passed; a session that is over already stays as it is."""
    return _closed(session, State.EXPIRED, now)


def stopped(session: Session, now: datetime) -> Session:
    """Closed by the respondent before submitting."""
    return _closed(session, State.STOPPED, now)


def current(path: Path, session: Session) -> Stop | None:
    """The question asked now, None at the summary.

    Also for a session whose step is gone from the path, which time alone can do (a condition on today()).
    """
    if session.step == SUMMARY:
        return path.pending
    return path.stop(session.step) or path.pending


def settled(definition: Questionnaire, session: Session) -> tuple[tuple[str, Answer], ...]:
    """The answers that count now, in the order of the sheet: a partial response while the session is open."""
    return tuple(derive(plan_of(definition), session).values.items())


def _closed(session: Session, state: State, now: datetime) -> Session:
    return replace(session, state=state, touched_at=now) if session.state is State.OPEN else session


@dataclass(frozen=True, slots=True)
class _Turn:
    plan: Plan
    session: Session
    path: Path
    now: datetime

    def take(self, given: Input) -> Step:
        if isinstance(given, Spoke):
            return self._speak(given.language)
        stop = current(self.path, self.session)
        here = key_of(stop.step.index) if stop else SUMMARY_KEY
        if not isinstance(given, Typed | Sent | Located) and given.step != here:
            return self._stale()
        match given:
            case WentBack():
                return self._back(stop)
            case Changed(_, question) if stop is None:
                return self._change(question)
            case Submitted() if stop is None:
                return self._submit()
            case Changed() | Submitted():
                return self._stale()
        return self._answer(stop, given) if stop else self._at_summary(given)

    def _answer(self, stop: Stop, given: Input) -> Step:
        asking = self.path.asking(stop, replace(self.session, touched_at=self.now))
        match kind_of(stop.step.question).take(asking, given):
            case Accepted(answer):
                return self._accept(stop, answer)
            case Drafted(names):
                return self._touched(draft=names), (Moved(stop.step.name),)
            case Rejected() as rejected:
                return self._refuse(stop, rejected.code, rejected.reason)
            case Misplaced():
                return self._stale()

    def _accept(self, stop: Stop, answer: Answer) -> Step:
        """Judged on the path that the answer itself leads to, so that what is accepted is never asked again."""
        name = stop.step.name
        session = self._touched(answers=MappingProxyType({**self.session.answers, name: answer}), draft=())
        after = derive(self.plan, session)
        if self.session.answers.get(name) != answer:
            session, after = self._pull_triggers(stop, session, after)
        judged = after.stop(name)
        if judged and judged.answer is None:
            return self._refuse_answer(judged, answer, after)
        kept = self.path.values.get(name) == answer
        session, events = _kept(session, after, name) if kept else _go_on(session, after)
        told = (*_gained(after.values, self.path.values, self.session, name), *_lost(after.values, self.path.values))
        return session, (*told, *events)

    def _pull_triggers(self, changed: Stop, session: Session, path: Path) -> tuple[Session, Path]:
        answers = triggered(self.plan, path, changed.step, session.answers)
        if answers == session.answers:
            return session, path
        session = replace(session, answers=MappingProxyType(answers))
        return session, derive(self.plan, session)

    def _refuse_answer(self, stop: Stop, answer: Answer, after: Path) -> Step:
        question = stop.step.question
        if answer is Mark.SKIPPED:
            code, message = "required", question.required_message
        else:
            code, message = "constraint", question.constraint_message
        said = after.scope.piped(after.scope.sayer.text(message), stop.step)
        return self._refuse(stop, code, said or Phrase(f"answering.refused.{code}"))

    def _refuse(self, stop: Stop, code: str, reason: Words) -> Step:
        return self.session, (Refused(stop.step.name, code, reason),)

    def _at_summary(self, given: Input) -> Step:
        if isinstance(given, Typed | Sent | Located):
            return self.session, (Refused("", "summary", Phrase("answering.refused.summary")),)
        return self._stale()

    def _stale(self) -> Step:
        return self.session, (Stale(),)

    def _back(self, stop: Stop | None) -> Step:
        """To the question before; from a question opened at the summary, to the summary again."""
        if stop and self.session.returning and self.path.pending is None:
            return self._touched(step=SUMMARY, draft=(), returning=False), (Moved(SUMMARY),)
        before = self.path.before(stop) if stop else self.path.stops[-1]
        if before is None:
            return self._stale()
        return _arrived(self._touched(), self.path, before)

    def _submit(self) -> Step:
        session = self._touched()
        return _go_on(session, derive(self.plan, session), submit=True)

    def _change(self, question: str) -> Step:
        index = index_of(question)
        stop = next((each for each in self.path.stops if each.step.index == index), None)
        if stop is None:
            return self._stale()
        return _arrived(self._touched(returning=True), self.path, stop)

    def _speak(self, language: str) -> Step:
        spoken = offered_language(self.plan.definition, language)
        if spoken is None or spoken == self.session.language:
            return self._stale()
        return self._touched(language=spoken), (Moved(self.session.step),)

    def _touched(self, **changes: object) -> Session:
        return replace(self.session, touched_at=self.now, **changes)  # type: ignore[arg-type]  # mypy cannot see through **changes


def _kept(session: Session, path: Path, name: str) -> Step:
    """Went through an answer without changing it: to the question after it, so that forward undoes back."""
    following = path.after(name)
    if following is None or (session.returning and path.pending is None):
        return _go_on(session, path)
    return _arrived(session, path, following)


def _go_on(session: Session, path: Path, *, submit: bool = False) -> Step:
    """To the first pending question, else to the summary, else submitted."""
    pending = path.pending
    if pending:
        return _arrived(session, path, pending)
    if not submit and (session.returning or len(path.stops) > MOST_WITHOUT_SUMMARY):
        return replace(session, step=SUMMARY, draft=(), returning=False), (Moved(SUMMARY),)
    submitted = replace(session, step=SUMMARY, draft=(), returning=False, state=State.SUBMITTED)
    return submitted, (Completed(tuple(path.values.items())),)


def _arrived(session: Session, path: Path, stop: Stop) -> Step:
    """Asks `stop`, with the toggles it was left with."""
    asking = path.asking(stop, session)
    start = asking.suggestion if asking.answer is None else asking.answer
    draft = kind_of(stop.step.question).drafted(start)
    return replace(session, step=stop.step.name, draft=draft), (Moved(stop.step.name),)


def _gained(
    after: Mapping[str, Answer], before: Mapping[str, Answer], session: Session, answered: str = ""
) -> tuple[Event, ...]:
    events: list[Event] = []
    for name, answer in after.items():
        if name in before and before[name] == answer:
            continue
        back = name != answered and session.answers.get(name) == answer
        events.append(Restored(name, answer) if back else Answered(name, answer))
    return tuple(events)


def _lost(after: Mapping[str, Answer], before: Mapping[str, Answer]) -> tuple[Event, ...]:
    return tuple(Withdrawn(name) for name in before if name not in after)
