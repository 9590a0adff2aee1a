"""What to show of a session, as a value: the question, the summary, or how it ended."""

from surveys.answering.engine import current
from surveys.answering.keys import key_of
from surveys.answering.kinds import kind_of
from surveys.answering.kinds.kind import Asking, Tap
from surveys.answering.kinds.text import MAX_LENGTH, longest
from surveys.answering.path import Path, Stop, derive
from surveys.answering.plan import Plan, Step, plan_of
from surveys.answering.session import Session, State
from surveys.answering.summary import summary
from surveys.answering.values import Mark
from surveys.questionnaires.definition import Group, Localized, Questionnaire
from surveys.screens import Action, Emphasis, Option, Phrase, Progress, Screen, Span, Tone, Wanted, Words

Paragraph = tuple[Span, ...]

SHORT = 3
"""Questions on the path up to which a questionnaire without an introduction needs no heading: it asks at once."""
NOTHING_TO_SHOW = "—"


def screen(definition: Questionnaire, session: Session, *, notice: Words | None = None) -> Screen:
    """Pure and total, as the engine is. `notice` is e.g. the reason of a refusal."""
    plan = plan_of(definition)
    path = derive(plan, session)
    if session.state is not State.OPEN:
        return _over(plan, path, session, notice)
    stop = current(path, session)
    if stop is None:
        return summary(path, session, notice)
    return _Drawing(plan, path, session, stop).screen(notice)


def said_above(path: Path, step: Step) -> str:
    """A note, or a read-only question with its value."""
    label = path.scope.piped(path.scope.sayer.text(step.question.label), step)
    if step.question.kind == "note" or step.index not in path.by_step:
        return label
    return f"{label}: {path.scope.sayer.answer(step, path.by_step[step.index], path.by_step)}"


class _Drawing:
    def __init__(self, plan: Plan, path: Path, session: Session, stop: Stop) -> None:
        self.plan = plan
        self.path = path
        self.session = session
        self.stop = stop
        self.question = stop.step.question
        self.kind = kind_of(self.question)
        self.asking: Asking = path.asking(stop, session)
        self.key = key_of(stop.step.index)

    def screen(self, notice: Words | None) -> Screen:
        drawn = self.kind.drawn(self.asking)
        total = len(self.path.stops)
        return Screen(
            language=self.session.language,
            paragraphs=tuple(filter(None, self._paragraphs())),
            answers=drawn.options(self._option) if drawn else None,
            controls=tuple(self._controls()),
            wanted=self._wanted(),
            progress=Progress(self.path.stops.index(self.stop) + 1, total) if total > 1 else None,
            notice=notice or self._why_again(),
        )

    def _paragraphs(self) -> list[Paragraph]:
        return [
            *self._introduction(),
            *self._notes(inside=False),
            *self._group(),
            *self._notes(inside=True),
            self._label(),
            self._quiet(self._text(self.question.hint)),
            self._quiet(self._how()),
            self._answered(),
        ]

    def _introduction(self) -> list[Paragraph]:
        if self.path.stops[0] is not self.stop or self.session.answers:
            return []
        settings = self.plan.definition.settings
        title, intro = self._text(settings.title), self._text(settings.intro)
        if title == self._text(self.question.label):  # a questionnaire of one question is often called as it asks
            title = ""
        if not intro and len(self.path.stops) <= SHORT:
            return []
        return [(Span(title, Emphasis.STRONG),) if title else (), (Span(intro),) if intro else ()]

    def _wanted(self) -> Wanted:
        """A rating that can be tapped waits for no message, though it takes one."""
        return Wanted.NOTHING if self.stop.options else self.kind.wanted

    def _notes(self, *, inside: bool) -> list[Paragraph]:
        """Notes of the group whose heading is shown stand under it, others above."""
        group = self._headed()
        return [
            (Span(said_above(self.path, note)),)
            for note in self.stop.notes
            if said_above(self.path, note)
            and inside == (group is not None and any(each is group for each in note.groups))
        ]

    def _headed(self) -> Group | None:
        """The innermost group around the question that has a label."""
        return next((each for each in reversed(self.stop.step.groups) if self._text(each.label)), None)

    def _group(self) -> list[Paragraph]:
        """The heading of the group: loud where its questions are rows of a matrix, else in small print."""
        group = self._headed()
        if group is None:
            return []
        matrix = _is_matrix(self.plan, self.stop.step)
        emphasis = Emphasis.STRONG if matrix else Emphasis.QUIET
        return [(Span(self._text(group.label), emphasis),), self._quiet(self._text(group.hint) if matrix else "")]

    def _label(self) -> Paragraph:
        words: Words = self._text(self.question.label)
        if not words and self.stop.step.asks_other:
            words = Phrase("answering.specify_other")
        if not words and not self.question.hint and self.question.kind != "note":
            words = self.question.name
        if not words and self.question.kind == "note":  # what it shows is not there yet, and no message is empty
            words = NOTHING_TO_SHOW
        if not words:
            return ()
        if self.question.kind == "note":
            return (Span(words),)
        # No asterisk: what is required has no «skip», and in a chat a lone sign explains nothing.
        return (Span(words, Emphasis.STRONG),)

    def _how(self) -> Words:
        """How to answer where a tap is not enough, and how many may be chosen."""
        if self.question.kind == "select_multiple" and self.question.max_choices:
            return Phrase("answering.up_to", {"count": self.question.max_choices})
        if self.question.kind in _HOW:
            return Phrase(f"answering.how.{self.question.kind}")
        if self.question.kind == "range" and not self.stop.options:
            return Phrase("answering.how.integer")
        limit = longest(self.question)
        if self.question.kind == "text" and limit < MAX_LENGTH:
            return Phrase("answering.how.text_up_to", {"count": limit})
        return Phrase(f"answering.how.{self.kind.wanted.value}") if self.kind.wanted in _HOW_WANTED else ""

    def _answered(self) -> Paragraph:
        """The answer there is, where no option shows it."""
        answer = self.stop.answer
        if answer is None or self.question.kind == "note":
            return ()
        if self.stop.options and not isinstance(answer, Mark):
            return ()
        said = self.path.scope.sayer.answer(self.stop.step, answer, self.path.by_step)
        return (Span(Phrase("answering.your_answer"), Emphasis.QUIET), Span(" "), Span(said, Emphasis.QUOTE))

    def _why_again(self) -> Words | None:
        """An answer given before that no longer fits is asked again, and the respondent told why."""
        stored = self.session.answers.get(self.stop.step.name)
        if stored is None or self.stop.answer is not None:
            return None
        return self._text(self.question.constraint_message) or Phrase("answering.check_again")

    def _controls(self) -> list[Option]:
        controls = []
        if self.question.not_applicable:
            chosen = True if self.stop.answer is Mark.NOT_APPLICABLE else None
            controls.append(self._control("na", Phrase("answering.not_applicable"), selected=chosen))
        if self.path.before(self.stop) or self._opened_at_summary():
            controls.append(self._control("back", Phrase("answering.back")))
        if self._may_skip():
            controls.append(self._control("skip", Phrase("answering.skip")))
        done = self._done()
        if done:
            controls.append(self._control("ok", done, tone=Tone.PRIMARY))
        return [*controls, *self._languages()]

    def _opened_at_summary(self) -> bool:
        return self.session.returning and self.path.pending is None

    def _may_skip(self) -> bool:
        """Also with an answer, which skipping takes back."""
        if self.stop.required or self.question.kind == "note":
            return False
        return self.stop.answer is not Mark.SKIPPED or self.question.kind == "acknowledge"

    def _done(self) -> Phrase | None:
        if self.question.kind in ("note", "acknowledge"):
            return None
        if self.question.kind in ("select_multiple", "rank"):
            count = len(self.session.draft)
            if not count and isinstance(self.stop.answer, Mark):
                return Phrase("answering.keep")
            ready = count == len(self.stop.options) if self.question.kind == "rank" else count > 0
            return Phrase("answering.done", {"count": count}) if ready else None
        if self.stop.answer is not None:
            return Phrase("answering.keep")
        if self.asking.suggestion is None:
            return None
        said = self.path.scope.sayer.answer(self.stop.step, self.asking.suggestion, self.path.by_step)
        return Phrase("answering.accept", {"answer": said})

    def _languages(self) -> list[Option]:
        """On the first screen only, where the questionnaire speaks several."""
        if self.path.stops[0] is not self.stop or self.session.answers:
            return []
        return [
            Option(each.name or each.code, Action("lang", (self.session.key, each.code)))
            for each in self.plan.definition.languages
            if each.code != self.session.language
        ]

    def _option(self, tap: Tap) -> Option:
        args = (self.session.key, self.key, tap.key) if tap.key else (self.session.key, self.key)
        return Option(tap.words, Action(tap.verb, args), tap.selected)

    def _control(self, verb: str, words: Words, *, selected: bool | None = None, tone: Tone = Tone.NEUTRAL) -> Option:
        return Option(words, Action(verb, (self.session.key, self.key)), selected, tone)

    def _text(self, localized: Localized) -> str:
        return self.path.scope.piped(self.path.scope.sayer.text(localized), self.stop.step)

    def _quiet(self, words: Words) -> Paragraph:
        return (Span(words, Emphasis.QUIET),) if words else ()


_HOW = frozenset({"select_multiple", "rank", "integer", "decimal"})
_HOW_WANTED = frozenset({Wanted.TEXT, Wanted.DATE, Wanted.TIME, Wanted.PHOTO, Wanted.FILE, Wanted.LOCATION})


def _is_matrix(plan: Plan, step: Step) -> bool:
    """Two or more questions of one group that choose from one list."""
    if not step.groups or not step.question.choices:
        return False
    rows = [
        other
        for other in plan.steps
        if other.groups and other.groups[-1] is step.groups[-1] and other.question.choices == step.question.choices
    ]
    return len(rows) > 1


def _over(plan: Plan, path: Path, session: Session, notice: Words | None) -> Screen:
    paragraphs: list[Paragraph] = []
    if session.state is State.SUBMITTED:
        sayer = path.scope.sayer
        outro = sayer.text(plan.definition.settings.outro)
        if plan.steps:
            outro = path.scope.piped(outro, plan.steps[-1])
        paragraphs += ((Span(said_above(path, note)),) for note in path.trailing)
        paragraphs.append((Span(outro or Phrase("answering.finished")),))
    else:
        paragraphs.append((Span(Phrase(f"answering.{session.state.value}")),))
    return Screen(session.language, tuple(paragraphs), notice=notice)
