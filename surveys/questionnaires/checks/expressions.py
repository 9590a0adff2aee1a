"""Every expression parses, and every `${name}` in expressions and texts names a question."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from surveys.expressions import ExpressionError, UnsupportedConstruct, parse
from surveys.expressions.expression import columns_of
from surveys.expressions.messages import describe
from surveys.expressions.references import lookups_in, without_lookups
from surveys.expressions.syntax import Lookup
from surveys.questionnaires.cells import place_in
from surveys.questionnaires.checks.names import every_group
from surveys.questionnaires.definition import Localized, Question, Questionnaire
from surveys.questionnaires.issue import Issue, error, warning
from surveys.questionnaires.place import Place
from surveys.questionnaires.similar import nearest
from surveys.questionnaires.vocabulary import INSTANCE_ID

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
            yield from names.text(choice.label, place_in(choice.place, "label"), lookups=False)
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


def looked_up(questionnaire: Questionnaire) -> Iterator[str]:
    """The names of the lists that lookups read, as far as the expressions can be read."""
    sources = [group.relevant for group in every_group(questionnaire.items)]
    texts = [text for group in every_group(questionnaire.items) for text in (group.label, group.hint)]
    for placed in questionnaire.placed():
        sources += [source for _, source in expressions_of(placed.question)]
        texts += [text for _, text in texts_of(placed.question)]
    sources += [found.name for text in texts for _, words in text.texts for found in lookups_in(words)]
    for source in sources:
        if "instance(" in source:
            yield from _lists_in(source)


def _lists_in(source: str) -> Iterator[str]:
    try:
        yield from (lookup.list_name for lookup in parse(source, choice_filter=True).lookups)
    except ExpressionError:
        return  # reported by check_expressions


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
        self._counts = Counter(placed.question.name for placed in questionnaire.placed())
        self._lists = questionnaire.lists
        self._strict = questionnaire.settings.anonymity == "strict"
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
            if parsed.uses_spreadsheet_signs:
                yield warning("NOT_EQUAL_SIGN", place)
            for lookup in parsed.lookups:
                yield from self._lookup(lookup, place)

    def _lookup(self, lookup: Lookup, place: Place) -> Iterator[Issue]:
        known = self._lists.get(lookup.list_name)
        if known is None:
            meant = nearest(lookup.list_name, self._lists)
            code = "LIST_MISSPELT" if meant else "LIST_UNKNOWN"
            yield error(code, place, list=lookup.list_name, meant=meant, q=lookup.list_name)
            return
        columns = {"name", "label", *(column for choice in known.choices for column in choice.attributes)}
        for column in sorted(columns_of(lookup) - columns):
            yield error(
                "LOOKUP_COLUMN_UNKNOWN", place, column=column, list=known.name, known=", ".join(sorted(columns))
            )

    def text(self, text: Localized, place: Place, *, lookups: bool = True) -> Iterator[Issue]:
        """`${name}` and lookups in a text; any other function would be shown to respondents as it is written."""
        said = [words for _, words in text.texts]
        if lookups:
            for source in dict.fromkeys(found.name for words in said for found in lookups_in(words)):
                yield from self.expression(source, place, False)
            said = list(map(without_lookups, said))
        looked = next((match[1] for words in said if (match := _LOOKS_UP.search(words))), None)
        if looked:
            yield error("TEXT_LOOKS_UP", place, name=f"{looked}()")
        found = dict.fromkeys(name for words in said for name in REFERENCE.findall(words))
        yield from self._references([name.strip() for name in found], place)

    def _references(self, names: Iterable[str], place: Place) -> Iterator[Issue]:
        for name in names:
            if self._counts[name] > 1:
                yield error("REFERENCE_AMBIGUOUS", place, name=name, count=self._counts[name])
            elif name in self._questions or name in self._others:
                continue
            elif name == INSTANCE_ID and name not in self._metadata:
                if self._strict:
                    yield error("INSTANCE_ID_STRICT", place, name=name)
            elif name.startswith("last-saved#"):
                yield error("LAST_SAVED", place, name=name)
            elif name in self._metadata:
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
