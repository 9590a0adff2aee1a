"""Every expression parses, and every `${name}` in expressions and texts names a question."""

import re
from collections.abc import Iterable, Iterator

from surveys.expressions import ExpressionError, UnsupportedConstruct, parse
from surveys.expressions.messages import describe
from surveys.questionnaires.cells import place_in
from surveys.questionnaires.checks.names import every_group
from surveys.questionnaires.definition import Localized, Question, Questionnaire
from surveys.questionnaires.issue import Issue, error
from surveys.questionnaires.place import Place
from surveys.questionnaires.similar import nearest

RULES = ("relevant", "required", "constraint", "calculation", "read_only", "choice_filter")
REFERENCE = re.compile(r"\$\{([^}]*)\}")
_LOOKS_UP = re.compile(r"\b(instance|pulldata|jr:itext|jr:choice-name|indexed-repeat)\s*\(")
_DYNAMIC = re.compile(r"\$\{|\b[a-z][\w:-]*\s*\(")


def check_expressions(questionnaire: Questionnaire) -> Iterator[Issue]:
    names = _Names(questionnaire)
    for placed in questionnaire.placed():
        question = placed.question
        for column, source in expressions_of(question):
            yield from names.expression(source, place_in(question.place, column), column == "choice_filter")
        for column, text in texts_of(question):
            yield from names.text(text, place_in(question.place, column))
    for group in every_group(questionnaire.items):
        if group.relevant:
            yield from names.expression(group.relevant, place_in(group.place, "relevant"), False)
        yield from names.text(group.label, place_in(group.place, "label"))
        yield from names.text(group.hint, place_in(group.place, "hint"))
    for known in questionnaire.lists.values():
        for choice in known.choices:
            yield from names.text(choice.label, place_in(choice.place, "label"))
    for column, text in (("intro", questionnaire.settings.intro), ("outro", questionnaire.settings.outro)):
        yield from names.text(text, Place("settings", 2, column))


def expressions_of(question: Question) -> Iterator[tuple[str, str]]:
    """Column and source of every expression a question has; a default is one only if it computes something."""
    for column in RULES:
        source = getattr(question, column)
        if source:
            yield column, source
    if is_dynamic(question.default):
        yield "default", question.default


def is_dynamic(default: str) -> bool:
    """Whether a default is an expression rather than a value: it refers or calls."""
    return bool(_DYNAMIC.search(default))


def texts_of(question: Question) -> tuple[tuple[str, Localized], ...]:
    return (
        ("label", question.label),
        ("hint", question.hint),
        ("guidance_hint", question.guidance),
        ("required_message", question.required_message),
        ("constraint_message", question.constraint_message),
    )


class _Names:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questions = {placed.question.name for placed in questionnaire.placed()}
        self._others = {
            f"{placed.question.name}_other" for placed in questionnaire.placed() if placed.question.or_other
        }
        self._groups = {group.name for group in every_group(questionnaire.items)}
        self._metadata = {row.name for row in questionnaire.metadata}

    def expression(self, source: str, place: Place, choice_filter: bool) -> Iterator[Issue]:
        try:
            parsed = parse(source, choice_filter=choice_filter)
        except UnsupportedConstruct as wrong:
            yield _fault("EXPRESSION_UNSUPPORTED", wrong, place, name=wrong.name)
        except ExpressionError as wrong:
            yield _fault("EXPRESSION_WRONG", wrong, place)
        else:
            yield from self._references(sorted(parsed.references), place)

    def text(self, text: Localized, place: Place) -> Iterator[Issue]:
        """`${name}` in a text; a look-up in another list or file would be shown to respondents as it is written."""
        said = [words for _, words in text.texts]
        looked = next((match[1] for words in said if (match := _LOOKS_UP.search(words))), None)
        if looked:
            yield error("TEXT_LOOKS_UP", place, name=f"{looked}()")
        found = dict.fromkeys(name for words in said for name in REFERENCE.findall(words))
        yield from self._references([name.strip() for name in found], place)

    def _references(self, names: Iterable[str], place: Place) -> Iterator[Issue]:
        for name in names:
            if name in self._questions or name in self._others:
                continue
            if name.startswith("last-saved#"):
                yield error("LAST_SAVED", place, name=name)
            elif name in self._metadata or name == "instanceID":
                yield error("METADATA_REFERENCED", place, name=name)
            elif name in self._groups:
                yield error("GROUP_REFERENCED", place, name=name)
            else:
                meant = nearest(name, self._questions)
                yield error("REFERENCE_MISSPELT" if meant else "PYREF_003", place, q=name, meant=meant)


def _fault(code: str, wrong: ExpressionError, place: Place, **args: str | int) -> Issue:
    return error(
        code,
        place,
        offset=wrong.offset + 1,
        said_ru=describe(wrong, "ru"),
        said_en=describe(wrong, "en"),
        **args,
    )
