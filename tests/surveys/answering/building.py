"""Definitions written briefly, and the fixed universe they are answered in."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from surveys.questionnaires.definition import (
    Choice,
    ChoiceList,
    Group,
    Item,
    Language,
    Localized,
    Question,
    Questionnaire,
    Settings,
)

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
KEY = "k7m2p9xw"

YES_NO = {"yn": {"yes": "Да", "no": "Нет"}}


class FixedChance:
    def key(self, length: int = 8) -> str:
        return "a" * length

    def fraction(self) -> float:
        return 0.5


def said(text: str | Mapping[str, str]) -> Localized:
    return Localized((("", text),) if isinstance(text, str) else tuple(text.items()))


def questionnaire(
    survey: list[dict[str, Any]],
    lists: Mapping[str, Mapping[str, Any]] = YES_NO,
    settings: Mapping[str, Any] | None = None,
    languages: Mapping[str, str] | None = None,
) -> Questionnaire:
    """`survey` holds rows such as {"rate": "range", "label": "…"}: the first key is the name, its value the kind."""
    return Questionnaire(
        Settings(**{"form_id": "form", **_fields(settings or {}, {"title", "intro", "outro"})}),
        tuple(map(item, survey)),
        {name: ChoiceList(name, tuple(_choice(*pair) for pair in each.items())) for name, each in lists.items()},
        tuple(Language(code, name) for code, name in (languages or {}).items()),
    )


def item(row: dict[str, Any]) -> Item:
    (name, kind), *rest = row.items()
    fields = _fields(dict(rest), {"label", "hint", "constraint_message", "required_message"})
    if kind == "group":
        return Group(name, tuple(map(item, fields.pop("items"))), **fields)
    if fields.get("required") is True:
        fields["required"] = "true()"
    return Question(name, kind, **fields)


def _fields(row: Mapping[str, Any], texts: set[str]) -> dict[str, Any]:
    return {name: said(value) if name in texts else value for name, value in row.items()}


def _choice(name: str, given: Any) -> Choice:
    return Choice(name, said(given)) if isinstance(given, str) else Choice(name, **_fields(given, {"label"}))
