"""Definitions and respondents made up by hypothesis."""

from typing import Any

from hypothesis import strategies as st

from surveys.answering.drawing import screen
from surveys.answering.inputs import (
    Changed,
    Chose,
    Confirmed,
    DeclaredNotApplicable,
    Input,
    Located,
    Sent,
    Skipped,
    Spoke,
    Submitted,
    Toggled,
    Typed,
    WentBack,
)
from surveys.answering.keys import read_action
from surveys.answering.session import Session
from surveys.answering.values import Attachment, GeoPoint
from surveys.questionnaires.definition import Questionnaire
from tests.surveys.answering.building import questionnaire
from tests.surveys.answering.person import options

LISTS = {
    "l": {
        "a": {"label": "А", "attributes": {"k": "1"}},
        "b": {"label": "Б", "attributes": {"k": "2"}},
        "none": {"label": "Ничего", "exclusive": True, "attributes": {"k": "1"}},
    }
}
ASKED = ["select_one", "select_multiple", "rank", "text", "integer", "decimal", "range", "date", "time", "note"]
ASKED += ["acknowledge", "image", "file", "geopoint"]
KINDS = [*ASKED, "select_one", "range", "text", "calculate", "hidden"]
TEXTS = ["", "a", "А", "Б, Ничего", "5", "3,5", "вчера", "9:30", "56.0, 92.0", "\u200b", "${q0}", "да", "-1"]


@st.composite
def definitions(draw: st.DrawFn) -> Questionnaire:
    count = draw(st.integers(1, 8))
    rows = [_row(draw, number, count) for number in range(count)]
    if count > 3 and draw(st.booleans()):
        inside = rows[1:3]
        rows[1:3] = [{"g": "group", "label": "Г", "relevant": _condition(draw, count), "items": inside}]
    languages = {"ru": "Русский", "en": "English"} if draw(st.booleans()) else None
    return questionnaire(rows, LISTS, languages=languages)


def _row(draw: st.DrawFn, number: int, count: int) -> dict[str, Any]:
    kind = draw(st.sampled_from(KINDS))
    row: dict[str, Any] = {f"q{number}": kind, "label": f"В{number} ${{q{draw(st.integers(0, count - 1))}}}"}
    row["relevant"] = _condition(draw, count)
    row["required"] = draw(st.sampled_from(["", "true()", "${q0} = 'a'"]))
    row["not_applicable"] = draw(st.booleans())
    row["default"] = draw(st.sampled_from(["", "", "a", "5", "today()"]))
    row["constraint"] = draw(st.sampled_from(["", "", ". != 5", ". > ${q0}"]))
    row["read_only"] = draw(st.sampled_from(["", "", "", "", "${q0} = 'b'"]))
    if kind == "calculate":
        row["calculation"] = draw(st.sampled_from(["${q0}", "1 + 1", f"${{q{count - 1}}} * 2", "random()", "now()"]))
    if kind.startswith("select") or kind == "rank":
        row["choices"] = "l"
        row["choice_filter"] = draw(st.sampled_from(["", "", "k = ${q0}", "k = '1' or ${q0} = 'a'"]))
        row["options_from"] = draw(st.sampled_from(["", "", "given", "single"]))
        row["or_other"] = kind == "select_one" and draw(st.booleans())
        row["max_choices"] = draw(st.sampled_from([None, 1, 2]))
    if kind == "range":
        row["parameters"] = {"start": "1", "end": "5"}
    return row


def _condition(draw: st.DrawFn, count: int) -> str:
    name = f"${{q{draw(st.integers(0, count - 1))}}}"
    return draw(st.sampled_from(["", "", "", f"{name} = 'a'", f"{name} = ''", f"{name} > 2", f"selected({name}, 'b')"]))


STEPS = st.sampled_from(["0", "1", "2", "5", "_", "", "zz", "s"])
OPTIONS = st.sampled_from(["0", "1", "2", "9", "", "_"])
WILD: st.SearchStrategy[Input] = st.one_of(
    st.builds(Chose, STEPS, OPTIONS),
    st.builds(Toggled, STEPS, OPTIONS, st.booleans()),
    st.builds(Confirmed, STEPS),
    st.builds(DeclaredNotApplicable, STEPS),
    st.builds(Skipped, STEPS),
    st.builds(WentBack, STEPS),
    st.builds(Changed, STEPS, STEPS),
    st.builds(Submitted, STEPS),
    st.builds(Typed, st.one_of(st.sampled_from(TEXTS), st.text(max_size=12))),
    st.builds(Sent, st.builds(Attachment, st.just("r"), media_type=st.sampled_from(["image/png", "text/plain"]))),
    st.builds(Located, st.builds(GeoPoint, st.floats(), st.floats())),
    st.builds(Spoke, st.sampled_from(["ru", "en", "", "fr"])),
)

NUMBERS = st.integers(0, 99)
MOVES: st.SearchStrategy[list[int | Input]] = st.lists(
    st.one_of(NUMBERS, NUMBERS, NUMBERS, NUMBERS, WILD), min_size=30, max_size=30
)
"""A number up to 75 taps what is on the screen, counted round, a higher one types; an input is thrown in as it is."""


def meant(definition: Questionnaire, session: Session, move: int | Input) -> Input | None:
    """None where there is nothing to tap and nothing was thrown in."""
    if not isinstance(move, int):
        return move
    drawn = options(screen(definition, session))
    if not drawn or move > 75:
        return Typed(TEXTS[move % len(TEXTS)])
    read = read_action(drawn[move % len(drawn)].action)
    return read[1] if read else None
