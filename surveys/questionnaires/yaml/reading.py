"""YAML to a definition, with every problem of shape at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from surveys.questionnaires import kinds
from surveys.questionnaires.cells import clean, localized, place_in, value_of
from surveys.questionnaires.columns import (
    CHOICE_COLUMNS,
    GROUP_COLUMNS,
    LIST_NAME,
    NAME,
    QUESTION_COLUMNS,
    SETTINGS_COLUMNS,
    TYPE,
    Carries,
    Column,
)
from surveys.questionnaires.definition import (
    Choice,
    ChoiceList,
    EntityRow,
    Group,
    Item,
    Language,
    Localized,
    Metadata,
    Question,
    Questionnaire,
    Settings,
)
from surveys.questionnaires.found import Found
from surveys.questionnaires.issue import Issue, error
from surveys.questionnaires.languages import survives
from surveys.questionnaires.place import Place
from surveys.questionnaires.refusals import refuse_type
from surveys.questionnaires.xlsform.headers import understand
from surveys.questionnaires.yaml.loading import Loaded, Path, load
from surveys.questionnaires.yaml.problems import shape_issues
from surveys.questionnaires.yaml.schema import GroupSchema, MetadataSchema, QuestionnaireSchema, QuestionSchema

_YAML_NAMES = {"form_title": "title"}


def read_yaml(content: bytes) -> Found:
    """The definition, or None with the reasons; a definition may come with issues of single fields."""
    loaded = load(content)
    if loaded.value is None or not isinstance(loaded.value, dict):
        return Found(None, loaded.issues or [error("YAML_NOT_A_MAPPING", Place("", 1))])
    try:
        document = QuestionnaireSchema.model_validate(loaded.value)
    except ValidationError as wrong:
        return Found(None, shape_issues(wrong, loaded))
    building = _Building(loaded)
    return Found(building.questionnaire(document), building.issues, frozenset(building.refused))


class _Building:
    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._languages: dict[str, str] = {}
        self.issues: list[Issue] = []
        self.refused: set[str] = set()

    def questionnaire(self, document: QuestionnaireSchema) -> Questionnaire:
        for code, name in document.languages.items():
            self._language(code, clean(name) or code)
        place = self._place(("settings",))
        settings = self._fields(document.settings, SETTINGS_COLUMNS, place)
        settings.setdefault("form_id", "")
        return Questionnaire(
            settings=Settings(**settings, extra=self._extra(document.settings.extra, SETTINGS_COLUMNS, place)),
            items=self._items(document.survey, ("survey",)),
            lists={name: self._list(name, rows) for name, rows in document.lists.items()},
            metadata=tuple(self._metadata(document.metadata)),
            entities=tuple(
                EntityRow(_words(row), self._place(("entities", index)))
                for index, row in enumerate(document.entities)
                if _words(row)
            ),
            # Last: a language met in a text counts as declared, after those the author listed.
            languages=tuple(Language(code, name) for code, name in self._languages.items()),
        )

    def _items(self, rows: Iterable[GroupSchema | QuestionSchema], path: Path) -> tuple[Item, ...]:
        items: list[Item] = []
        for index, row in enumerate(rows):
            here = (*path, index)
            item = self._group(row, here) if isinstance(row, GroupSchema) else self._question(row, here)
            if item is not None:
                items.append(item)
        return tuple(items)

    def _group(self, row: GroupSchema, path: Path) -> Group:
        place = self._place(path)
        return Group(
            name=clean(row.group),
            items=self._items(row.items, (*path, "items")),
            **self._fields(row, GROUP_COLUMNS, place),
            extra=_words(row.extra),
            place=place,
        )

    def _question(self, row: QuestionSchema, path: Path) -> Question | None:
        place = self._place(path)
        meaning = kinds.meaning_of(row.type)
        if not isinstance(meaning, kinds.Asks):
            self.issues.append(refuse_type(row.type, meaning, place_in(place, "type")))
            meaning = kinds.meaning_of(meaning.meant) if isinstance(meaning, kinds.Unknown) else meaning
        if not isinstance(meaning, kinds.Asks):
            self.refused.add(clean(row.name))
            return None
        return Question(
            name=clean(row.name),
            kind=meaning.kind,
            choices=meaning.choices,
            or_other=meaning.or_other,
            media={name: self._localized(text) for name, text in row.media.items()},
            **self._fields(row, QUESTION_COLUMNS, place),
            extra=self._extra(row.extra, (TYPE, NAME, *QUESTION_COLUMNS), place),
            place=place,
        )

    def _metadata(self, rows: list[MetadataSchema]) -> Iterable[Metadata]:
        for index, row in enumerate(rows):
            place = self._place(("metadata", index))
            meaning = kinds.meaning_of(row.type)
            if isinstance(meaning, kinds.Inert):
                yield Metadata(meaning.kind, clean(row.name), _words(row.extra), place)
            else:
                self.issues.append(error("METADATA_UNKNOWN", place_in(place, "type"), type=row.type))

    def _list(self, name: str, rows: list[Any]) -> ChoiceList:
        choices = []
        for index, row in enumerate(rows):
            place = self._place(("lists", name, index))
            choices.append(
                Choice(
                    name=clean(row.name),
                    **self._fields(row, CHOICE_COLUMNS, place),
                    media={medium: self._localized(text) for medium, text in row.media.items()},
                    attributes=self._extra(row.attributes, (LIST_NAME, NAME, *CHOICE_COLUMNS), place),
                    place=place,
                )
            )
        return ChoiceList(name, tuple(choices))

    def _fields(self, row: Any, columns: tuple[Column, ...], place: Place) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for column in columns:
            written = getattr(row, _YAML_NAMES.get(column.name, column.name))
            if not written:
                continue
            if column.carries is Carries.LOCALIZED:
                fields[column.attribute] = self._localized(written)
            elif column.carries is Carries.PAIRS:
                fields[column.attribute] = {clean(key).lower(): clean(value) for key, value in written.items()}
            else:
                value = value_of(column, written, place_in(place, column.name), self.issues)
                if value is not None:
                    fields[column.attribute] = value
        return fields

    def _extra(self, written: Mapping[str, str], columns: tuple[Column, ...], place: Place) -> dict[str, str]:
        """Columns carried unused. A known one hidden here would come back from a sheet as what it is."""
        for header in understand(tuple(_header(key) for key in written), columns, media=True):
            known = header.column is not None or header.medium
            # The old name of form_id is carried beside it, see `side_sheets`.
            if not header.written or (known and header.written.lower() != "id_string"):
                self.issues.append(error("EXTRA_IS_COLUMN", place, header=header.written))
        return _words(written)

    def _localized(self, written: str | Mapping[str, str]) -> Localized:
        texts = {"": written} if isinstance(written, str) else written
        for code in texts:
            if code not in self._languages:
                self._language(code, code)
        return localized(texts, self._languages)

    def _language(self, code: str, name: str) -> None:
        if not code:
            return
        if not survives(code, name):
            self.issues.append(error("LANGUAGE_CODE", self._place(("languages", code)), language=code))
        self._languages[code] = name

    def _place(self, path: Path) -> Place:
        return Place(str(path[0]), self._loaded.line(path))


def _header(written: str) -> str:
    return " ".join(clean(written).split())


def _words(written: Mapping[str, str]) -> dict[str, str]:
    return {_header(key): clean(value) for key, value in written.items() if clean(value)}
