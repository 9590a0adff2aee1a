"""The rows of a form to a definition. Lenient: what is wrong becomes an issue and building goes on."""

from dataclasses import dataclass, field

from surveys.questionnaires import kinds
from surveys.questionnaires.cells import clean
from surveys.questionnaires.columns import (
    GROUP_COLUMNS,
    NAME,
    QUESTION_COLUMNS,
    TYPE,
)
from surveys.questionnaires.definition import (
    Group,
    Item,
    Language,
    Metadata,
    Question,
    Questionnaire,
)
from surveys.questionnaires.issue import Issue, error, warning
from surveys.questionnaires.refusals import refuse_type
from surveys.questionnaires.xlsform.form import Form, Row, Table
from surveys.questionnaires.xlsform.headers import Header, languages_in, understand
from surveys.questionnaires.xlsform.reading_row import Cells
from surveys.questionnaires.xlsform.side_sheets import (
    CHOICE_HEADERS,
    SETTINGS_HEADERS,
    read_entities,
    read_lists,
    read_settings,
)

LIMIT_GROUPS = 8
"""Groups within groups. YAML of depth 20 holds as many, and no phone shows more."""
SURVEY_HEADERS = (TYPE, NAME, *QUESTION_COLUMNS)


@dataclass(slots=True)
class _Open:
    """A container whose end row has not come yet; `items` fills as rows are read."""

    row: Row | None
    what: str = "group"
    items: list[Item] = field(default_factory=list)
    flat: bool = False
    """Whether `items` are its parent's own."""


def build(form: Form) -> tuple[Questionnaire, list[Issue], frozenset[str]]:
    """The definition, the issues of rows and cells, and the names of rows that were refused.

    Rules across rows are checked on the definition.
    """
    survey, choices, settings = form.table("survey"), form.table("choices"), form.table("settings")
    headers = understand(survey.headers, SURVEY_HEADERS, media=True)
    choice_headers = understand(choices.headers, CHOICE_HEADERS, media=True)
    setting_headers = understand(settings.headers, SETTINGS_HEADERS, media=False)
    languages = languages_in((*headers, *choice_headers, *setting_headers))
    issues: list[Issue] = []
    rows = _Rows(survey, headers, languages, issues)
    items = rows.read()
    questionnaire = Questionnaire(
        settings=read_settings(settings, setting_headers, languages, issues),
        items=items,
        lists=read_lists(choices, choice_headers, languages, issues),
        languages=tuple(Language(code, name) for code, name in languages.items()),
        metadata=tuple(rows.metadata),
        entities=read_entities(form.table("entities")),
    )
    return questionnaire, issues, frozenset(rows.refused)


class _Rows:
    def __init__(
        self, table: Table, headers: tuple[Header, ...], languages: dict[str, str], issues: list[Issue]
    ) -> None:
        self._table = table
        self._headers = headers
        self._languages = languages
        self._issues = issues
        self._open = [_Open(None)]
        self.metadata: list[Metadata] = []
        self.refused: set[str] = set()

    def read(self) -> tuple[Item, ...]:
        for row in self._table.filled():
            self._row(Cells(self._table, row, self._headers, self._languages, self._issues))
        while len(self._open) > 1:
            self._close()
        return tuple(self._open[0].items)

    def _row(self, cells: Cells) -> None:
        written = " ".join(cells.text(TYPE).split())
        if not written:
            if not cells.text(NAME) and not cells.has("label"):
                self._issues.append(warning("ROW_SKIPPED", cells.place()))
            else:
                self._issues.append(error("TYPE_MISSING", cells.place("type")))
            return
        meaning = kinds.meaning_of(written)
        match meaning:
            case kinds.Control(True, what):
                if what != "group":
                    self._issues.append(error("REPEAT_UNSUPPORTED", cells.place("type"), type=what))
                self._begin(cells, what)
            case kinds.Control(False, _):
                if len(self._open) > 1:
                    self._close()
            case kinds.Inert(kind):
                name = cells.text(NAME) or kind
                extra = cells.everything_but(TYPE, NAME)
                self.metadata.append(Metadata(kind, name, extra, cells.place()))
            case kinds.Asks():
                self._open[-1].items.append(self._question(cells, meaning))
            case _:
                self._issues.append(refuse_type(written, meaning, cells.place("type")))
                meant = kinds.meaning_of(meaning.meant) if isinstance(meaning, kinds.Unknown) else meaning
                if isinstance(meant, kinds.Asks):  # read as meant, so that the rest of the row is checked too
                    self._open[-1].items.append(self._question(cells, meant))
                else:
                    self.refused.add(cells.text(NAME))

    def _begin(self, cells: Cells, what: str) -> None:
        opened = _Open(cells.row, what)
        if len(self._open) > LIMIT_GROUPS:
            if len(self._open) == LIMIT_GROUPS + 1:
                self._issues.append(error("GROUPS_TOO_DEEP", cells.place("type"), limit=LIMIT_GROUPS))
            # Its rows are read as its parent's: what comes after may still be checked.
            opened = _Open(cells.row, what, self._open[-1].items, flat=True)
        self._open.append(opened)

    def _close(self) -> None:
        closed = self._open.pop()
        if closed.flat:
            return
        assert closed.row is not None
        cells = Cells(self._table, closed.row, self._headers, self._languages, self._issues)
        fields = cells.fields(GROUP_COLUMNS)
        name = clean(cells.text(NAME))
        extra = cells.everything_but(TYPE, NAME, *GROUP_COLUMNS)
        if closed.what != "group":
            # Its own columns are refused with it.
            extra = {}
        group = Group(name=name, items=tuple(closed.items), **fields, extra=extra, place=cells.place())
        self._open[-1].items.append(group)

    def _question(self, cells: Cells, meaning: kinds.Asks) -> Question:
        name = clean(cells.text(NAME))
        if not name and meaning.kind == "note":
            name = f"generated_note_name_{cells.row.number}"
        return Question(
            name=name,
            kind=meaning.kind,
            choices=meaning.choices,
            or_other=meaning.or_other,
            media=cells.media(),
            **cells.fields(QUESTION_COLUMNS),
            extra=cells.unknown(),
            place=cells.place(),
        )
