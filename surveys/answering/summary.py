"""The screen before submission: every answer, each changeable."""

import re

from surveys.answering.keys import SUMMARY_KEY, key_of
from surveys.answering.path import Path, Stop
from surveys.answering.session import Session
from surveys.answering.values import Mark
from surveys.screens import Action, Emphasis, Layout, Option, Options, Phrase, Screen, Span, Tone, Words

LONGEST_LABEL = 90
LONGEST_ANSWER = 160
LONGEST_BUTTON = 40
OWN_NUMBER = re.compile(r"^\d{1,2}[.)]\s+")
"""With which some authors begin their labels: beside the number of the line it reads as a slip."""

MOST = 3_000
"""Code points of all lines: a longer list is left to its options, which a view pages."""


def summary(path: Path, session: Session, notice: Words | None) -> Screen:
    rows = list(enumerate(_answered(path), start=1))
    lines = [_line(path, *row) for row in rows]
    fits = sum(len(str(span.words)) for line in lines for span in line) <= MOST
    notes = [(Span(path.scope.piped(path.scope.sayer.text(note.question.label), note)),) for note in path.trailing]
    return Screen(
        language=session.language,
        paragraphs=(
            (Span(Phrase("answering.summary.title"), Emphasis.STRONG),),
            *(lines if fits else ()),
            *notes,
            (Span(Phrase("answering.summary.how"), Emphasis.QUIET),),
        ),
        answers=Options(Layout.NUMBERED if fits else Layout.LIST, tuple(_change(path, session, *row) for row in rows)),
        controls=(
            Option(Phrase("answering.back"), Action("back", (session.key, SUMMARY_KEY))),
            Option(Phrase("answering.send"), Action("send", (session.key, SUMMARY_KEY)), tone=Tone.PRIMARY),
        ),
        notice=notice,
    )


def _answered(path: Path) -> list[Stop]:
    return [stop for stop in path.stops if stop.step.question.kind != "note"]


def _line(path: Path, number: int, stop: Stop) -> tuple[Span, ...]:
    label = clipped(f"{number}. {_label(path, stop)}", LONGEST_LABEL)
    emphasis = Emphasis.QUIET if isinstance(stop.answer, Mark) else Emphasis.STRONG
    return Span(f"{label}\n"), Span(clipped(_answer(path, stop), LONGEST_ANSWER), emphasis)


def _change(path: Path, session: Session, number: int, stop: Stop) -> Option:
    words = clipped(f"{number}. {_label(path, stop)}", LONGEST_BUTTON)
    return Option(words, Action("edit", (session.key, SUMMARY_KEY, key_of(stop.step.index))))


def _label(path: Path, stop: Stop) -> str:
    sayer = path.scope.sayer
    label = sayer.text(stop.step.question.label)
    if not label and stop.step.asks_other:
        return sayer.phrase(Phrase("answering.specify_other"))
    return OWN_NUMBER.sub("", path.scope.piped(label, stop.step), count=1) or stop.step.question.name


def _answer(path: Path, stop: Stop) -> str:
    return "" if stop.answer is None else path.scope.sayer.answer(stop.step, stop.answer, path.by_step)


def clipped(text: str, most: int) -> str:
    """`text` on one line in at most `most` code points."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
