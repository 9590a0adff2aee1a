"""The sheets of an organisation's workbook and their columns, in Russian and in English."""

from collections.abc import Iterable

from surveys.points.columns import NOTE, Column, plain

__all__ = ["GUIDE", "HIDDEN", "HIDDEN_COLUMNS", "NOTE", "UNITS", "UNIT_COLUMNS", "Column", "named", "plain", "sheet_of"]

UNITS = {"ru": "Подразделения", "en": "Units"}
HIDDEN = {"ru": "Скрыть в комментариях", "en": "Hide in comments"}
GUIDE = {"ru": "Как заполнить", "en": "How to fill in"}

UNIT_COLUMNS = (
    Column("code", "Код", "Code", also=("шифр", "key", "id")),
    Column("name", "Подразделение", "Unit", 150, True, ("название", "наименование", "отдел", "name", "department")),
    Column("above", "Вышестоящее", "Belongs to", also=("входит в", "подчинено", "parent", "above", "part of")),
    Column(
        "people", "Человек", "People", also=("численность", "по списку", "штат", "head count", "headcount", "staff")
    ),
)
HIDDEN_COLUMNS = (
    Column("name", "Фамилия Имя Отчество", "Full name", 120, also=("фио", "ф.и.о.", "имя", "name")),
    Column("position", "Должность одного человека", "One-person position", 120, also=("должность", "position", "job")),
)


def sheet_of(name: str, names: dict[str, str]) -> bool:
    """Whether a sheet called `name` is the one called `names` in either language."""
    return plain(name) in {plain(known) for known in names.values()}


def named(header: str, columns: Iterable[Column]) -> Column | None:
    """By either language's header, whatever the case, the spaces and the dots on ё."""
    wanted = plain(header)
    return next((one for one in columns if wanted in (plain(one.russian), plain(one.english), *one.also)), None)
