"""Lists of options and their names."""

from collections.abc import Iterator

from surveys.questionnaires.cells import place_in
from surveys.questionnaires.checks.expressions import looked_up
from surveys.questionnaires.columns import YES
from surveys.questionnaires.definition import ChoiceList, Questionnaire
from surveys.questionnaires.issue import Issue, error, warning
from surveys.questionnaires.kinds import CHOOSING
from surveys.questionnaires.place import Place
from surveys.questionnaires.similar import nearest


def check_lists(questionnaire: Questionnaire) -> Iterator[Issue]:
    spaced: set[str] = set()
    used = set(looked_up(questionnaire))
    for placed in questionnaire.placed():
        question = placed.question
        used |= {question.choices, question.parameters.get("tick_labelset", "")}
        if question.kind not in CHOOSING:
            continue
        place = place_in(question.place, "type")
        if "${" in question.choices:
            yield error("LIST_FROM_ANSWERS", place, list=question.choices)
        elif question.choices not in questionnaire.lists:
            meant = nearest(question.choices, questionnaire.lists)
            yield error("LIST_MISSPELT" if meant else "LIST_UNKNOWN", place, list=question.choices, meant=meant)
        if question.kind in ("select_multiple", "rank"):
            spaced.add(question.choices)
    doubles = questionnaire.settings.extra.get("allow_choice_duplicates", "").lower() in YES
    for known in questionnaire.lists.values():
        if known.name.lower() not in {name.lower() for name in used}:
            first = known.choices[0].place if known.choices else Place("choices")
            yield warning("LIST_UNUSED", place_in(first, "list_name"), list=known.name)
        elif not known.choices:
            yield error("LIST_EMPTY", Place("lists"), list=known.name)
        yield from _names(known, known.name in spaced, doubles)


def _names(known: ChoiceList, several: bool, doubles: bool) -> Iterator[Issue]:
    """`doubles`: the author allows two options of one name, which then are one answer under two labels."""
    seen: set[str] = set()
    for choice in known.choices:
        place = place_in(choice.place, "name")
        if not choice.name:
            yield error("NAMES_006", place, list=known.name)
        elif choice.name in seen:
            make = warning if doubles else error
            yield make("NAMES_007", place, value=choice.name, list=known.name)
        elif several and len(choice.name.split()) > 1:
            yield error("CHOICE_NAME_SPACE", place, name=choice.name, list=known.name)
        seen.add(choice.name)
