"""The register's columns: what each is called in a spreadsheet, in Russian and in English."""

from dataclasses import dataclass

NOTE = "#"
"""A header that begins with this is a coordinator's own column: never read, never written."""


@dataclass(frozen=True, slots=True)
class Column:
    """`field` is the attribute of a Point. `longest` is in characters, 0 for a column with its own check."""

    field: str
    russian: str
    english: str
    longest: int = 0
    needed: bool = False
    also: tuple[str, ...] = ()

    def header(self, language: str) -> str:
        return self.russian if language == "ru" else self.english


COLUMNS = (
    Column("title", "Название", "Title", 120, True, ("точка", "наименование", "name", "point")),
    Column("unit", "Подразделение", "Unit", 200, True, ("отдел", "department")),
    Column("address", "Адрес", "Address", 300),
    Column("services", "Услуги", "Services", also=("услуга", "service")),
    Column("questionnaire", "Анкета", "Questionnaire"),
    Column("follow_up", "Вторая анкета", "Follow-up", also=("продолжение", "follow_up", "followup")),
    Column("hours", "Часы работы", "Hours", 300, also=("режим работы", "opening hours")),
    Column("active", "Действует", "Active"),
    Column("key", "Ключ", "Key"),
    Column("code", "Код на плакате", "Poster code", also=("код", "code")),
)

YES = frozenset({"", "да", "yes", "true", "истина", "1", "1.0", "+", "действует", "active"})
NO = frozenset({"нет", "no", "false", "ложь", "0", "0.0", "-", "не действует", "inactive"})


def column_named(header: str) -> Column | None:
    """By either language's header, whatever the case, the spaces and the dots on ё."""
    name = plain(header)
    return next((column for column in COLUMNS if name in _names(column)), None)


def plain(text: str) -> str:
    return " ".join(text.split()).lower().replace("ё", "е")


def _names(column: Column) -> tuple[str, ...]:
    return (plain(column.russian), plain(column.english), column.field, *column.also)
